"""A task in another nbgrader course: what a learner puts below it is shown, read by a person, and stays read."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.notebooks import read_notebook
from tests.grading.test_execute import nbgrader
from tests.peers.plugin import CALL

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]
SCHEME = "=== BEGIN MARK SCHEME ===\nThe axis has a name.\n=== END MARK SCHEME ==="
ATTACK = '<img src=x onerror="alert(1)"> [x](javascript:alert(1))'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one unit with one task, which Ada has handed in."""
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{CALL}")
    about = {"grade_id": "draw", "task": True, "grade": False, "solution": False, "locked": True, "points": 3}
    task = new_markdown_cell(f"# A set\n\n## Draw it\n\nBelow this cell.\n\n{SCHEME}", id="draw")
    task.metadata["nbgrader"] = {**about, "schema_version": 3, "cell_type": "markdown"}
    source = tmp_path / "source" / "u" / "u.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[task, new_code_cell("print('the end')", id="end")]), source)
    nbgrader(tmp_path, "generate_assignment", "u")
    hand_in(tmp_path, "print('a curve')")
    return tmp_path


def hand_in(course: Path, drawing: str) -> None:
    """Put a drawing and a text below the task of the released notebook."""
    notebook = read_notebook(course / "release" / "u" / "u.ipynb")
    notebook.cells[1:1] = [new_code_cell(drawing), new_markdown_cell(f"It *bends*. {ATTACK}")]
    path = course / "submitted" / "ada" / "u" / "u.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def graded(course: Path) -> NotebookNode:
    """Grade, make the page, and return the notebook that formgrader shows."""
    nbgrader(course, "autograde", "u", "--force", "--ExecuteInJudge.cell_seconds=5")
    nbgrader(course, "generate_feedback", "u", "--force")
    return read_notebook(course / "autograded" / "ada" / "u" / "u.ipynb")


def page(course: Path) -> str:
    shown = BeautifulSoup((course / "feedback" / "ada" / "u" / "u.html").read_text(encoding="utf-8"), "html.parser")
    assert not shown.select("img, script, a[href^=javascript]")
    words = " ".join(shown.get_text(" ").split())
    assert "The axis has a name" not in words
    assert "a curve" in words
    return words


def state(course: Path, points: float | None = None) -> tuple[float, bool]:
    """The score, and whether a person is needed; first give points as formgrader does."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("draw", "u", "u", "ada")
        if points is not None:
            grade.manual_score, grade.needs_manual_grade = points, False
            gradebook.find_comment("draw", "u", "u", "ada").manual_comment = "A fine curve."
            gradebook.db.commit()
        return grade.score, grade.needs_manual_grade


def test_a_task_goes_all_the_way(course: Path) -> None:
    assert "The axis" not in (course / "release" / "u" / "u.ipynb").read_text(encoding="utf-8")
    shown = graded(course)
    assert [cell.id for cell in shown.cells] == ["draw", "draw-extra-1", "draw-extra-2", "end"]
    assert "The axis has a name." in shown.cells[0].source
    assert shown.cells[1].outputs[0].text == "a curve\n"
    assert state(course) == (0, True)
    assert "0 of 3 points Not final: 3 of the 3 points are for what your teacher has not read yet." in page(course)

    assert state(course, points=2) == (2, False)
    graded(course)
    assert state(course) == (2, False), "nothing has changed since it was read"
    assert "Your teacher: A fine curve." in page(course)

    hand_in(course, "print('a curve, and its name')")
    graded(course)
    assert state(course) == (2, True), "what was handed in anew is to be read"
    assert "0 of 3 points Not final" in page(course)
