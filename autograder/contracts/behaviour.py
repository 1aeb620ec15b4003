"""What an answer did on the cases of a contract, as a short text: answers that make the same mistake have the same."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

Report = list[dict[str, Any]]
DIGITS = 3  # significant digits of numbers: the same mistake in another order of operations is the same
LENGTH = 12  # hexadecimal digits
PLAIN = ("kind", "type", "dtype", "shape", "length", "text", "name", "state", "parts", "training")


def behaviour(report: Any, wanted: Report) -> str:
    """Return a digest of a probe's report: of results, errors and arguments, by number, kind and shape.

    Where these are those of the reference, what is wrong lies elsewhere: then marks, gradients, switches and walks
    count as well. The digest is empty for a report that is none.
    """
    try:
        seen = _told(report, closely=False)
        if seen == _told(wanted, closely=False):
            seen = _told(report, closely=True)
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:LENGTH]
    except (TypeError, AttributeError, ValueError, KeyError, OverflowError, RecursionError):
        return ""  # a forged report may be anything


def _told(report: Report, closely: bool) -> list[Any]:
    return [
        {run: _run(entry[run], closely) for run in ("first", "second", "twisted") if isinstance(entry.get(run), dict)}
        for entry in report
    ]


def _run(run: dict[str, Any], closely: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"arguments": [_node(node, closely) for node in run.get("arguments", [])]}
    if "error" in run:
        told["error"] = run["error"]["type"]
    elif "result" in run:
        told["result"] = _node(run["result"], closely)
    if closely:
        kinds = [event[0] for event in run.get("events", [])]
        told |= {"state": run.get("state"), "called": run.get("called"), "walks": kinds.count("walk"), "kinds": kinds}
    return told


def _node(node: Any, closely: bool) -> Any:
    """The numbers, texts, kinds and shapes of a snapshot."""
    if not isinstance(node, dict):
        return None
    told = {name: node[name] for name in PLAIN if name in node}
    if closely:
        told |= {name: node[name] for name in ("requires_grad", "leaf", "object", "storage", "hooks") if name in node}
        told["grad"] = _node(node.get("grad"), closely)
    if "value" in node:
        told["value"] = _rounded(node["value"])
    if isinstance(node.get("values"), list):
        told["values"] = [_rounded(number) for number in node["values"]]
    if isinstance(node.get("items"), list):
        told["items"] = [_node(item, closely) for item in node["items"]]
    if isinstance(node.get("pairs"), list):
        told["pairs"] = [[_node(part, closely) for part in pair] for pair in node["pairs"]]
    if isinstance(node.get("tensors"), dict):
        told["tensors"] = {name: _node(tensor, closely) for name, tensor in node["tensors"].items()}
    return told


def _rounded(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.{DIGITS - 1}e}" if abs(value) > 1e-12 else "0"
    return repr(value) if isinstance(value, float) else value
