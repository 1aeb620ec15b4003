"""The outputs that a learner's process reports for a cell, checked and brought into nbformat's form."""

from __future__ import annotations

from typing import Any

TEXT = 100_000  # characters that a cell may print
DATA = 5 << 20  # characters of displays in a cell
HTML = 100_000  # characters of HTML in a cell: making it safe to look at takes seconds for a million
SHOWN = 25  # displays in a cell
MANY = 500  # outputs of a cell
SLACK = 40_000  # characters for what comes in addition: notes on what was cut, and one error


def checked(outputs: Any) -> list[dict[str, Any]]:
    """Return the outputs that have the right form and fit the limits; drop the rest."""
    room = {"text": TEXT + SLACK, "data": DATA + SLACK, "html": HTML}
    found = []
    for output in outputs[:MANY] if isinstance(outputs, list) else []:
        try:
            good = _output(output, room)
        except (TypeError, KeyError, AttributeError, ValueError):
            continue
        found.append(good)
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
    room["html"] -= len(data.get("text/html", ""))
    if room["html"] < 0:
        data.pop("text/html", None)
    made = {"output_type": kind, "data": data, "metadata": {}}
    return {**made, "execution_count": None} if kind == "execute_result" else made


def _fit(text: Any, what: str, room: dict[str, int]) -> str:
    if type(text) is not str:
        raise TypeError("not a text")
    room[what] -= len(text)
    if room[what] < 0:
        raise ValueError("too much")
    return text.encode(errors="replace").decode()
