"""Export grades as nbgrader does, in a table that no name can break and no spreadsheet executes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email")
SCORES = ("raw_score", "late_submission_penalty", "score", "max_score")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV Injection: what spreadsheets take for a formula


class CsvExport(ExportPlugin):
    """Write `grades.csv`, or the file that `--to` names, with the columns of nbgrader's own export.

    That one joins texts by commas: a comma in a name moves all scores after it, and `=...` becomes a formula. For a
    platform's own table make a subclass with other `columns` and a `row` that fills them, and name it in
    `nbgrader_config.py`; the file, the selection of rows and the guard against formulas stay.
    """

    columns: ClassVar[tuple[str, ...]] = COLUMNS + SCORES

    def export(self, gradebook: Gradebook) -> None:
        """Write one row for each assignment and student, or for those that `--assignment` and `--student` name."""
        with Path(self.to or "grades.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, self.columns)
            writer.writeheader()
            for assignment, student in self.selected(gradebook):
                row = self.row(gradebook, assignment, student)
                writer.writerow({name: guarded(value) for name, value in row.items()})

    def selected(self, gradebook: Gradebook) -> Iterator[tuple[Assignment, Student]]:
        """Yield the assignments and students that get a row."""
        learners = {str(name) for name in self.student}
        units = {str(name) for name in self.assignment}
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not units or assignment.name in units) and (not learners or student.id in learners):
                    yield assignment, student

    def row(self, gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, object]:
        """Return the values of one row by column, as the gradebook has them; a missing column stays empty.

        So does the score of a submission that waits for a grade by hand: it is no zero, and not yet the sum.
        """
        row = {"assignment": assignment.name, "duedate": assignment.duedate, "student_id": student.id}
        row |= {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
        scores = dict.fromkeys(SCORES, 0.0) | {"max_score": assignment.max_score}
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:  # nothing handed in
            return row | scores
        penalty = submission.late_submission_penalty
        if submission.needs_manual_grade:
            waiting = dict.fromkeys(SCORES) | {"late_submission_penalty": penalty, "max_score": assignment.max_score}
            return row | waiting | {"timestamp": submission.timestamp}
        score = max(0.0, submission.score - (penalty or 0.0))
        scores |= {"raw_score": submission.score, "late_submission_penalty": penalty, "score": score}
        return row | scores | {"timestamp": submission.timestamp}


def guarded(value: object) -> str | float | None:
    """Return a value as it is safe in a table: a text that would be a formula gets an apostrophe before it."""
    if value is None or isinstance(value, float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
