"""The house rules that every notebook keeps."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade

from autograder.course.layout import Course, exercises
from autograder.course.pictures import pictures
from autograder.names import names
from autograder.notebooks import read_notebook
from tests.conftest import ROOT, UNITS

LESSONS = [ROOT / "notebooks" / f"{unit}.ipynb" for unit in UNITS]
SOURCES = [ROOT / "source" / unit / f"{unit}.ipynb" for unit in UNITS]
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
every_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
every_notebook = pytest.mark.parametrize("path", LESSONS + SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def code(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


@every_notebook
def test_it_begins_with_badge_title_and_the_common_setup(path: Path) -> None:
    notebook = read_notebook(path)
    top = "\n".join(cell.source for cell in notebook.cells[:2])
    number = int(path.stem[:2])
    assert re.search(rf"^# {number} · \w+", top, re.MULTILINE)
    assert "you can" in top
    assert re.search(r"\*\*Time:\*\* about \d+ minutes", top)
    course = Course(ROOT)
    pattern = {cell.id: cell.source for cell in read_notebook(course.lesson(course.sample_unit)).cells}
    own = {cell.id: cell.source for cell in notebook.cells}
    assert own["setup"].startswith(pattern["setup"])
    assert own["style"] == pattern["style"]
    assert [cell.id for cell in code(notebook)][:2] == ["setup", "style"]


def test_common_cells_are_the_same_in_all_notebooks() -> None:
    """The setup of lessons, the setup of problem sets, and each helper."""
    variants: dict[tuple[str, str], set[str]] = {}
    for path in LESSONS + SOURCES:
        for cell in code(read_notebook(path)):
            if cell.id == "setup":
                variants.setdefault((path.parts[-3 if path in SOURCES else -2], cell.id), set()).add(cell.source)
            elif cell.id.startswith("helper-"):
                variants.setdefault(("all", cell.id), set()).add(cell.source)
    assert {name for name, sources in variants.items() if len(sources) > 1} == set()
    assert ("notebooks", "setup") in variants
    assert ("source", "setup") in variants


@every_notebook
def test_a_collapsed_cell_has_a_title(path: Path) -> None:
    """Collapsed in JupyterLab, and a form with the same title in Colab; checks and helpers always."""
    for cell in code(read_notebook(path)):
        titled = re.match(r"# @title \S", cell.source) is not None
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert titled == hidden == (cell.metadata.get("cellView") == "form"), f"{cell.id}: {cell.source[:60]}"
        if cell.id == "setup" or cell.id.startswith("helper-"):
            assert titled, f"{cell.id} has no title"
        if is_grade(cell):
            number, what = re.fullmatch(r"ex(\d+)_\w+-([\w-]+)", cell.id).groups()  # type: ignore[union-attr]
            title = f"# @title Check {int(path.stem[:2])}.{number}: {re.sub('[-_]', ' ', what)}"
            assert cell.source.splitlines()[0] == title


@every_notebook
def test_ids_are_readable_and_nothing_is_called_simple(path: Path) -> None:
    for cell in read_notebook(path).cells:
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", cell.id), f"cell id {cell.id!r}: choose a readable one"
        if cell.cell_type == "markdown":
            assert not re.search(r"\b(simply|just)\b", cell.source, re.IGNORECASE), f"{cell.id}: simply, just"


@every_notebook
def test_code_is_worth_copying(path: Path) -> None:
    """88 columns, formatted, one statement a line, nothing unused or undefined."""
    options = ("--isolated", "--line-length=88", str(path))
    for command in (("format", "--diff"), ("check", "--select=E,F,W", "--ignore=E402,F811")):
        ruff = (sys.executable, "-m", "ruff", *command, *options)
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    for cell in code(read_notebook(path)):
        for node in ast.walk(ast.parse(cell.source)):
            joined = isinstance(node, ast.Expr) and isinstance(node.value, ast.Tuple)
            assert not joined, f"{cell.id}, line {node.lineno}: statements joined in a tuple"  # type: ignore[attr-defined]


@every_notebook
def test_outputs_fit_the_page_and_labels_name_quantities(path: Path) -> None:
    for cell in code(read_notebook(path)):
        assert "(no unit)" not in cell.source, cell.id
        for output in cell.outputs:
            for line in output.get("text", "").splitlines():
                assert len(line) <= 88, f"{cell.id} prints {len(line)} columns: {line}"


@every_lesson
def test_a_lesson_has_its_outputs_and_its_parts(path: Path) -> None:
    notebook = read_notebook(path)
    assert all(cell.execution_count for cell in code(notebook))
    assert not [cell.id for cell in code(notebook) for output in cell.outputs if output.output_type == "error"]
    assert not [cell.id for cell in code(notebook) for output in cell.outputs if output.get("name") == "stderr"]
    assert sum("**Predict" in cell.source for cell in notebook.cells) >= 4
    text = "\n".join(cell.source for cell in notebook.cells)
    for heading in ("## Recap", "## On your own", "## Further reading"):
        assert heading in text


@every_lesson
def test_every_figure_of_a_lesson_has_its_sentence_as_alt_text(path: Path) -> None:
    notebook = read_notebook(path)
    drawn = 0
    for cell, after in zip(notebook.cells, notebook.cells[1:], strict=False):
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if kinds & {"image/png", "image/svg+xml"}:
            drawn += 1
            sentence = re.match(r"\*([^*]+)\*", after.source)
            assert sentence, f"{cell.id}: no sentence in italics below the figure"
            assert " ".join(sentence[1].split()) == cell.metadata["alt"]
    assert drawn >= 2


@every_lesson
def test_moving_pictures_are_small_and_say_what_they_show(path: Path) -> None:
    for cell in code(read_notebook(path)):
        for output in cell.outputs:
            for picture in re.findall(r"<img [^>]*>", output.get("data", {}).get("text/html", "")):
                assert len(picture) * 3 / 4 < 300_000, f"{cell.id}: {len(picture) * 3 // 4} bytes"
                assert re.search(r'alt="[^"]{20,}"', picture), f"{cell.id}: no alt text"
                assert "image/png" in output.data, f"{cell.id}: no still"
    assert path.stat().st_size < 2_000_000


@every_source
def test_a_source_has_no_outputs_and_states_its_points(path: Path) -> None:
    notebook = read_notebook(path)
    assert all(not cell.outputs and cell.execution_count is None for cell in code(notebook))
    tasks = exercises(notebook)
    points = sum(task.points for task in tasks.values())
    assert f"**Points:** {points}" in notebook.cells[1].source + notebook.cells[0].source
    assert 5 <= len(tasks) <= 8
    assert 15 <= points <= 25
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name], "nbgrader would copy it to the release"


@every_source
def test_visible_checks_are_plain_and_their_messages_fit(path: Path) -> None:
    for cell in read_notebook(path).cells:
        if not is_grade(cell):
            continue
        visible = cell.source.partition("### BEGIN HIDDEN TESTS")[0]
        assert "HIDDEN" in cell.source, f"{cell.id} has no hidden tests"
        assert "autograder" not in visible, f"{cell.id}: Colab has no autograder"
        asserts = [node for node in ast.walk(ast.parse(visible)) if isinstance(node, ast.Assert)]
        assert asserts, f"{cell.id} has no visible check"
        for node in asserts:
            message = _text(node.msg)
            first, _, hint = message.partition("\n")
            assert len(first) <= 65, f"{cell.id}: {len(first)} characters: {first}"
            assert hint.startswith("hint: "), f"{cell.id}: {message}"
        last = _last(ast.parse(cell.source))
        contract = isinstance(last, ast.Expr) and ast.unparse(last).startswith("check(")  # it returns None
        assert isinstance(last, ast.Assert) or contract, f"{cell.id} should end in an assert, or in check(...)"


def _text(node: ast.expr | None) -> str:
    """The text of a message; a formatted value counts as six characters."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "123.45" for part in node.values)  # type: ignore[misc]
    assert isinstance(node, ast.Constant), "a check needs a message"
    return str(node.value)


def _last(tree: ast.Module) -> ast.stmt:
    last = tree.body[-1]
    while isinstance(last, ast.For | ast.If | ast.With):
        last = last.body[-1]
    return last


@every_source
def test_a_check_takes_nothing_from_the_notebook_but_answers_and_given_code(path: Path) -> None:
    notebook = read_notebook(path)
    answers: set[str] = set(dir(__builtins__)) | set(__builtins__ if isinstance(__builtins__, dict) else ())
    for cell in code(notebook):
        bound, used = names(cell.source)
        if is_grade(cell):
            assert used <= answers, f"{cell.id} takes {used - answers}: import or define it in the cell"
        elif cell.metadata.get("nbgrader"):
            answers |= bound


def test_the_pictures_of_the_readme_are_those_of_the_lessons(course: Course) -> None:
    readme = (course.root / "README.md").read_text(encoding="utf-8")
    taken = dict(pictures(course))
    assert taken
    assert sorted(taken) == sorted((course.root / "docs" / "pictures").iterdir())
    for path, content in taken.items():
        assert path.read_bytes() == content, "run `make lessons`"
        assert path.relative_to(course.root).as_posix() in readme
