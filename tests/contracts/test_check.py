"""A contract refuses whatever differs from the author's solution in an aspect that is asked for, and nothing else."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
from matplotlib import pyplot

from autograder.contracts import check, load
from autograder.material import Material

STEP = """
import torch
from autograder.contracts import Contract, case

def leaf(value):
    return torch.tensor(value, requires_grad=True)

contract = Contract(
    [
        case(leaf(3.0), torch.tensor([1.0, 2.0]), 0.1),
        case(leaf(-1.0), torch.tensor([0.5]), 0.2),
        case(leaf(2.0), torch.tensor([[1.0, 2.0], [3.0, 4.0]]).t(), 0.01, note="not contiguous"),
        case(leaf(2.0), torch.tensor([1.0]), -0.1),
    ],
    output=("w",), names=("loss",), errors=("ValueError",), walks="losses", twist=True, hints={"grad": "clear it"},
)
"""
AUTHOR = """
def step(w, x, lr):
    if lr < 0:
        raise ValueError("a negative rate")
    loss = ((w * x) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    return loss.item()
"""
NEW = """
import torch
from autograder.contracts import Contract, case
from autograder.contracts.case import Case

def tracked():
    w = torch.ones(2, requires_grad=True)
    return ([w * 2, torch.zeros(2)],), {}

contract = Contract([
    case([torch.tensor([1.0, 2.0]), torch.tensor([[3.0], [4.0]])]),
    case([]),
    case([torch.tensor([1.0], dtype=torch.float64)]),
    Case(make=tracked, note="the first is a tracked result"),
])
"""
DOUBLE = "def double(tensors):\n    return [t.detach().clone() * 2 for t in tensors]\n"
CALLS = """
from autograder.contracts import Contract, case

def square(x):
    return x * x

contract = Contract([case(square, 2.0), case(square, -3.0)], calls="values", forbid=("math.pow",), demand=("given",))
"""
PAIR = """
from autograder.contracts import Contract, case

contract = Contract([case(2.0), case(3.0)], names=("low", "high"), walks="count")
"""
LONG = """
import torch
from autograder.contracts import Contract, case

contract = Contract([case(torch.tensor([1.0]), 40)], names=("losses",), twist=True)
"""
DESCEND = """
def descend(x, steps):
    w = torch.ones(1, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (w * x) ** 2 + 1
        (slope,) = torch.autograd.grad(loss, w)
        w = (w - 0.9 * slope).detach().requires_grad_()
        losses.append(loss.item())
    return losses
"""
CLEAR = """
import torch
from autograder.contracts import Contract, case

def leaf():
    w = torch.ones(2, requires_grad=True)
    w.grad = torch.ones(2)
    return w

contract = Contract([case([leaf(), leaf()])], exact_grad=True)
"""
APPLY = "def given(x):\n    return x\n", "def twice(f, x):\n    return f(f(given(x)))\n"


@pytest.fixture(autouse=True)
def _material(monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit of six exercises."""
    contracts = {"step": STEP, "double": NEW, "twice": CALLS, "pair": PAIR, "clear": CLEAR, "descend": LONG}
    cells = [("", "import torch"), ("step", AUTHOR), ("double", DOUBLE), ("", APPLY[0]), ("twice", APPLY[1])]
    cells += [("pair", "def pair(x):\n    return [x - 1, x + 1]"), ("descend", DESCEND)]
    cells.append(("clear", "def clear(ws):\n    for w in ws:\n        w.grad = None"))
    monkeypatch.setattr(load, "_provided", {"u": Material(contracts, tuple(cells))})
    load.load.cache_clear()
    load.material.cache_clear()


def answer(source: str, name: str, **given: Any) -> Callable[..., Any]:
    namespace: dict[str, Any] = {"torch": torch, **given}
    exec(source, namespace)
    made: Callable[..., Any] = namespace[name]
    return made


RIGHT = {
    "the author's": AUTHOR,
    "grad and copy_": AUTHOR.replace("loss.backward()", "(g,) = torch.autograd.grad(loss, w)").replace(
        "w -= lr * w.grad", "w.copy_(w - lr * g)"
    ),
    "zeros in place of None": AUTHOR.replace("w.grad = None", "w.grad.zero_()"),
    "a subclass of the error": AUTHOR.replace("ValueError", "UnicodeError"),
    "draws, prints and warns": AUTHOR.replace(
        "    loss =", "    print(w); plt.figure(); warnings.warn('careful')\n    loss ="
    ),
    "another order of sums": AUTHOR.replace(
        "((w * x) ** 2).mean()", "sum((w * v) ** 2 for v in x.flatten()) / x.numel()"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_pass_in_all_aspects(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check("u/step", answer(RIGHT[name], "step", plt=pyplot, warnings=warnings))


def test_where_a_twisted_reference_overflows_a_right_answer_may_count_in_float64() -> None:
    float64 = DESCEND.replace("torch.ones(1,", "torch.ones(1, dtype=torch.float64,")
    check("u/descend", answer(float64, "descend"), "means")
    by_hand = float64.replace("0.9 * slope", "1.8 * w")
    with pytest.raises(AssertionError, match="3 times as large"):
        check("u/descend", answer(by_hand, "descend"), "means")


# name: how the author's text is changed, the aspects asked for, what the message says
WRONG = {
    "sum": (("mean()", "sum()"), "value", "loss: got 45, expected 22.5"),
    "first entry only": (("(w * x)", "(w * x.flatten()[0])"), "value", "loss: got 9, expected 22.5"),
    "rounded": (("return loss.item()", "return round(loss.item(), 4) + 1e-3"), "value", "loss: got"),
    "a tensor": (("loss.item()", "loss.detach()"), "value", "loss: got a Tensor, expected a float"),
    "no result": (("return loss.item()", "return None"), "value", "loss: got None, expected a float"),
    "not moved": (("w -= lr * w.grad", "pass"), "value", "w: got 3, expected 1.5"),
    "no error": (("raise ValueError", "str"), "value", "expected a ValueError"),
    "another error": (("ValueError", "KeyError"), "value", "got KeyError"),
    "an error at once": (("if lr < 0", "if True"), "value", "got ValueError: a negative rate"),
    "uncleared": (("w.grad = None", "pass"), "grad", "hint: clear it"),
    "unmarked": (("w.grad = None", "w.grad = None; w.requires_grad_(False)"), "tracking", "w.requires_grad: got False"),
    "argument changed": (("return", "x.mul_(2)\n    return"), "arguments", "argument x[0]: got 2, expected 1"),
    "argument changed and back": (
        ("return", "x.mul_(2).div_(2)\n    return"),
        "arguments",
        "written in place, if only",
    ),
    "argument marked": (("return", "x.requires_grad_()\n    return"), "arguments", "argument x.requires_grad"),
    "recording left off": (
        ("with torch.no_grad():", "torch.set_grad_enabled(False)\n    if True:"),
        "state",
        "grad mode",
    ),
    "anomaly mode left on": (
        ("return", "torch.autograd.set_detect_anomaly(True)\n    return"),
        "state",
        "anomaly mode",
    ),
    "by hand": (("lr * w.grad", "lr * 2 * w * (x * x).mean()"), "means", "3 times as large"),
    "two walks": (
        ("loss.backward()", "loss.backward(retain_graph=True); w.grad = None; loss.backward()"),
        "means",
        "got 2",
    ),
    "walk elsewhere": (
        ("loss.backward()", "(2 * loss).backward(); w.grad /= 2"),
        "means",
        "loss at backward() 1: got 45",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_difference_is_seen_in_its_aspect_and_only_there(name: str) -> None:
    (old, new), aspect, message = WRONG[name]
    assert old in AUTHOR
    wrong = answer(AUTHOR.replace(old, new), "step")
    with pytest.raises(AssertionError) as caught:
        check("u/step", wrong, aspect)
    assert message in str(caught.value)
    if aspect not in ("value", "tracking"):
        check("u/step", wrong, "new")


def test_a_second_call_must_be_as_the_first() -> None:
    stuck = "seen = []\n" + AUTHOR.replace(
        "return loss.item()", "seen.append(loss.item())\n    return seen[-1] + (len(seen) > 4)"
    )
    with pytest.raises(AssertionError, match="loss of a second call: got"):
        check("u/step", answer(stuck, "step"), "again")


def test_a_first_result_must_not_change_later() -> None:
    shared = (
        "kept = []\ndef double(tensors):\n    kept[:] = [t.detach().clone() * 2 for t in tensors]\n    return kept\n"
    )
    with pytest.raises(AssertionError, match="looked at after a second call"):
        check("u/double", answer(shared, "double"), "again")


def test_a_second_call_must_not_return_the_object_of_the_first() -> None:
    shared = (
        "kept = {}\ndef double(tensors):\n    return kept.setdefault(0, [t.detach().clone() * 2 for t in tensors])\n"
    )
    with pytest.raises(AssertionError, match="of a second call: got the very object of the first call"):
        check("u/double", answer(shared, "double"), "clean")


def test_a_gradient_left_on_an_argument_is_a_change_of_it() -> None:
    lines = ("def double(tensors):", "    for t in tensors:", "        t.grad = torch.ones_like(t)")
    left = "\n".join((*lines, "    return [t * 2 for t in tensors]", ""))
    with pytest.raises(AssertionError, match=r"argument tensors\[0\].grad: got"):
        check("u/double", answer(left, "double"), "arguments")


def test_nothing_right_at_all_gains_no_cell() -> None:
    for constant in ("None", "0.0", "torch.zeros(0)", "object()"):
        with pytest.raises(AssertionError):
            check("u/step", answer(f"def step(w, x, lr):\n    return {constant}\n", "step"), "state")


@pytest.mark.parametrize(
    ("body", "aspect", "message"),
    [
        ("[t * 2 for t in tensors]", "tracking", "result[0].requires_grad: got True, expected False"),
        ("[t.detach().mul_(2) for t in tensors]", "new", "memory shared with tensors[0]"),
        (
            "[t.detach() * 2 if t.requires_grad else t.mul_(2) for t in tensors]",
            "new",
            "tensors[0] itself, expected a new one",
        ),
        ("[t.detach().float() * 2 for t in tensors]", "value", "dtype of result[0]: got float32, expected float64"),
        ("[t.detach().reshape(-1) * 2 for t in tensors]", "value", "shape of result[1]: got (2,), expected (2, 1)"),
        ("tuple(t.detach() * 2 for t in tensors)", "value", "got a tuple, expected a list"),
        ("[tensors[0].detach() * 2 for _ in tensors]", "value", "shape of result[1]"),
    ],
)
def test_results_of_tensors(body: str, aspect: str, message: str) -> None:
    with pytest.raises(AssertionError) as caught:
        check("u/double", answer(f"def double(tensors):\n    return {body}\n", "double"), aspect)
    assert message in str(caught.value)


def test_what_is_called_is_seen() -> None:
    given = {"given": lambda x: x}
    check("u/twice", answer("def twice(f, x):\n    y = f(given(x))\n    return f(y)\n", "twice", **given))
    for body, message in (
        ("given(x) ** 4", "calls of square: got 0, expected 2"),
        ("f(f(x))", "given: got not called"),
        ("math.pow(f(f(given(x))), 1)", "math.pow: got called"),
        ("0 * f(1.0) + x**4 + 0 * f(given(x))", "what call 1 of square gets: got 1, expected 2"),
    ):
        wrong = answer(f"import math\ndef twice(f, x):\n    return {body}\n", "twice", **given)
        with pytest.raises(AssertionError) as caught:
            check("u/twice", wrong, "means")
        assert message in str(caught.value)


def test_numbers_in_a_message_differ_and_are_short() -> None:
    almost = AUTHOR.replace("return loss.item()", "return loss.item() * (1 + 1e-4)")
    with pytest.raises(AssertionError, match=r"^loss: got 22\.5023, expected 22\.5\n"):
        check("u/step", answer(almost, "step"), "value")


def test_measuring_the_noise_leaves_nothing_behind() -> None:
    almost = AUTHOR.replace("return loss.item()", "return loss.item() * (1 + 1e-4)")
    for _ in range(2):
        check("u/step", answer(almost, "step"), "state")
        with pytest.raises(AssertionError):
            check("u/step", answer(almost, "step"), "value")
    assert torch.get_default_dtype() is torch.float32


def test_a_report_of_any_form_is_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    forged: list[Any] = [
        None,
        [],
        {},
        [[]],
        [{}],
        [{"first": 1}],
        [{"first": {"result": []}}],
        [{"first": {"result": {"kind": "scalar"}}}],
    ]
    for report in ["", "no JSON", "[" * 100_000, *map(json.dumps, forged)]:
        monkeypatch.setattr("autograder.checks.probe", lambda *_, report=report: report)
        with pytest.raises(AssertionError):
            check("u/step", answer(AUTHOR, "step"), "state")


def test_an_error_of_the_reference_is_the_authors(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Material({"step": STEP.replace('errors=("ValueError",), ', "")}, (("", "import torch"), ("step", AUTHOR)))
    monkeypatch.setattr(load, "_provided", {"u": broken})
    with pytest.raises(RuntimeError, match="case 3: the author's solution raised"):
        check("u/step", answer(AUTHOR, "step"))


def test_unknown_aspects_and_contracts_are_the_authors_errors() -> None:
    with pytest.raises(LookupError, match="no aspect"):
        check("u/step", answer(AUTHOR, "step"), "values")
    with pytest.raises(LookupError, match="no contract"):
        check("u/nothing", answer(AUTHOR, "step"), "value")


def test_gradients_of_arguments_travel_with_them() -> None:
    check("u/clear", answer("def clear(ws):\n    for w in ws:\n        w.grad = None", "clear"))
    for body in ("pass", "ws[0].grad = None", "[w.data.zero_() for w in ws]"):
        with pytest.raises(AssertionError):
            check("u/clear", answer(f"def clear(ws):\n    {body}", "clear"))


def test_one_entry_that_is_right_opens_the_gate_and_another_container_shuts_it() -> None:
    check("u/pair", answer("def pair(x):\n    return [x - 1, 0.0]", "pair"), "means")
    for body in ("[0.0, 0.0]", "0.0", "None", "{}", "(x - 1, x + 1)"):
        with pytest.raises(AssertionError):
            check("u/pair", answer(f"def pair(x):\n    return {body}", "pair"), "means")
