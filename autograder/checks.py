"""Look inside a learner's call: what hidden tests may ask beyond the value that a function returns.

Every helper takes the learner's function or object and returns plain data (numbers, strings, lists), so that a test
reads the same wherever the learner's code happens to run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass
class Observation:
    """What one call did: its result, how often it ran `backward()`, and how it called the functions handed to it."""

    result: Any = None
    backward_calls: int = 0
    calls: list[tuple[Any, ...]] = field(default_factory=list)


def observe(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Observation:
    """Call `function(*args, **kwargs)` and report what happened inside.

    `backward_calls` counts walks through a graph: `Tensor.backward`, `torch.autograd.backward` and
    `torch.autograd.grad`, one each. `calls` has the positional arguments of every call of a callable among `args`, in
    order. Raises whatever `function` raises.
    """
    seen = Observation()
    watched = [_recording(value, seen.calls) if callable(value) else value for value in args]
    with _counting(seen):
        seen.result = function(*watched, **kwargs)
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
    """What a reader sees of one pair of axes: its words, its scales and its curves."""

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    lines: list[Line]


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
