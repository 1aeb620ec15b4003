"""Read the trees that a probe reports: places, numbers, texts. Those of an answer may be anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.contracts.snapshot import Node
from autograder.contracts.words import key_of, show


def inner_nodes(node: Node, name: str) -> Iterator[tuple[Node, str]]:
    """Yield a node and all in it, each with its place as words."""
    yield node, name
    for place, item in enumerate(node.get("items", [])):
        yield from inner_nodes(item, f"{name}[{place}]")
    for key, item in node.get("pairs", []):
        yield from inner_nodes(item, f"{name}[{show(key)}]")
    for key, item in node.get("tensors", {}).items():
        yield from inner_nodes(item, f"{name}.{key}")


def number_at(run: Node, path: tuple[int | str, ...], place: int) -> float | None:
    """The number at a place of a run of the reference; None where there is none."""
    node: Any = run.get("result")
    steps = list(path)
    if steps[:1] == ["arguments"]:
        node = dict(zip(run.get("labels", []), run["arguments"], strict=False)).get(steps[1])
        steps = steps[2:]
    for step in steps:
        if not isinstance(node, dict):
            return None
        if node["kind"] == "sequence" and isinstance(step, int) and step < len(node["items"]):
            node = node["items"][step]
        elif node["kind"] == "mapping":
            node = next((value for key, value in node["pairs"] if key_of(key) == step), None)
        elif node["kind"] == "module":
            node = node["tensors"].get(step)
        else:
            return None
    if not isinstance(node, dict):
        return None
    values = node.get("values") if node["kind"] == "tensor" else [node.get("value")]
    place = max(place, 0)
    found = values[place] if isinstance(values, list) and place < len(values) else None
    return float(found) if isinstance(found, (int, float)) else None


def gradients(node: Node) -> list[Any]:
    """The gradients of all tensors in a snapshot, in order."""
    inner = [*node.get("items", ()), *(part for pair in node.get("pairs", ()) for part in pair)]
    inner += node.get("tensors", {}).values()
    grad = node.get("grad")
    return [grad and grad["values"], *(found for part in inner for found in gradients(part))]


def is_zero(node: Any) -> bool:
    """Whether a node is a tensor of zeros."""
    return isinstance(node, dict) and node.get("kind") == "tensor" and all(v == 0 for v in node.get("values") or [])


def only(events: list[Any], kind: str) -> list[Any]:
    """The events of one kind."""
    return [event for event in events if event[0] == kind]


def texts(value: Any) -> list[str]:
    """The texts in a list; none in anything else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def is_pair(pair: Any) -> bool:
    """Whether it has the form of a key and a value."""
    return isinstance(pair, list) and len(pair) == 2
