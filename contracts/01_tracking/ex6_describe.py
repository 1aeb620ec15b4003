"""1.6 — facts about any tensor."""

import torch

from autograder.contracts import Contract, case, program


def leaf(*shape):
    """A tracked leaf of ones."""
    return torch.ones(shape, requires_grad=True)


class Double(torch.autograd.Function):
    """An operation of one's own, whose name ends without a number."""

    @staticmethod
    def forward(_ctx, x):
        """Twice x."""
        return 2 * x

    @staticmethod
    def backward(_ctx, slope):
        """Twice the slope."""
        return 2 * slope


def written():
    """A leaf in a part of a tensor, whose operation has a name with a prefix."""
    whole = torch.zeros(3)
    whole[1:] = leaf(2)
    return whole


def kept():
    """A result that is to keep its gradient is no leaf."""
    result = leaf(2) * 3
    result.retain_grad()
    return result


MAKERS = {
    "leaves": {
        "a tracked leaf": lambda: leaf(2),
        "whole numbers": lambda: torch.tensor([1, 2, 3]),
        "booleans": lambda: torch.ones(2) > 0,
        "data + 1": lambda: torch.tensor([3.0]) + 1,
        "a picture to be learned": lambda: torch.full((4, 4), 0.5, requires_grad=True),
        "marked later": lambda: torch.zeros(2, dtype=torch.float64).requires_grad_(),
        "detached": lambda: leaf(2).detach(),
        "a view of data": lambda: torch.ones(4)[1:],
        "a view, then marked": lambda: torch.ones(4).view(2, 2).requires_grad_(),
        "an empty leaf": lambda: leaf(0),
        "a parameter of a layer": lambda: torch.nn.Linear(2, 1).weight,
    },
    "results": {
        "a difference": lambda: leaf() - 5,
        "float64": lambda: leaf(3).to(torch.float64),
        "a clone": lambda: leaf(3).clone(),
        "a stack": lambda: torch.stack([torch.tensor(1.0), leaf()]),
        "a view": lambda: leaf(2, 3)[1],
        "the same record, but detached in between": lambda: leaf(2) * (leaf(2) * 2).detach(),
        "an operation of one's own": lambda: Double.apply(leaf(2)),
        "complex numbers": lambda: leaf(2) * 1j,
        "a result of one element": lambda: leaf(1) * 0,
        "written into": lambda: torch.zeros(2).index_fill_(0, torch.tensor([0]), 0.0).mul_(leaf()),
        "a leaf written into a part": written,
    },
    "learnable": {
        "a tracked leaf": lambda: leaf(2),
        "a lost leaf": lambda: leaf(3) * 0.1,
        "computed, then marked": lambda: (torch.ones(3) * 0.1).requires_grad_(),
        "a forgotten mark": lambda: torch.ones(3) * 0.1,
        "whole numbers": lambda: torch.tensor([1, 2]),
        "a mark taken away": lambda: leaf(2).requires_grad_(False),
        "a single number, tracked": lambda: leaf(),
        "float64, tracked": lambda: torch.ones(2, dtype=torch.float64, requires_grad=True),
        "float16, tracked": lambda: torch.ones(2, dtype=torch.float16, requires_grad=True),
        "a view, then marked": lambda: torch.ones(4).view(2, 2).requires_grad_(),
        "a view, not marked": lambda: torch.ones(4)[1:],
        "a result that keeps its gradient": kept,
        "a single False": lambda: torch.tensor(False),
    },
}


def left_alone(describe):
    """What has become of the tensor that was described."""
    tensors = torch.ones(2), leaf(2), leaf(2) * 2
    for tensor in tensors:
        describe(lambda tensor=tensor: tensor)
    return list(tensors)


def asked_again(describe):
    """The same function is described twice, and makes something else the second time."""
    made = []

    def make():
        made.append(torch.ones(1, requires_grad=len(made) == 1))
        return made[-1]

    return describe(make) and describe(make)


def about(group, *keys):
    """A contract about some of the facts."""

    def view(facts):
        if not isinstance(facts, dict):
            return facts
        return {key: facts.get(key, "missing") for key in keys} | {"number of facts": len(facts)}

    return Contract(
        [*(case(make, note=note) for note, make in MAKERS[group].items()), program(left_alone), program(asked_again)],
        names=("facts",),
        view=view,
        calls="count",
        hints={
            "facts['tracked']": "requires_grad, as it is",
            "facts['leaf']": "no recorded operation has made a leaf: ask tensor.is_leaf",
            "facts['made_by']": "tensor.grad_fn.name(), or None where there is no grad_fn",
            "facts['learnable']": "a tracked leaf is learnable, nothing else is",
            "calls": "make() makes a new tensor each time: call it once",
        },
    )


leaves = about("leaves", "tracked", "leaf", "made_by")
results = about("results", "tracked", "leaf", "made_by")
learnable = about("learnable", "learnable")
