"""Grade a unit again after a test was corrected, and say whose points change, from what to what, and why.

A dry run grades a copy of the unit with a gradebook of its own: nothing of the course is touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_grade
from rich.table import Table
from rich.text import Text

from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.grading.report import UNANSWERED, WAITING, printable, reason
from autograder.grading.written import is_read
from autograder.notebooks import read_notebook

NEEDED = (
    "source",
    "release",
    "contracts",
    "answers",
    "docs",
    "notebooks",
    "nbgrader_config.py",
    "pyproject.toml",
    "README.md",
)


@dataclass(frozen=True)
class Score:
    """The points of one learner in one check: automatic ones, None where they are open, and those of a person."""

    auto: float | None
    manual: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """A check in which a learner has other automatic points than before."""

    learner: str
    check: str
    before: Score
    after: Score

    @property
    def why(self) -> str:
        """The reason in a few words."""
        if self.before.manual is not None:
            return f"a person gave {self.before.manual:g}, which stays"
        return self.after.reason or "it passes now"


Scores = dict[tuple[str, str], Score]  # by learner and check


def scores(root: Path, db_url: str, unit: str) -> Scores:
    """Read all points of a unit from a gradebook, and the reasons from the autograded notebooks."""
    found: Scores = {}
    with Gradebook(db_url) as gradebook:
        for student in gradebook.students:
            path = root / "autograded" / student.id / unit / f"{unit}.ipynb"
            try:
                saved = gradebook.find_submission_notebook(unit, unit, student.id)
            except MissingEntry:
                continue
            reasons = _reasons(path) if path.exists() else {}
            for grade in saved.grades:
                why = reasons.get(grade.name, "")
                if why == WAITING and grade.auto_score is not None:
                    why = UNANSWERED
                score = Score(grade.auto_score, grade.manual_score, why)
                found[student.id, grade.name] = score
    return found


def changes(before: Scores, after: Scores) -> list[Change]:
    """Compare two readings; what was not graded before is no change."""
    both = [key for key in before if key in after]
    return [Change(*key, before[key], after[key]) for key in both if before[key].auto != after[key].auto]


def rehearse(course: Course, unit: str) -> Scores:
    """Grade a copy of a unit and all its submissions, and return what they would get.

    Raises `CourseError` where grading does not begin.
    """
    if not any(course.root.glob(f"submitted/*/{unit}")):
        return {}
    with TemporaryDirectory(prefix="autograder-") as made:
        copy = Path(made)
        for name in NEEDED:
            _copy(course.root / name, copy / name)
        for folder in sorted(course.root.glob(f"submitted/*/{unit}")):
            _copy(folder, copy / folder.relative_to(course.root))
        environment = {name: value for name, value in os.environ.items() if name != "NBGRADER_DB_URL"}
        command = [sys.executable, "-m", "autograder", "grade", unit]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        if not (copy / "gradebook.db").exists() or done.returncode not in (0, 1):  # 1: some have no score
            what = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
            raise CourseError(what, where="the rehearsal", remedy=f"make grade UNIT={unit} says more")
        return scores(copy, f"sqlite:///{copy / 'gradebook.db'}", unit)


def table(unit: str, found: list[Change]) -> Table:
    """Lay changes out by learner."""
    view = Table(title=f"{unit}: points that change", title_justify="left")
    for column in ("learner", "check", "points", "why"):
        view.add_column(column, overflow="fold")
    for change in sorted(found, key=lambda change: (change.learner, change.check)):
        points = f"{_shown(change.before.auto)} → {_shown(change.after.auto)}"
        cells = (printable(change.learner), change.check, points, printable(change.why))
        view.add_row(*map(Text, cells))
    return view


def _shown(points: float | None) -> str:
    return "open" if points is None else f"{points:g}"


def _reasons(path: Path) -> dict[str, str]:
    """Why checks failed, by their names, and what a person reads; checks that passed are not there."""
    cells = [cell for cell in read_notebook(path).cells if is_grade(cell)]
    failed = [cell for cell in cells if cell.metadata.get("autograder", {}).get("verdict") not in ("passed", None)]
    read = {cell.metadata.nbgrader.grade_id: WAITING for cell in cells if is_read(cell)}
    return {cell.metadata.nbgrader.grade_id: reason(cell) for cell in failed} | read


def _copy(path: Path, target: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True, dirs_exist_ok=True)
    elif path.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
