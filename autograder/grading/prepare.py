"""Prepare the folders for a run of `nbgrader autograde`: move away what would end it, and what a killed run left."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.utils import parse_utc

from autograder.errors import CourseError
from autograder.grading.hashes import Hashes, hashes
from autograder.grading.record import Record

STAMP = "timestamp.txt"


def prepare(converter: Autograde) -> None:
    """Look at all submissions of a run before the first is graded. No file that a learner has handed in is lost."""
    course = converter.coursedir
    for folder, about in submissions(converter):
        submitted, made = Path(folder), autograded(converter, about)
        source = Path(course.format_path(course.source_directory, ".", about["assignment"]))
        wanted = {path.name for path in source.glob("*.ipynb")}
        if wanted and (error := misnamed(submitted, wanted)):
            converter.log.error("%s", error)
        for path in _links(submitted):
            converter.log.warning("%s is a link or a device, which is not copied, and is removed", path)
            path.unlink()
        stamp = submitted / STAMP
        if not _is_time(stamp):
            converter.log.warning("%s is no time and is set aside as %s.invalid", stamp, STAMP)
            stamp.rename(stamp.with_name(f"{STAMP}.invalid"))
        up_to_date = is_current(made, submitted, hashes(course, **about)) or _was_taken_away(converter, made)
        if made.exists() and not up_to_date:
            converter.log.warning("%s is unfinished or out of date, and is made again", made)
            _remove(made, converter.assignments[folder], everything=course.notebook_id == "*")


def _was_taken_away(converter: Autograde, made: Path) -> bool:
    """Whether graded notebooks have been removed by hand: nbgrader's last step gives all files their rights."""
    files = [path for path in made.rglob("*") if path.is_file()]
    rights = {stat.S_IMODE(path.stat().st_mode) for path in files}
    return rights == {int(str(converter.permissions), 8)} and not any(made.glob("*.ipynb"))


def misnamed(submitted: Path, wanted: set[str]) -> CourseError | None:
    """Say what to rename where a submission has notebooks, but none of the `wanted` names; else None."""
    found = sorted(path.name for path in submitted.glob("*.ipynb"))
    if not found or wanted & set(found):
        return None
    remedy = f"rename one to {min(wanted)}"
    return CourseError(f"found {', '.join(found)}", where=str(submitted), remedy=remedy)


def _remove(made: Path, notebooks: list[str], *, everything: bool) -> None:
    """Remove what was made from the submitted `notebooks`, or everything that was made from a submission."""
    if everything:
        shutil.rmtree(made)
        return
    for notebook in notebooks:
        (made / Path(notebook).name).unlink(missing_ok=True)


def submissions(converter: Autograde) -> Iterator[tuple[str, dict[str, str]]]:
    """The folders of all submissions of a run, in nbgrader's order, with their student and assignment."""
    course = converter.coursedir
    pattern = course.format_path(course.submitted_directory, "(?P<student>[^/]+)", "(?P<assignment>[^/]+)", escape=True)
    for folder in sorted(converter.assignments):
        if found := re.fullmatch(pattern, folder):
            yield folder, found.groupdict()


def autograded(converter: Autograde, about: dict[str, str]) -> Path:
    """The folder of what nbgrader makes from a submission."""
    course = converter.coursedir
    return Path(course.format_path(course.autograded_directory, about["student"], about["assignment"]))


def _links(submitted: Path) -> list[Path]:
    """Links, pipes and devices beside the notebooks: nbgrader would copy what they lead to where feedback lies."""
    found = [Path(folder, name) for folder, folders, files in os.walk(submitted) for name in (*folders, *files)]
    odd = [path for path in found if path.is_symlink() or not (path.is_file() or path.is_dir())]
    return [
        path for path in odd if path.parent != submitted or path.suffix != ".ipynb"
    ]  # those say why they are refused


def _is_time(stamp: Path) -> bool:
    """Whether nbgrader can read a time stamp; it ends the whole run where it can't. None at all is fine."""
    try:
        return not stamp.exists() or not (text := stamp.read_text().strip()) or parse_utc(text) is not None
    except (ValueError, OverflowError, OSError):
        return False


def is_current(folder: Path, submitted: Path, now: Hashes) -> bool:
    """Whether all notebooks have a final record, of what is submitted and of the source and the grader as they are."""
    made = [folder / path.name for path in submitted.glob("*.ipynb") if (folder / path.name).exists()]
    records = [read_record(path) for path in made]
    return bool(made) and all(record and record.is_final() and record.hashes == now for record in records)


def read_record(path: Path) -> Record | None:
    """Read the record in an autograded notebook; None where it has none, or can't be read."""
    try:
        return Record.read(json.loads(path.read_bytes()))
    except (ValueError, OSError, RecursionError):
        return None
