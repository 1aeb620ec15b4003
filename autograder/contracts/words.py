"""How messages show values: four significant digits, or as many as tell two numbers apart."""

from __future__ import annotations

import math
from typing import Any

WIDTH = 60  # characters of a value


def number(got: Any, expected: Any) -> tuple[str, str]:
    """Show two numbers so that they look different."""
    if type(got) not in (int, float) or type(expected) not in (int, float):
        return plain(got), plain(expected)
    for digits in (4, 6, 9, 12, 17):
        told = digit(got, digits), digit(expected, digits)
        if told[0] != told[1]:
            return told
    return repr(got)[:WIDTH], repr(expected)[:WIDTH]


def digit(value: float, digits: int = 4) -> str:
    """Show one number."""
    if isinstance(value, (bool, int)) or not math.isfinite(value):
        return str(value)[:WIDTH]
    return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}", 1) if value < 0 else f"{value:.{digits}g}"


def plain(value: Any) -> str:
    """Show a JSON value."""
    return digit(value) if type(value) in (int, float) else repr(value)[:WIDTH]


def shape(sizes: Any) -> str:
    """Show a shape as a tuple."""
    if not isinstance(sizes, list):
        return "no shape"
    inner = ", ".join(str(size)[:20] for size in sizes[:8])
    return f"({inner},)" if len(sizes) == 1 else f"({inner})"


def entry(where: str, place: int, sizes: list[int]) -> str:
    """Name an entry of a tensor by its indices."""
    if not sizes:
        return where
    indices = []
    for size in reversed(sizes):
        indices.append(place % size)
        place //= size
    return f"{where}[{', '.join(str(index) for index in reversed(indices))}]"


def show(node: Any, width: int = WIDTH) -> str:
    """Show a snapshot in a few words."""
    text = _shown(node) if isinstance(node, dict) else "nothing"
    return text if len(text) <= width else text[: width - 1] + "…"


def _shown(node: dict[str, Any]) -> str:
    match node.get("kind"):
        case "scalar":
            return plain(node.get("value"))
        case "tensor":
            return _tensor(items_of(node, "values"), node.get("shape"))
        case "sequence":
            return _sequence(node.get("type"), items_of(node, "items"))
        case "mapping":
            pairs = [pair for pair in items_of(node, "pairs") if isinstance(pair, list) and len(pair) == 2]
            return "{" + ", ".join(f"{show(k, 20)}: {show(v, 20)}" for k, v in pairs[:4]) + _more(pairs, 4) + "}"
        case "object" if node.get("name"):
            return str(node["name"])
    return f"a {node.get('type')}"


def items_of(node: dict[str, Any], name: str) -> list[Any]:
    """The list in a field of a node; an empty one where there is none."""
    found = node.get(name)
    return found if isinstance(found, list) else []


def _tensor(values: list[Any], sizes: Any) -> str:
    if sizes == []:
        return f"tensor({plain(values[0]) if values else '?'})"
    if isinstance(sizes, list) and len(values) <= 6 and len(sizes) == 1:
        return "tensor([" + ", ".join(map(plain, values)) + "])"
    return f"a tensor of shape {shape(sizes)}"


def _sequence(kind: Any, items: list[Any]) -> str:
    inner = ", ".join(show(item, 24) for item in items[:5]) + _more(items, 5)
    match kind:
        case "tuple":
            return f"({inner},)" if len(items) == 1 else f"({inner})"
        case "list":
            return f"[{inner}]"
        case _:
            return f"{{{inner}}}"


def _more(items: list[Any], most: int) -> str:
    return ", …" if len(items) > most else ""


def key_of(node: Any) -> str:
    """A key of a dict as a text that tells it from others."""
    if not isinstance(node, dict):
        return ""
    return f"{word(node.get('type'))} {word(node.get('value', node.get('name', node.get('object'))))}"


def word(value: Any) -> str:
    """A short text of what should be a text or a number."""
    return str(value)[:60] if isinstance(value, (str, int, float, type(None))) else "?"


def on_or_off(value: Any) -> str:
    """The state of a switch."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else word(value)


def kind_of(node: Any) -> str:
    """What a node stands for, with its article."""
    if not isinstance(node, dict):
        return "nothing"
    name = word(node.get("type"))
    return name if name == "None" else f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def raised(node: dict[str, Any]) -> str:
    """An error with its message, and the line that raised it."""
    message = word(node.get("message")).split("\n")[0]
    line = word(node.get("line"))
    at = f" in `{line}`" if node.get("line") else ""
    return f"{word(node.get('type'))}: {message}{at}" if message else f"{word(node.get('type'))}{at}"
