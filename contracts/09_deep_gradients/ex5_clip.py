"""9.5 — clipping by hand, by norm and by value."""

import torch

from autograder.contracts import Contract, program

draw = torch.Generator().manual_seed(951)
UTILS = tuple(f"torch.nn.utils.{name}" for name in ("clip_grad_norm_", "clip_grad_value_", "get_total_norm"))


def at(which, limit, *gradients, note=""):
    """A case that clips gradients of these shapes; a gradient of None is none."""

    def use(clip_by_norm, clip_by_value):
        tensors = []
        for gradient in gradients:
            tensor = torch.full((2,) if gradient is None else gradient.shape, 0.5)
            tensor = tensor.to(torch.float32 if gradient is None else gradient.dtype).requires_grad_()
            tensor.grad = None if gradient is None else gradient.clone()
            tensors.append(tensor)
        return {"norm": clip_by_norm, "value": clip_by_value}[which](tensors, limit), tensors

    use.__doc__ = f"clip_by_{which}, limit {limit}: {note or 'random gradients'}"
    return program(use)


def random(*shape, scale=3.0, dtype=torch.float32):
    """A random gradient."""
    return scale * torch.randn(shape, generator=draw, dtype=dtype)


def about(*cases):
    """A contract over some cases."""
    return Contract(
        cases,
        names=("norm", "tensors"),
        forbid=UTILS,
        exact_grad=True,
        hints={
            "norm": "the root of the sum of all squares, from before, as a float; clip_by_value returns None",
            "grad": "one factor, limit / norm, for every entry of all gradients; or each entry cut on its own",
            "error": "a .grad of None is skipped",
            "means": "write it by hand, without torch.nn.utils",
        },
    )


HUGE = torch.tensor([3e4, 4e4])
norm = about(
    at("norm", 0.5, random(4, 5), note="one gradient of shape (4, 5)"),
    at("norm", 2.0, random(2, 3, 2)),
    at("norm", 2.0, random()),
    at("norm", 1e-3, HUGE, note="a large gradient and a small limit"),
    at("norm", 0.01, torch.tensor([0.3, 0.4]), note="a small gradient and a smaller limit"),
    at("norm", 1.0, torch.arange(6.0).reshape(2, 3).t(), note="a gradient that is not contiguous"),
)
common = about(
    at("norm", 0.7, random(3, 3), random(5), random(), random(2, 2, 2)),
    at("norm", 1.0, torch.tensor([3.0]), torch.tensor([4.0]), note="3 and 4"),
    at("norm", 1.0, *(random(2) for _ in range(30)), note="thirty tensors"),
    at("norm", 1.0, random(2), None, random(3), note="one without a gradient between two"),
    at("norm", 1.0, torch.tensor([2.0, 2.0]), torch.tensor([2.0, 2.0]), note="two equal gradients"),
)
value = about(
    at("value", 0.8, random(3, 2), random(4)),
    at("value", 2.5, random(), random(1, 1)),
    at("value", 0.1, None, torch.tensor([-3.0, 0.05, 0.0]), random(2)),
    at("value", 1.0, torch.tensor([1.0, -1.0, 1.5]), note="entries at the limit"),
    at("value", 1e-3, HUGE),
)
edges = about(
    at("norm", 5.0, torch.tensor([0.3, 0.4]), note="below the limit"),
    at("norm", 5.0, torch.tensor([3.0, 4.0]), note="at the limit"),
    at("norm", 1.0, torch.zeros(3), note="a gradient of zeros"),
    at("norm", 1.0, None, None, note="no gradient at all"),
    at("norm", 1.0, note="no tensor"),
    at("value", 1.0, None, note="no gradient at all"),
    at("value", 1.0, torch.zeros(2), None),
    at("value", 1.0, note="no tensor"),
)
