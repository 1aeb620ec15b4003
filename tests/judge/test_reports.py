"""Reports of the helpers that run in the learner's process are what they declare to be, or a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.checks import Line
from autograder.judge.cell import run_cell
from autograder.judge.client import Client
from autograder.judge.reports import fits

LYING = """
import matplotlib.pyplot as plt
import autograder.checks as checks
def figure():
    f, ax = plt.subplots(); ax.plot([1.0]); return f
class Yes:
    def shows(self, values): return True
    def __getattr__(self, name): return [Yes()]
{lie}
"""
LIES = {
    "no lie": ("", "passed"),
    "an object in place of the report": ("checks.figure_data = lambda figure: [Yes()]", "failed"),
    "an object inside the report": (
        "checks.figure_data = lambda figure: [checks.Axes('', '', '', '', '', [Yes()], [])]",
        "died",
    ),
    "an object in a field": (
        "checks.figure_data = lambda f: [checks.Axes('', '', '', '', '', [checks.Line([1.0], Yes(), '', False)], [])]",
        "died",
    ),
}
CELL = "from autograder.checks import figure_data\nassert figure_data(figure())[0].lines[0].shows([1.0])"


@pytest.mark.parametrize("name", LIES)
def test_a_report_that_is_not_as_declared_fails(learner: Callable[..., Client], name: str) -> None:
    lie, verdict = LIES[name]
    outcome = run_cell("c", CELL, learner(LYING.format(lie=lie)), {}, 10.0)
    assert (outcome.verdict, len(outcome.outputs)) == (verdict, 0 if verdict == "passed" else 1)


@pytest.mark.parametrize(
    ("value", "declared", "fit"),
    [
        (object(), Any, True),
        (1, float, True),
        (True, float, False),
        (True, int, False),
        ("x", str, True),
        ([1.0, 2], list[float], True),
        ([1.0, "2"], list[float], False),
        ((1.0,), list[float], False),
        ([("a", (1, 2)), ("b", ())], list[tuple[str, tuple[int, ...]]], True),
        ([("a", (1, "2"))], list[tuple[str, tuple[int, ...]]], False),
        ([("a",)], list[tuple[str, tuple[int, ...]]], False),
        ([Line([], [], "", False)], list[Line], True),
        ([object()], list[Line], False),
    ],
)
def test_fits_looks_through_lists_and_tuples(value: Any, declared: Any, fit: bool) -> None:
    assert fits(value, declared) is fit
