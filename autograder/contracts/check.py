"""The line that a hidden test has: `check("06_descent/ex1_step", gradient_step, "value")`."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import cloudpickle
import torch

from autograder import checks
from autograder.contracts import probe
from autograder.contracts.ahead import Question
from autograder.contracts.behaviour import behaviour
from autograder.contracts.case import Case, Contract
from autograder.contracts.compare import WHOLE, Comparison, Difference
from autograder.contracts.nudge import nudged, widened
from autograder.contracts.snapshot import Node
from autograder.contracts.words import show


def check(name: str, *given: Any, only: str = "") -> None:
    """Compare answers with the author's solution in some aspects of the contract `unit/exercise[/part]`, or in all.

    `given` are the learner's objects, in the order in which the solution cell defines them, then names of aspects,
    of which `clean` stands for `arguments`, `state` and `again`;
    `only` is the tag of the cases that count, else all do. Something of the first case's value must be right at least.
    Raises `AssertionError` with what differs, in which case, and a hint; `LookupError` where there is no such contract,
    and `RuntimeError` where the author's solution breaks its own.
    """
    answers = tuple(item for item in given if type(item) is not str)
    question = Question.of(name, (item for item in given if type(item) is str), only)
    contract, references = question.load()
    if len(answers) != len(references):
        raise LookupError(f"{name}: {len(answers)} answers, but the solution cell defines {len(references)}")
    cases, aspects = question.cases(), question.aspects
    packed, known = question.answered()
    wanted = json.loads(known)
    _trust(wanted, contract, name)
    report = checks.probe(packed, *answers)
    labels = _labels(references[0])
    gate = _Gate(contract, wanted[0]["first"])
    for place, difference in _differences(report, wanted, contract, cases, references, labels):
        if {difference.aspect, difference.kind} & {*contract.free}:
            continue
        if difference.aspect in aspects or (place == 0 and gate.is_shut_by(difference)):
            error = DiffersError(_message(difference, cases[place], wanted[place]["first"], contract, labels))
            error.behaviour = behaviour(_read(report), wanted)
            raise error


class DiffersError(AssertionError):
    """What `check` raises: `behaviour` tells what the answer did, in a form that the same mistake shares."""

    behaviour = ""


# Learners read its name, and know this one.
DiffersError.__name__ = DiffersError.__qualname__ = "AssertionError"


class _Gate:
    """Shut where nothing at all of the first case is right: neither an entry of the result nor an output."""

    def __init__(self, contract: Contract, first: Node) -> None:
        result = first.get("result", {})
        entries = contract.names if len(contract.names) == result.get("length", 1) else contract.names[:1]
        self._right = {*entries, *contract.output}

    def is_shut_by(self, difference: Difference) -> bool:
        """Take note of a difference in the first case; tell whether now nothing is right."""
        if difference.aspect != "value":
            return False
        whole = difference.where == WHOLE and difference.kind in ("type", "length")
        if whole or difference.kind in ("error", "expect"):
            self._right.clear()
        self._right.discard(_root(difference.where))
        return not self._right


def _trust(wanted: list[Node], contract: Contract, name: str) -> None:
    """Stop the author, and not the learner, where the reference does what the contract does not declare."""
    for place, entry in enumerate(wanted):
        error = entry["first"].get("error")
        if error and error["type"] not in contract.errors:
            raise RuntimeError(f"contract {name}, case {place}: the author's solution raised {error}")


def _differences(
    report: Any,
    wanted: list[Node],
    contract: Contract,
    cases: tuple[Case, ...],
    references: tuple[Any, ...],
    labels: tuple[str, ...],
) -> Iterator[tuple[int, Difference]]:
    """Yield all differences: those of first runs case by case, then twisted ones, then those of second runs."""
    got = _read(report)
    entries = got if isinstance(got, list) else []
    right = []
    for place, reference in enumerate(wanted):
        entry = entries[place] if place < len(entries) and isinstance(entries[place], dict) else {}
        first, arguments = reference["first"], cases[place].fresh()
        named = _bound(labels, *arguments)
        comparison = Comparison(contract, named, _rtol(first), _noise(cases[place], contract, references, named))
        comparison.know(first["before"])
        found = list(comparison.run(entry.get("first"), first))
        if wrong := _judged(entry.get("first"), first, contract, _by_name(named, arguments)):
            found.append(Difference("value", "expect", wrong, "", ""))
        yield from ((place, difference) for difference in found)
        if not any(difference.aspect == "value" for difference in found):
            right.append((place, entry, reference, comparison))
    for place, entry, reference, comparison in right:  # what is wrong at once needs no second look
        if "twisted" in reference:
            for difference in comparison.twisted(entry.get("twisted"), reference["twisted"]):
                yield place, difference
        if "second" in reference:
            for difference in comparison.again(entry, reference):
                yield place, difference
            given = _by_name(comparison.labels, cases[place].fresh())
            if wrong := _judged(entry.get("second"), reference["first"], contract, given):
                yield place, Difference("again", "expect", f"a second call: {wrong}", "", "")


def _read(report: Any) -> Any:
    """What a report holds; None where it is none."""
    try:
        return json.loads(report)
    except (ValueError, TypeError, RecursionError):
        return None


Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def _by_name(labels: tuple[str, ...], arguments: Arguments) -> dict[str, Any]:
    args, kwargs = arguments
    return dict(zip(labels, (*args, *kwargs.values()), strict=True))


def _judged(found: Any, first: Node, contract: Contract, arguments: dict[str, Any]) -> str | None:
    """Ask the contract's own judgement on plain values; return what is wrong."""
    if not isinstance(found, dict) or "result" not in found or "result" not in first or contract.expect is None:
        return None
    try:
        return contract.expect(plain(found["result"]), plain(first["result"]), arguments)
    except Exception as error:  # the answer's value has another form than the contract's code takes for granted
        return f"{contract.names[0]}: got {show(found['result'])}, not of the expected form ({type(error).__name__})"


def plain(node: Any) -> Any:
    """Turn a snapshot into plain values: numbers, texts, lists, dicts, and tensors as nested lists."""
    match node.get("kind"):
        case "scalar":
            return node.get("value")
        case "tensor":
            values = torch.tensor(node["values"], dtype=torch.float64)
            return values.reshape([int(size) for size in node["shape"]]).tolist()
        case "sequence":
            return [plain(item) for item in node["items"]]
        case "mapping":
            return {plain(key): plain(value) for key, value in node["pairs"]}
    return f"a {node.get('type')}"


def _rtol(first: Node) -> float:
    """1e-9 where all float tensors that are passed are float64, else 1e-5."""
    dtypes = {node["dtype"] for node in first["before"] if node["kind"] == "tensor"}
    return 1e-9 if dtypes & {"float64"} and not dtypes & {"float32", "float16", "bfloat16"} else 1e-5


def _noise(case: Case, contract: Contract, references: tuple[Any, ...], labels: tuple[str, ...]) -> Any:
    def runs() -> list[Node]:
        found = []
        for change in (nudged(case, 1), nudged(case, 2), nudged(case, 3), widened(case)):
            report = json.loads(probe.run(cloudpickle.dumps(probe.Plan((change,), contract.view)), *references))
            found.append(report[0]["first"] | {"labels": labels})
        return [run for run in found if "error" not in run]

    return runs


def _labels(reference: Any) -> tuple[str, ...]:
    try:
        return tuple(inspect.signature(reference).parameters)
    except (TypeError, ValueError):
        return ()


def _bound(labels: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, ...]:
    """The names of the arguments of a call, in the order in which they are reported."""
    names = [labels[place] if place < len(labels) else f"argument {place + 1}" for place in range(len(args))]
    return (*names, *kwargs)


def _message(difference: Difference, case: Case, first: Node, contract: Contract, labels: tuple[str, ...]) -> str:
    """The difference first, then the case, then the hint."""
    head, own = f"{difference.where}: got {difference.got}, expected {difference.expected}", ""
    if difference.kind == "expect":
        head, _, own = difference.where.partition("\nhint: ")
    hint, told = own or _hint(difference, contract), _told(case, first, labels)
    return head + (f"\nin the case {told}" if told else "") + (f"\nhint: {hint}" if hint else "")


def _told(case: Case, first: Node, labels: tuple[str, ...]) -> str:
    if case.program:
        return case.note
    named = _bound(labels, *case.fresh())
    shown = ", ".join(f"{label} = {show(node, 40)}" for label, node in zip(named, first["before"], strict=True))
    return f"{shown} ({case.note})" if case.note else shown


def _hint(difference: Difference, contract: Contract) -> str:
    places = [difference.where]
    while "[" in places[-1]:  # table['early'][0], then table['early'], then table
        places.append(places[-1].rpartition("[")[0])
    kinds = (difference.kind, difference.aspect)  # an argument that is longer now is changed, first of all
    for key in (*places, _root(difference.where), *(kinds[::-1] if difference.aspect == "arguments" else kinds)):
        if key in contract.hints:
            return contract.hints[key]
    return ""


def _root(where: str) -> str:
    """The name to which a place belongs: `w` of `argument w[0].grad`."""
    for words in ("argument ", "shape of ", "dtype of "):
        where = where.removeprefix(words)
    return where.split("[")[0].split(".")[0].split(" ")[0]
