"""6.7 — the drawing of the loss after some steps."""

import torch

from autograder.contracts import Contract, case
from autograder.contracts.figures import read_drawing

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
