"""Mutants are what they should be, and the page of their numbers is made from what is there now."""

from __future__ import annotations

import re

from autograder.course.layout import Course
from tests.conftest import every_unit
from tests.mutants import PAGE, made_from, mutants, reasons

SOURCE = """
def step(w, x, lr):
    with torch.no_grad():
        w -= lr * w.grad.clone()
    for k in range(3):
        if k < 2 and x[0] > 1.0:
            x = x + k
    w.grad = None
    return w, x.mean().item()
"""
WANTED = (
    "w += lr * w.grad.clone()",
    "w -= lr / w.grad.clone()",
    "w -= lr * w.grad",
    "range(3 - 1)",
    "k <= 2",
    "k < 2 or x[0] > 1.0",
    "x = x - k",
    "x[1] > 1.0",
    "w.grad = None\n    return (x.mean().item(), w)",
    "x.sum().item()",
    "return (w, x.mean())",
)


def test_each_mutant_differs_in_one_small_step() -> None:
    made = [one.source for one in mutants("ex", SOURCE)]
    assert len(made) == len(set(made)) > 25
    for wanted in WANTED:
        assert any(wanted in source for source in made), wanted
    assert any("no_grad" not in source and "w -= lr * w.grad.clone()" in source for source in made)
    assert any("w.grad = None" not in source for source in made)


@every_unit
def test_the_page_is_made_from_these_cells_and_contracts_and_every_survivor_has_a_reason(
    course: Course, unit: str
) -> None:
    page = (course.root / PAGE).read_text(encoding="utf-8")
    found = re.search(rf"^## {unit}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"run `make mutants UNIT={unit}`"
    assert f"<!-- made from {made_from(course, unit)} -->" in found[0], f"run `make mutants UNIT={unit}`"
    share = re.search(r"([\d.]+) % of those", found[0])
    assert share
    assert float(share[1]) >= 97
    rows = {
        tuple(part.strip(" `") for part in line.split("|")[1:4]) for line in found[0].splitlines() if "| `ex" in line
    }
    given = {
        (exercise, what.strip(), why) for exercise, of in reasons(course, unit).items() for what, why in of.items()
    }
    assert {row for row in rows if "not caught" not in row[2]} == given
