"""Working copies: `work/<unit>/<unit>.ipynb`, made from the release, never overwritten; and what checks found."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course.kept import seal
from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.grading.intake import read_submission
from autograder.grading.rebuild import rebuild
from autograder.grading.written import KEY
from autograder.notebooks import read_notebook

WORK = "work"
START = "start.ipynb"
NOTES = ".checked.json"  # unit -> what the last check of it found
TEMPLATE = Path(__file__).with_name("start.ipynb")


def working_copy(course: Course, unit: str) -> Path:
    """Where a learner works on a unit."""
    return course.root / WORK / unit / f"{unit}.ipynb"


def prepare(course: Course) -> list[str]:
    """Make the copies that are not there yet and the start page; return the units of which there is a newer release.

    A copy in which nothing was typed follows its release; one in which something was is left as it is.
    """
    newer = []
    for unit in course.units:
        copy, release = working_copy(course, unit), course.release(unit)
        if not release.exists():
            raise CourseError("the release is missing", where=str(release), remedy="make release")
        if not copy.exists() or (not typed(copy) and _seal(copy) != _seal(release)):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(release, copy)
        elif _seal(copy) != _seal(release):
            newer.append(unit)
    start = course.root / WORK / START
    if not start.exists():
        shutil.copyfile(TEMPLATE, start)
    return newer


def typed(copy: Path) -> bool:
    """Whether somebody has typed something into a copy, or it cannot be read: then it is theirs."""
    try:
        notebook = read_notebook(copy)
    except CourseError:
        return True
    return _stored(notebook) != seal(notebook)


def renew(course: Course, unit: str) -> Path:
    """Put the answers of a working copy into the newest release; return where the old copy is kept."""
    copy = working_copy(course, unit)
    if not copy.exists():
        raise CourseError("no working copy", where=str(copy), remedy="make learn")
    old = copy.with_name(f"{unit}-{datetime.now():%Y-%m-%dT%H-%M-%S}.ipynb")
    answers = read_submission(copy)
    release = read_notebook(course.release(unit))
    fresh = rebuild(release, answers)
    fresh.metadata = release.metadata
    for cell in fresh.cells:
        cell.metadata.pop(KEY, None)  # what a grader would know of it
    shutil.copyfile(copy, old)
    nbformat.write(fresh, copy)
    return old


def note(course: Course, unit: str, found: dict[str, Any]) -> None:
    """Remember what a check has found."""
    path = course.root / WORK / NOTES
    path.parent.mkdir(exist_ok=True)
    known = notes(course)
    known[unit] = {**found, "when": f"{datetime.now():%Y-%m-%d %H:%M}"}
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def notes(course: Course) -> dict[str, Any]:
    """What earlier checks have found, by unit; nothing where the file is missing or damaged."""
    try:
        known = json.loads((course.root / WORK / NOTES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _stored(notebook: NotebookNode) -> str:
    return str(notebook.metadata.get("autograder", {}).get("seal", ""))


def _seal(path: Path) -> str:
    """The seal that a released notebook, or a copy of it, carries."""
    try:
        return _stored(read_notebook(path))
    except CourseError:
        return ""
