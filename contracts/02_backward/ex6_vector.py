"""2.6 — the gradient of a picture."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(261)
TARGET = torch.rand(4, 5, generator=draw, dtype=torch.float64)


def numbers(*shape, dtype=torch.float32):
    return torch.rand(shape, generator=draw, dtype=torch.float32).to(dtype)


def squares(x):
    return (x**2).sum()


def against_target(x):
    return ((x - TARGET) ** 2).mean()


def cube(x):
    return x**3


def second(x):
    return x[1] ** 2


def wave(x):
    return (torch.sin(3 * x) * x).sum()


def boxed(x):
    """The number in a tensor of shape (1, 1, 1)."""
    return (x**3).sum().reshape(1, 1, 1)


def one_row(x):
    return (x**2).sum().reshape(1)


def first_column(x):
    return x[:, 0].prod()


def rows(x):
    return x.sum(dim=1)


def column(x):
    return x.sum(dim=1, keepdim=True)


def two(x):
    return x.flatten()[:2] * 2


def same(x):
    return x * 1


contract = Contract(
    [
        case(squares, torch.tensor([1.5, -2.0, 3.0]), tag="values"),
        case(against_target, numbers(4, 5, dtype=torch.float64), tag="values"),
        case(cube, torch.tensor(2.5), tag="values", note="a tensor of shape ()"),
        case(second, numbers(3), tag="values"),
        case(wave, numbers(2, 3, 4), tag="values"),
        case(wave, numbers(1), tag="values"),
        case(first_column, numbers(3, 2), tag="values"),
        case(wave, numbers(1, 1), tag="values", note="x has the shape (1, 1)"),
        case(wave, numbers(3, 1), tag="values", note="x is a column"),
        case(squares, numbers(0), tag="values", note="x has no entry"),
        case(squares, numbers(3, dtype=torch.bfloat16), tag="values"),
        case(wave, torch.arange(6.0).reshape(2, 3).t(), tag="values", note="x is not contiguous"),
        case(squares, torch.full((2, 2), 0.5), tag="untouched", note="equal entries"),
        case(wave, torch.zeros(3), tag="untouched"),
        case(one_row, numbers(3), tag="refuses", note="f(x) has the shape (1,)"),
        case(boxed, numbers(2, 2), tag="refuses", note="f(x) has the shape (1, 1, 1)"),
        case(boxed, numbers(1, 1), tag="refuses"),
        case(rows, numbers(3, 4), tag="refuses", note="f(x) has three entries"),
        case(column, numbers(3, 4), tag="refuses", note="f(x) is a column"),
        case(two, numbers(5), tag="refuses", note="f(x) has two entries"),
        case(same, numbers(2, 2), tag="refuses", note="f(x) has the shape of x"),
    ],
    names=("gradient",),
    errors=("ValueError",),
    free=("new",),
    atol=1e-6,
    hints={
        "number": "f(leaf).backward(), then leaf.grad, as it is",
        "shape": "the gradient has the shape of x",
        "dtype": "keep the dtype of x",
        "tracking": "return the grad of the marked leaf",
        "arguments": "mark a clone: the caller's tensor stays as it was, unmarked and without grad, after an error too",
        "error": "ask y.numel() before backward(): refuse more than one entry, and nothing else",
        "again": "each call needs a fresh marked tensor",
    },
)
