"""6.7 — the drawing of the loss after some steps."""

import re

import torch

from autograder.contracts import Contract, case


def read_drawing(drawing):
    """Labels of the boxes, and the arrows between them by label: addresses change from run to run."""
    source = getattr(drawing, "source", None)
    if not isinstance(source, str):
        return drawing
    labels = dict(re.findall(r'^\s*(\d+) \[label="?([^"\[\]]*?)"?(?: fillcolor=\w+)?\]', source, re.MULTILINE))
    labels = {number: " ".join(text.split()) for number, text in labels.items()}
    arrows = re.findall(r"^\s*(\d+) -> (\d+)", source, re.MULTILINE)
    return {
        "boxes": sorted(labels.values()),
        "arrows": sorted(f"{labels.get(a)} -> {labels.get(b)}" for a, b in arrows),
    }


contract = Contract(
    [
        case(1.0, torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 1.0, 0.0]), lr=0.01, steps=2),
        case(4.0, torch.tensor([2.0, 1.0]), torch.tensor([5.0, 1.0]), lr=0.1, steps=4),
        case(10.0, torch.tensor([2.0]), torch.tensor([5.0]), lr=0.1, steps=1),
        case(-3.0, torch.tensor([2.0]), torch.tensor([5.0]), lr=0.1, steps=0),
    ],
    names=("drawing",),
    view=read_drawing,
    walks="losses",
    watch=("torchviz.make_dot",),
    twist=False,
    hints={
        "value": "make_dot(loss, params={'w': w}), with loss = ((w * x - y) ** 2).mean() of the leaf that was updated",
        "walks": "each iteration: a fresh loss, one backward(), a step, a cleared gradient",
        "calls": "draw the loss after the last step",
        "arguments": "the data are read, never changed",
    },
)
