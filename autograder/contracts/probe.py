"""Run an answer on all cases of a contract, and say as plain data what it did. This runs beside the answer.

One request for all cases of a graded cell: a round trip costs more than most calls. The author's solution is probed by
the same code in the judge. Nothing here is a defence: what it reports of values is no more than what a call returns.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.contracts.case import SEED, SEEDED, Case
from autograder.contracts.means import Means, recorded, spied, watched_walks
from autograder.contracts.snapshot import Node, Snapshots, error_node
from autograder.wire.exceptions import own_line

TWIST = 3.0  # by how much a twisted gradient is larger


@dataclass(frozen=True)
class Plan:
    """What the probe needs of a contract. `twice`: run all cases again; `twisted`: run them with larger gradients."""

    cases: tuple[Case, ...]
    view: Callable[[Any], Any] | None = None
    spies: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    record: bool = False
    twice: bool = False
    twisted: bool = False


def run(packed: bytes, *answers: Any) -> str:
    """Run the packed plan and return the report, a JSON list with one entry for each case.

    An entry has `first`, and `second` and `twisted` where they are asked for; each of these has `result` or `error`,
    `arguments` before and after, `state`, `events` and `called`. `kept` is the first result at the very end, `same`
    whether the second call returned the very object that the first one did.
    """
    plan: Plan = pickle.loads(packed)
    report: list[dict[str, Any]] = []
    kept: list[_Kept] = []
    for one in plan.cases:
        entry, keep = _once(one, plan, answers)
        report.append({"first": entry})
        kept.append(keep)
    if plan.twice:
        again: Plan = pickle.loads(packed)
        for number, one in enumerate(again.cases):
            drawn = type(kept[number].returned).__module__.startswith("matplotlib.")
            if drawn and number:  # a figure takes long, and one shows whether calls get into each other's way
                continue
            report[number]["second"], keep = _once(one, again, answers, before=drawn)
            report[number]["same"] = _can_change(keep.returned) and any(
                keep.returned is other for other in (kept[number].returned, keep.warm)
            )
        for number, first in enumerate(kept):
            if "second" in report[number]:
                report[number]["kept"] = first.snapshots.take(first.seen)
    if plan.twisted:
        larger: Plan = pickle.loads(packed)
        for number, one in enumerate(larger.cases):
            report[number]["twisted"] = _once(one, larger, answers, twist=TWIST)[0]
    return json.dumps(report)


@dataclass(frozen=True)
class _Kept:
    """A result, to look at it again later: what the answer returned, and what of it is compared."""

    snapshots: Snapshots
    returned: Any
    warm: Any  # what a call before it has returned, where there was one
    seen: Any


def _can_change(value: Any) -> bool:
    """Whether a value that comes back a second time could be changed by whoever has it."""
    kinds = (torch.Tensor, torch.nn.Module, list, dict, set, np.ndarray)
    return isinstance(value, kinds) or type(value).__module__.startswith("matplotlib.")


def _once(
    one: Case, plan: Plan, answers: tuple[Any, ...], twist: float = 1.0, *, before: bool = False
) -> tuple[Node, _Kept]:
    """Run one case, and describe it; also return the result itself, to look at it again later.

    With `before` another call comes first, whose figures are open still: a second call must not draw into them.
    """
    snapshots, means, entry = Snapshots(), Means(), Node()
    _close_figures()
    returned = result = warm = None
    if before and not one.program:
        args, kwargs = one.fresh()
        with _switches(close=False), suppress(Exception):
            warm = answers[0](*args, **kwargs)
    with _switches(), ExitStack() as watching:
        args, kwargs = one.fresh()
        entry["before"] = [snapshots.take(value) for value in (*args, *kwargs.values())]
        watching.enter_context(watched_walks(means, twist))
        for name in (*plan.spies, *plan.watch):
            watching.enter_context(spied(name, means, answers, name in plan.watch))
        passed = [recorded(value, means) if plan.record else value for value in args]
        torch.manual_seed(SEED)
        try:
            returned = one.program(*answers) if one.program else answers[0](*passed, **kwargs)
            result = plan.view(returned) if plan.view else returned
        except (Exception, SystemExit) as error:  # a time limit of the caller is neither
            entry["error"] = error_node(error, own_line(error))
        entry["state"] = _state() | {SEEDED: "left alone" if torch.initial_seed() == SEED else "set"}
    if "error" not in entry:
        entry["result"] = snapshots.take(result)
    entry["arguments"] = [snapshots.take(value) for value in (*args, *kwargs.values())]
    return entry | {"events": means.events, "called": sorted(means.called)}, _Kept(snapshots, returned, warm, result)


def _state() -> dict[str, Any]:
    return {
        "grad mode": torch.is_grad_enabled(),
        "inference mode": torch.is_inference_mode_enabled(),
        "anomaly mode": torch.is_anomaly_enabled(),
        "default dtype": str(torch.get_default_dtype()),
    }


@contextmanager
def _switches(*, close: bool = True) -> Iterator[None]:
    """Set all switches for a call, so that each starts alike, and back after it; close its figures."""
    before = torch.is_grad_enabled(), torch.is_anomaly_enabled(), torch.get_default_dtype()
    _set(True, False, torch.float32)
    try:
        yield
    finally:
        _set(*before)
        if close:
            _close_figures()


def _set(grad: bool, anomaly: bool, dtype: torch.dtype) -> None:
    torch.set_grad_enabled(grad)
    torch.autograd.set_detect_anomaly(anomaly)
    torch.set_default_dtype(dtype)


def _close_figures() -> None:
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
