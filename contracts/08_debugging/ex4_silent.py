"""8.4 — three programs that were silently wrong."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(841)


def numbers(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=draw, dtype=dtype)


PAIRS = [(numbers(5, *p), numbers(5, *t)) for p, t in (((), ()), ((1,), ()), ((), (1,)), ((1,), (1,)))]


def slopes(mse):
    """The gradient of the loss in the prediction, for all mixtures of rows and columns."""
    found = []
    for prediction, target in PAIRS:
        leaf = prediction.clone().requires_grad_()
        mse(leaf, target).backward()
        found.append(leaf.grad)
    return found


def tracked(prediction, target):
    return case(prediction.clone().requires_grad_(), target)


mse = Contract(
    answers=("mse",),
    cases=[tracked(*pair) for pair in PAIRS[1:]]
    + [
        tracked(*PAIRS[0]),
        case(numbers(1), numbers(1, 1), note="one example"),
        case(numbers(1, 1), numbers(1), note="one example"),
        case(numbers(7, 1, dtype=torch.float64), numbers(7, dtype=torch.float64)),
        case(numbers(40), numbers(40, 1)),
        case(torch.tensor([[1e-3], [2e-3]]), torch.tensor([1e-3, 4e-3])),
        program(slopes),
    ],
    names=("loss",),
    hints={
        "value": "a column and a row broadcast to a table: give both one shape, then the mean of the squares",
        "shape": "the mean over all examples is one number, of shape ()",
        "tracking": "the loss stays on the trail: no .item(), no .detach()",
        "arguments": "prediction and target stay as they are",
    },
)


def portions(n, size, w=0.5, dtype=torch.float32):
    leaf = torch.tensor(w, dtype=dtype, requires_grad=True)
    return case(leaf, numbers(n, dtype=dtype), numbers(n, dtype=dtype), size)


portion_gradient = Contract(
    answers=("portion_gradient",),
    cases=[portions(10, size) for size in (3, 1, 4, 5, 7, 10, 64)]
    + [portions(1, 1), portions(9, 2, -1.5), portions(5, 2, dtype=torch.float64)],
    names=("w.grad",),
    free=("new",),
    walks="count",
    hints={
        "value": "weight the mean of each portion with its share of all examples",
        "walks": "one backward() for each portion, however many examples it has",
        "grad": "the gradients add up in w.grad, and that is what is returned",
        "arguments": "w itself and the data stay as they are",
    },
)


def step(n, w, lr, limit, dtype=torch.float32):
    leaf = torch.tensor(w, dtype=dtype, requires_grad=True)
    return case(leaf, numbers(n, len(w), dtype=dtype), numbers(n, dtype=dtype), lr, limit)


clip = Contract(
    answers=("clipped_step",),
    cases=[
        step(8, [1.0, -2.0, 0.5], 0.1, 0.1),
        step(8, [1.0, -2.0, 0.5], 0.1, 1.0),
        step(8, [1.0, -2.0, 0.5], 0.1, 100.0),
        step(3, [4.0], 0.5, 2.0),
        step(1, [3.0, 4.0], 0.2, 0.5),
        step(4, [-1.0, 2.0, 3.0, 1.0], 2.0, 0.75),
        step(6, [2.0, 1.0], 0.3, 0.25, torch.float64),
    ],
    output=("w",),
    view=lambda result: None,
    rtol=1e-4,
    walks="count",
    hints={
        "value": "backward(), then shorten the gradient as a whole where it is longer than limit, then the update",
        "tracking": "update w in place, under no_grad: it stays the leaf that it is",
        "grad": "clear the gradient after the update",
        "walks": "one backward()",
        "arguments": "the data are read, never changed",
    },
)
