"""4.1 — what .grad holds after each question."""

from autograder.contracts import Contract, case, program


def parabola(x):
    return x**2


def cube(x):
    return x**3


def line(x):
    return 5 * x


def minus(x):
    return -x


def shifted(x):
    return x + 3


def flat(x):
    return 0 * x


def steep(x):
    return 12345.678 * x


def wavy(x):
    return (3 * x).sin() * x.exp()


def looks_at_the_leaf(pile):
    """Three questions that look at the shape and the .grad of what they are asked about."""
    seen = []

    def question(x):
        seen.append((tuple(x.shape), None if x.grad is None else x.grad.item()))
        return x**2

    return pile([question] * 3, 2.0), seen


contract = Contract(
    [
        case([line, parabola, shifted], 4.0),
        case([line, minus, parabola, shifted], -1.5),
        case([wavy, flat, cube, wavy], 0.7),
        case([shifted] * 12, 7.0),
        case([minus, line], 0.0),
        case([steep, minus, flat], 2.0),
        case([flat, flat, line], 1.0),
        case([], 1.0),
        case([wavy], 1e-3),
        program(looks_at_the_leaf),
    ],
    names=("readings",),
    walks="losses",
    twist=True,
    hints={
        "readings[1]": "one leaf for all questions, and one pile: never clear, never begin anew",
        "number": "each reading is the sum of all slopes so far: one leaf, never cleared",
        "length": "one reading after each question; no question, no reading",
        "type": "leaf.grad.item() keeps the number; .grad is one tensor that changes later",
        "walks": "one backward() for each question, on its value at x",
        "twist": "read leaf.grad, which backward() has filled",
        "arguments": "the list of questions stays as it is",
        "again": "each call asks about a leaf of its own",
    },
)
