"""2.7 — a gradient, measured."""

import math

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(272)


def numbers(*shape):
    return torch.randn(shape, generator=draw, dtype=torch.float64)


def cube(x):
    return (x**3).sum()


def sine_of_first(x):
    """Autograd cannot follow it, and it returns a float."""
    return math.sin(float(x.flatten()[0]))


def coupled(x):
    weights = torch.arange(x.numel(), dtype=torch.float64).reshape(x.shape)
    return (weights * x**2).sum() + x.flatten()[0] * x.flatten()[-1]


def product(x):
    return x.prod()


def entry(x):
    """It returns a view of what it is given."""
    return x.view(-1)[0]


def corner(x):
    """It has a corner at 0."""
    return x.abs().sum() + x.clamp(min=0).sum()


def as_float(x):
    return float((x.exp() * 2).sum())


def steps_up(x):
    return float(torch.floor(4 * x).sum())


def the_very_numbers(numerical_gradient):
    """Afterwards x holds the very same numbers, to the last digit."""
    x = torch.tensor([0.7, -1.3, 2.9, 0.11], dtype=torch.float64)
    kept = x.clone()
    numerical_gradient(as_float, x, 0.1)
    return torch.equal(x, kept)


contract = Contract(
    [
        case(cube, torch.tensor([1.5], dtype=torch.float64), 0.1, tag="formula"),
        case(sine_of_first, numbers(1), 0.3, tag="formula"),
        case(sine_of_first, numbers(1), 0.01, tag="formula"),
        case(sine_of_first, numbers(2), 1e-5, tag="formula"),
        case(cube, torch.tensor(2.0, dtype=torch.float64), 0.25, tag="formula", note="x has the shape ()"),
        case(
            corner,
            torch.tensor([0.05, -3.0], dtype=torch.float64),
            0.1,
            tag="formula",
            note="a corner between x - h and x + h",
        ),
        case(steps_up, torch.tensor([0.6, 0.3], dtype=torch.float64), 0.25, tag="formula", note="f is a staircase"),
        case(entry, numbers(3), 0.1, tag="formula", note="f returns an entry of x itself"),
        case(coupled, numbers(2, 3), 1e-4, tag="entries"),
        case(coupled, numbers(2, 2, 3), 1e-3, tag="entries"),
        case(coupled, numbers(4, 1), 0.5, tag="entries", note="a column"),
        case(as_float, numbers(1, 1), 1e-3, tag="entries"),
        case(as_float, numbers(5), 1e-3, tag="entries"),
        case(as_float, torch.tensor([0.0, -1.0, 0.0], dtype=torch.float64), 1e-3, tag="entries", note="entries of 0"),
        case(cube, torch.full((2, 2), 0.5, dtype=torch.float64), 0.125, tag="entries", note="equal entries"),
        case(product, torch.full((2, 2), 0.5, dtype=torch.float64), 0.1, tag="untouched"),
        case(product, numbers(3), 0.25, tag="untouched"),
        program(the_very_numbers, tag="untouched"),
        case(product, numbers(2, 2), 2.0, tag="untouched", note="a large step"),
    ],
    names=("gradient",),
    free=("new", "written"),
    rtol=1e-7,
    atol=1e-9,
    walks="count",
    calls="count",
    hints={
        "number": "(f(x + h e_i) - f(x - h e_i)) / (2 h), where entry i alone moves",
        "shape": "one number for each entry of x, in its shape",
        "dtype": "a float64 tensor",
        "arguments": "nudge a clone, or take each nudge back",
        "walks": "a measurement that shares no mistake with autograd must not use it",
        "calls": "two calls of f for each entry are enough",
    },
)
