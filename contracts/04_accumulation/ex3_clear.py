"""4.3 — every gradient, to None or to zeros."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(431)


def leaf(*shape, grad=None, dtype=torch.float32):
    """A leaf of random numbers, with a gradient filled with some number where there is one."""
    made = torch.rand(shape, generator=draw, dtype=dtype, requires_grad=True)
    if grad is not None:
        made.grad = torch.full(shape, grad, dtype=dtype)
    return made


def lists():
    """Lists of parameters; every kind of gradient in every place."""
    yield [leaf(grad=6.0), leaf(2, 3, grad=-1.0)], ""
    yield [leaf(grad=6.0), leaf(2), leaf(3, 1, grad=2.0, dtype=torch.float64), leaf(2, grad=1e-8)], "one was never used"
    yield [leaf(2, grad=float("inf")), leaf(2, grad=float("nan")), leaf(grad=-float("inf"))], "gradients of inf and nan"
    swing = leaf(2, grad=1.0)
    swing.grad[1] = -1.0
    yield [swing, leaf(grad=-2.0)], "a gradient with the sum 0"
    yield [leaf(2)], "no gradient at all"
    yield [], "no parameter"
    yield [leaf(3, grad=0.0), leaf(1, 2, 2, grad=4.0, dtype=torch.float16), leaf(0, 2, grad=1.0)], ""


def walk_after(*rest, **named):
    """A case that goes on: two parameters of one shape are cleared, then only one gets a gradient."""

    def use(clear):
        """After clearing, only the first of two parameters gets a gradient."""
        first, second = leaf(2, grad=1.0), leaf(2, grad=2.0)
        clear([first, second], *rest, **named)
        (first * 3).sum().backward()
        return first.grad, second.grad

    return program(use)


def about(*rest, **named):
    """A contract for one value of to_none."""
    return Contract(
        [case(parameters, *rest, note=note, **named) for parameters, note in lists()] + [walk_after(*rest, **named)],
        exact_grad=True,
        free=("new",),
        forbid=("torch.optim.Optimizer.zero_grad", "torch.nn.Module.zero_grad"),
        hints={
            "grad": "for every parameter: None stays None; inf times 0 is nan, so fill with zeros",
            "error": "a leaf without a gradient needs no work",
            "arguments": "only the gradients are cleared: numbers, marks and the list stay",
            "result[1]": "zeros of its own for each parameter",
            "result": "clear returns None",
        },
    )


none, zeros, positional = about(), about(to_none=False), about(True)
