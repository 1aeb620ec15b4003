"""What a figure shows, as plain data: the usual `view` of a contract about a drawing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from autograder.checks import figure_data


def read_figure(result: Any) -> Any:
    """Return a dict for each axes: the fields of `autograder.checks.Axes`, and `place`.

    A place is left, bottom, width and height as parts of the figure, 0 to 1. What is no figure comes back as it is.
    """
    if not hasattr(result, "axes") or not hasattr(result, "get_size_inches"):
        return result
    places = [[round(edge, 3) for edge in axes.get_position().bounds] for axes in result.axes]
    return [asdict(axes) | {"place": place} for axes, place in zip(figure_data(result), places, strict=True)]
