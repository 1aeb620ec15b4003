"""Check a learner's own notebook as it will be graded: rebuilt, in the judge, learners' code in the sandbox.

It needs no gradebook. What it says holds nothing of a hidden test but its message.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import determine_grade, is_grade, is_solution

from autograder import material
from autograder.course.diagnosis import Section, diagnose, read_behaviours, sections
from autograder.course.layout import Course, exercises
from autograder.course.recognise import Recogniser
from autograder.course.rubric import rubric
from autograder.errors import CourseError
from autograder.grading.engine import Contracts, Notebook
from autograder.grading.intake import read_submission
from autograder.grading.rebuild import rebuild
from autograder.grading.report import UNANSWERED, message
from autograder.grading.written import below
from autograder.notebooks import read_notebook

Execute = Callable[[Notebook, Contracts], Notebook]


@dataclass(frozen=True)
class Lost:
    """A check that did not give all its points: its message, the known mistake if any, and where to read."""

    name: str
    message: str
    mistake: str = ""
    section: Section | None = None


@dataclass(frozen=True)
class Done:
    """One exercise: `state` is solved, tried, open (not begun), or written (a person reads it).

    `points` and `most` are those of its checks, `by_hand` those that a person gives; `checklist` are the questions that
    he or she will ask, and `section` is where the lesson answers them.
    """

    number: str
    title: str
    points: float
    most: float
    lost: list[Lost] = field(default_factory=list)
    by_hand: float = 0.0
    answered: bool = True
    checklist: list[str] = field(default_factory=list)
    section: Section | None = None

    @property
    def state(self) -> str:
        """Whether all points are there, some work, or none; and whether there is something to read."""
        if self.by_hand and not self.most:
            return "written" if self.answered else "open"
        if not self.lost:
            return "solved"
        return "open" if all(lost.message == UNANSWERED for lost in self.lost) else "tried"


@dataclass(frozen=True)
class Checked:
    """What became of a notebook: its unit, its exercises, and what was guessed about cells without their names."""

    unit: str
    exercises: list[Done]
    guessed: list[str]

    @property
    def points(self) -> float:
        """The points that the checks give."""
        return sum(done.points for done in self.exercises)

    @property
    def most(self) -> float:
        """The points that the checks can give."""
        return sum(done.most for done in self.exercises)

    @property
    def by_hand(self) -> float:
        """The points that a person gives, and no check can."""
        return sum(done.by_hand for done in self.exercises)


def check_notebook(course: Course, path: Path, execute: Execute, unit: str = "") -> Checked:
    """Check the notebook in a file; its unit is recognised by its cells where none is named.

    `execute` is the engine's. Raises `CourseError` for a file that cannot be read, or is of no unit, or of another.
    """
    if not path.exists():
        raise CourseError("no such file", where=str(path), remedy="name a notebook, or run `make learn` to get one")
    submitted = read_submission(path)
    found = Recogniser(course).unit_of(submitted)
    if unit and found and found != unit:
        raise CourseError(f"this is {found}", where=str(path), remedy=f"make check UNIT={found}")
    unit = unit or found
    if not unit:
        raise CourseError("not a problem set of this course", where=str(path), remedy="name its unit: UNIT=06_descent")
    source = read_notebook(course.source(unit))
    stubs = skeleton(course, unit)
    rebuilt = rebuild(stubs, submitted)
    contracts = material.read(course.root, unit)
    executed = execute(json.loads(json.dumps(rebuilt)), {unit: asdict(contracts)} if contracts.contracts else {})
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in executed["cells"] if is_grade(from_dict(cell))}
    known, where = read_behaviours(course, unit), sections(course, unit)
    done = []
    for task in exercises(source).values():
        lost, points = [], 0.0
        for name in task.checks:
            cell = from_dict(cells[name])
            got, most = determine_grade(cell)
            points += got or 0.0
            if got != most:
                mistake = diagnose(known, name, cell.metadata.autograder.get("behaviour", ""))
                lost.append(Lost(name, message(cell), mistake, where.get(name)))
        about = (float(sum(task.checks.values())), lost, float(sum(task.by_hand.values())))
        questions = [one.question for one in rubric(source, task)] if task.by_hand else []
        answered = any(_is_answered(name, stubs, rebuilt) for name in task.by_hand)
        section = next((where[name] for name in task.by_hand if name in where), None)
        done.append(Done(task.number, task.title, points, *about, answered, questions, section))
    return Checked(unit, done, list(rebuilt.metadata["autograder"]["guessed"]))


def _is_answered(name: str, stubs: NotebookNode, rebuilt: NotebookNode) -> bool:
    """Whether there is something to read: another text than the stub, or cells below."""
    [stub], [cell] = (
        [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name]
        for notebook in (stubs, rebuilt)
    )
    return bool(cell.source != stub.source or below(rebuilt.cells, cell))


def skeleton(course: Course, unit: str) -> NotebookNode:
    """The authored notebook with the stubs of the released one in place of solutions."""
    made = read_notebook(course.source(unit))
    stubs = {cell.id: cell.source for cell in read_notebook(course.release(unit)).cells}
    for cell in made.cells:
        if is_solution(cell):
            cell.source = stubs[cell.id]
    return made


def as_data(checked: Checked) -> dict[str, Any]:
    """The numbers of a check, to remember."""
    return {"points": checked.points, "most": checked.most}
