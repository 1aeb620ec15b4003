"""2.1 — one slope, found by autograd."""

from autograder.contracts import Contract, case

contract = Contract(
    [case(x) for x in (-4.0, 1.25, 0.0, 0.25, 30.0, -1.5, 1e-3, -1234.5)],
    names=("slope",),
    walks="count",
    twist=True,
    hints={
        "value": "compute y = x**2 + 3 * x + 1 from the marked x, then y.backward(), then x.grad",
        "type": "x.grad.item() is the number in the tensor",
        "walks": "let autograd find the gradient, with one backward()",
        "again": "each call marks a tensor of its own",
    },
)
