"""Export grades as nbgrader does, in a table that no name can break and no spreadsheet executes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email")
SCORES = ("raw_score", "late_submission_penalty", "score", "max_score")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV Injection: what spreadsheets take for a formula


class CsvExport(ExportPlugin):
    """Write `grades.csv`, or the file that `--to` names, with the columns of nbgrader's own export.

    That one joins texts by commas: a comma in a name moves all scores after it, and `=...` becomes a formula.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write one row for each assignment and student, or for those that `--assignment` and `--student` name."""
        with Path(self.to or "grades.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS + SCORES)
            writer.writeheader()
            writer.writerows(self._rows(gradebook))

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        learners = {str(name) for name in self.student}
        units = {str(name) for name in self.assignment}
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not units or assignment.name in units) and (not learners or student.id in learners):
                    yield _row(gradebook, assignment, student)


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, Any]:
    about = {"assignment": assignment.name, "duedate": assignment.duedate, "student_id": student.id}
    about |= {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
    scores = dict.fromkeys(SCORES, 0.0) | {"max_score": assignment.max_score}
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:  # nothing handed in
        pass
    else:
        penalty = submission.late_submission_penalty
        about["timestamp"] = submission.timestamp
        scores |= {"raw_score": submission.score, "late_submission_penalty": penalty}
        scores["score"] = max(0.0, submission.score - (penalty or 0.0))
    return {name: _cell(value) for name, value in (about | scores).items()}


def _cell(value: Any) -> Any:
    """Put an apostrophe before a text that would be a formula."""
    if value is None or isinstance(value, float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
