"""The corpus of attacks: what hostile submissions try. The tests run them all; `docs/attacks.md` lists them."""

from __future__ import annotations

from collections.abc import Iterator

from tabulate import tabulate

from tests.attacks.archives import ARCHIVES
from tests.attacks.model import corpus

ATTACKS = list(corpus())


def page() -> str:
    """Return the page of the documentation that lists the corpus."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What hostile submissions try"
    yield ""
    yield from INTRODUCTION
    for family in dict.fromkeys(attack.family for attack in ATTACKS):
        rows = [[a.name, a.tries, "right" if a.right else "wrong"] for a in ATTACKS if a.family == family]
        yield f"\n## {family[:1].upper()}{family[1:]}\n"
        yield str(tabulate(rows, ["attack", "what it tries", "its answers"], tablefmt="pipe"))
    yield "\n## Archives\n"
    yield "For `nbgrader zip_collect`: nothing is written outside the folder into which it extracts.\n"
    yield str(tabulate([[a.name, a.tries] for a in ARCHIVES], ["archive", "what it tries"], tablefmt="pipe"))
    yield REMAINS


INTRODUCTION = (
    "Made by `make release` from `tests/attacks/`. `tests/test_attacks.py` hands all of these in, with",
    "honest submissions between them, and grades them in one run of `nbgrader autograde 06_descent`. Each gets the",
    "points that its answers deserve (none where they are wrong), changes nothing outside its sandbox, and its",
    "neighbours get full marks.",
)
REMAINS = """
## What remains possible

Whoever runs code sees what that code is given. This is so with every grader, and the tests are written for it:

- An answer sees the arguments of the calls of hidden tests, and can print them in a later cell. A function that a test
  passes (a `lambda`) travels as code with the values that it uses, so an answer can read these values; neither the
  text of the test nor anything else of it travels.
- What only the learner's process can see (how often `backward()` ran, the curves of a figure, the text of a drawing)
  can be forged by code that replaces the course's helpers over there. Such a check never stands alone where a value can
  be checked too.
- In-place changes of arguments are seen by the test, as they must be. A test that computes what it expects from tensors
  that it has passed, after the call, believes the learner: it must compute that before the call, or pass copies.
- An object of the learner's own class answers each question anew, and may contradict itself. A test asks for the type
  first (`isinstance(losses, list)`); a handle never claims a type that has a plain form.
- Timing and load of the machine can be felt, and the time limits of one notebook can be used up in full."""
