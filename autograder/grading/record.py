"""Record what grading found: the points that follow from the verdicts, and a structured record in the notebook.

A submission that cannot be read, and one at which the grader itself fails, gets no points and no zero: its score stays
open, nbgrader shows it as to be graded by hand, and the notebook says what is wrong and how to mend it.
"""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import version
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import is_grade

OPEN = "open"  # the verdict where nothing was judged
VERSIONS = ("autograd-course", "nbgrader", "torch")


class SaveVerdicts(SaveAutoGrades):
    """Save the points as nbgrader does, leave open what was not judged, and add the record to the metadata."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save all grades of a notebook; its `autograder` metadata then has checks, seconds and versions."""
        notebook, resources = super().preprocess(notebook, resources)
        record = notebook.metadata.setdefault("autograder", NotebookNode())
        record["checks"] = {cell.metadata.nbgrader.grade_id: _check(cell) for cell in notebook.cells if is_grade(cell)}
        seconds = [cell.metadata.get("autograder", {}).get("seconds", 0) for cell in notebook.cells]
        record["seconds"] = round(sum(seconds), 3)
        record["versions"] = dict(_versions())
        return notebook, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Save the grade of one cell; without a verdict it waits for a person."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell) and verdict(cell) == OPEN:
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()
        return cell, resources


@cache
def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}}


def leave_open(notebook: NotebookNode, why: str) -> NotebookNode:
    """Give every graded cell the verdict `open` and the reason as its output, in place; return the notebook."""
    for cell in notebook.cells:
        if is_grade(cell):
            cell.metadata["autograder"] = NotebookNode(verdict=OPEN)
            if cell.cell_type == "code":
                cell.outputs = [new_output("error", ename="NotGraded", evalue=why, traceback=[f"NotGraded: {why}"])]
    notebook.metadata.setdefault("autograder", NotebookNode())["open"] = why
    return notebook


def why_open(notebook: NotebookNode) -> str | None:
    """Why an autograded notebook has no grades; None where it has."""
    why: str | None = notebook.metadata.get("autograder", {}).get("open")
    return why


def is_complete(notebook: dict[str, Any]) -> bool:
    """Whether an autograded notebook has its record, written after the gradebook, and no grader has failed at it."""
    record = notebook.get("metadata", {}).get("autograder", {})
    return "checks" in record and ("open" not in record or "unreadable" in record)


def verdict(cell: NotebookNode) -> str:
    """The verdict of a graded cell, empty where there is none."""
    return str(cell.metadata.get("autograder", {}).get("verdict", ""))


def _check(cell: NotebookNode) -> dict[str, Any]:
    """What became of one graded cell: verdict, seconds, calls, and the message where it has one."""
    check = {**cell.metadata.get("autograder", {})}
    messages = [output.evalue for output in cell.get("outputs", []) if output.output_type == "error"]
    return check | ({"message": messages[0]} if messages else {})
