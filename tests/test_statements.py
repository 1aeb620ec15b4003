"""Run every statement about behaviour that the notebooks make: a new torch shows here what it makes untrue.

`tests/statements/<unit>.yml` lists them, in the order of the notebooks:

    - says: words as the lesson or the problem set has them
      code: |           # optional: plain lines; torch is imported, `error(call)` gives "Kind: message", or None
        w = torch.tensor(3.0, requires_grad=True)
        (w**2).backward()
      expect: w.grad == 6    # an expression that is true; a list of them where one is not enough
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
import yaml

from autograder.notebooks import read_notebook
from tests.conftest import ROOT, UNITS

FOLDER = Path(__file__).parent / "statements"


@dataclass(frozen=True)
class Statement:
    """What a unit says, lines to run, and expressions that are true then."""

    unit: str
    says: str
    code: str
    expect: list[str]


def statements(path: Path) -> list[Statement]:
    """Read the list of one unit."""
    found = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert set(entry) <= {"says", "code", "expect"}, entry
        expect = entry["expect"] if isinstance(entry["expect"], list) else [entry["expect"]]
        assert not any(isinstance(line, dict) for line in expect), f"{expect}: put an expression with a colon in quotes"
        found.append(Statement(path.stem, entry["says"], entry.get("code", ""), [str(line) for line in expect]))
    return found


def error(call: Callable[[], object]) -> str | None:
    """Return "Kind: message" of the exception that a call raises, or None."""
    try:
        call()
    except Exception as raised:
        return f"{type(raised).__name__}: {raised}"
    return None


def words(text: str) -> str:
    """Join the words of a text with single spaces, so that line breaks do not count."""
    return " ".join(text.split())


ALL = [statement for path in sorted(FOLDER.glob("*.yml")) for statement in statements(path)]


@pytest.mark.parametrize("statement", ALL, ids=lambda statement: f"{statement.unit}-{statement.says[:40]}")
def test_what_the_notebooks_say_is_true(statement: Statement) -> None:
    torch.manual_seed(0)
    names: dict[str, object] = {"torch": torch, "error": error}
    exec(statement.code, names)
    for expression in statement.expect:
        assert bool(eval(expression, names)), f"{expression}: not so"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_the_quoted_words_stand_in_the_unit(path: Path) -> None:
    unit = path.stem
    notebooks = (ROOT / "notebooks" / f"{unit}.ipynb", ROOT / "source" / unit / f"{unit}.ipynb")
    cells = [words(cell.source) for notebook in notebooks for cell in read_notebook(notebook).cells]
    missing = [says for says in (words(entry.says) for entry in statements(path)) if not any(says in c for c in cells)]
    assert missing == []


def test_every_unit_has_a_list() -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == set(UNITS)
