"""Run the whole way of a submission through nbgrader: release, autograde, feedback, report."""

from __future__ import annotations

import re
import shutil
import sys
import warnings

from nbgrader.api import Gradebook
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import SAWarning

from autograder.course.layout import Course
from autograder.course.release import nbgrader_api, release
from autograder.course.sample import write_sample_class
from autograder.errors import CourseError
from autograder.grading.prepare import is_finished, misnamed
from autograder.grading.report import result, table

REFUSAL = "autograder: "  # how `ExecuteInJudge` says that it does not grade at all


def grade(course: Course, named: list[str], console: Console) -> int:
    """Release, grade and report the named units, or all with submissions; return how many could not be graded.

    Where there are no submissions at all, a sample class is made: of the named units, or of the course's sample unit.
    """
    units = named or [unit for unit in course.units if _learners(course, unit)] or [course.sample_unit]
    with console.status("building the release"):
        release(course, units)
    for unit in units:
        new = not _learners(course, unit)
        written = list(write_sample_class(course, unit))  # an older class is kept in step with the bank
        if new and written:
            console.print(f"no submissions of {unit} yet: made a sample class of {len(written)} from the answer bank")
    strays = [] if named else _strays(course)
    failed = len(strays)
    for unit in units:
        if not _learners(course, unit):
            console.print(f"no submissions of {unit}: none is at submitted/<learner>/{unit}/{unit}.ipynb")
            continue
        _autograde(course, unit, console)
        nbgrader_api().generate_feedback(unit, force=False)
        failed += _report(course, unit, console)
    for stray in strays:
        _not_graded(console, str(stray))
    console.print(
        "\nNext: look at a feedback page, [bold]feedback/<learner>/<unit>/<unit>.html[/bold]; "
        "open the formgrader with [bold]make lab[/bold]; "
        "export all grades with [bold].venv/bin/nbgrader export[/bold]."
    )
    return failed


def _autograde(course: Course, unit: str, console: Console) -> None:
    """Run nbgrader's autograde on the submissions that are new or changed; at a terminal it shows its progress."""
    waiting = [learner for learner in _learners(course, unit) if _is_stale(course, unit, learner)]
    for learner in waiting:  # nbgrader skips what it finds there
        for folder in ("autograded", "feedback"):
            shutil.rmtree(course.root / folder / learner / unit, ignore_errors=True)
    if waiting:
        console.print(f"grading {unit}: {len(waiting)} submissions")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, at each new submission
            outcome = nbgrader_api().autograde(unit, "*", force=False)
        if refusal := re.search(rf"SystemExit: ({REFUSAL}.+)", outcome.get("error", "")):
            sys.exit(refusal[1])


def _report(course: Course, unit: str, console: Console) -> int:
    results, failed = [], []
    with Gradebook(nbgrader_api().coursedir.db_url) as gradebook:
        for learner in _learners(course, unit):
            autograded = course.root / "autograded" / learner / unit / f"{unit}.ipynb"
            found = result(gradebook, unit, learner, autograded) if autograded.exists() else None
            if found is None:
                failed.append(why(course, unit, learner))
            elif found.why_open:
                failed.append(f"submitted/{learner}/{unit}: {found.why_open}")
            else:
                results.append(found)
    console.print(table(unit, results))
    for reason in failed:
        _not_graded(console, reason)
    return len(failed)


def _not_graded(console: Console, why: str) -> None:
    console.print(f"[bold red]not graded:[/bold red] {escape(why)}", highlight=False, soft_wrap=True)


def _strays(course: Course) -> list[CourseError]:
    """What lies in `submitted/` and is in no unit's folder, so that nobody's work is passed over in silence."""
    found = [path for path in sorted(course.root.glob("submitted/*/*")) if path.name not in course.units]
    return [
        CourseError(
            "not a unit",
            where=str(path),
            remedy=f"move it to submitted/{path.parent.name}/<unit>/<unit>.ipynb, or away",
        )
        for path in found
    ]


def why(course: Course, unit: str, learner: str) -> str:
    """Say why a submission could not be graded, and what to do."""
    path = course.root / "submitted" / learner / unit / f"{unit}.ipynb"
    if error := misnamed(path.parent, {path.name}):
        return str(error)
    if not path.exists():
        return str(CourseError("no such notebook", where=str(path), remedy="put the notebook there"))
    remedy = f"see `nbgrader autograde {unit} --student={learner} --force`"
    return str(CourseError("grading failed", where=str(path), remedy=remedy))


def _learners(course: Course, unit: str) -> list[str]:
    return sorted(path.parent.name for path in course.root.glob(f"submitted/*/{unit}") if path.is_dir())


def _is_stale(course: Course, unit: str, learner: str) -> bool:
    """Whether a submission has no complete result, or one that is older than itself or than the source."""
    submission = course.root / "submitted" / learner / unit
    done = course.root / "autograded" / learner / unit / f"{unit}.ipynb"
    if not is_finished(done.parent, submission):
        return True
    submitted = [path for path in submission.rglob("*") if path.is_file()]
    return any(path.stat().st_mtime > done.stat().st_mtime for path in [course.source(unit), *submitted])
