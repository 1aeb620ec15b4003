"""10.4 — the Hessian, and Newton's step."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(1004)
MATRIX = torch.randn(5, 5, generator=draw, dtype=torch.float64)
X = torch.tensor([1.0, 2.0, 3.0, 4.0])


def numbers(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=draw, dtype=dtype)


def waves(p):
    return torch.sin(MATRIX[: len(p), : len(p)].to(p.dtype) @ p).sum()


def parabola(p):
    return ((p * X - 2.5 * X) ** 2).mean()


def mixed(p):
    return p[0] ** 2 * p[1] + p[1]


def half_flat(p):
    return p[0] ** 2 + 3 * p[1]


def unused(p):
    """An input that plays no part."""
    return p[0] ** 3 + p[1] ** 2


def line(p):
    return (torch.arange(1.0, len(p) + 1) * p).sum() + 7


def one_way(p):
    return 3 * p[0]


def product(p):
    return p[0] * p[1]


def fourth(p):
    return (p**4).sum()


def fit(p):
    return ((p[0] * X + p[1] - 2 * X) ** 2).mean()


def bowl(p):
    return (p.cosh() * torch.arange(1.0, len(p) + 1, dtype=p.dtype)).sum() + (p.sum()) ** 2


HINTS = {
    "shape": "n rows and n columns, also for n = 1",
    "dtype": "keep the dtype of p",
    "tracking": "the result is plain numbers",
    "arguments": "mark a copy: p comes back unchanged and unmarked",
    "again": "each call begins with a leaf of its own",
    "state": "nothing is switched",
}
hessian = Contract(
    answers=("hessian",),
    cases=[
        case(mixed, torch.tensor([1.5, -2.0]), tag="curved"),
        case(parabola, torch.tensor([0.3]), tag="curved"),
        case(waves, numbers(1), tag="curved"),
        case(waves, numbers(3), tag="curved"),
        case(waves, numbers(5, dtype=torch.float64), tag="curved"),
        case(fourth, numbers(4), tag="curved"),
        case(product, numbers(2), tag="curved"),
        case(half_flat, numbers(2), tag="flat"),
        case(line, numbers(1), tag="flat", note="a linear loss"),
        case(line, numbers(4), tag="flat", note="a linear loss"),
        case(line, numbers(2, dtype=torch.float64), tag="flat", note="a linear loss"),
        case(one_way, numbers(3), tag="flat", note="a linear loss of one input"),
        case(unused, numbers(3), tag="flat", note="one input plays no part"),
        case(fourth, torch.zeros(2), tag="flat", note="no curvature at 0"),
    ],
    atol=1e-6,
    hints=HINTS | {"value": "row i is the gradient of entry i of the gradient; a constant gradient has rows of zeros"},
)
lands = Contract(
    answers=("newton_step",),
    cases=[
        case(fourth, torch.tensor([3.0, -1.0])),
        case(parabola, torch.tensor([-4.0])),
        case(fit, torch.tensor([0.5, 3.0])),
        case(bowl, numbers(3)),
        case(bowl, numbers(4, dtype=torch.float64)),
        case(bowl, numbers(1)),
        case(product, torch.tensor([2.0, 3.0]), note="a saddle"),
    ],
    rtol=1e-4,
    atol=1e-5,
    hints=HINTS
    | {"value": "p minus the solution of H s = gradient, both at p", "shape": "the new point has the shape of p"},
)
