"""The outputs that a learner's process reports for a cell, checked and brought into nbformat's form."""

from __future__ import annotations

import re
from typing import Any

TEXT = 100_000  # characters that a cell may print
DATA = 5 << 20  # characters of displays in a cell
HTML = 100_000  # characters of HTML in a cell: making it safe to look at takes seconds for a million
SHOWN = 25  # displays in a cell
MANY = 500  # outputs of a cell
SLACK = 40_000  # characters for what comes in addition: notes on what was cut, and one error


# A whole notebook may hold so many characters; what comes later is left out.
NOTEBOOK = {"text": 2_000_000, "data": 30 << 20, "html": 300_000}
DEPTH = 100  # elements within each other: making HTML safe to look at takes time that grows with the square of it
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def checked(outputs: Any, budget: dict[str, int] | None = None) -> list[dict[str, Any]]:
    """Return the outputs that have the right form and fit the limits of a cell and of a notebook; drop the rest.

    `budget` is what is left of `NOTEBOOK`, and becomes less.
    """
    left = dict(NOTEBOOK) if budget is None else budget
    cell = {"text": TEXT + SLACK, "data": DATA + SLACK, "html": HTML}
    room = {what: min(most, left[what]) for what, most in cell.items()}
    before, found = dict(room), []
    for output in outputs[:MANY] if isinstance(outputs, list) else []:
        try:
            good = _output(output, room)
        except (TypeError, KeyError, AttributeError, ValueError):
            continue
        found.append(good)
    for what, most in before.items():
        left[what] = max(left[what] - (most - max(room[what], 0)), 0)
    return found


def _output(output: dict[str, Any], room: dict[str, int]) -> dict[str, Any]:
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": _fit(output["text"], "text", room)}
    if kind == "error":
        lines = [_fit(line, "text", room) for line in output["traceback"][:100]]
        ename, evalue = _fit(output["ename"], "text", room), _fit(output["evalue"], "text", room)
        return {"output_type": kind, "ename": ename, "evalue": evalue, "traceback": lines}
    if kind not in ("display_data", "execute_result"):
        raise ValueError("unknown kind")
    data = {str(mime)[:100]: _fit(value, "data", room) for mime, value in output["data"].items() if type(value) is str}
    html = data.get("text/html", "")
    if len(html) > room["html"] or _is_deep(html):
        data.pop("text/html", None)
    else:
        room["html"] -= len(html)
    made = {"output_type": kind, "data": data, "metadata": {}}
    return {**made, "execution_count": None} if kind == "execute_result" else made


def _is_deep(html: str) -> bool:
    """Whether elements lie too deep within each other, counted in one pass; what is not closed counts on."""
    depth = 0
    for tag in TAG.finditer(html):
        if tag[2].lower() not in VOID:
            depth += -1 if tag[1] else 1
        if depth > DEPTH:
            return True
    return False


def _fit(text: Any, what: str, room: dict[str, int]) -> str:
    if type(text) is not str:
        raise TypeError("not a text")
    room[what] -= len(text)
    if room[what] < 0:
        raise ValueError("too much")
    return text.encode(errors="replace").decode()
