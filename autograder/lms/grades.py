"""Fill a platform's own table with the scores of a unit, and nothing else in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Grade, Gradebook, MissingEntry, SubmittedAssignment
from rapidfuzz.fuzz import partial_ratio

from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.grading.prepare import read_record
from autograder.lms.collect import origins
from autograder.lms.sheet import Person, Sheet, identifier

EXCUSED = ("EX", "N/A")  # Canvas: excused, and not assigned
GRADED, LATE, OPEN, ABSENT = "graded", "late", "open", "not handed in"
MAXIMUM = (
    "maximum grade",
    "höchste bewertung",
    "beste bewertung",
    "note maximale",
    "calificación máxima",
    "valutazione massima",
)
GRADE = ("grade", "bewertung", "note", "calificación", "valutazione", "cijfer")


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in a unit: a score only where there is one; `why` says why it is open."""

    status: str
    score: float | None = None
    most: float = 0.0
    why: str = ""
    checks: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        """The status, and why it is open."""
        return f"{self.status}: {self.why}" if self.why else self.status


@dataclass(frozen=True)
class Filled:
    """What became of a table: rows that got a score, rows left empty with the reason, and what to know."""

    scored: int
    empty: list[str]
    notes: list[str]


def standings(course: Course, db_url: str, unit: str) -> dict[str, Standing]:
    """Where each learner of the gradebook stands in a unit."""
    found = {}
    late = {learner for learner, about in origins(course, unit).items() if about.get("late")}
    with Gradebook(db_url) as gradebook:
        for student in gradebook.students:
            found[student.id] = _standing(course, gradebook, unit, student.id, student.id in late)
    return found


def _standing(course: Course, gradebook: Gradebook, unit: str, learner: str, late: bool) -> Standing:
    submitted = course.root / "submitted" / learner / unit
    try:
        submission = gradebook.find_submission(unit, learner)
    except MissingEntry:
        return Standing(OPEN, why="not graded yet") if submitted.exists() else Standing(ABSENT)
    record = read_record(course.root / "autograded" / learner / unit / f"{unit}.ipynb")
    if record is None or record.open:
        return Standing(OPEN, why=record.open if record else "not graded yet", most=submission.max_score)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    if waiting := [grade for grade in grades if grade.needs_manual_grade]:
        return Standing(OPEN, why=_by_hand(waiting, submission), most=submission.max_score)
    score = max(0.0, submission.score - (submission.late_submission_penalty or 0.0))
    is_late = late or (submission.total_seconds_late or 0) > 0
    checks = {grade.name: grade.score for grade in grades}
    return Standing(LATE if is_late else GRADED, score, submission.max_score, checks=checks)


def _by_hand(waiting: list[Grade], submission: SubmittedAssignment) -> str:
    """What a person has to grade, and how far the score is without it."""
    names = ", ".join(sorted(grade.name for grade in waiting))
    points = submission.score - sum(grade.score for grade in waiting)
    most = sum(grade.max_score for grade in waiting)
    return f"needs a grade by hand: {names} ({most:g} points); without it {points:g} of {submission.max_score - most:g}"


def fill(sheet: Sheet, unit: str, found: Mapping[str, Standing], title: str = "", column: str = "") -> Filled:
    """Write the scores of a unit into its column of a platform's table, in place.

    An open or missing score leaves its cell as it is. Raises `CourseError` where it is not clear which column is meant.
    """
    place = _column(sheet, unit, title, column)
    comma = any(re.fullmatch(r"\d+,\d+", sheet.cell(row, p)) for row in sheet.rows[1:] for p in range(len(row)))
    scored, empty = 0, list[str]()
    notes: list[str] = []
    for person in sheet.people():
        standing = _of(person, found)
        if standing.score is None:
            empty.append(f"{person.id} {person.name}: {standing}")
            continue
        if sheet.platform == "canvas" and (said := sheet.cell(sheet.rows[person.row], place)) in EXCUSED:
            empty.append(f"{person.id} {person.name}: {said} in the table")
            continue
        maximum = _maximum(sheet, place, sheet.rows[person.row])
        scale = maximum / standing.most if maximum and standing.most else 1.0
        if scale != 1.0 and not notes:
            notes.append(f"the table's maximum is {maximum:g}, the unit's {standing.most:g}: scores are scaled")
        row = sheet.rows[person.row]
        row += [""] * (place + 1 - len(row))
        row[place] = _number(standing.score * scale, comma=comma)
        scored += 1
    known = {name for person in sheet.people() for name in person.keys}
    notes += [
        f"{learner} has a score and no row"
        for learner, s in found.items()
        if s.score is not None and learner not in known
    ]
    return Filled(scored, empty, notes)


def _of(person: Person, found: Mapping[str, Standing]) -> Standing:
    return next((found[key] for key in (person.id, *sorted(person.keys)) if key in found), Standing(ABSENT))


def _number(value: float, *, comma: bool) -> str:
    text = f"{round(value, 2):g}"
    return text.replace(".", ",") if comma else text


def _column(sheet: Sheet, unit: str, title: str, column: str) -> int:
    """The column of a unit: the one that is named, Moodle's only one, or the one whose header is like the unit."""
    if column:
        place = sheet.column(column.strip().lower())
        if place is None:
            raise CourseError(
                f"no column {column!r}", where=str(sheet.path), remedy="name one: " + ", ".join(sheet.header)
            )
        return place
    if sheet.platform == "moodle":
        return _moodle(sheet)[0]
    patterns = {"canvas": r"\(\d+\)\s*$", "blackboard": r"\|\s*\d+\s*$", "brightspace": r"Points Grade"}
    if sheet.platform not in patterns:
        raise CourseError("no platform's table", where=str(sheet.path), remedy="name its column: COLUMN='Score'")
    places = [p for p, head in enumerate(sheet.header) if re.search(patterns[sheet.platform], head)]
    if len(places) == 1:
        return places[0]
    wanted = [unit.lower(), title.lower()] if title else [unit.lower()]
    likes = {p: max(partial_ratio(want, sheet.header[p].lower()) for want in wanted) for p in places}
    best = sorted(places, key=lambda p: -likes[p])
    if not best or likes[best[0]] < 80 or (len(best) > 1 and likes[best[0]] - likes[best[1]] < 5):
        names = ", ".join(sheet.header[p] for p in places) or "none is a column of grades"
        raise CourseError(f"which column is {unit}?", where=str(sheet.path), remedy=f"name it with COLUMN=: {names}")
    return best[0]


def _moodle(sheet: Sheet) -> tuple[int, int | None]:
    """The columns of grade and maximum: by their names, else the maximum is the one number that all rows share."""
    grade, maximum = sheet.column(*GRADE), sheet.column(*MAXIMUM)
    if maximum is None:
        first = (identifier(sheet) or 0) + 1
        for place in range(first, len(sheet.header)):
            values = {sheet.cell(row, place) for row in sheet.rows[1:]}
            if len(values) == 1 and re.fullmatch(r"\d+([.,]\d+)?", next(iter(values))):
                maximum = place
                break
    grade = maximum - 1 if grade is None and maximum else grade
    if grade is None:
        remedy = "download the worksheet anew (Actions, Download grading worksheet), or name COLUMN="
        raise CourseError("no column of grades", where=str(sheet.path), remedy=remedy)
    return grade, maximum


def _maximum(sheet: Sheet, place: int, row: list[str]) -> float:
    """The maximum that the platform has for a row; 0 where it does not say."""
    told = ""
    if found := re.search(r"(?:Total Pts: |MaxPoints:)(\d+(?:[.,]\d+)?)", sheet.header[place]):
        told = found[1]
    elif sheet.platform == "moodle":
        told = sheet.cell(row, _moodle(sheet)[1])
    elif sheet.platform == "canvas":
        told = next((sheet.cell(top, place) for top in sheet.rows[1:4] if "points possible" in top[0].lower()), "")
    number = told.replace(",", ".")
    return float(number) if re.fullmatch(r"\d+(\.\d+)?", number) else 0.0


def table(found: Mapping[str, Standing], checks: list[str]) -> list[list[str]]:
    """A plain table: learner, status, why, score, maximum, and each check; empty where there is no score."""
    rows = [["learner", "status", "why", "score", "maximum", *checks]]
    for learner, one in sorted(found.items()):
        score = "" if one.score is None else f"{one.score:g}"
        most = f"{one.most:g}" if one.most else ""
        each = ["" if one.score is None else f"{one.checks.get(check) or 0:g}" for check in checks]
        rows.append([learner, one.status, one.why, score, most, *each])
    return rows


def beside(path: Path, unit: str) -> Path:
    """Where a filled table goes: beside the one that came, which stays as it is."""
    return path.with_name(f"{path.stem}-{unit}{path.suffix}")
