"""3.2 — back along any trail."""

import random

from autograder.contracts import Contract, case

draw = random.Random(321)


def factors(number):
    """Random factors of both signs."""
    return [draw.uniform(-2.0, 2.0) for _ in range(number)]


contract = Contract(
    [
        case([2.0, -3.0, 0.5], tag="plain"),
        case(factors(1), tag="plain"),
        case(factors(2), tag="plain"),
        case(factors(7), tag="plain"),
        case([0.9] * 60, tag="plain"),
        case([1e-3, 2e-3, -5e-4, 1e-2], tag="plain"),
        case([1.0, 1.0], tag="plain"),
        case([300.0, -50.0, 1200.0], tag="plain"),
        case([1e-30, 1e30, -1e30], tag="plain", note="too large for float32"),
        case([-0.5], tag="edge"),
        case([0.0], tag="edge"),
        case([0.0, 4.0, 0.0, 5.0], tag="edge"),
        case([2.0, 0.0], tag="edge"),
        case([3.0, -1.0, 3.0, -1.0], tag="edge", note="equal factors"),
        case([1.0, -2.0, 1.0], tag="edge"),
        case([], tag="edge", note="an empty trail"),
    ],
    names=("gradients",),
    hints={
        "number": "chain rule: entry k is the product of all factors from k on",
        "length": "one gradient for each value: n factors link n + 1 values",
        "type": "begin with 1.0, a float; return a list",
        "arguments": "the list is read, never changed; reversed(factors) leaves it alone",
        "again": "each call begins anew",
    },
)
