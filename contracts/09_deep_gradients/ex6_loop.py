"""9.6 — the loop that clips, repaired."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(961)


def weight(*values):
    """A leaf."""
    return torch.tensor(values, requires_grad=True)


def pairs(sizes, d, scale=5.0):
    """Batches of these sizes."""
    return [(torch.randn(n, d, generator=draw), scale * torch.randn(n, generator=draw)) for n in sizes]


contract = Contract(
    [
        case(weight(0.0, 0.0), pairs([4, 4], 2), lr=0.3, limit=1e6, steps=2),
        case(weight(1.0, 1.0, 1.0), pairs([5, 5, 5], 3, 8.0), lr=0.2, limit=1.5, steps=9),
        case(weight(1.0, -1.0), pairs([1, 7], 2), lr=0.1, limit=2.0, steps=3, note="batches of unequal size"),
        case(weight(0.5), pairs([3], 1), lr=0.05, limit=0.1, steps=4),
        case(weight(0.0, 2.0), pairs([2, 2, 2, 2], 2), lr=0.0, limit=0.5, steps=2),
        case(weight(0.5, 0.5), pairs([3, 3], 2), lr=0.1, limit=3.0, steps=0),
        case(
            weight(0.3, 0.1),
            pairs([3, 2], 2, 0.01),
            lr=0.1,
            limit=100.0,
            steps=2,
            note="small gradients, nothing to cut",
        ),
    ],
    names=("norms",),
    output=("w",),
    hints={
        "w": "clear once a step, add up the gradients of the mean, clip once, then update",
        "number": "the norm of the whole gradient, before the clipping",
        "length": "one norm a step",
        "type": "a float for each step",
        "grad": "clear w.grad in the end",
        "tracking": "update w in place, under no_grad",
        "arguments": "the batches stay as they are",
    },
)
