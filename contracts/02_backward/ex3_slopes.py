"""2.3 — the gradients of all inputs, with one backward()."""

import torch

from autograder.contracts import Contract, case


def cube(x):
    return x**3


def cycle(a, b, c):
    return a * b + b * c + c * a


def mix(c1, c2):
    return (0.6 * c1 + 0.4 * c2 - 0.5) ** 2


def differences(a, b, c, d):
    return (a - b) * (c - d)


def weighted(a, b, c):
    return 2 * a + 3 * b + 5 * c


def wave(a, b):
    return torch.sin(a * b) + torch.exp(a)


def first(a, b):
    return a**2 + 0.5 * a


def middle(a, b, c):
    return 5 * b


def last(a, b, c):
    return c**2 - c


def by_the_larger(a, b):
    """It uses the larger input alone."""
    return a**3 if a > b else 7 * b


def flat(a, b):
    return 0 * a + b


HINTS = {
    "number": "one backward() fills the grad of every marked leaf; an input that f does not use has 0.0",
    "length": "one gradient for each input, in their order",
    "type": "a tuple of floats: leaf.grad.item() is the number in the tensor",
    "walks": "one backward() fills the grad of every marked leaf",
    "twist": "let autograd find the gradients",
}
contract = Contract(
    [
        case(cycle, 1.0, -2.0, 4.0, tag="values"),
        case(cube, -1.5, tag="values"),
        case(mix, 0.2, 0.7, tag="values"),
        case(differences, 1.0, 2.0, 3.0, 5.0, tag="values"),
        case(weighted, 2.0, 2.0, 2.0, tag="values", note="equal inputs"),
        case(wave, 0.5, 0.5, tag="values", note="equal inputs"),
        case(wave, -1.25, 0.75, tag="values"),
        case(first, 3.0, 5.0, tag="unused", note="one input is not used"),
        case(middle, 1.0, 2.0, 3.0, tag="unused", note="two inputs are not used"),
        case(last, 2.0, 2.0, 2.0, tag="unused", note="equal inputs, two not used"),
        case(by_the_larger, 2.0, 1.0, tag="unused"),
        case(by_the_larger, 1.0, 2.0, tag="unused"),
        case(flat, 3.0, 1.0, tag="unused", note="an input that is used and changes nothing"),
    ],
    names=("slopes",),
    walks="count",
    twist=True,
    hints=HINTS,
)
