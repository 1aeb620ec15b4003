"""5.4 — half of a model, frozen."""

import torch
from torch import nn

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(541)


class Noted(nn.Module):
    """A layer with a parameter of another name; its buffer notes whether it was frozen in the forward pass."""

    def __init__(self, size):
        super().__init__()
        self.scale = nn.Parameter(torch.randn(size, generator=draw))
        self.register_buffer("trainable", torch.tensor(-1.0))

    def forward(self, x):
        self.trainable.fill_(float(self.scale.requires_grad))
        return x * self.scale


def filled(*layers, dtype=torch.float32):
    """A Sequential with known numbers."""
    model = nn.Sequential(*layers).to(dtype)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=draw, dtype=dtype) * 0.7)
    return model


def data(n, inputs, outputs, dtype=torch.float32):
    return torch.randn(n, inputs, generator=draw, dtype=dtype), torch.randn(n, outputs, generator=draw, dtype=dtype)


def net():
    return filled(nn.Linear(3, 4), nn.Sigmoid(), nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 2))


def long_net():
    """Twelve layers, so that positions have two digits."""
    return filled(*(nn.Linear(2, 2) for _ in range(12)))


def mixed():
    """Layers of several kinds, one a Sequential itself."""
    return filled(
        nn.Linear(2, 3), nn.LayerNorm(3), nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 3)), Noted(3)
    )


def noted():
    return filled(Noted(2), nn.Tanh(), Noted(2), nn.Linear(2, 1, bias=False))


def statistics():
    return filled(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1))


CASES = (
    case(net(), [2], *data(6, 3, 2)),
    case(net(), [4], *data(6, 3, 2)),
    case(net(), [0, 2], *data(1, 3, 2), note="one example"),
    case(net(), [2, 4], *data(6, 3, 2)),
    case(net(), [1, 0], *data(3, 3, 2), note="a layer without parameters, and another order"),
    case(net(), [], *data(5, 3, 2), note="nothing is frozen"),
    case(long_net(), [1], *data(4, 2, 2), note="twelve layers"),
    case(long_net(), [10, 0], *data(4, 2, 2), note="twelve layers"),
    case(mixed(), [1], *data(5, 2, 3), note="a LayerNorm is frozen"),
    case(mixed(), [2], *data(5, 2, 3), note="a Sequential is frozen"),
    case(mixed(), [3, 0], *data(5, 2, 3), note="a layer of another kind is frozen"),
    case(noted(), [0], *data(4, 2, 1), note="layers that notice whether they are frozen"),
    case(noted(), [2, 3], *data(4, 2, 1), note="layers that notice whether they are frozen"),
    case(statistics(), [1], *data(6, 2, 1), note="a batch norm is frozen"),
    case(filled(nn.Linear(1, 1), nn.Linear(1, 1), dtype=torch.float64), [0], *data(3, 1, 1, torch.float64)),
)
contract = Contract(
    CASES,
    names=("table",),
    atol=1e-6,
    walks="count",
    hints={
        "value": "end with return dict(model.named_parameters())",
        "tracking": "model[position].requires_grad_(False) freezes the layer at a position, whatever its kind",
        "grad": "the mean of (model(x) - target) ** 2, and one backward(); gradients pass through a frozen layer",
        "arguments": "freeze before the forward pass; data, numbers and modes stay as they are",
        "walks": "one backward() fills all gradients",
    },
)
