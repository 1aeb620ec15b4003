"""The exported table survives every name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from nbgrader.api import Assignment, Gradebook, Student

from autograder.grading.export import CsvExport

NAMES = ("ada", "eve,x,y,z,22,0,22", "=1+1", "-2", "@sum", 'q"uote', "two\nlines")


def test_each_name_stays_in_its_column_and_none_is_a_formula(tmp_path: Path, gradebook: Gradebook) -> None:
    gradebook.add_assignment("unit")
    for name in NAMES:
        gradebook.add_student(name)
    CsvExport(to=str(tmp_path / "all.csv")).export(gradebook)
    CsvExport(to=str(tmp_path / "one.csv"), student=["ada"], assignment=["unit"]).export(gradebook)
    CsvExport(to=str(tmp_path / "none.csv"), assignment=["other"]).export(gradebook)
    rows = read(tmp_path / "all.csv")
    assert sorted(row["student_id"].removeprefix("'") for row in rows) == sorted(NAMES)
    assert {row["score"] for row in rows} == {"0.0"}
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]
    assert [row["student_id"] for row in read(tmp_path / "one.csv")] == ["ada"]
    assert read(tmp_path / "none.csv") == []


@pytest.mark.parametrize("name", ["assignment", "student_id", "raw_score", "max_score"])
def test_the_columns_are_those_of_nbgrader(tmp_path: Path, gradebook: Gradebook, name: str) -> None:
    CsvExport(to=str(tmp_path / "all.csv")).export(gradebook)
    assert name in (tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()[0].split(",")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, at a new submission
def test_a_score_that_waits_for_a_person_is_empty_and_no_zero(tmp_path: Path, gradebook: Gradebook) -> None:
    gradebook.add_assignment("unit")
    gradebook.add_notebook("unit", "unit")
    for name, kind in (("ex1-a", "code"), ("ex2", "markdown")):
        gradebook.add_grade_cell(name, "unit", "unit", max_score=2, cell_type=kind)
    gradebook.add_student("ada")
    gradebook.add_submission("unit", "ada")
    check, text = (gradebook.find_grade(name, "unit", "unit", "ada") for name in ("ex1-a", "ex2"))
    check.auto_score, check.needs_manual_grade = 2.0, False
    gradebook.db.commit()
    CsvExport(to=str(tmp_path / "open.csv")).export(gradebook)
    text.manual_score, text.needs_manual_grade = 1.5, False
    gradebook.db.commit()
    CsvExport(to=str(tmp_path / "given.csv")).export(gradebook)
    [[waits], [given]] = (read(tmp_path / name) for name in ("open.csv", "given.csv"))
    assert (waits["raw_score"], waits["score"], waits["max_score"]) == ("", "", "4.0")
    assert (given["raw_score"], given["score"], given["max_score"]) == ("3.5", "3.5", "4.0")


class Platform(CsvExport):
    """A table of two columns, as a platform may want it."""

    columns = ("Login", "Points")

    def row(self, gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, object]:
        """Take one value from the usual row, and one from the student."""
        return {"Login": student.id, "Points": super().row(gradebook, assignment, student)["score"]}


def test_a_table_of_other_columns_is_guarded_too(tmp_path: Path, gradebook: Gradebook) -> None:
    gradebook.add_assignment("unit")
    for name in ("=1+1", "ada"):
        gradebook.add_student(name)
    Platform(to=str(tmp_path / "all.csv")).export(gradebook)
    rows = sorted(read(tmp_path / "all.csv"), key=lambda row: row["Login"])
    assert rows == [{"Login": "'=1+1", "Points": "0.0"}, {"Login": "ada", "Points": "0.0"}]
