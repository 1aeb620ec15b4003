"""6.2 — the loop with its history."""

import torch

from autograder.contracts import Contract, case


def cases():
    """Noisy data, one example, no step, one step, many steps, a tiny and a large rate."""
    draw = torch.Generator().manual_seed(621)
    x = torch.randn(12, generator=draw)
    y = 2.5 * x + 0.3 * torch.randn(12, generator=draw)
    yield case(-2.0, x, y, lr=0.07, steps=3)
    yield case(1.5, torch.tensor([1.0]), torch.tensor([1.0]), lr=0.1, steps=0)
    yield case(0.5, torch.tensor([1.0, 3.0]), torch.tensor([2.0, -1.0]), lr=0.02, steps=1)
    yield case(0.5, torch.tensor([3.0]), torch.tensor([-1.0]), lr=0.12, steps=6, note="it swings and diverges")
    yield case(4.0, x, y, lr=1e-4, steps=25)
    yield case(
        2.5, torch.tensor([2.0, 1.0]), torch.tensor([5.0, 2.5]), lr=0.1, steps=4, note="it starts at the minimum"
    )


contract = Contract(
    cases(),
    names=("ws", "losses"),
    container="sequence",
    walks="losses",
    twist=True,
    hints={
        "ws": "w0 first, then the weight after each step: gradient of the mean loss, times lr, from a cleared gradient",
        "losses": "one loss a step, taken before the update",
        "walks": "each iteration builds its own graph, and one backward() walks it",
        "twist": "take the steps from the gradient that backward() has found",
        "arguments": "the data are read, never changed",
        "again": "nothing of a descent may be left for the next one",
        "state": "recording is on again after the loop",
    },
)
