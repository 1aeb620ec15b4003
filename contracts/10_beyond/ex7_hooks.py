"""10.7 — gradients, recorded and changed by hooks."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1008)


def double(h):
    return 2 * h


def square(h):
    return h**2


def less(h):
    return -0.4 * h


def wave(h):
    return torch.sin(h)


def total(h):
    return h.sum()


def flat(h):
    return h.reshape(-1)[1:]


def nothing(h):
    return 0 * h


def leaf(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=draw, dtype=dtype).requires_grad_()


record = Contract(
    answers=("gradient_norms",),
    cases=[
        case([double, square], torch.tensor([1.5, -2.0], requires_grad=True)),
        case([double, less, double, wave], leaf(5)),
        case([wave], leaf(3), note="one layer"),
        case([square, total], leaf(2, 3)),
        case([square, flat, wave, double], leaf(2, 3)),
        case([wave, nothing, double], leaf(2), note="a layer that stops the gradient"),
        case([less] * 6, leaf()),
        case([square, wave], leaf(4, dtype=torch.float64)),
    ],
    names=("norms",),
    walks="count",
    hints={
        "value": "the norm of the gradient at the output of each layer, first layer first; the loss is the sum",
        "length": "one hook on the output of each layer",
        "type": "a list of floats: gradient.norm().item()",
        "walks": "one walk, and each hook records when the gradient comes by",
        "again": "each call has a list of its own",
    },
)


def used(scale_gradient, factor, use, x):
    """Value and gradient of a use of x and of its scaled copy."""
    before = x.detach().clone()
    y = scale_gradient(x, factor)
    result = use(y, x)
    (gradient,) = torch.autograd.grad(result, x)
    return {"value": y.detach().clone(), "x.grad": gradient, "x as before": torch.equal(before, x.detach())}


def factors(scale_gradient):
    """Several factors, shapes and types."""
    tensors = [leaf(2, 3), leaf(), leaf(4, dtype=torch.float64), leaf(1)]
    return [
        used(scale_gradient, factor, lambda y, x: (y**3).sum(), x) for factor in (0.5, -1.0, 0.0, 7.0) for x in tensors
    ]


def middle(scale_gradient):
    """X is a result, and the copy is used twice."""
    a = torch.tensor([1.0, -0.5], requires_grad=True)
    y = scale_gradient(a**2, -3.0)
    (y.sin() + y * y).sum().backward()
    return a.grad


def new_tensor(scale_gradient):
    """The result is another tensor, and tracked."""
    x = torch.tensor([3.0, 1.0], requires_grad=True)
    y = scale_gradient(x, 2.0)
    return y is x, y.requires_grad, tuple(y.shape), torch.is_grad_enabled()


def nested(scale_gradient):
    """A copy of a copy, and two walks."""
    x = torch.tensor([3.0], requires_grad=True)
    y = (scale_gradient(scale_gradient(x, 2.0), 5.0) ** 2).sum()
    y.backward(retain_graph=True)
    y.backward()
    return x.grad


def other_uses(scale_gradient):
    """Other uses of x, before and after."""
    uses = (
        lambda y, x: (y + x).sum(),
        lambda y, x: (x + y).sum(),
        lambda y, x: (y * x).sum(),
        lambda y, x: (5 * x).sum() + y.sum(),
        lambda y, x: torch.stack([x, y, x]).sum(),
    )
    return [used(scale_gradient, 0.5, use, torch.tensor([1.0, 2.0], requires_grad=True)) for use in uses]


def unused_copies(scale_gradient):
    """A copy that nobody uses, and two copies with factors of their own."""
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    before = (x**2).sum()
    scale_gradient(x, 100.0)
    (scale_gradient(x, 0.5) * x + scale_gradient(x, -2.0)).sum().backward()
    before.backward()
    return x.grad


COPY = "hook a new tensor, such as x.view_as(x), and return factor * gradient, a new one, from the hook"
scale = Contract(
    answers=("scale_gradient",),
    cases=[program(use) for use in (factors, middle, new_tensor, nested)],
    hints={"value": COPY},
)
others = Contract(
    answers=("scale_gradient",),
    cases=[program(use) for use in (other_uses, unused_copies)],
    hints={"value": COPY + ": other uses of x keep their gradient"},
)
