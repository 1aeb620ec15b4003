"""What is not judged stays open, and the notebook keeps a record of what was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.grading.hashes import Hashes
from autograder.grading.record import OPEN, Check, Record, SaveVerdicts, leave_open, verdict

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, at a new submission


def notebook(*verdicts: str) -> NotebookNode:
    """A notebook with one graded cell of 2 points for each verdict."""
    cells = []
    for number, name in enumerate(verdicts):
        outputs = [new_output("error", ename="AssertionError", evalue="got 1", traceback=[])]
        cell = new_code_cell("", outputs=outputs if name == "failed" else [])
        about = {
            "grade": True,
            "solution": False,
            "task": False,
            "points": 2,
            "grade_id": f"ex{number}",
            "locked": True,
        }
        cell.metadata = NotebookNode(
            nbgrader=NotebookNode(about),
            autograder=NotebookNode(verdict=name, seconds=0.2, calls=3, attempt=number + 1),
        )
        cells.append(cell)
    hashes = {"submission": "s", "source": "o", "contracts": "c", "engine": "e"}
    made: NotebookNode = new_notebook(cells=cells, metadata={"autograder": {"hashes": hashes, "sandbox": "none"}})
    return made


def read(recorded: NotebookNode) -> Record:
    """The record as it is in the file."""
    record = Record.read(json.loads(json.dumps(recorded)))
    assert record
    return record


@pytest.fixture
def saved(empty_gradebook: Path, tmp_path: Path) -> Any:
    """Saves a notebook in a gradebook, and returns it with the gradebook's grades by cell."""
    url = f"sqlite:///{shutil.copy(empty_gradebook, tmp_path)}"

    def save(executed: NotebookNode) -> tuple[NotebookNode, dict[str, Any]]:
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_assignment("u")
            gradebook.update_or_create_notebook("u", "u")
            for cell in executed.cells:
                name = cell.metadata.nbgrader.grade_id
                gradebook.update_or_create_grade_cell(name, "u", "u", max_score=2, cell_type="code")
            gradebook.update_or_create_student("ada")
            gradebook.update_or_create_submission("u", "ada")
        about = {"notebook": "u", "assignment": "u", "student": "ada", "db_url": url}
        recorded, _ = SaveVerdicts().preprocess(executed, {"nbgrader": about})
        with Gradebook(url) as gradebook:
            grades = gradebook.find_submission_notebook("u", "u", "ada").grades
            return recorded, {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in grades}

    return save


def test_points_follow_from_the_verdicts(saved: Any) -> None:
    recorded, grades = saved(notebook("passed", "failed"))
    assert grades == {"ex0": (2, False), "ex1": (0, False)}
    record = read(recorded)
    assert record.checks["ex0"] == Check("passed", 0.2, calls=3, attempt=1)
    assert record.checks["ex1"] == Check("failed", 0.2, calls=3, attempt=2, message="got 1")
    assert (record.seconds, record.attempts, record.sandbox) == (0, 2, "none")
    assert record.hashes == Hashes("s", "o", "c", "e")
    assert {"python", "torch", "nbgrader"} <= set(record.versions)
    assert record.is_final()


def test_what_is_not_judged_waits_for_a_person_and_is_no_zero(saved: Any) -> None:
    executed = leave_open(notebook("passed", "passed"), "the file is empty")
    assert Record.read(executed) is None, "nothing is recorded before the gradebook knows it"
    recorded, grades = saved(executed)
    assert grades == {"ex0": (None, True), "ex1": (None, True)}
    assert [verdict(cell) for cell in recorded.cells] == [OPEN, OPEN]
    assert recorded.cells[0].outputs[0].evalue == read(recorded).open == "the file is empty"
    assert not read(recorded).is_final()


def test_grading_again_closes_what_was_open(saved: Any) -> None:
    saved(leave_open(notebook("passed"), "the grader failed"))
    recorded, grades = saved(notebook("passed"))
    assert grades == {"ex0": (2, False)}
    assert read(recorded).is_final()


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 0},
        {"hashes": {"submission": "s"}},
        {"checks": {"ex0": {"verdict": "passed", "mood": "good"}}},
        {"x": 1},
    ],
)
def test_a_record_of_another_schema_is_none(saved: Any, change: dict[str, Any]) -> None:
    recorded, _ = saved(notebook("passed"))
    assert read(recorded).is_final()
    recorded.metadata["autograder"] |= change
    assert Record.read(json.loads(json.dumps(recorded))) is None
