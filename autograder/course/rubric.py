"""What counts in an answer that a person reads: the rubric of the grader, and the checklist of the learner.

The rubric stands in a cell of the exercise, between `=== BEGIN MARK SCHEME ===` and `=== END MARK SCHEME ===`: nbgrader
takes it out of the release, and formgrader shows it. Each criterion is a line: points, a question, and what to expect.

    - 1 point: What does `w.grad` hold when `step()` reads it? The sum of all slopes so far.

Learners see the questions alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode

from autograder.course.layout import Exercise
from autograder.notebooks import exercise_of

SCHEME = re.compile(r"BEGIN MARK SCHEME[^\n]*\n(.*?)\n[^\n]*END MARK SCHEME", re.DOTALL)
CRITERION = re.compile(r"^- (?P<points>\d+) points?: (?P<question>[^\n]+?\?) (?P<expected>[^\n]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Criterion:
    """One thing that counts: its points, the question to ask of the answer, and what a right answer says."""

    points: int
    question: str
    expected: str


def rubric(source: NotebookNode, exercise: Exercise) -> list[Criterion]:
    """Return the criteria of an exercise of an authored notebook, in order; none where it has no rubric."""
    texts = [cell.source for cell in source.cells if exercise_of(cell.id) == exercise.id]
    schemes = [found[1] for text in texts for found in SCHEME.finditer(text)]
    found = [one for scheme in schemes for one in CRITERION.finditer(scheme)]
    return [Criterion(int(one["points"]), one["question"], one["expected"]) for one in found]
