"""10.8 — gradients of single samples, clipped."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1010)


def samples(n, d, dtype=torch.float32):
    """Weights, inputs and targets."""
    shapes = ((d,), (n, d), (n,))
    return [torch.randn(shape, generator=draw, dtype=dtype) for shape in shapes]


def squared(w, x, y):
    return ((w * x).sum() - y) ** 2


def product(w, x, y):
    return (w * x).sum() * y


def wave(w, x, y):
    return torch.sin((w * x).sum()) - y * (w**2).sum()


def of_w_alone(w, x, y):
    return (w**3).sum() + 0 * (x.sum() + y)


HINTS = {
    "shape": "one row for each sample, one column for each weight",
    "tracking": "torch.func.grad needs no marks, and the result has none",
    "arguments": "w, x and y stay as they are, unmarked",
}
values = Contract(
    answers=("sample_gradients",),
    cases=[
        case(squared, *samples(6, 3)),
        case(squared, *samples(1, 4), note="one sample"),
        case(squared, *samples(4, 1), note="one weight"),
        case(squared, *samples(5, 2, torch.float64)),
        case(wave, *samples(9, 2)),
        case(product, *samples(3, 3), note="as many samples as weights"),
        case(of_w_alone, *samples(3, 2), note="all samples have one gradient"),
        case(product, torch.zeros(2), torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([1.0, 0.0])),
    ],
    names=("gradients",),
    atol=1e-6,
    hints=HINTS | {"value": "row i is the gradient of the loss of sample i alone"},
)


def counted(sample_gradients):
    """The calls of loss, for nine samples and for one, and their gradients."""
    found = []
    for n in (9, 1):
        calls = []

        def loss(w, x, y, calls=calls):
            calls.append(tuple(x.shape))
            return torch.sin((w * x).sum()) - y

        gradients = sample_gradients(loss, torch.ones(2), torch.linspace(0.0, 1.0, 2 * n).reshape(n, 2), torch.ones(n))
        found.append((len(calls), gradients))
    return found


once = Contract(
    answers=("sample_gradients",),
    cases=[program(counted)],
    atol=1e-6,
    hints={"value": "vmap runs all samples in one call of loss"},
)

LENGTHS = torch.tensor([[3.0, 4.0], [0.3, 0.4], [0.0, 0.0], [-6.0, 8.0], [1e-6, 0.0], [300.0, -400.0]])


def given(limit, rows=LENGTHS):
    """Samples whose gradients are the rows."""
    return case(product, torch.zeros(rows.shape[1]), rows, torch.ones(len(rows)), limit)


clipped = Contract(
    answers=("clipped_mean",),
    cases=[
        given(1.0, LENGTHS[:2]),
        given(1.0),
        given(0.1),
        given(5.0),
        given(10.0),
        given(1e-3, torch.tensor([[1e-4, 2e-4], [0.5, 0.0]])),
        given(1000.0),
        given(2.0, torch.zeros(3, 2)),
        given(2.0, torch.tensor([[-7.0]])),
        given(0.5, torch.tensor([[0.3, 0.4, 0.0]])),
        case(squared, *samples(8, 3), 0.75),
        case(wave, *samples(5, 2, torch.float64), 0.5),
    ],
    names=("mean",),
    atol=1e-6,
    rtol=1e-5,
    hints=HINTS
    | {
        "value": "scale the gradient of each sample whose norm is above the limit, leave all others, then the mean",
        "shape": "the mean over the samples, shape (d,)",
    },
)
