"""1.1 — a tracked leaf from a float."""

from autograder.contracts import Contract, case, program


def two_weights(make_weight):
    """Two weights made with 0.5 each."""
    return [make_weight(0.5), make_weight(0.5)]


contract = Contract(
    [
        *(case(value) for value in (-3.25, 0.0, 1e-30, 640.0, 1e30, -0.125, 0.1, 2.0)),
        program(two_weights),
    ],
    names=("weight",),
    hints={
        "tracking": "every weight needs the mark, and is a leaf",
        "new": "each call makes a tensor of its own",
        "again": "each call makes a tensor of its own",
        "shape": "no brackets around the value",
        "number": "the tensor holds the value that was given",
    },
)
