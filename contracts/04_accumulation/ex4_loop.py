"""4.4 — the swing, stopped."""

import torch

from autograder.contracts import Contract, case


def cases():
    """Noisy data, one example, no step, many steps, divergence, a start at the minimum."""
    draw = torch.Generator().manual_seed(441)
    x = torch.randn(7, generator=draw)
    y = 2.5 * x + 0.3 * torch.randn(7, generator=draw)
    yield case(-2.0, x, y, lr=0.07, steps=3)
    yield case(1.5, torch.tensor([1.0, 3.0]), torch.tensor([2.0, -1.0]), lr=0.02, steps=25)
    yield case(1.5, torch.tensor([1.0]), torch.tensor([2.0]), lr=0.02, steps=0)
    yield case(0.5, torch.tensor([3.0]), torch.tensor([-1.0]), lr=0.12, steps=7, note="it diverges")
    yield case(3.0, x, y, lr=1e-4, steps=1)
    yield case(
        2.0, torch.tensor([2.0, 1.0]), torch.tensor([4.0, 2.0]), lr=0.1, steps=4, note="it starts at the minimum"
    )


contract = Contract(
    cases(),
    names=("ws",),
    walks="losses",
    twist=True,
    hints={
        "number": "every iteration starts from a cleared gradient; .item() keeps the number",
        "length": "w0 first, then one weight a step",
        "type": "a list of floats: .item() keeps the number, the tensor changes later",
        "walks": "one backward() a step, on a fresh loss",
        "twist": "take the step from the gradient that backward() has found",
        "arguments": "the data are read, never changed",
    },
)
