"""Submissions of the sample unit for a long run: honest, messy and hostile ones, and the points that each must get."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import nbformat

from autograder.course.layout import Course, exercises, solutions
from autograder.course.sample import Learner, perfect, sample_class, submission
from autograder.notebooks import read_notebook
from tests.attacks import ATTACKS
from tests.attacks.model import Attack, hand_in
from tests.messy import ENTRIES, UNIT, Messy
from tests.test_messy import content, named

TEN = "hhmhhhmhha"  # of ten submissions: honest, messy, an attack


@dataclass(frozen=True)
class Kind:
    """A submission that can be handed in again and again: its points, and how to write it into a folder."""

    name: str
    points: float
    write: Callable[[Path], object]


def hand_in_mixture(course: Course, number: int, facts: str) -> dict[str, float]:
    """Write so many submissions into `submitted/`; return the points that each learner must get.

    `facts` is code that tells attacks what there is to attack.
    """
    sources = {letter: cycle(kinds) for letter, kinds in zip("hma", _kinds(course, facts), strict=True)}
    expected = {}
    for place, letter in zip(range(number), cycle(TEN), strict=False):
        kind = next(sources[letter])
        learner = f"{place:05}-{kind.name}"
        kind.write(course.root / "submitted" / learner / UNIT)
        expected[learner] = kind.points
    return expected


def _kinds(course: Course, facts: str) -> Iterator[list[Kind]]:
    source, release = read_notebook(course.source(UNIT)), read_notebook(course.release(UNIT))
    tasks, answers = exercises(source), solutions(source)
    solved, plain = submission(release, perfect(course, UNIT)), json.loads(json.dumps(release))
    full = sum(task.points for task in tasks.values())

    def honest(learner: Learner) -> Kind:
        def write(folder: Path) -> None:
            folder.mkdir(parents=True)
            nbformat.write(submission(release, learner), folder / f"{UNIT}.ipynb")

        return Kind(learner.name, learner.points(tasks), write)

    def messy(entry: Messy) -> Kind:
        def write(folder: Path) -> None:
            folder.mkdir(parents=True)
            for name in entry.files:
                (folder / name).write_bytes(content(entry, solved))

        lost = tasks if entry.lost is None else entry.lost  # what can't be read has an open score
        left = sum(task.points for name, task in tasks.items() if name not in lost)
        return Kind(entry.change.__name__.strip("_").replace("_", "-"), left, write)

    def hostile(attack: Attack) -> Kind:
        def write(folder: Path) -> None:
            hand_in(folder, plain, answers, attack, f"{facts}me = {folder.parent.name!r}\n")

        return Kind(attack.slug, full if attack.right else 0, write)

    yield [honest(learner) for learner in sample_class(course, UNIT)]
    yield [messy(entry) for entry in ENTRIES if named(entry)]
    yield [hostile(attack) for attack in ATTACKS if not attack.student]
