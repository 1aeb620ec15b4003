"""3.6 — the gradients of all values on a trail."""

import torch

from autograder.contracts import Contract, case, program


def triple(t):
    return 3 * t


def shift(t):
    return t + 5


def less(t):
    return t - 1.5


def square(t):
    return t * t


def wave(t):
    return torch.sin(t)


def grow(t):
    return torch.exp(t)


def both(t):
    return t + t


def stop(t):
    return 0 * t


def slight(t):
    return 1e-3 * t


def same(t):
    return t


def outer(t):
    """Three times the gradient for the shape () that the values have, seven times for another."""
    return t * (3.0 if t.shape == () else 7.0)


def odd(t):
    """Five times the gradient that the numbers tell."""
    hidden = t * 2
    hidden.register_hook(lambda gradient: 5 * gradient)
    return hidden + 0


def remembered(trail_gradients):
    """Steps that remember how often they were called."""
    calls = []

    def growing(t):
        calls.append(1)
        return t * len(calls)

    return trail_gradients([growing, wave, growing], 0.5)


HINTS = {
    "number": "retain_grad() on each value keeps the gradient that passes by; all values hang on one graph",
    "length": "the start, then one for each step",
    "type": "a list of floats: .item() is the number in a tensor",
    "walks": "one backward() from the loss passes by all values",
    "error": "the start may be the loss itself",
    "arguments": "the list of steps stays as it is",
    "again": "each call makes a trail of its own",
}
contract = Contract(
    [
        case([wave, grow, both], 0.8),
        case([less], 4.0),
        case([triple, shift, square], -1.0),
        case([both] * 3, 0.5),
        case([square, square, square], 1.2),
        case([triple, stop, wave], 0.4, note="one step stops every gradient before it"),
        case([slight, slight, slight], 2.0),
        case([odd, square, odd], 0.7, note="a step whose gradient is not the one that its numbers tell"),
        case([triple, same, wave], 0.3, note="one step returns the value that it got"),
        case([triple, shift, wave, both, less, square, triple], 0.3, note="seven steps"),
        program(remembered),
        case([triple], 0.0),
        case([outer, square], -0.6, note="a step looks at the shape of what it gets"),
    ],
    names=("gradients",),
    walks="count",
    hints=HINTS,
)
empty = Contract(
    [case([], 4.0, note="an empty trail"), case([], -1.0)],
    names=("gradients",),
    hints=HINTS | {"number": "then the start itself is the loss, and dL/dL = 1"},
)
