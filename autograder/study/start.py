"""What the start page calls: `path()` shows the way, `check("06_descent")` checks a working copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from IPython.display import HTML, display

from autograder.course.layout import Course
from autograder.errors import CourseError, MachineError
from autograder.grading.engine import Contracts, Engine, Notebook
from autograder.grading.engines import Engines
from autograder.sandbox import doctor
from autograder.study.check import Checked, as_data, check_notebook
from autograder.study.copies import note, prepare, working_copy
from autograder.study.show import as_html, as_text, rows

IDLE = 600.0  # seconds for which a notebook's kernel keeps the engine warm


def path() -> None:
    """Show the units, with links to lesson and working copy, and what the last check of each has found."""
    course = _course()
    newer = prepare(course)
    lines = []
    for row in rows(course):
        unit = escape(row["unit"])
        links = f"<a href='../notebooks/{unit}.ipynb'>lesson</a>, <a href='{unit}/{unit}.ipynb'>exercises</a>"
        lines.append(
            f"<tr><td style='text-align:left'>{escape(row['title'])}</td><td style='text-align:left'>{links}</td>"
            f"<td style='text-align:left'>{escape(row['state'])}</td></tr>"
        )
    told = [f"<p>{escape(_offer(unit))}</p>" for unit in newer]
    head = "<tr><th style='text-align:left'>unit</th><th></th><th style='text-align:left'>your work</th></tr>"
    display(HTML(f"<table>{head}{''.join(lines)}</table>{''.join(told)}"))


def check(unit: str, *, unwalled: bool = False) -> None:
    """Check the working copy of a unit as it will be graded; save the notebook first.

    `unwalled` runs your code without a sandbox, where there is none.
    """
    course = _course()
    try:
        [unit] = course.select([unit])
        found = checked(course, working_copy(course, unit), unit, unwalled=unwalled, idle=IDLE)
    except CourseError as error:
        print(f"check: {error}")
        return
    name = course.title(unit)
    display({"text/html": as_html(found, name), "text/plain": "\n".join(as_text(found, name))}, raw=True)


def checked(course: Course, path: Path, unit: str = "", *, unwalled: bool = False, idle: float = 0.0) -> Checked:
    """Check a notebook, and remember what was found where it is the working copy.

    The engine stays for `idle` seconds. Raises `CourseError` where the file cannot be checked, or there is no sandbox
    and `unwalled` is not said.
    """
    execute = _executor(course, unwalled=unwalled, idle=idle)
    found = check_notebook(course, path, execute, unit)
    if path.resolve() == working_copy(course, found.unit).resolve():
        note(course, found.unit, as_data(found))
    return found


def _executor(course: Course, *, unwalled: bool, idle: float) -> Callable[[Notebook, Contracts], Notebook]:
    wanted = Engine(sandbox=None) if unwalled else Engine()
    if not unwalled:
        wanted.check = lambda: doctor.require(course.root)

    def execute(notebook: Notebook, contracts: Contracts) -> Notebook:
        try:
            return _engines(idle).submit(wanted, notebook, contracts).result()
        except CourseError as error:
            how = "unwalled=True" if idle else "--unwalled"
            remedy = f"mend it (autograder doctor says how); or trust your own code, and run it without walls: {how}"
            raise MachineError(f"no sandbox here ({error})", where="check", remedy=remedy) from None

    return execute


@cache
def _engines(idle: float) -> Engines:
    """The owner of this process's engine."""
    return Engines(idle)


def _offer(unit: str) -> str:
    return (
        f"There is a newer version of {unit}. `make renew UNIT={unit}` puts your answers into it, and keeps your copy."
    )


def _course() -> Course:
    """The course around the current folder."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "nbgrader_config.py").exists() and (folder / "notebooks").is_dir():
            return Course(folder)
    raise CourseError("no course around this folder", where=str(Path.cwd()), remedy="make learn")
