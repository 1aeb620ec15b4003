"""10.1 — a vector-Jacobian product."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(1001)


def numbers(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=draw, dtype=dtype)


def waves(p):
    """Five outputs of one input or many."""
    return torch.sin(torch.arange(1.0, 6.0, dtype=p.dtype) * p.sum() + p[0])


def products(p):
    return torch.stack([p[0] * p[1], p[0] ** 2, p[1]])


def squares(p):
    return p**2


def table(p):
    return torch.outer(p, p).reshape(-1)


def total(p):
    return (p**3).sum().reshape(1)


def ends(p):
    """The input in the middle plays no part."""
    return torch.stack([p[0].exp(), p[-1] * p[0]])


def straight(p):
    return 3 * p


contract = Contract(
    [
        case(products, torch.tensor([2.0, -1.5]), torch.tensor([0.5, 2.0, -3.0])),
        case(waves, numbers(1), numbers(5)),
        case(waves, numbers(3), numbers(5)),
        case(total, numbers(4), numbers(1), note="one output"),
        case(squares, numbers(3), torch.tensor([0.0, 1.0, 0.0])),
        case(squares, numbers(3), torch.zeros(3), note="no output counts"),
        case(table, numbers(2), numbers(4)),
        case(table, numbers(3, dtype=torch.float64), numbers(9, dtype=torch.float64)),
        case(ends, numbers(3), numbers(2), note="one input plays no part"),
        case(straight, numbers(2), numbers(2)),
    ],
    free=("new",),
    atol=1e-6,
    walks="count",
    calls="count",
    forbid=("torch.func.vjp", "torch.func.jacrev", "torch.func.jacfwd", "torch.func.grad"),
    hints={
        "value": "row i of the Jacobian counts v[i] times: backward(gradient=v), then the grad of the leaf",
        "tracking": "no create_graph here: the result is not tracked",
        "arguments": "mark a copy: x comes back unchanged and unmarked",
        "walks": "one walk with gradient=v, not one for each output",
        "again": "each call has a leaf of its own",
    },
)
