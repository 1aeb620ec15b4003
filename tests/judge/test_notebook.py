"""A notebook walks to its end: outputs, names, lost processes and replay, time limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.judge.limits import NotebookLimits
from autograder.judge.notebook import run_notebook
from autograder.wire.outputs import checked
from tests.judge.conftest import Learners

FAST = NotebookLimits(cell=2.0, call=0.5, notebook=60.0)


def executed(
    learners: Learners, *cells: tuple[str, str], limits: NotebookLimits = FAST, files: tuple[Any, ...] = ()
) -> list[dict[str, Any]]:
    made = []
    for number, (kind, source) in enumerate(cells):
        about = {"grade": True, "solution": False, "grade_id": f"{kind}{number}", "points": 1}
        metadata = {"nbgrader": about} if kind == "graded" else {}
        cell = {"cell_type": "code", "id": f"c{number}", "source": source, "metadata": metadata, "outputs": []}
        made.append({**cell, "execution_count": None})
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}
    result = run_notebook(notebook, learners, limits, files=files)
    nbformat.validate(nbformat.from_dict(result))
    cells_: list[dict[str, Any]] = result["cells"]
    return cells_


def verdicts(cells: list[dict[str, Any]]) -> list[str]:
    return [cell["metadata"]["autograder"]["verdict"] for cell in cells if cell["metadata"].get("nbgrader")]


@pytest.mark.parametrize("killer", ["import os; os._exit(1)", "while True: pass"])
def test_a_cell_that_kills_costs_itself_and_the_rest_is_replayed(learners: Learners, killer: str) -> None:
    cells = executed(
        learners,
        ("plain", "a = [1]"),
        ("plain", "a.append(2)"),
        ("plain", f"a.append(3)\n{killer}"),
        ("plain", "def f(): return a"),
        ("graded", "assert f() == [1, 2], f()"),
    )
    assert verdicts(cells) == ["passed"]
    (error,) = cells[2]["outputs"]
    assert error["ename"] in ("DeadKernelError", "TimeoutError")
    assert "ran without it" in error["evalue"]
    assert len(learners.started) == 2


@pytest.mark.parametrize("text", ["(" * 10_000, "-" * 100_000 + "1", "x = " + "[" * 3000 + "]" * 3000, "\0"])
def test_a_cell_that_no_parser_reads_costs_itself(learners: Learners, text: str) -> None:
    cells = executed(learners, ("plain", text), ("plain", "def f(): return 1"), ("graded", "assert f() == 1"))
    assert verdicts(cells) == ["passed"]


def test_a_call_that_kills_costs_its_cell(learners: Learners) -> None:
    cells = executed(
        learners,
        ("plain", "import os\ndef die(): os._exit(3)\ndef f(): return 1"),
        ("graded", "try:\n    die()\nexcept Exception:\n    pass"),
        ("graded", "assert f() == 1"),
    )
    assert verdicts(cells) == ["died", "passed"]
    assert cells[1]["outputs"][0]["ename"] == "DeadKernelError"


def test_an_error_of_the_learners_code_shows_their_line(learners: Learners) -> None:
    cells = executed(
        learners,
        ("plain", "def f(x):\n    y = x - 1\n    return 1 / y"),
        ("graded", "assert f(3) == 0.5\nf(1)"),
        ("graded", "try:\n    f(1)\nexcept ZeroDivisionError as error:\n    assert str(error) == 'division by zero'"),
        ("graded", "assert 1 / 0"),
    )
    assert verdicts(cells) == ["failed", "passed", "failed"]
    assert cells[1]["outputs"][-1]["evalue"] == "division by zero\nyour line: return 1 / y"
    assert cells[3]["outputs"][-1]["evalue"] == "division by zero"


TAKEN_AWAY = """
kept = square
del square
try:
    area(2)
except NameError:
    pass
else:
    raise AssertionError
square = kept
"""
REPLACED = """
kept = square
square = lambda x: 100
assert area(2) == 300
square = kept
assert area(2) == 12
"""


def test_a_test_may_take_a_function_away_or_put_a_stand_in_in_its_place(learners: Learners) -> None:
    """As under stock, where test and learner share their globals: "does `area` use `square`?"."""
    cells = executed(
        learners,
        ("plain", "def square(x): return x * x\ndef area(r): return 3 * square(r)\ndef other(r): return 3 * r * r"),
        ("graded", TAKEN_AWAY),
        ("graded", "assert area(2) == 12"),
        ("graded", REPLACED),
        ("graded", "square = lambda x: 100\nassert area(2) == 12"),  # a name of its own: nothing is read before
        ("graded", "kept = square\nsquare = lambda x: 100\nassert other(2) == 300"),
        ("graded", "assert area(2) == 300"),  # what a test leaves, it leaves, as under stock
    )
    assert verdicts(cells) == ["passed", "passed", "passed", "passed", "failed", "passed"]


def test_files_lie_where_cells_run(learners: Learners, tmp_path: Path) -> None:
    names = {"data.csv": b"1,2", "helper/__init__.py": b"TWO = 2"}
    cells = executed(
        learners,
        ("plain", "import helper\ndef f(): return helper.TWO, open('data.csv').read()"),
        ("graded", "assert f() == (2, '1,2')"),
        files=(str(tmp_path), *(part for pair in names.items() for part in pair)),
    )
    assert verdicts(cells) == ["passed"]


def test_outputs_are_recorded_as_a_kernel_does(learners: Learners) -> None:
    cells = executed(
        learners,
        ("plain", "import sys\nprint('a')\nprint('b', file=sys.stderr)\n1 + 1"),
        ("plain", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"),
        ("plain", "from IPython.display import display, clear_output\nprint('x')\nclear_output()\ndisplay(3)"),
        ("plain", "1 / 0"),
        ("plain", "print('y' * 200_000)"),
        ("plain", "!echo hello"),
    )
    assert [output["output_type"] for output in cells[0]["outputs"]] == ["stream", "stream", "execute_result"]
    assert cells[0]["outputs"][2]["data"] == {"text/plain": "2"}
    assert cells[1]["outputs"][0]["data"]["image/png"].startswith("iVBOR")
    assert [output["data"]["text/plain"] for output in cells[2]["outputs"]] == ["3"]
    assert (cells[3]["outputs"][0]["ename"], cells[3]["outputs"][0]["evalue"]) == (
        "ZeroDivisionError",
        "division by zero",
    )
    assert len(cells[4]["outputs"][0]["text"]) < 101_000
    assert "hello" in cells[5]["outputs"][0]["text"]


def test_the_last_cell_that_binds_a_name_gives_it(learners: Learners) -> None:
    cells = executed(
        learners,
        ("plain", "loss = 'old'"),
        ("graded", "loss, helper = 1.0, 'judge'"),
        ("graded", "assert loss == 1.0 and helper == 'judge'"),
        ("plain", "def loss(): return 2\nglobals()['helper'] = 'learner'"),
        ("graded", "assert loss() == 2 and helper == 'judge'"),
    )
    assert verdicts(cells) == ["passed"] * 3


def test_figures_of_graded_cells_are_not_shown_later(learners: Learners) -> None:
    cells = executed(
        learners,
        ("plain", "import matplotlib.pyplot as plt\ndef draw(): return plt.subplots()[0]"),
        ("graded", "assert draw() is not None"),
        ("plain", "print('next')"),
    )
    assert [output["output_type"] for output in cells[2]["outputs"]] == ["stream"]


def test_the_time_limit_of_the_notebook_leaves_the_rest_undone(learners: Learners) -> None:
    limits = NotebookLimits(cell=2.0, call=1.0, notebook=0.5)
    cells = executed(learners, ("plain", "while True: pass"), ("graded", "assert True"), limits=limits)
    assert verdicts(cells) == ["not-run"]
    assert "time limit of the notebook" in cells[1]["outputs"][0]["evalue"]


def test_broken_cells_are_outcomes(learners: Learners) -> None:
    cells = executed(learners, ("plain", "def f(:"), ("graded", "def g(:"), ("graded", "raise SystemExit(0)"))
    assert cells[0]["outputs"][0]["ename"] == "SyntaxError"
    assert verdicts(cells) == ["failed", "failed"]


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        [1, "x", None, {}],
        [{"output_type": "update_display_data"}],
        [{"output_type": "stream", "name": "stdout", "text": 3}],
        [{"output_type": "execute_result", "data": [], "metadata": {}}],
        [{"output_type": "error", "ename": 1, "evalue": "", "traceback": []}],
        [{"output_type": "stream", "name": "stdout", "text": "x" * 10**6}],
    ],
)
def test_outputs_of_another_form_are_dropped(outputs: Any) -> None:
    assert checked(outputs) == []
