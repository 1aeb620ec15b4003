"""9.2 — the gradient norm of each layer."""

import itertools

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(921)


def nothing(t):
    return t


def sigmoid(t):
    return torch.sigmoid(t)


def tanh(t):
    return torch.tanh(t)


def relu(t):
    return torch.relu(t)


def odd(t):
    return t + 0.3 * torch.sin(5 * t)


def network(sizes, activation, rows=7, scale=1.0, dtype=torch.float32, note=""):
    """A case of random weights, inputs and targets."""
    weights = [
        (scale * torch.randn(a, b, generator=draw, dtype=dtype)).requires_grad_() for a, b in itertools.pairwise(sizes)
    ]
    x = torch.randn(rows, sizes[0], generator=draw, dtype=dtype)
    target = torch.randn(rows, sizes[-1], generator=draw, dtype=dtype)
    return case(weights, x, target, activation, note=note)


contract = Contract(
    [
        network([2, 3, 1], tanh, rows=2),
        network([4, 6, 3, 5], sigmoid),
        network([4, 6, 3, 5], odd, rows=1),
        network([3, 3, 3, 3, 3, 3], relu),
        network([3, 2], nothing, note="one layer"),
        network([5, 4, 4, 2], odd, dtype=torch.float64),
        network([8] * 13, sigmoid, scale=0.2, note="twelve layers, tiny gradients"),
        network([2, 2, 2], relu, rows=1, scale=0.0, note="all weights 0"),
        network([1, 1, 1, 1], nothing, rows=30, scale=3.0),
    ],
    names=("norms",),
    container="sequence",
    walks="count",
    hints={
        "number": "activation after every layer, mean loss, the root of the sum of all squares, first layer first",
        "length": "one norm for each weight matrix",
        "type": ".item() takes the number out of a tensor",
        "grad": "leave no gradient behind",
        "walks": "one backward() fills the gradients of all layers",
        "arguments": "measure, and change nothing",
        "again": "gradients add up; leave none behind",
    },
)
