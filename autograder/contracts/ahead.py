"""What the author's solution does on the cases of a contract: found out once, and not again for each submission.

It is the same for all. A process of its own, which sees no submission, asks for all that the graded cells of a unit
name; the judges get its reports with their work item. What is missing there, a judge finds out itself.
"""

from __future__ import annotations

import ast
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import cloudpickle

from autograder.contracts import probe
from autograder.contracts.case import ASPECTS, CLEAN, MANNERS, Case, Contract
from autograder.contracts.load import load, material
from autograder.names import as_python

_known: dict[str, tuple[str, str]] = {}  # by key: a plan, and the report of the author's solution, both compressed


@dataclass(frozen=True)
class Question:
    """What one `check` asks of a contract: all that the plan of its probe depends on."""

    name: str  # unit/exercise[/part]
    aspects: frozenset[str]
    only: str

    @staticmethod
    def of(name: str, given: Iterable[str], only: str) -> Question:
        """Make it of the arguments of `check`; raise `LookupError` where an aspect is none."""
        aspects = frozenset(one for item in given for one in (MANNERS if item == CLEAN else (item,)))
        if unknown := aspects - set(ASPECTS):
            raise LookupError(f"{name}: no aspect {sorted(unknown)}; there are {', '.join(ASPECTS)}")
        return Question(name, aspects or frozenset(ASPECTS), only)

    def load(self) -> tuple[Contract, tuple[Any, ...]]:
        """Return the contract, and the author's solutions; raise `LookupError` where there is none."""
        unit, _, exercise = self.name.partition("/")
        exercise, _, part = exercise.partition("/")
        return load(unit, exercise, part or "contract")

    def cases(self) -> tuple[Case, ...]:
        """The cases that count; raise `LookupError` where there are none."""
        contract, _ = self.load()
        if cases := tuple(case for case in contract.cases if not self.only or case.tag == self.only):
            return cases
        raise LookupError(f"{self.name}: no case with the tag {self.only!r}")

    def plan(self) -> probe.Plan:
        """What the probe does for it, with the learner's answer as with the author's."""
        contract, _ = self.load()
        means = "means" in self.aspects
        return probe.Plan(
            self.cases(),
            contract.view,
            (*contract.forbid, *contract.demand) if means else (),
            contract.watch if means else (),
            bool(contract.calls) and means,
            "again" in self.aspects and "again" not in contract.free,
            means and contract.twist,
        )

    def answered(self) -> tuple[bytes, str]:
        """Return the packed plan, and the report of the author's solution."""
        if known := _known.get(self.key):
            return _unpacked(known[0]), _unpacked(known[1]).decode()
        packed = cloudpickle.dumps(self.plan())
        return packed, probe.run(packed, *self.load()[1])

    @property
    def key(self) -> str:
        """What plan and report depend on."""
        return f"{self.name} {self.only} {sorted(self.aspects & {'means', 'again'})}"


def provide(reports: Mapping[str, tuple[str, str]]) -> None:
    """Take what `reports_of` has returned in another process."""
    _known.update(reports)


def reports_of(unit: str) -> dict[str, tuple[str, str]]:
    """Ask all that the graded cells of a unit ask of its contracts; return plan and report by key, compressed."""
    found: dict[str, tuple[str, str]] = {}
    for name, given, only in _calls(material(unit).tests):
        with suppress(LookupError):  # such as a function of the author's own that is called so; the judge will say
            question = Question.of(name, given, only)
            if question.key not in found:
                packed, report = question.answered()
                found[question.key] = _packed(packed), _packed(report.encode())
    return found


def _calls(tests: Iterable[str]) -> Iterator[tuple[str, list[str], str]]:
    """The calls of `check` in graded cells: its texts, and `only`. What is no text is left to the judge."""
    for text in tests:
        for node in ast.walk(ast.parse(as_python(text))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check":
                texts = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
                named = {
                    word.arg: str(word.value.value) for word in node.keywords if isinstance(word.value, ast.Constant)
                }
                if texts:
                    yield texts[0], texts[1:], named.get("only", "")


def _packed(data: bytes) -> str:
    return b64encode(zlib.compress(data, 1)).decode()


def _unpacked(text: str) -> bytes:
    return zlib.decompress(b64decode(text))
