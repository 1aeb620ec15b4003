"""Scores go into the platform's own table, which stays what it was in all else; an open score is never a zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.lms.grades import Standing, fill, table
from autograder.lms.sheet import Sheet, read_sheet
from tests.lms import archives
from tests.lms.archives import CLASS, UNIT

TABLES = ("canvas", "moodle", "blackboard", "brightspace")
every_table = pytest.mark.parametrize("platform", TABLES)
COLUMNS = {"canvas": 6, "moodle": 4, "blackboard": 3, "brightspace": 4}


def standings(platform: str) -> dict[str, Standing]:
    """Ada has half of the points, José all, Grace's is open, Alan has handed in nothing."""
    ada, jose, grace, alan, *_ = (who.mail if platform == "moodle" else who.login for who in CLASS)
    return {
        ada: Standing("graded", 11.0, 22.0),
        jose: Standing("late", 22.0, 22.0),
        grace: Standing("open", why="the grader failed"),
        alan: Standing("not handed in"),
        "elsewhere": Standing("graded", 5.0, 22.0),
    }


def filled(tmp_path: Path, platform: str) -> tuple[Sheet, Sheet]:
    """The table as it came, and as it is filled, read back from a file."""
    path = archives.sheet(tmp_path / "a.csv", platform)
    before, after = read_sheet(path), read_sheet(path)
    fill(after, UNIT, standings(platform), "Descend by hand")
    after.write(tmp_path / "b.csv")
    return before, read_sheet(tmp_path / "b.csv")


@every_table
def test_each_table_is_recognised_and_only_the_scores_change(tmp_path: Path, platform: str) -> None:
    before, after = filled(tmp_path, platform)
    place = COLUMNS[platform]
    assert before.platform == after.platform == platform
    assert before.encoding == after.encoding
    assert before.delimiter == after.delimiter
    changed = [
        (row, column)
        for row, (old, new) in enumerate(zip(before.rows, after.rows, strict=True))
        for column, (a, b) in enumerate(zip(old, new, strict=True))
        if a != b
    ]
    first = 3 if platform == "canvas" else 1
    assert changed == [(first, place), (first + 1, place)]
    wanted = ["5", "10"] if platform == "moodle" else ["11", "22"]  # Moodle's maximum is 10
    assert [after.rows[row][place] for row, _ in changed] == wanted


@every_table
def test_what_is_left_empty_is_told_with_its_reason(tmp_path: Path, platform: str) -> None:
    sheet = read_sheet(archives.sheet(tmp_path / "a.csv", platform))
    told = fill(sheet, UNIT, standings(platform), "Descend by hand")
    assert told.scored == 2
    assert len(told.empty) == 5
    assert told.empty[0].endswith("Grace Hopper: open: the grader failed")
    assert told.empty[1].endswith("Alan Turing: not handed in")
    assert "elsewhere has a score and no row" in told.notes
    assert ("scores are scaled" in " ".join(told.notes)) == (platform == "moodle")


def test_filling_again_changes_nothing(tmp_path: Path) -> None:
    _, once = filled(tmp_path, "canvas")
    rows = [list(row) for row in once.rows]
    fill(once, UNIT, standings("canvas"), "Descend by hand")
    assert once.rows == rows


def test_decimal_commas_stay_commas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "ID;Vollständiger Name;E-Mail;Status;Bewertung;Höchste Bewertung\nTeilnehmer/in1;A B;u101@x;x;;10,00\n"
    )
    sheet = read_sheet(path)
    assert sheet.platform == "moodle"
    fill(sheet, UNIT, {"u101@x": Standing("graded", 5.5, 22.0)})
    assert sheet.rows[1][4] == "2,5"


def test_whom_canvas_excuses_stays_excused_and_names_may_be_in_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "LastName,FirstName,ID,SIS Login ID,Section,Set 6 (12)\n    Points Possible,,,,,10\n"
        "Lovelace,Ada,101,u101,A,EX\nHopper,Grace,103,u103,A,\nRoe,Jo,104,u104,A,N/A\n"
    )
    sheet = read_sheet(path)
    assert [person.name for person in sheet.people()] == ["Ada Lovelace", "Grace Hopper", "Jo Roe"]
    told = fill(sheet, UNIT, {name: Standing("graded", 11.0, 22.0) for name in ("u101", "u103", "u104")})
    assert [row[5] for row in sheet.rows[1:]] == ["10", "EX", "5", "N/A"]
    assert told.empty == ["u101 Ada Lovelace: EX in the table", "u104 Jo Roe: N/A in the table"]


def test_a_column_that_is_not_clear_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Student,ID,SIS Login ID,Section,Essay (1),Talk (2)\nA,1,u101,A,,\n")
    sheet = read_sheet(path)
    with pytest.raises(
        CourseError, match=r"which column is 06_descent\? *\. Remedy: name it with COLUMN=: Essay \(1\)|which"
    ):
        fill(sheet, UNIT, {})
    with pytest.raises(CourseError, match="no column 'Set 9'"):
        fill(sheet, UNIT, {}, column="Set 9")
    fill(sheet, UNIT, {"u101": Standing("graded", 3.0, 22.0)}, column="Talk (2)")
    assert sheet.rows[1][4:] == ["", "3"]


def test_a_plain_table_has_a_status_and_no_zero_where_there_is_no_score() -> None:
    rows = table({"a": Standing("open", why="x"), "b": Standing("graded", 1.5, 2.0, checks={"c": 1.5})}, ["c"])
    assert rows[1:] == [["a", "open", "x", "", "", ""], ["b", "graded", "", "1.5", "2", "1.5"]]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("one line")
    with pytest.raises(CourseError, match=r"not a table.*Remedy: download it as CSV"):
        read_sheet(tmp_path / "a.csv")
    with pytest.raises(CourseError, match="no such table"):
        read_sheet(tmp_path / "b.csv")
