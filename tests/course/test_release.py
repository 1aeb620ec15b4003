"""The release is what the source generates, leaks nothing, and can be re-executed unsolved."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import is_grade, is_solution

from autograder.cli import main
from autograder.course.layout import Course, exercises
from autograder.course.release import COLAB, repoint, unsolved
from autograder.notebooks import read_notebook
from tests.conftest import every_unit

LINK = "https://colab.research.google.com/github/{}/blob/main/notebooks/06_descent.ipynb"


def test_repoint_changes_the_repository_and_nothing_else() -> None:
    text = f"[badge]({LINK.format('old/name')}) and https://github.com/old/name"
    assert repoint(text, "new/home") == f"[badge]({LINK.format('new/home')}) and https://github.com/old/name"


def test_unsolved_cells_are_the_graded_ones_and_those_that_use_an_answer() -> None:
    graded = {"nbgrader": {"grade": True, "grade_id": "ex1-a", "points": 1, "solution": False}}
    solution = {"nbgrader": {"grade": False, "grade_id": "ex1", "solution": True}}
    cells = {
        "setup": new_code_cell("import math"),
        "ex1": new_code_cell("def f():\n    raise NotImplementedError('no')", metadata=solution),
        "ex1-a": new_code_cell("g = 1\nassert g", metadata=graded),
        "plain": new_code_cell("y = math.sqrt(2)\nf2 = 1"),
        "user": new_code_cell("def wrapper():\n    return f()\nresult = wrapper()"),
        "second-hand": new_code_cell("print(result)"),
        "rebinds": new_code_cell("result = 1\nprint(result)"),
        "graded-name": new_code_cell("g2 = g"),
        "ex2": new_code_cell("raise NotImplementedError('no')", metadata=solution),
    }
    for name, cell in cells.items():
        cell["id"] = name
    assert unsolved(new_notebook(cells=list(cells.values()))) == {"ex1-a", "user", "second-hand", "ex2"}


@pytest.mark.nbgrader
def test_the_release_equals_a_fresh_generation(course: Course, copied: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    committed = {path.relative_to(course.root): path for path in course.root.glob("release/**/*") if path.is_file()}
    [repository] = {found for path in committed.values() for found in _repositories(path)}
    monkeypatch.setattr(Course, "repository", repository)  # so that a fork's badges may be its own
    for _ in range(2):  # the second time with a gradebook and a release that are already there
        assert main(["release"]) == 0
        fresh = {path.relative_to(copied.root): path for path in copied.root.glob("release/**/*") if path.is_file()}
        assert sorted(fresh) == sorted(committed)
        different = [name for name in fresh if fresh[name].read_bytes() != committed[name].read_bytes()]
        assert different == [], "run `make release` and commit the result"
    readmes = [(folder / "README.md").read_text(encoding="utf-8") for folder in (course.root, copied.root)]
    assert readmes[0] == readmes[1], "run `make release` and commit the result"


def _repositories(path: Path) -> set[str]:
    return set(
        re.findall(r"colab\.research\.google\.com/github/([^/\s]+/[^/\s]+)/blob", path.read_text(encoding="utf-8"))
    )


@every_unit
def test_badges_point_at_the_notebook_they_stand_in(course: Course, unit: str) -> None:
    for path in (course.release(unit), course.lesson(unit)):
        top = read_notebook(path).cells[0].source
        assert COLAB.search(top), path
        assert f"/blob/main/{path.relative_to(course.root).as_posix()})" in top


@every_unit
def test_the_release_leaks_no_solution_and_no_hidden_test(course: Course, unit: str) -> None:
    source, released = (read_notebook(path) for path in (course.source(unit), course.release(unit)))
    text = "\n".join(cell.source for cell in released.cells)
    assert "BEGIN SOLUTION" not in text
    assert "HIDDEN" not in text
    assert "autograder" not in "\n".join(cell.source for cell in released.cells if cell.cell_type == "code")
    lines = {line.strip() for line in text.splitlines()}
    assert not _secrets(source) & lines
    assert text.count("raise NotImplementedError(") >= len(exercises(released))


def _secrets(source: NotebookNode) -> set[str]:
    """Lines that stand inside solution or hidden-test markers, and nowhere else in the notebook."""
    inside: set[str] = set()
    outside: set[str] = set()
    hidden = False
    for cell in source.cells:
        for line in cell.source.splitlines():
            if "### BEGIN" in line or "### END" in line:
                hidden = "BEGIN" in line
            elif len(line.strip()) > 12:
                (inside if hidden else outside).add(line.strip())
    assert inside
    return inside - outside


@every_unit
@pytest.mark.slow
def test_unsolved_every_graded_cell_fails_and_every_untagged_cell_runs(
    course: Course, unit: str, tmp_path: Path
) -> None:
    notebook = read_notebook(course.release(unit))
    NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": tmp_path}}).execute()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        errors = [output for output in cell.outputs if output.output_type == "error"]
        tagged = "raises-exception" in cell.metadata.get("tags", [])
        assert not errors or tagged, f"{cell.id} raises, and is not tagged"
        if is_grade(cell):
            assert tagged
            assert errors, f"{cell.id} passes although nothing is solved"
            assert "NotImplementedError" in errors[0].ename + errors[0].evalue, f"{cell.id}: {errors[0].evalue}"
    assert {line.split()[1] for line in progress(notebook)} == {"not"}, "nothing is begun"


@every_unit
@pytest.mark.slow
def test_the_source_runs_clean_from_top_to_bottom(course: Course, unit: str) -> None:
    notebook = nbformat.from_dict(read_notebook(course.source(unit)))
    NotebookClient(notebook, resources={"metadata": {"path": course.source(unit).parent}}).execute()
    for cell in notebook.cells:
        if is_grade(cell) and cell.cell_type == "code":
            kinds = {output.output_type for output in cell.outputs}
            assert kinds <= {"display_data", "stream"}, f"{cell.id} returns something: nbgrader would misread it"
            printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")  # in pieces
            title = cell.source.splitlines()[0].removeprefix("# @title Check ").replace(":", "", 1)
            assert printed == f"✓ {title}\n", f"{cell.id} prints more than that it has passed"
    assert {line.split()[1] for line in progress(notebook)} == {"solved"}


def progress(notebook: NotebookNode) -> list[str]:
    """What the notebook's last code cell says of each exercise."""
    (cell,) = (cell for cell in notebook.cells if cell.id == "progress")
    legend, *lines = "".join(output.text for output in cell.outputs).splitlines()
    assert legend == "✓ passed, ✗ failed, · not run or not begun"
    return lines


@pytest.mark.slow
def test_progress_tells_what_is_solved_and_what_has_failed(course: Course, tmp_path: Path) -> None:
    unit = course.sample_unit
    answers = {cell.id: cell.source for cell in read_notebook(course.source(unit)).cells if is_solution(cell)}
    notebook = nbformat.from_dict(read_notebook(course.release(unit)))
    for cell in notebook.cells:
        if cell.id in ("ex1_step", "ex2_loop"):
            cell.source = answers[cell.id]
        if cell.id == "ex1_step":  # a helper with the name of what a check calls its result
            cell.source = f"def loss(w, x, y):\n    return ((w * x - y) ** 2).mean()\n\n\n{cell.source}"
            cell.source = re.sub(r"loss = .*", "value = loss(w, x, y)", cell.source).replace("loss.", "value.")
        if cell.id == "ex2_loop":
            cell.source = cell.source.replace("lr * w.grad", "2 * lr * w.grad")
    NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": tmp_path}}).execute()
    assert progress(notebook)[:3] == [
        "6.1   solved      ✓ value ✓ state ✓ repeat",
        "6.2   begun       ✗ path ✗ history ✓ autograd",
        "6.3   not begun   · loss · weight · labels",
    ]
