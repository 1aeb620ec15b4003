"""10.2 — a Jacobian, row by row."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(1002)
MATRIX = torch.randn(4, 3, generator=draw, dtype=torch.float64)


def numbers(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=draw, dtype=dtype)


def products(p):
    return torch.stack([p[0] * p[1], p[0] ** 2, p[1]])


def growth(p):
    return torch.exp(MATRIX[:, : len(p)].to(p.dtype) @ p)


def table(p):
    return torch.outer(p, p).reshape(-1)


def total(p):
    return (p**3).sum().reshape(1)


def constant(p):
    """One output is a constant."""
    return torch.stack([p.sum(), torch.tensor(5.0), p[0] ** 3])


def same(p):
    return p * 1


contract = Contract(
    [
        case(products, torch.tensor([2.0, -1.5]), tag="values"),
        case(growth, numbers(3, dtype=torch.float64), tag="values"),
        case(growth, numbers(1), tag="values", note="one input"),
        case(growth, numbers(2), tag="values"),
        case(total, numbers(4), tag="values", note="one output"),
        case(total, numbers(1), tag="values", note="one input, one output"),
        case(same, numbers(3), tag="values"),
        case(constant, numbers(2), tag="walks", note="one output is a constant"),
        case(table, numbers(2), tag="walks"),
        case(table, torch.zeros(2), tag="walks"),
    ],
    atol=1e-6,
    walks="count",
    calls="count",
    forbid=("torch.func.jacrev", "torch.func.jacfwd", "torch.func.vjp", "torch.autograd.functional.jacobian"),
    hints={
        "value": "row i is the gradient of output i alone",
        "shape": "a row for each output, a column for each input",
        "dtype": "keep the dtype of x in the table of rows",
        "tracking": "the rows are plain numbers: no create_graph here",
        "arguments": "mark a copy: x comes back unchanged and unmarked",
        "walks": "one walk for each output",
        "calls": "one forward; retain_graph=True keeps its graph for all rows",
    },
)
