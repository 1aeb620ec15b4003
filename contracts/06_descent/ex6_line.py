"""6.6 — a line with two parameters."""

import torch

from autograder.contracts import Contract, case


def cases():
    """Rows and columns, one example, no step and many, far starts."""
    draw = torch.Generator().manual_seed(661)
    x = torch.randn(10, generator=draw)
    y = 1.2 * x - 0.7 + 0.2 * torch.randn(10, generator=draw)
    yield case(torch.tensor([-2.0, 0.5, 3.0]), torch.tensor([-6.0, -3.5, -1.0]), -1.0, 2.0, lr=0.1, steps=1, tag="step")
    yield case(x, y, 0.3, -0.1, lr=0.05, steps=9)
    yield case(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0]), 1.0, 1.0, lr=0.2, steps=60, note="long")
    yield case(x.reshape(-1, 1), y, 0.3, -0.1, lr=0.05, steps=4, tag="column")
    yield case(torch.tensor([[2.0]]), torch.tensor([5.0]), 1.0, 1.0, lr=0.05, steps=3, tag="column")
    yield case(torch.tensor([[1.0], [-2.0]]), torch.tensor([5.0, 1.0]), 1.0, 1.0, lr=0.05, steps=3, tag="column")
    yield case(torch.tensor([2.0]), torch.tensor([5.0]), 10.0, 0.0, lr=0.01, steps=2)
    yield case(x, y, 4.0, -3.0, lr=0.1, steps=0)
    yield case(
        torch.stack([x, y], dim=1)[:, :1],
        y,
        0.0,
        0.0,
        lr=0.01,
        steps=2,
        note="x is one column of a table",
        tag="column",
    )


contract = Contract(
    cases(),
    names=("w", "b", "losses"),
    container="sequence",
    walks="losses",
    twist=True,
    hints={
        "w": "both gradients from one backward(), then both updates, then clear both",
        "b": "both gradients from one backward(), then both updates, then clear both",
        "losses": "the mean of the squared errors, before each step; a column minus a row is a table",
        "walks": "one backward() a step gives both gradients",
        "twist": "take the steps from the gradients that backward() has found",
        "arguments": "the data are read, never changed",
    },
)
