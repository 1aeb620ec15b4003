"""An answer that passes the visible part of a check by heart, and knows nothing else, gains no point in any unit.

The visible part of each graded cell is left out, as if passed; the hidden part meets functions that return constants,
nothing, empty or foreign objects, their own argument, or raise what a task asks for, and that spoil what they get.
"""

from __future__ import annotations

import ast

import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograder.course.bank import Answer
from autograder.course.layout import Course
from autograder.notebooks import read_notebook
from tests.conftest import every_unit
from tests.trial import Trial, run_all

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"

# `spoil` changes in place whatever can be changed; `Foreign` has all attributes and methods, and they do nothing.
PRELUDE = """
import torch

def spoil(*things):
    for thing in things:
        try:
            if isinstance(thing, torch.Tensor):
                thing.data.fill_(7.0)
            elif isinstance(thing, list):
                thing.clear()
            elif isinstance(thing, dict):
                thing.clear()
            elif isinstance(thing, torch.nn.Module):
                thing.eval()
                spoil(*thing.parameters())
        except Exception:
            pass

class Foreign:
    def __init__(self, *args, **kwargs):
        pass
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Foreign()
    def __call__(self, *args, **kwargs):
        return Foreign()
"""
# What becomes of each name that an answer defines; a class is replaced by a function that makes the same nothing.
NOTHINGS = {
    "a constant": "spoil(*args, *kwargs.values()); return 0.0",
    "its first argument": "spoil(*args[1:]); return args[0] if args else True",
    "an empty tensor": "spoil(*args, *kwargs.values()); return torch.empty(0, 2)",
    "a foreign object": "return Foreign()",
    "nothing": "spoil(*args, *kwargs.values())",
    "an empty list": "return []",
    "an error": "raise ValueError('refused')",
}


@every_unit
@pytest.mark.slow
def test_what_knows_the_visible_numbers_alone_gains_nothing(course: Course, unit: str) -> None:
    source = read_notebook(course.source(unit))
    trials = [_trial(source, cell) for cell in source.cells if is_solution(cell) and not is_grade(cell)]
    verdicts = run_all(trials, unit=unit)
    passed = [sorted(one.asked - verdict.failed.keys()) for one, verdict in zip(trials, verdicts, strict=True)]
    assert trials
    assert [names for names in passed if names] == []


def _trial(source: NotebookNode, exercise: NotebookNode) -> Trial:
    """The author's notebook; then, for each kind of nothing, the hidden parts of the checks of one exercise."""
    cells, checks = [], []
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        if not is_grade(cell):
            cells.append((name, cell.source))
        elif name.startswith(f"{exercise.metadata.nbgrader.grade_id}-"):
            checks.append((name, cell.source.partition(BEGIN)[2].partition(END)[0]))
    defined = [one.name for one in ast.parse(exercise.source).body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    assert defined
    assert checks
    asked = set()
    for what, body in NOTHINGS.items():
        cells.append(("nothing", PRELUDE + "".join(f"def {n}(*args, **kwargs):\n    {body}\n" for n in defined)))
        cells += [(f"{name} for {what}", hidden) for name, hidden in checks]
        asked |= {f"{name} for {what}" for name, _ in checks}
    return Trial(Answer("", "nothing", right=False, source=""), tuple(cells), frozenset(asked), 20.0)
