"""Run the whole way of a submission through nbgrader: release, autograde, feedback, report."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import release as releases
from autograder.course.layout import Course
from autograder.course.sample import write_sample_class
from autograder.errors import CourseError, Exit, MachineError
from autograder.grading.database import in_words
from autograder.grading.engines import engines
from autograder.grading.freshness import refresh_feedback, stale
from autograder.grading.prepare import misnamed
from autograder.grading.report import Result, Summary, result, table
from autograder.grading.runs import autograde
from autograder.notebooks import read_notebook

ROOM = 1 << 20  # bytes that must be free for a run to begin, and are missing where a full disk has ended it
MOST = 5  # names that are told of those who wait


def release(course: Course, units: list[str], console: Console) -> None:
    """Make the release of the units, and say where what was typed into the last one is kept."""
    require_room(course)
    with console.status("building the release"):
        kept = releases.release(course, units)
    for copy in kept:
        place = shlex.quote(str(copy.relative_to(course.root)))
        console.print(f"release/{copy.name} held more than was generated: it is kept in {place}", soft_wrap=True)


def grade(course: Course, named: list[str], console: Console, *, everything: bool = False) -> Exit:
    """Release, grade and report the named units, or all with submissions; return how it ended.

    Where there are no submissions at all, a sample class is made in its own place: of the named units, or of the
    course's sample unit.
    Results of earlier runs are printed where `everything` asks for them.
    """
    strays = [] if named else _strays(course)
    course = course if course.handed_in else course.sample
    units = named or [unit for unit in course.units if _learners(course, unit)] or [course.sample_unit]
    summary = Summary()
    with _gradebook_in_words():
        if course.is_sample:
            forget_other_cells(course, units)
        release(course, units, console)
        for unit in units:
            if course.is_sample:
                _sample(course, unit, console)
            _grade(course, unit, console, summary, everything=everything)
    summary.failed += map(str, strays)
    if summary.failed:
        require_room(course)  # else this is the reason
    _end(course, console, summary)
    return Exit.FAULT if summary.faults else Exit.SOME if summary.failed else Exit.OK


def require_room(course: Course) -> None:
    """Raise `MachineError` where a folder of the course cannot be written, or the disk is full."""
    for folder in (course.root, course.root / "release", course.desk / "autograded", course.desk / "feedback"):
        if folder.is_dir():
            try:
                with tempfile.TemporaryFile(dir=folder) as probe:
                    probe.write(bytes(ROOM))
            except OSError as error:
                raise MachineError.of(error, folder) or error from None


@contextmanager
def _gradebook_in_words() -> Iterator[None]:
    """Turn an error of the database into one line."""
    try:
        yield
    except SQLAlchemyError as error:
        raise in_words(error) from error


def forget_other_cells(course: Course, units: list[str]) -> None:
    """Remove the sample class of another version of a unit: its gradebook would stand in the way of the release."""
    course.desk.mkdir(parents=True, exist_ok=True)
    db_url = releases.nbgrader_api(course).coursedir.db_url
    if any(releases.has_other_cells(db_url, unit, read_notebook(course.source(unit))) for unit in units):
        shutil.rmtree(course.desk)
        course.desk.mkdir()


def _sample(course: Course, unit: str, console: Console) -> None:
    new = not _learners(course, unit)
    written = list(write_sample_class(course, unit))  # an older class is kept in step with the bank
    if new and written:
        told = f"no submissions yet: made a sample class of {len(written)} for {unit}, from the answer bank"
        console.print(f"{told}, in {course.place}/", soft_wrap=True)


def _grade(course: Course, unit: str, console: Console, summary: Summary, *, everything: bool) -> None:
    """Grade what is new or changed of a unit, renew its feedback, and print its results."""
    learners = _learners(course, unit)
    if not learners:
        console.print(f"no submissions of {unit}: none is at submitted/<learner>/{unit}/{unit}.ipynb")
        return
    api = releases.nbgrader_api(course)
    waiting = stale(api.coursedir, unit, learners)
    before = _results(course, api, unit, learners)
    if waiting:
        console.print(f"grading {unit}: {len(waiting)} submissions")
        try:
            autograde(api, unit)
        except KeyboardInterrupt:
            engines.close()  # else the interpreter waits for what is under way
            left = set(waiting) & set(stale(api.coursedir, unit, learners))
            raise KeyboardInterrupt(f"{len(waiting) - len(left)} of {len(waiting)} of {unit} graded") from None
    for learner in refresh_feedback(api, unit, learners):
        summary.failed.append(_without_feedback(unit, learner))
    shown = []
    for learner, found in _results(course, api, unit, learners).items():
        if found is None or found.record is None:
            summary.failed.append(why(course, unit, learner))
        elif reason := found.record.open:
            summary.failed.append(f"{course.place / 'submitted' / learner / unit}: {reason}")
            summary.faults += not found.record.unreadable
        else:
            new = learner in waiting
            summary.count(unit, found, before.get(learner), new=new)
            shown += [found] if new or everything else []
    if shown:
        console.print(table(unit, shown))


def _results(course: Course, api: NbGraderAPI, unit: str, learners: list[str]) -> dict[str, Result | None]:
    """The result of each learner who has one."""
    with Gradebook(api.coursedir.db_url) as gradebook:
        paths = {learner: course.desk / "autograded" / learner / unit / f"{unit}.ipynb" for learner in learners}
        return {learner: result(gradebook, unit, learner, path) for learner, path in paths.items()}


def _end(course: Course, console: Console, summary: Summary) -> None:
    """Say why submissions are not graded, and what came of all."""
    for reason in summary.failed:
        console.print(f"[bold red]not graded:[/bold red] {escape(reason)}", highlight=False, soft_wrap=True)
    if summary.waiting and not course.is_sample:
        console.print(
            f"to be read by a person, in formgrader ([bold]make lab[/bold]): {len(summary.waiting)} submissions, "
            f"{escape(', '.join(summary.waiting[:MOST]))}{', …' if summary.waiting[MOST:] else ''}"
        )
    if summary.unwalled:
        console.print(f"[bold red]graded without a sandbox:[/bold red] {escape(', '.join(summary.unwalled))}")
    page = course.place / "feedback/<learner>/<unit>/<unit>.html"
    further = (
        "take your class's submissions with [bold]make collect[/bold], or put them at "
        "[bold]submitted/<learner>/<unit>/<unit>.ipynb[/bold]: the sample class is then gone from sight."
        if course.is_sample
        else "open the formgrader with [bold]make lab[/bold]; "
        "export all grades with [bold].venv/bin/nbgrader export[/bold]."
    )
    console.print(f"\nNext: look at a feedback page, [bold]{page}[/bold]; {further}")
    console.print(summary.line(), markup=False, highlight=False, soft_wrap=True)


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
    path = course.desk / "submitted" / learner / unit / f"{unit}.ipynb"
    if error := misnamed(path.parent, {path.name}):
        return str(error)
    if not path.exists():
        return str(CourseError("no such notebook", where=str(path), remedy="put the notebook there"))
    remedy = f"`.venv/bin/nbgrader autograde {unit} --student={shlex.quote(learner)} --force` says why"
    return str(CourseError("grading failed", where=str(path), remedy=remedy))


def _without_feedback(unit: str, learner: str) -> str:
    remedy = f"`.venv/bin/nbgrader generate_feedback {unit} --student={shlex.quote(learner)} --force` says why"
    return str(CourseError("graded, but no feedback page", where=f"feedback/{learner}/{unit}", remedy=remedy))


def _learners(course: Course, unit: str) -> list[str]:
    return sorted(path.parent.name for path in course.desk.glob(f"submitted/*/{unit}") if path.is_dir())
