"""8.1 — the facts of a tensor."""

import torch

from autograder.contracts import Contract, case


def walked_leaf():
    v = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    (v**2).sum().backward()
    return v


def walked_number():
    w = torch.tensor(-2.5, requires_grad=True)
    (w**2).backward()
    return w


def walked_to_the_bottom():
    w = torch.tensor(0.0, requires_grad=True)
    (w**2).backward()
    return w


def walked_table():
    v = torch.ones(2, 3, requires_grad=True)
    (v**3).sum().backward()
    return v


def cleared():
    v = walked_leaf()
    v.grad.zero_()
    return v


def unasked():
    return torch.ones(2, 3, requires_grad=True)


def data():
    return torch.arange(4)


def flags():
    return torch.tensor([[True, False]])


def cut():
    a = torch.tensor(0.2, requires_grad=True)
    return torch.tensor(0.6 * a.item()) ** 2


def unrecorded():
    with torch.no_grad():
        return torch.ones(2, requires_grad=True) * 3


def detached():
    return walked_leaf().detach()


def frozen():
    """A leaf that has a gradient and does not require one any more."""
    return walked_leaf().requires_grad_(False)


def empty():
    return torch.zeros(0, 2, requires_grad=True)


def total():
    y = torch.ones(2, requires_grad=True).exp().sum()
    y.backward()
    return y


def difference():
    return torch.ones(2, requires_grad=True) - 3


def picked():
    return torch.ones(2, 4, requires_grad=True)[:, 1]


def kept():
    """A result that keeps its gradient."""
    y = torch.ones(2, requires_grad=True) * 2
    y.retain_grad()
    y.sum().backward()
    return y


def own():
    class Twice(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return 2 * x

        @staticmethod
        def backward(ctx, gradient):
            return 2 * gradient

    return Twice.apply(torch.ones(3, requires_grad=True))


def in_place():
    y = torch.ones(2, requires_grad=True) * 1
    return y.exp_()


def read_facts(facts):
    """The dict, with the shape as a plain tuple."""
    if not isinstance(facts, dict) or not isinstance(facts.get("shape"), tuple):
        return facts
    return facts | {"shape": tuple(facts["shape"])}


LEAVES = (
    walked_leaf,
    walked_number,
    walked_to_the_bottom,
    walked_table,
    cleared,
    unasked,
    data,
    flags,
    cut,
    unrecorded,
    detached,
    frozen,
    empty,
)
contract = Contract(
    [case(program, tag="leaf") for program in LEAVES]
    + [case(program, tag="result") for program in (total, difference, picked, kept, own, in_place)],
    names=("facts",),
    view=read_facts,
    calls="count",
    hints={
        "facts['shape']": "a tuple of ints",
        "facts['node']": "grad_fn.name(), or None where grad_fn is None",
        "facts['grad']": "of a leaf with a gradient, as .tolist() gives it; in all other cases None",
        "facts['leaf']": "ask is_leaf",
        "facts['tracked']": "ask requires_grad",
        "calls": "call program once, and keep its result",
    },
)
