"""What a figure shows, as plain data: the usual `view` of a contract about a drawing."""

from __future__ import annotations

import re
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


def read_drawing(result: Any) -> Any:
    """Return the boxes of a torchviz drawing, as `label (colour)`, and its arrows from label to label, both sorted.

    What has no text in Graphviz's language comes back as it is.
    """
    source = getattr(result, "source", None)
    if not isinstance(source, str):
        return result
    boxes, names = [], {}
    pattern = r'^\s*(\d+) \[label="?([^"\[\]]*?)"?(?: fillcolor=(\w+))?\]'
    for number, text, colour in re.findall(pattern, source, re.MULTILINE):
        names[number] = " ".join(text.split())
        boxes.append(f"{names[number]} ({colour})" if colour else names[number])
    arrows = re.findall(r"^\s*(\d+) -> (\d+)", source, re.MULTILINE)
    return {"boxes": sorted(boxes), "arrows": sorted(f"{names.get(a)} -> {names.get(b)}" for a, b in arrows)}
