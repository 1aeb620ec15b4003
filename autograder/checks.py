"""Look inside a learner's call: what hidden tests may ask beyond the value that a function returns.

Every helper takes the learner's function or object and returns plain data (numbers, strings, lists), so that a test
reads the same wherever the learner's code happens to run: in the judge, a helper whose arguments are handles runs in
the learner's process.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, cast

import torch

P = ParamSpec("P")
R = TypeVar("R")

# Set in the judge: runs the named helper in the process in which its arguments live, or returns NotImplemented.
elsewhere: Callable[[str, tuple[Any, ...], dict[str, Any]], Any] | None = None


def _where_it_lives(helper: Callable[P, R]) -> Callable[P, R]:
    """Run a helper in the process of its arguments."""

    @wraps(helper)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        result: Any = elsewhere(helper.__name__, args, kwargs) if elsewhere else NotImplemented
        if result is NotImplemented:
            return helper(*args, **kwargs)
        return cast(R, result)

    return run


@dataclass
class Observation:
    """What one call did: its result, its walks through graphs, what autograd kept, and the calls of its arguments."""

    result: Any = None
    backward_calls: int = 0
    saved_bytes: int = 0
    calls: list[tuple[Any, ...]] = field(default_factory=list)


@_where_it_lives
def observe(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Observation:
    """Call `function(*args, **kwargs)` and report what happened inside.

    `backward_calls` counts walks through a graph: `Tensor.backward`, `torch.autograd.backward` and
    `torch.autograd.grad`, one each. `calls` has the positional arguments of every call of a function among `args`, in
    order. It is in no answer's way: `torch.func`, checkpoints and hooks of its own work inside. Raises whatever
    `function` raises.
    """
    seen = Observation()
    watched = [_recording(value, seen.calls) if isinstance(value, FunctionType) else value for value in args]
    with _counting(seen):
        seen.result = function(*watched, **kwargs)
    return seen


@_where_it_lives
def observe_bytes(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Observation:
    """Call and report as `observe`, and count in `saved_bytes` what autograd kept for `backward()`, in bytes.

    A tensor that was kept twice counts twice. `torch.func` refuses to work while this counts.
    """
    kept = 0

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal kept
        kept += tensor.nelement() * tensor.element_size()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        seen: Observation = observe(function, *args, **kwargs)
    seen.saved_bytes = kept
    return seen


def _recording(function: Callable[..., Any], calls: list[tuple[Any, ...]]) -> Callable[..., Any]:
    def recorded(*args: Any) -> Any:
        calls.append(args)
        return function(*args)

    return recorded


@contextmanager
def _counting(seen: Observation) -> Iterator[None]:
    backward, grad = torch.autograd.backward, torch.autograd.grad

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            seen.backward_calls += 1
            return original(*args, **kwargs)

        return call

    # Tensor.backward looks torch.autograd.backward up at each call, so this counts both.
    torch.autograd.backward, torch.autograd.grad = counted(backward), counted(grad)
    try:
        yield
    finally:
        torch.autograd.backward, torch.autograd.grad = backward, grad


@_where_it_lives
def graph(result: torch.Tensor) -> list[tuple[str, tuple[int, ...]]]:
    """List the graph behind a tensor: each node's name, and the places in the list of the nodes that it leads to.

    Nodes come in the order of a depth-first walk from `result`, so two results have equal lists exactly if their graphs
    have the same structure. A tensor that is not tracked has an empty list.
    """
    order: dict[Any, int] = {}

    def visit(node: Any) -> None:
        if node is not None and node not in order:
            order[node] = len(order)
            for following, _ in node.next_functions:
                visit(following)

    visit(result.grad_fn)
    return [(node.name(), tuple(order[f] for f, _ in node.next_functions if f is not None)) for node in order]


@dataclass(frozen=True)
class Line:
    """One curve of a figure: its points in data units; `spans_axes` where it crosses the whole axis (`axhline`)."""

    x: list[float]
    y: list[float]
    label: str
    spans_axes: bool

    def shows(self, values: Sequence[float]) -> bool:
        """Tell whether the y values are `values`, to a relative tolerance of 1e-6."""
        return len(self.y) == len(values) and all(
            math.isclose(mine, wanted, rel_tol=1e-6, abs_tol=1e-9) for mine, wanted in zip(self.y, values, strict=True)
        )


@dataclass(frozen=True)
class Axes:
    """What a reader sees of one pair of axes: its words, its scales, its curves and the texts of its legend."""

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    lines: list[Line]
    legend: list[str]


@_where_it_lives
def figure_data(figure: Any) -> list[Axes]:
    """Read a matplotlib figure as plain data, one `Axes` for each of its axes, and close it."""
    import matplotlib.pyplot as plt

    drawn = [
        Axes(
            title=axes.get_title(),
            xlabel=axes.get_xlabel(),
            ylabel=axes.get_ylabel(),
            xscale=axes.get_xscale(),
            yscale=axes.get_yscale(),
            lines=[_line(line, axes) for line in axes.lines],
            legend=[text.get_text() for text in (axes.get_legend().get_texts() if axes.get_legend() else ())],
        )
        for axes in figure.axes
    ]
    plt.close(figure)
    return drawn


def _line(line: Any, axes: Any) -> Line:
    return Line(
        x=[float(value) for value in line.get_xdata()],
        y=[float(value) for value in line.get_ydata()],
        label=str(line.get_label()),
        spans_axes=line.get_transform() == axes.get_yaxis_transform(),
    )


@_where_it_lives
def probe(plan: bytes, *answers: Any) -> str:
    """Run the cases of a contract beside the answers; return the report of `autograder.contracts.probe`, in JSON."""
    from autograder.contracts.probe import run

    return run(plan, *answers)
