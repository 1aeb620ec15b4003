"""10.6 — a checker of derivatives."""

import torch

from autograder.contracts import Contract, case

FLAT, SQUARE = [0.4, 1.3], [[0.3, -1.2], [2.0, 0.7]]


def x(numbers, dtype=torch.float64):
    return torch.tensor(numbers, dtype=dtype)


def wave(x):
    return torch.sin(x)


def cube(x):
    return x**3


def straight(x):
    return 3 * x


def mean(x):
    return (x**2).mean()


def by_rows(x):
    """It needs two axes."""
    return (x.exp() * x[0]).sum(dim=1)


def turned(x):
    return 2 * x.detach().sin() - x.sin()


def half(x):
    return x.exp() * 0.5 + 0.5 * x.detach().exp()


def one_per_cent(x):
    return 0.99 * x**2 + 0.01 * x.detach() ** 2


def one_entry_cut(x):
    return torch.stack([x[0] ** 2, x[1].detach() * x[0]])


def last_entry_cut(x):
    flat = x.reshape(-1)
    return torch.cat([flat[:-1] ** 2, flat[-1:].detach() ** 2])


def from_one_on(x):
    """Its gradient is wrong where x is larger than 1."""
    return torch.where(x > 1, x.detach() ** 2, x**2)


def detached(x):
    return x * x.detach()


def powers(power):
    def by_hand(x):
        return x.detach() ** power + power * x.detach() ** (power - 1) * (x - x.detach())

    return by_hand


def second_by_rows(x):
    """It needs two axes, and its second derivative is wrong."""
    return (x.detach() ** 2 + 2 * x.detach() * (x - x.detach())).sum(dim=1)


class Numbers(torch.autograd.Function):
    """A cube whose backward is computed outside of autograd."""

    @staticmethod
    def forward(ctx, x):
        ctx.numbers = x.detach()
        return x**3

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 3 * ctx.numbers**2


class Mixed(torch.autograd.Function):
    """A cube whose backward gives each entry the gradient of another: a sum does not show it."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient.flip(0) * 3 * x**2


def mixed_up(x):
    return Mixed.apply(x)


def saved_numbers(x):
    return Numbers.apply(x)


def both(function, numbers, tag, note=""):
    """The same in float64 and float32."""
    return [case(function, x(numbers, dtype), tag=tag, note=note) for dtype in (torch.float64, torch.float32)]


contract = Contract(
    [
        *both(wave, FLAT, "right"),
        *both(cube, SQUARE, "right"),
        *both(straight, SQUARE, "right"),
        *both(mean, FLAT, "right"),
        *both(by_rows, SQUARE, "right", "it needs two axes"),
        *both(cube, 1.5, "right"),
        *both(from_one_on, [0.2, 0.9], "right", "its gradient is wrong elsewhere"),
        *both(turned, FLAT, "first"),
        *both(half, SQUARE, "first"),
        *both(one_per_cent, [0.5, 2.0], "first", "the gradient is off by one per cent"),
        *both(one_entry_cut, FLAT, "first"),
        *both(last_entry_cut, SQUARE, "first"),
        *both(from_one_on, [0.2, 1.9], "first", "its gradient is wrong where x is larger than 1"),
        *both(detached, 1.5, "first"),
        *both(mixed_up, FLAT, "first", "entries get the gradients of others"),
        *both(powers(2), [0.5, 2.0], "second"),
        *both(powers(3), [0.5, 1.5], "second"),
        *both(powers(4), 1.25, "second"),
        *both(second_by_rows, SQUARE, "second", "it needs two axes"),
        *both(saved_numbers, FLAT, "second"),
    ],
    names=("order",),
    hints={
        "value": "gradcheck, then gradgradcheck, in double precision, at x as it is",
        "type": "return 0, 1 or 2",
        "arguments": "check a copy: x stays as it is, unmarked, in its dtype",
    },
)
