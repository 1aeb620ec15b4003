"""What the gradebook and the records of graded notebooks say of each learner in a unit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_solution

from autograder.course.diagnosis import Behaviours, diagnose, read_behaviours
from autograder.course.layout import Course, Exercise, exercises, solutions
from autograder.errors import CourseError
from autograder.grading.prepare import read_record
from autograder.grading.record import Check
from autograder.names import as_python
from autograder.notebooks import read_notebook

SMALL = 30  # nodes of a syntax tree: answers as small as this are alike by nature
ANSWER = 3_000  # characters of an answer that are shown


@dataclass(frozen=True)
class Mark:
    """What one learner got in one check: a part of its points from 0 to 1, or None where it is open."""

    part: float | None
    message: str = ""
    behaviour: str = ""
    mistake: str = ""


@dataclass(frozen=True)
class Work:
    """One learner's work on a unit. `why` says why it is open; `answers` are the programs by exercise.

    `waiting` names the parts that a person has still to read; neither `score` nor `most` counts their points.
    """

    learner: str
    score: float | None
    most: float
    marks: dict[str, Mark] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    why: str = ""
    seconds: float = 0.0
    attempts: int = 1
    sandbox: str = ""
    guessed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A unit of the course and the work of its class."""

    name: str
    tasks: dict[str, Exercise]
    works: list[Work]
    sample: bool

    @property
    def checks(self) -> list[str]:
        """All graded cells, in order."""
        return [check for task in self.tasks.values() for check in task.parts]

    @property
    def graded(self) -> list[Work]:
        """The work that has a score."""
        return [work for work in self.works if work.score is not None]


def read_unit(course: Course, db_url: str, unit: str) -> Unit:
    """Read the work of a class, or of the sample class where nobody has handed in anything."""
    tasks, known = exercises(read_notebook(course.source(unit))), read_behaviours(course, unit)
    by_hand = {name for task in tasks.values() for name in task.by_hand}
    works = list(_works(course, db_url, unit, known, by_hand))
    gradebook = course.sample.desk / "gradebook.db"
    if works or course.handed_in or not gradebook.exists():
        return Unit(unit, tasks, works, sample=False)
    sample = _works(course.sample, f"sqlite:///{gradebook.absolute()}", unit, known, by_hand)
    return Unit(unit, tasks, list(sample), sample=True)


def _works(course: Course, db_url: str, unit: str, known: Behaviours, by_hand: set[str]) -> Iterator[Work]:
    with Gradebook(db_url) as gradebook:
        for student in gradebook.students:
            path = course.desk / "autograded" / student.id / unit / f"{unit}.ipynb"
            try:
                submission = gradebook.find_submission(unit, student.id)
            except MissingEntry:
                continue
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            waiting = {one.name for one in grades if one.needs_manual_grade and one.name in by_hand}
            scores = {g.name: (None if g.name in waiting else g.score, g.max_score) for g in grades}
            yield _work(student.id, path, scores, known, tuple(sorted(waiting)))


def _work(
    learner: str,
    path: Path,
    scores: dict[str, tuple[float | None, float]],
    known: Behaviours,
    waiting: tuple[str, ...],
) -> Work:
    most = sum(points for name, (_, points) in scores.items() if name not in waiting)
    record = read_record(path)
    if record is None or record.open:
        return Work(learner, None, most, why=record.open if record else "not graded yet")
    marks = {}
    for name, (score, points) in scores.items():
        check = record.checks.get(name, Check(""))  # a task is in no record
        mistake = diagnose(known, name, check.behaviour)
        part = None if score is None else score / points if points else 1.0
        marks[name] = Mark(part, check.message, check.behaviour, mistake)
    try:
        cells = read_notebook(path).cells
    except CourseError:
        cells = []
    answers = {
        c.metadata.nbgrader.grade_id: c.source[:ANSWER] for c in cells if is_solution(c) and c.cell_type == "code"
    }
    score = sum(score or 0.0 for score, _ in scores.values())
    about = (record.seconds, record.attempts, record.sandbox, tuple(record.guessed), waiting)
    return Work(learner, score, most, marks, answers, "", *about)


def alike(course: Course, unit: Unit) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield pairs of learners whose answers are the same program in two exercises or more, and those exercises.

    Names, texts and comments do not count. Answers that are short, or the author's, do not count either: many write
    those. Equal programs are no proof of anything.
    """
    own = {name: _shape(text) for name, text in solutions(read_notebook(course.source(unit.name))).items()}
    shapes: dict[tuple[str, str], list[str]] = {}
    for work in unit.works:
        for name, text in work.answers.items():
            shape = _shape(text)
            if shape and shape != own.get(name):
                shapes.setdefault((name, shape), []).append(work.learner)
    pairs: dict[tuple[str, str], list[str]] = {}
    for (name, _), learners in shapes.items():
        if len(learners) <= 5:  # what more than five write is a habit
            for place, one in enumerate(learners):
                for other in learners[place + 1 :]:
                    pairs.setdefault((one, other), []).append(name)
    yield from ((pair, names) for pair, names in sorted(pairs.items()) if len(names) >= 2)


def _shape(text: str) -> str:
    """The program without its names and texts; empty where it is short, or no program."""
    try:
        tree = ast.parse(as_python(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kinds = []
    for node in ast.walk(tree):
        kinds.append(type(node).__name__)
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            kinds.append(repr(node.value))
        if isinstance(node, ast.Attribute):
            kinds.append(node.attr)
    return " ".join(kinds) if len(kinds) > SMALL else ""
