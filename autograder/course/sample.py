"""Make the sample class: a dozen submissions from the answer bank, so that a fresh clone has something to grade."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course.bank import Answer, read_unit
from autograder.course.layout import Course, Exercise, exercises, solutions
from autograder.notebooks import read_notebook

PREFIX = "sample-"


@dataclass(frozen=True)
class Learner:
    """One member of the sample class: an answer for each exercise that he or she has tried."""

    name: str
    answers: dict[str, Answer]

    def points(self, tasks: dict[str, Exercise]) -> int:
        """The score that the bank says: the points of all tried exercises, less the cells that the answers fail.

        What a person reads has no points yet.
        """
        return sum(
            points
            for name, answer in self.answers.items()
            for check, points in tasks[name].checks.items()
            if check not in answer.fails
        )


def perfect(course: Course, unit: str) -> Learner:
    """Return the learner whose answers are the author's solutions."""
    texts = solutions(read_notebook(course.source(unit)))
    return Learner("perfect", {name: Answer(name, "author", True, text) for name, text in texts.items()})


def sample_class(course: Course, unit: str) -> list[Learner]:
    """Return the sample class of a unit.

    It has a learner for: the author's solutions, the bank's first right answers, the first half only, nothing at all,
    the first (most frequent) wrong answer to each exercise, the endless loop and the syntax error.
    """
    tasks, bank = exercises(read_notebook(course.source(unit))), read_unit(course.root / "answers" / unit)
    best = perfect(course, unit)
    checked = [name for name, task in tasks.items() if task.checks]  # to what a person reads, the bank has no answers
    own_style = {name: next(answer for answer in bank[name] if answer.right) for name in checked}
    half = checked[: len(checked) // 2]
    learners = [
        best,
        Learner("own-style", own_style),
        Learner("first-half", {name: own_style[name] for name in half}),
        Learner("untouched", {}),
    ]
    wrong = [answer for name in checked for answer in bank[name] if not answer.right]
    firsts = {answer.exercise: answer for answer in reversed(wrong)}
    faults = [answer for answer in wrong if answer.name in ("endless loop", "syntax error")]
    for answer in [*(firsts[name] for name in checked if name in firsts), *faults]:
        learners.append(Learner(_slug(answer), {**best.answers, answer.exercise: answer}))
    return learners


def write_sample_class(course: Course, unit: str) -> Iterator[Path]:
    """Write the class into its own place; yield the notebooks that changed."""
    folder = course.sample.desk / "submitted"
    release = read_notebook(course.release(unit))
    for learner in sample_class(course, unit):
        path = folder / f"{PREFIX}{learner.name}" / unit / f"{unit}.ipynb"
        text = nbformat.writes(submission(release, learner)) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield path


def submission(release: NotebookNode, learner: Learner) -> NotebookNode:
    """Fill a learner's answers into a released notebook."""
    notebook = deepcopy(release)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in learner.answers:
            cell.source = learner.answers[name].source
    return notebook


def _slug(answer: Answer) -> str:
    return f"{answer.exercise.partition('_')[0]}-{answer.name}".replace(" ", "-").replace(".", "")
