"""6.1 — one gradient step on w, in place."""

import torch

from autograder.contracts import Contract, case


def cases():
    """One example and many, float64, data of one value, a step of no length."""
    draw = torch.Generator().manual_seed(601)
    yield step(-1.5, torch.tensor([2.0, -1.0, 0.5]), torch.tensor([1.0, 3.0, -2.0]), 0.05)
    yield step(3.0, torch.tensor([1.5]), torch.tensor([-4.0]), 0.1)
    yield step(0.25, torch.randn(40, generator=draw), torch.randn(40, generator=draw), 0.3)
    yield step(-0.7, torch.tensor([1e-3, 2e-3]), torch.tensor([3e-3, 1e-3]), 2.0)
    yield step(50.0, torch.tensor([30.0, -20.0]), torch.tensor([7.0, 40.0]), 1e-4, note="a gradient of many thousands")
    yield step(1.0, torch.tensor([1.0, 1.0]), torch.tensor([1.0, 1.0]), 0.5, note="the loss is 0 already")
    wide = {"dtype": torch.float64}
    yield case(
        torch.tensor(0.3, requires_grad=True, **wide),
        torch.randn(5, generator=draw, **wide),
        torch.randn(5, generator=draw, **wide),
        lr=0.05,
    )


def step(w, x, y, lr, note=""):
    """A case with a fresh parameter."""
    return case(torch.tensor(w, requires_grad=True), x, y, lr=lr, note=note)


contract = Contract(
    cases(),
    names=("loss",),
    output=("w",),
    walks="count",
    twist=True,
    hints={
        "loss": "the loss is the mean of (w * x - y) ** 2, before the step, as a float",
        "w": "w moves by -lr times the gradient that backward() has found",
        "grad": "clear the gradient after the update",
        "walks": "let autograd find the gradient, with one backward() a step",
        "twist": "take the step from w.grad, not from a derivative of your own",
        "again": "every step must start from a cleared gradient",
        "tracking": "keep w itself, a leaf that requires grad: update it in place, under no_grad",
        "arguments": "the data are read, never changed",
        "state": "recording is on again after the step",
    },
)
