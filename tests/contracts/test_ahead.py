"""What the author's solution does is found out once: the same check, without the author's solution run again."""

from __future__ import annotations

import pytest
import torch

from autograder.contracts import ahead, check, load, probe
from autograder.material import Material

CONTRACT = """
from autograder.contracts import Contract, case, program

def used(double):
    "used twice"
    return double(double(1))

contract = Contract([case(2), case(3, tag="odd"), program(used)], hints={"value": "twice as much"})
part = Contract([case(2)], names=("other",))
"""
CELLS = (("", "import math"), ("double", "def double(x):\n    return 2 * x"))
TESTS = (
    "from autograder.contracts import check\n\nassert double(1) == 2\ncheck('u/double', double, 'value', 'clean')",
    "check('u/double', double, 'value', only='odd')\ncheck('u/double/part', double)",
    "check('u/double', double, 'no such aspect')\ncheck(name, double)\n%time check('u/double', double, only='none')",
)


@pytest.fixture(autouse=True)
def _unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_provided", {"u": Material({"double": CONTRACT}, CELLS, TESTS)})
    monkeypatch.setattr(ahead, "_known", {})
    load.load.cache_clear()
    load.material.cache_clear()


def test_all_that_graded_cells_ask_is_asked_ahead() -> None:
    keys = [ahead.Question.of(*given).key for given in ASKED]
    assert list(ahead.reports_of("u")) == keys


ASKED = (
    ("u/double", ("value", "clean"), ""),
    ("u/double", ("value",), "odd"),
    ("u/double/part", (), ""),
)


def test_a_check_says_the_same_and_runs_no_authors_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(x: int) -> int:
        return 2 * x if x != 3 else 7

    told = []
    for reports in ({}, ahead.reports_of("u")):
        ahead.provide(reports)
        check("u/double", lambda x: x + x, "value")
        with pytest.raises(AssertionError, match="got 7, expected 6") as failed:
            check("u/double", wrong, "value", only="odd")
        told.append((str(failed.value), failed.value.behaviour))  # type: ignore[attr-defined]
    assert told[0] == told[1]

    ran: list[object] = []
    run = probe.run

    def recorded(packed: bytes, *answers: object) -> str:
        ran.extend(answers)
        return run(packed, *answers)

    monkeypatch.setattr(probe, "run", recorded)
    with pytest.raises(AssertionError):
        check("u/double", wrong, "value", only="odd")
    assert ran == [wrong]


def test_the_authors_solution_does_the_same_whatever_was_left_and_drawn_before(monkeypatch: pytest.MonkeyPatch) -> None:
    contract = (
        "import torch\nfrom autograder.contracts import Contract, case\n"
        "contract = Contract([case(torch.rand(2, requires_grad=True))])\n"
    )
    cells = (("double", "def double(x):\n    return 2 * x"),)
    monkeypatch.setattr(load, "_provided", {"u": Material({"double": contract}, cells)})
    question, seen = ahead.Question.of("u/double", ["value", "state"], ""), []
    for drawn in range(2):
        load.load.cache_clear()
        torch.rand(drawn)
        with torch.set_grad_enabled(drawn == 0), torch.autograd.set_detect_anomaly(drawn == 1):
            before = torch.get_rng_state()
            question.load()
            assert torch.equal(torch.get_rng_state(), before), "nor does it draw anything of the notebook's"
            seen.append(question.answered()[1])
    assert seen[0] == seen[1]
