"""What a person has read stays read; a new text asks again; what nobody has written is no answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum

from autograder.grading.record import SaveVerdicts, leave_open

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, at a new submission
STUB = "YOUR ANSWER HERE"
Grades = dict[str, tuple[float | None, float | None, bool]]
Save = Callable[..., Grades]
HASHES = {"submission": "s", "source": "o", "contracts": "c", "engine": "e"}


def notebook(answer: str, *below: str) -> NotebookNode:
    """A written answer, and a task with what the learner has put below it."""
    flags = {"points": 2, "locked": False, "schema_version": 3}
    why = new_markdown_cell(STUB, id="why")
    why.metadata["nbgrader"] = {"grade_id": "why", "grade": True, "solution": True, "task": False, **flags}
    why.metadata["nbgrader"]["checksum"] = compute_checksum(why)
    why.source = answer
    task = new_markdown_cell("Draw it.", id="draw")
    task.metadata["nbgrader"] = {"grade_id": "draw", "grade": False, "solution": False, "task": True, **flags}
    own = [new_code_cell(text, id=f"draw-extra-{number}") for number, text in enumerate(below, start=1)]
    made: NotebookNode = new_notebook(cells=[why, task, *own], metadata={"autograder": {"hashes": HASHES}})
    return made


@pytest.fixture
def url(empty_gradebook: Path, tmp_path: Path) -> str:
    url = f"sqlite:///{shutil.copy(empty_gradebook, tmp_path)}"
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("u")
        gradebook.add_notebook("u", "u")
        gradebook.add_grade_cell("why", "u", "u", max_score=2, cell_type="markdown")
        gradebook.add_solution_cell("why", "u", "u")
        gradebook.add_task_cell("draw", "u", "u", max_score=2, cell_type="markdown")
        gradebook.add_student("ada")
        gradebook.add_submission("u", "ada")
    return url


@pytest.fixture
def save(url: str) -> Save:
    """Saves a notebook; returns of each cell the automatic score, that of a person, and whether one is needed."""

    def save(executed: NotebookNode) -> Grades:
        about = {"notebook": "u", "assignment": "u", "student": "ada", "db_url": url}
        SaveVerdicts().preprocess(executed, {"nbgrader": about})
        with Gradebook(url) as gradebook:
            grades = gradebook.find_submission_notebook("u", "u", "ada").grades
            return {one.name: (one.auto_score, one.manual_score, one.needs_manual_grade) for one in grades}

    return save


def give(url: str, points: float, *names: str) -> None:
    """Give points as formgrader does."""
    with Gradebook(url) as gradebook:
        for name in names:
            grade = gradebook.find_grade(name, "u", "u", "ada")
            grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("why", "u", "u", "ada").manual_comment = "Well said."
        gradebook.db.commit()


def comment(url: str) -> str:
    with Gradebook(url) as gradebook:
        return str(gradebook.find_comment("why", "u", "u", "ada").comment)


def test_an_answer_waits_for_a_person_and_no_answer_does_not(save: Save, url: str) -> None:
    assert save(notebook("It adds.")) == {"why": (None, None, True), "draw": (None, None, True)}
    assert save(notebook(STUB))["why"] == (0, None, False)
    assert comment(url) == "No response."


def test_points_and_comment_stay_where_nothing_was_changed(save: Save, url: str) -> None:
    save(notebook("It adds.", "plot(x)"))
    give(url, 1.5, "why", "draw")
    for _ in range(2):
        assert save(notebook("It adds.", "plot(x)")) == {"why": (None, 1.5, False), "draw": (None, 1.5, False)}
    assert comment(url) == "Well said."


def test_a_changed_text_asks_again_until_a_person_has_read_it(save: Save, url: str) -> None:
    save(notebook("It adds.", "plot(x)"))
    give(url, 1.5, "why", "draw")
    assert save(notebook("It adds up.", "plot(x)")) == {"why": (None, 1.5, True), "draw": (None, 1.5, False)}
    assert save(notebook("It adds up.", "plot(y)")) == {"why": (None, 1.5, True), "draw": (None, 1.5, True)}
    assert comment(url) == "Well said."
    give(url, 2, "why", "draw")
    assert save(notebook("It adds up.", "plot(y)")) == {"why": (None, 2, False), "draw": (None, 2, False)}


def test_an_answer_that_was_taken_away_is_asked_for_once_more(save: Save, url: str) -> None:
    save(notebook("It adds."))
    give(url, 2, "why")
    assert save(notebook(STUB))["why"] == (0, 2, True)


def test_where_the_grader_fails_nothing_is_a_zero_and_nothing_is_lost(save: Save, url: str) -> None:
    assert save(leave_open(notebook(STUB), "the grader failed"))["why"] == (None, None, True)
    save(notebook("It adds."))
    give(url, 2, "why")
    assert save(leave_open(notebook("It adds."), "the grader failed"))["why"] == (None, 2, False)
    assert save(notebook("It adds."))["why"] == (None, 2, False)


def test_points_from_before_there_was_a_memory_are_looked_at_again(save: Save, url: str) -> None:
    give(url, 2, "why")
    assert save(notebook("It adds."))["why"] == (None, 2, True)
