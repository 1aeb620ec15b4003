"""9.3 — five words, by rules in order."""

import math

from autograder.contracts import Contract, case

RATIO = (
    [0.02, 5.0, 9.0],
    [2e-3, 1.0, 4.0],
    [900.0, 5e-9, 1.0],
    [1100.0, 3.0, 1.0],
    [0.7],
    [0.0, 0.0, 2.0],
    [1.0, 1e-9, 1e-9, 900.0],
    [1.0, 1e-9, 1e-9, 1100.0],
    [0.3, 0.3],
    [2e-4, 5000.0, 0.1],
    [990.0, 1.0],
    [1010.0, 1.0],
    [1.0, 990.0],
    [1.0, 1010.0],
    [1.0, 999.5],
    [1.0, 1000.5],
    [999.5, 1.0],
    [1000.5, 1.0],
)
LEVEL = (
    [2.0, 2.0, 1.0],
    [math.inf, 1.0],
    [0.0, 0.0, math.nan],
    [1.0, 2e4, 1.0],
    [1e-9, 2e-5, 1e-9],
    [1.0, 0.0],
    [0.0, 0.0, 0.0, 0.0],
    [0.0],
    [4e-8, 2e-7, 3e-8],
    [9e-6],
    [1.1e-5],
    [9900.0, 9900.0],
    [10100.0, 9900.0],
    [math.nan],
    [math.inf, math.inf],
    [0.0, 3e-6],
    [1e-8, 20000.0],
    [20000.0, 1e-8],
    [0.0, 1.0, 0.0],
    [1e-5, 1e-5],
    [1e4, 1e4],
)


def about(norms):
    """A contract over some lists."""
    return Contract(
        [case(values) for values in norms],
        names=("word",),
        hints={
            "value": "the five rules in their order; first against last; the last norm may be 0",
            "error": "multiply rather than divide: the last norm may be 0",
            "arguments": "the list stays as it is",
        },
    )


ratio, level = about(RATIO), about(LEVEL)
