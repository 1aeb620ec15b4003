"""The commands of an instructor's week: collect, export, and the archive of feedback."""

from __future__ import annotations

import csv
from pathlib import Path

from rich.console import Console

from autograder.course.layout import Course, exercises
from autograder.course.release import nbgrader_api
from autograder.errors import Exit
from autograder.grading.export import guarded
from autograder.lms import collect as collecting
from autograder.lms import feedback, grades
from autograder.lms.sheet import read_sheet
from autograder.notebooks import read_notebook


def collect(
    course: Course,
    unit: str,
    source: Path,
    console: Console,
    *,
    roster: str = "",
    platform: str = "",
    dry: bool = False,
) -> Exit:
    """Take what a platform has handed out, and say what became of every file; `dry`: only say it."""
    people = read_sheet(Path(roster)).people() if roster else None
    made = collecting.plan(course, unit, source, platform, people)
    rows = made.rows
    if not dry:
        rows = collecting.apply(course, made)
        collecting.register(nbgrader_api().coursedir.db_url, made)
    _say(console, *collecting.told(made, rows))
    _say(console, "nothing was written" if dry else f"the list is {collecting.FOLDER}/{unit}/{collecting.LIST}")
    return Exit.OK


def export(course: Course, unit: str, console: Console, *, sheet: str = "", column: str = "", out: str = "") -> Exit:
    """Fill a platform's table beside the one that came; or write a plain one, with the status of each learner."""
    found = grades.standings(course, nbgrader_api().coursedir.db_url, unit)
    if not sheet:
        checks = [check for task in exercises(read_notebook(course.source(unit))).values() for check in task.parts]
        target = Path(out or f"grades-{unit}.csv")
        with target.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([[guarded(text) for text in row] for row in grades.table(found, checks)])
        _say(console, f"{target}: {len(found)} learners")
        return Exit.OK
    table = read_sheet(Path(sheet))
    filled = grades.fill(table, unit, found, course.title(unit).rpartition("· ")[2], column)
    target = Path(out) if out else grades.beside(Path(sheet), unit)
    table.write(target)
    _say(console, *(f"note: {line}" for line in filled.notes), *(f"left empty: {line}" for line in filled.empty))
    _say(console, f"{target}: {filled.scored} scores, {len(filled.empty)} left as they were, for {table.platform}")
    return Exit.OK


def feedback_archive(course: Course, unit: str, console: Console, *, out: str = "") -> Exit:
    """Pack the pages as the platform takes them back; of several platforms, an archive for each."""
    platforms, missing = feedback.taking(course, unit), feedback.elsewhere(course, unit)
    whole = Path(out or f"feedback-{unit}.zip")
    for platform in platforms:
        target = whole if len(platforms) == 1 else whole.with_name(f"{whole.stem}-{platform}{whole.suffix}")
        packed, without = feedback.pack(course, unit, platform, target)
        missing += without
        _say(console, f"{target}: {packed} pages, for {platform}")
    _say(console, *(f"in no archive: {line}" for line in missing))
    return Exit.SOME if missing else Exit.OK


def _say(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
