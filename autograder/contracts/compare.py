"""Compare what an answer did with what the author's solution did, and sort the differences into aspects.

`got` is a report from the learner's process: any JSON. It is walked along the reference's tree, which is trusted, and
whatever has another form is a difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.contracts.case import SEEDED, Contract
from autograder.contracts.reports import gradients, inner_nodes, is_pair, is_zero, number_at, only, texts
from autograder.contracts.snapshot import Node
from autograder.contracts.words import entry, items_of, key_of, kind_of, number, on_or_off, raised, shape, show, word

RTOL = {"float16": 2e-3, "bfloat16": 1.6e-2, "float64": 1e-9, "complex128": 1e-9}
WHOLE = "result"  # what a result of several named entries is called
NOISE = 10.0  # how many times the reference's own rounding is allowed


@dataclass(frozen=True)
class Difference:
    """One way in which an answer differs: its aspect, its kind, where, and what was got and expected as words."""

    aspect: str
    kind: str
    where: str
    got: str
    expected: str


@dataclass
class Comparison:
    """Compares the runs of one case. `noise` gives the reference's results under nudged inputs, where it is needed."""

    contract: Contract
    labels: tuple[str, ...]  # of the arguments
    rtol: float
    noise: Callable[[], list[Node]] = list
    overflow: bool = False  # whether a number of the reference that is not finite says nothing about the answer
    _nudged: list[Node] | None = field(default=None, init=False)
    _owners: dict[tuple[str, int], str] = field(default_factory=dict, init=False)
    _same: dict[int, tuple[Any, str]] = field(default_factory=dict, init=False)  # new objects of the answer

    def run(self, got: Any, reference: Node) -> Iterator[Difference]:
        """Yield the differences of a first run: result or error, arguments, state and means."""
        if not isinstance(got, dict):
            yield Difference("value", "error", "report", "none", "one for each case")
            return
        self._same.clear()
        outcome = list(self._outcome(got, reference))
        yield from outcome
        if not any(difference.kind == "error" for difference in outcome):
            yield from self._arguments(got.get("arguments"), reference)
        yield from self._state(got.get("state"), reference["state"])
        if not outcome:
            yield from self._means(got, reference)

    def again(self, entry: dict[str, Any], whole: dict[str, Any]) -> Iterator[Difference]:
        """Yield what a second call does otherwise, and what it has changed of the first result."""
        reference = whole["first"]
        first, second, kept = (entry.get(key) for key in ("first", "second", "kept"))
        if isinstance(second, dict):
            self._same.clear()
            for seen in self._outcome(second, reference):
                if seen.aspect == "value":
                    yield Difference("again", seen.kind, f"{seen.where} of a second call", seen.got, seen.expected)
        if isinstance(first, dict) and "result" in first and kept != first["result"]:
            where = f"{self.contract.names[0]}, looked at after a second call,"
            yield Difference("again", "kept", where, show(kept), show(first["result"]))
        if entry.get("same") is True and not whole["same"]:
            where = f"{self.contract.names[0]} of a second call"
            yield Difference("again", "same", where, "the very object of the first call", "an object of its own")

    def twisted(self, got: Any, reference: Node) -> Iterator[Difference]:
        """Yield what differs where autograd gives gradients that are three times as large."""
        if not isinstance(got, dict):
            return
        # The noise is that of other gradients; steps that are too long may leave float32, and an answer in float64 not.
        plain = Comparison(self.contract, self.labels, 100 * self.rtol, overflow=True)
        plain._owners = self._owners
        for seen in (*plain._outcome(got, reference), *plain._arguments(got.get("arguments"), reference)):
            if seen.aspect == "value":
                where = f"{seen.where} where autograd's gradient is made 3 times as large"
                yield Difference("means", "twist", where, seen.got, seen.expected)

    # The outcome

    def _outcome(self, got: Node, reference: Node) -> Iterator[Difference]:
        if "error" in reference:
            wanted = reference["error"]["type"]
            found = got.get("error")
            if not isinstance(found, dict):
                yield Difference("value", "error", "call", f"{show(got.get('result'))}", f"a {wanted}")
            elif wanted not in texts(found.get("classes")):
                yield Difference("value", "error", "call", raised(found), f"a {wanted}")
            return
        found = got.get("error")
        if isinstance(found, dict):
            expected = "no error" if self.contract.expect or self.contract.view else show(reference["result"])
            yield Difference("value", "error", "call", raised(found), expected)
            return
        if self.contract.expect is None:
            name = self.contract.names[0] if len(self.contract.names) == 1 else WHOLE
            yield from self._node(got.get("result"), reference["result"], name, ())

    def _node(self, got: Any, wanted: Node, where: str, path: tuple[int | str, ...]) -> Iterator[Difference]:
        if not isinstance(got, dict) or got.get("kind") != wanted["kind"]:
            yield Difference("value", "type", where, kind_of(got), kind_of(wanted))
            return
        compare: Callable[..., Iterator[Difference]] = getattr(self, f"_{wanted['kind']}", self._other)
        yield from compare(got, wanted, where, path)

    def _scalar(self, got: Node, wanted: Node, where: str, path: tuple[int | str, ...]) -> Iterator[Difference]:
        if got.get("type") != wanted["type"]:
            told = "None" if got.get("type") == "None" else f"{kind_of(got)}, {show(got)}"
            yield Difference("value", "type", where, told, kind_of(wanted))
        elif wanted["type"] == "float":
            value = got.get("value")
            if not isinstance(value, float) or not self._close(value, wanted["value"], path, self.rtol):
                yield Difference("value", "number", where, *number(value, wanted["value"]))
        elif wanted["type"] == "complex":
            yield from self._numbers(got.get("value"), wanted["value"], where, path, self.rtol)
        elif got.get("value") != wanted["value"] or type(got.get("value")) is not type(wanted["value"]):
            yield Difference("value", "number" if wanted["type"] == "int" else "text", where, show(got), show(wanted))

    def _tensor(self, got: Node, wanted: Node, where: str, path: tuple[int | str, ...]) -> Iterator[Difference]:
        if wanted["type"] == "Parameter" != got.get("type"):  # a Parameter is a tensor, and does as well as one
            yield Difference("value", "type", where, f"a {word(got.get('type'))}", f"a {wanted['type']}")
        if got.get("shape") != wanted["shape"]:
            yield Difference("value", "shape", f"shape of {where}", shape(got.get("shape")), shape(wanted["shape"]))
            return
        if got.get("dtype") != wanted["dtype"]:
            yield Difference("value", "dtype", f"dtype of {where}", word(got.get("dtype")), wanted["dtype"])
        else:
            rtol = self.contract.rtol or RTOL.get(wanted["dtype"], 1e-5)
            exact = not wanted["dtype"].startswith(("float", "bfloat", "complex"))
            yield from self._numbers(got.get("values"), wanted["values"], where, path, 0.0 if exact else rtol, wanted)
        yield from self._flags(got, wanted, where)
        yield from self._grad(got.get("grad"), wanted["grad"], where)
        yield from self._identity(got, wanted, where)

    def _flags(self, got: Node, wanted: Node, where: str) -> Iterator[Difference]:
        names = {"requires_grad": "requires_grad", "leaf": "is_leaf", "inference": "is_inference()"}
        for key, name in names.items():
            if got.get(key) is not wanted[key]:
                found, expected = str(got.get(key))[:5], str(wanted[key])
                yield Difference("tracking", key, f"{where}.{name}", found, expected)

    def _grad(self, got: Any, wanted: Node | None, where: str) -> Iterator[Difference]:
        got = None if not self.contract.exact_grad and is_zero(got) else got
        wanted = None if not self.contract.exact_grad and is_zero(wanted) else wanted
        if got is None and wanted is None:
            return
        if got is None or wanted is None:
            cleared = "None" if self.contract.exact_grad else "None or 0"
            told = (show(got) if got else "None", show(wanted) if wanted else cleared)
            yield Difference("grad", "grad", f"{where}.grad", *told)
            return
        for seen in self._node(got, wanted, f"{where}.grad", ()):
            if seen.aspect == "value":
                yield Difference("grad", seen.kind, seen.where, seen.got, seen.expected)

    def _identity(self, got: Node, wanted: Node, where: str) -> Iterator[Difference]:
        """The same object as an argument, or a new one; a new one twice; memory of an argument, or of its own."""
        told = self._whose(got, "object"), self._whose(wanted, "object")
        mine, other = got.get("object"), wanted.get("object")
        if told[0] != told[1]:
            yield Difference("new", "object", where, *told)
        elif isinstance(mine, int) and self._same.setdefault(mine, (other, where))[0] != other:
            yield Difference("new", "twice", where, f"{self._same[mine][1]} itself", "another object")
        elif "storage" in wanted:
            told = f"memory {self._whose(got, 'storage')}", f"memory {self._whose(wanted, 'storage')}"
            if told[0] != told[1]:
                yield Difference("new", "storage", where, *told)

    def _whose(self, node: Node, which: str) -> str:
        number = node.get(which)
        owner = self._owners.get((which, number)) if isinstance(number, int) else None
        if which == "storage":
            return f"shared with {owner}" if owner else "of its own"
        return f"{owner} itself" if owner else "a new one"

    def know(self, before: list[Node]) -> None:
        """Remember which objects and storages the arguments are, and hold."""
        for label, node in zip(self.labels, before, strict=False):
            for inner, name in inner_nodes(node, label):
                for which in ("object", "storage"):
                    if isinstance(inner.get(which), int):
                        self._owners.setdefault((which, inner[which]), name)

    def _sequence(self, got: Node, wanted: Node, where: str, path: tuple[int | str, ...]) -> Iterator[Difference]:
        kinds = {got.get("type"), wanted["type"]}
        same = len(kinds) == 1 or (self.contract.container == "sequence" and kinds == {"list", "tuple"})
        if not same:
            yield Difference("value", "type", where, f"a {word(got.get('type'))}", f"a {wanted['type']}")
        items = got.get("items")
        if got.get("length") != wanted["length"] or not isinstance(items, list) or len(items) != len(wanted["items"]):
            unit = "entry" if got.get("length") == 1 else "entries"
            found, expected = f"{word(got.get('length'))} {unit}", f"{wanted['length']}"
            yield Difference("value", "length", where, found, expected)
            items = items if isinstance(items, list) else []
        names = self.contract.names if path == () and len(self.contract.names) == len(wanted["items"]) > 1 else None
        for place, (item, other) in enumerate(zip(items, wanted["items"], strict=False)):
            inner = names[place] if names else f"{where}[{place}]"
            yield from self._node(item, other, inner, (*path, place))
        yield from self._identity(got, wanted, where)

    def _mapping(self, got: Node, wanted: Node, where: str, path: tuple[int | str, ...]) -> Iterator[Difference]:
        pairs = got.get("pairs")
        found = {key_of(pair[0]): pair[1] for pair in pairs if is_pair(pair)} if isinstance(pairs, list) else {}
        keys = {key_of(key): show(key) for key, _ in wanted["pairs"]}
        if missing := [name for key, name in keys.items() if key not in found]:
            yield Difference("value", "length", where, "no key " + ", ".join(missing[:3]), f"{len(keys)} keys")
        if extra := [key for key in found if key not in keys]:
            yield Difference("value", "length", where, f"a key {extra[0][-30:]}", f"{len(keys)} keys")
        for key, other in wanted["pairs"]:
            if key_of(key) in found:
                yield from self._node(found[key_of(key)], other, f"{where}[{show(key)}]", (*path, key_of(key)))
        yield from self._identity(got, wanted, where)

    def _module(self, got: Node, wanted: Node, where: str, path: tuple[int | str, ...]) -> Iterator[Difference]:
        if got.get("parts") != wanted["parts"]:
            yield Difference("value", "type", where, "other layers", ", ".join(wanted["parts"].values())[:80])
            return
        found = got.get("training")
        for name, mode in wanted["training"].items():
            if not isinstance(found, dict) or found.get(name) is not mode:
                inner = f"{where}.{name}" if name else where
                yield Difference("state", "training", f"{inner}.training", str(not mode), str(mode))
        tensors: Any = got.get("tensors")
        tensors = tensors if isinstance(tensors, dict) else {}
        for name, other in wanted["tensors"].items():
            yield from self._node(tensors.get(name), other, f"{where}.{name}", (*path, name))
        if got.get("hooks") != wanted["hooks"]:
            yield Difference("state", "hooks", f"hooks on {where}", word(got.get("hooks")), str(wanted["hooks"]))
        yield from self._identity(got, wanted, where)

    def _other(self, got: Node, wanted: Node, where: str, _path: tuple[int | str, ...]) -> Iterator[Difference]:
        for key in ("type", "name", "state", "steps", "text", "message"):
            if key in wanted and got.get(key) != wanted[key]:
                yield Difference("value", key, where, word(got.get(key))[:60], str(wanted[key])[:60])
                return
        yield from self._identity(got, wanted, where)

    # Numbers

    def _numbers(
        self,
        got: Any,
        wanted: list[Any] | None,
        where: str,
        path: tuple[int | str, ...],
        rtol: float,
        tensor: Node | None = None,
    ) -> Iterator[Difference]:
        if wanted is None:
            return
        if not isinstance(got, list) or len(got) != len(wanted):
            yield Difference("value", "length", where, "no numbers", f"{len(wanted)}")
            return
        sizes = [abs(other) for other in wanted if type(other) is float and math.isfinite(other)]
        slack = self.contract.atol * max(sizes, default=0.0)
        for place, (mine, other) in enumerate(zip(got, wanted, strict=True)):
            if slack and type(mine) is float and abs(mine - other) <= slack:
                continue
            exact = rtol == 0.0 or type(other) is not float
            if (mine == other and type(mine) is type(other)) if exact else self._near(mine, other, path, place, rtol):
                continue
            spot = entry(where, place, tensor["shape"]) if tensor else where
            yield Difference("value", "number", spot, *number(mine, other))
            return

    def _near(self, mine: Any, other: float, path: tuple[int | str, ...], place: int, rtol: float) -> bool:
        return type(mine) in (int, float) and self._close(float(mine), other, path, rtol, place)

    def _close(self, mine: float, other: float, path: tuple[int | str, ...], rtol: float, place: int = -1) -> bool:
        if mine == other or (math.isnan(mine) and math.isnan(other)):
            return True
        if not (math.isfinite(mine) and math.isfinite(other)):
            return self.overflow and not math.isfinite(other)
        allowed = (self.contract.rtol or rtol) * abs(other)
        if abs(mine - other) <= allowed + 1e-300 or self.contract.rtol is not None:
            return abs(mine - other) <= allowed + 1e-300
        return abs(mine - other) <= allowed + NOISE * self._own_noise(other, path, place)

    def _own_noise(self, value: float, path: tuple[int | str, ...], place: int) -> float:
        """How far the reference's own number moves where its inputs move by one rounding."""
        if self._nudged is None:
            self._nudged = self.noise()
        moved = [abs(found - value) for run in self._nudged if (found := number_at(run, path, place)) is not None]
        return max((step for step in moved if math.isfinite(step)), default=0.0)

    # Arguments, state, means

    def _arguments(self, got: Any, reference: Node) -> Iterator[Difference]:
        wanted = reference["arguments"]
        if not isinstance(got, list) or len(got) != len(wanted):
            yield Difference("arguments", "length", "arguments", "no report", "one")
            return
        for label, mine, other, before in zip(self.labels, got, wanted, reference["before"], strict=True):
            output = label in self.contract.output
            for seen in self._node(mine, other, label, ("arguments", label)):
                if output or seen.aspect == "grad":
                    yield seen
                left = seen.aspect == "grad" and gradients(other) == gradients(before)  # no gradient was asked for
                if not output and (left or seen.aspect in ("value", "tracking", "new")):
                    yield Difference("arguments", seen.kind, f"argument {seen.where}", seen.got, seen.expected)
            if not output:
                yield from _rewritten(mine, other, before, label)

    def _state(self, got: Any, wanted: dict[str, Any]) -> Iterator[Difference]:
        for name, value in wanted.items():
            found = got.get(name) if isinstance(got, dict) else None
            if name == SEEDED and value == "set":  # where the author sets the seed, so may others, in another way
                continue
            if found != value:
                yield Difference("state", name, f"{name} after the call", on_or_off(found), on_or_off(value))

    def _means(self, got: Node, reference: Node) -> Iterator[Difference]:
        called = texts(got.get("called"))
        for name in self.contract.forbid:
            if name in called:
                yield Difference("means", "forbid", name, "called", "not called: the task does not allow it")
        for name in self.contract.demand:
            if name not in called:
                yield Difference("means", "demand", name, "not called", "called: the task asks for it")
        events = [event for event in items_of(got, "events") if isinstance(event, list) and len(event) > 1]
        if self.contract.walks:
            yield from self._walks(only(events, "walk"), only(reference["events"], "walk"))
        if self.contract.calls:
            yield from self._calls(only(events, "call"), only(reference["events"], "call"), self.contract.calls)
        if self.contract.watch:
            yield from self._calls(only(events, "watch"), only(reference["events"], "watch"), "values")
        if self.contract.calls == "trace":
            order = [[word(event[0]) for event in run] for run in (events, reference["events"])]
            if order[0] != order[1]:
                told = [" ".join(run[:8]) + (" …" if len(run) > 8 else "") for run in order]
                yield Difference("means", "trace", "order of calls and walks", told[0], told[1])

    def _walks(self, got: list[Any], wanted: list[Any]) -> Iterator[Difference]:
        if len(got) != len(wanted):
            yield Difference("means", "walks", "backward() calls", str(len(got)), str(len(wanted)))
        elif self.contract.walks == "losses":
            for place, (mine, other) in enumerate(zip(got, wanted, strict=True)):
                for a, b in zip(mine[1] if isinstance(mine[1], list) else [], other[1], strict=False):
                    if type(a) is not float or not (math.isnan(a) or self._close(a, b, ("none",), 1e-4)):
                        yield Difference("means", "walks", f"loss at backward() {place + 1}", *number(a, b))
                        return

    def _calls(self, got: list[Any], wanted: list[Any], how: str) -> Iterator[Difference]:
        name = wanted[0][1] if wanted else "a function"
        if how == "most":
            if len(got) > len(wanted) + 1:
                yield Difference("means", "calls", f"calls of {name}", str(len(got)), f"{len(wanted)}")
        elif len(got) != len(wanted):
            yield Difference("means", "calls", f"calls of {name}", str(len(got)), str(len(wanted)))
        elif how in ("values", "trace"):
            for place, (mine, other) in enumerate(zip(got, wanted, strict=True)):
                given = mine[2] if len(mine) > 2 and isinstance(mine[2], list) else []
                for a, b in zip(given, other[2], strict=False):
                    for seen in self._node(a, b, f"what call {place + 1} of {name} gets", ("none",)):
                        if seen.aspect == "value":
                            yield Difference("means", "calls", seen.where, seen.got, seen.expected)
                            return


def _rewritten(mine: Any, other: Node, before: Node, label: str) -> Iterator[Difference]:
    """Memory that was written, though the numbers are the same again."""
    if not isinstance(mine, dict) or other["kind"] != "tensor":
        return
    if other["version"] == before["version"] and mine.get("version") != other["version"]:
        yield Difference(
            "arguments", "written", f"argument {label}", "written in place, if only for a while", "only read"
        )
