"""8.3 — three programs that raised."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(832)


def numbers(result):
    """The numbers, in whatever float type."""
    if not isinstance(result, torch.Tensor) or not result.is_floating_point():
        return result
    return {"slopes": result.detach().double(), "tracked": result.requires_grad}


slopes = Contract(
    answers=("slopes",),
    cases=[
        case([3, -5]),
        case([3]),
        case([0, -4, 7]),
        case([0.5, -1.5]),
        case([1.0, 2, 3.25, -8]),
        case([0]),
        case([1e-3, 250.0]),
        case([2, 2, 2], note="equal numbers"),
    ],
    view=numbers,
    rtol=1e-5,
    hints={
        "value": "the sum of the squares has the slope 2 x at each x; ints become floats",
        "arguments": "the list is read, never changed",
        "state": "nothing is switched",
    },
)


def leaf(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=draw, dtype=dtype).requires_grad_()


def mask(*shape):
    return torch.rand(shape, generator=draw) < 0.5


dimmed = Contract(
    answers=("dimmed_slopes",),
    cases=[
        case(torch.tensor([0.5, -1.0, 2.0], requires_grad=True), torch.tensor([True, False, True])),
        case(leaf(1), torch.tensor([True])),
        case(leaf(4), mask(4)),
        case(leaf(3), torch.tensor([False, False, False]), note="nothing is dimmed"),
        case(leaf(3), torch.tensor([True, True, True]), note="everything is dimmed"),
        case(leaf(2, 3), mask(2, 3)),
        case(leaf(5, dtype=torch.float64), mask(5)),
    ],
    names=("v.grad",),
    free=("new",),
    hints={
        "value": "half of the sigmoid has half of its slope: record the halving, and leave what sigmoid has saved",
        "grad": "backward() fills v.grad, and that is what is returned",
        "arguments": "v and dim stay as they are: dim the sigmoids, not v",
    },
)


def start(w, n, dtype=torch.float32):
    x = torch.randn(n, generator=draw, dtype=dtype)
    return torch.tensor(w, dtype=dtype, requires_grad=True), x, torch.randn(n, generator=draw, dtype=dtype)


train = Contract(
    answers=("train",),
    cases=[
        case(*start(-1.0, 6), lr=0.1, steps=3),
        case(*start(-1.0, 6), lr=0.1, steps=1),
        case(*start(2.0, 1), lr=0.05, steps=9),
        case(*start(0.5, 4), lr=0.2, steps=2),
        case(*start(3.0, 4), lr=0.2, steps=0, note="no step"),
        case(*start(1.5, 5, torch.float64), lr=0.1, steps=4),
    ],
    names=("last",),
    output=("w",),
    walks="losses",
    twist=True,
    hints={
        "value": "in every step: a fresh loss, backward(), an update in place, a cleared gradient",
        "type": "w.item() is a float",
        "tracking": "w stays the leaf that it is: update it in place, under no_grad",
        "grad": "clear the gradient after each update",
        "walks": "one backward() a step, on a fresh loss",
        "arguments": "the data are read, never changed",
        "state": "recording is on again after the steps",
    },
)
