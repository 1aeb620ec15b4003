"""5.5 — a gradient and a picture for the screen."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(551)


def pair(*shape, dtype=torch.float32, scale=1.0):
    return (
        torch.randn(shape, generator=draw, dtype=dtype) * scale,
        torch.rand(shape, generator=draw, dtype=dtype),
    )


CASES = (
    case(*pair(5)),
    case(*pair(3, 4)),
    case(*pair(), note="one pixel of shape ()"),
    case(*pair(1)),
    case(*pair(2, 3, 4, scale=4.0)),
    case(torch.tensor([9.0, -9.0, 0.0]), torch.tensor([1.0, 0.0, 0.5]), note="nearly white and nearly black"),
    case(*pair(6, dtype=torch.float64)),
    case(torch.tensor([[1.0, 2.0], [3.0, 4.0]]).t(), torch.zeros(2, 2), note="not contiguous"),
)


def gradient_of(result):
    """The gradient alone."""
    return {"gradient": result[0], "number of results": 2} if is_pair(result) else result


def picture_of(result):
    """The picture alone, in whatever number type."""
    if not is_pair(result):
        return result
    screen = result[1]
    if not isinstance(screen, torch.Tensor):
        return {"screen": screen}
    return {"screen": screen.detach().double(), "tracked": screen.requires_grad}


def is_pair(result):
    return isinstance(result, (list, tuple)) and len(result) == 2


HINTS = {
    "result['gradient']": "what autograd keeps for backward() must not be changed: compute the screen apart from it",
    "result['screen']": "255 times the pixel, rounded to whole numbers",
    "result['tracked']": "clone() is recorded; detach() leaves the record behind",
    "tracking": "backward() leaves an untracked gradient in raw.grad",
    "arguments": "make the leaf from a clone: the caller's tensors stay as they are, untracked and without a gradient",
    "again": "each call makes a leaf of its own",
}
gradient = Contract(CASES, view=gradient_of, free=("new",), hints=HINTS)
picture = Contract(CASES, view=picture_of, hints=HINTS)
