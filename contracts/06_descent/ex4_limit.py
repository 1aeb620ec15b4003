"""6.4 — curvature and the largest stable learning rate."""

import torch

from autograder.contracts import Contract, program


def asks(which, name, x):
    """A case that asks one of the functions, and gives back what has become of its argument."""

    def use(curvature, predict_limit):
        given = x.clone()
        return {"curvature": curvature, "limit": predict_limit}[which](given), given, given.requires_grad

    use.__doc__ = f"{which} of x = {name}"
    return program(use)


def about(which, hint):
    """A contract about one of the functions."""
    draw = torch.Generator().manual_seed(641)
    inputs = {
        "[3]": torch.tensor([3.0]),
        "[1, -2, 0.5]": torch.tensor([1.0, -2.0, 0.5]),
        "nine random numbers": torch.randn(9, generator=draw),
        "[0.01, 0.02]": torch.tensor([0.01, 0.02]),
        "[0, 5]": torch.tensor([0.0, 5.0]),
        "[2, 2, 3]": torch.tensor([2.0, 2.0, 3.0]),
        "four float64 numbers": torch.randn(4, generator=draw, dtype=torch.float64),
        "every second entry of eight": torch.arange(8.0)[::2],
    }
    cases = [asks(which, name, x) for name, x in inputs.items()]
    return Contract(
        cases,
        names=(which, "x afterwards", "x.requires_grad"),
        hints={"value": hint, "x.requires_grad": "x stays as it is"},
    )


curvature = about("curvature", "dL/dw = mean(2 x (w x - y)); differentiate once more")
limit = about("limit", "at the limit the factor 1 - lr * L'' is -1")
