"""4.6 — the pull of each head alone."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(461)


def wave(t):
    return torch.sin(t) * t


def exponential(t):
    return t.exp()


def total(m):
    return m.sum()


def squares(m):
    return (m**2).mean()


def corner(m):
    return m.reshape(-1)[0]


def last(m):
    return m.reshape(-1)[-1]


def product(m):
    return m.prod()


def huge(m):
    return 1e6 * m.sum()


def tiny(m):
    return 1e-3 * m.sum()


def flat(m):
    return 0 * m.sum()


SHAPES = torch.randn(2, 3, generator=draw, dtype=torch.float64)
contract = Contract(
    [
        case(wave, [total, squares], torch.tensor([0.5, -1.0])),
        case(wave, [total, squares, corner, last, product], SHAPES),
        case(exponential, [huge, tiny, tiny, huge], torch.tensor([0.1, 0.2]), note="heads of very different size"),
        case(exponential, [squares], torch.tensor(0.3)),
        case(exponential, [], torch.tensor([0.3])),
        case(wave, [total] * 7, torch.tensor([[0.3]]), note="one head seven times"),
        case(wave, [corner, flat, last], torch.arange(6.0).reshape(2, 3).t(), note="x is not contiguous"),
        case(wave, [squares, total], torch.randn(2, 1, 2, generator=draw)),
    ],
    names=("pulls",),
    calls="count",
    hints={
        "number": "each head alone: clear in between, and keep tensors apart",
        "new": "each gradient is a tensor of its own, and x is the caller's",
        "length": "one gradient for each head",
        "calls": "retain_graph keeps one graph of the trunk for all heads",
        "arguments": "x stays as it is: unmarked, with its numbers; the list of heads too",
        "tracking": "a gradient is not tracked",
    },
)
