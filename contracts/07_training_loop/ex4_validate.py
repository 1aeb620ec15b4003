"""7.4 — a validation pass."""

import torch
from torch import nn

from autograder.contracts import Contract, case, program


def batches(*sizes, dtype=torch.float32, scale=1.0):
    draw = torch.Generator().manual_seed(741 + len(sizes))
    return [tuple(scale * torch.randn(2, n, 1, generator=draw, dtype=dtype)) for n in sizes]


class Watched(nn.Module):
    """The line w * x; its buffer counts the calls that autograd recorded."""

    def __init__(self, w=2.0):
        super().__init__()
        self.w = nn.Parameter(torch.tensor(w))
        self.register_buffer("recorded", torch.zeros(()))

    def forward(self, x):
        self.recorded += float((self.w * x).requires_grad)
        return self.w * x


def wide(*rest):
    """A net with one input and one output."""
    draw = torch.Generator().manual_seed(742)
    net = nn.Sequential(nn.Linear(1, 3), *rest, nn.Linear(3, 1))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=draw))
    return net


def under_no_grad(validate):
    """Called where recording is off already."""
    with torch.no_grad():
        loss = validate(Watched().eval(), batches(3, 3))
        return loss, torch.is_grad_enabled()


def marked_data(validate):
    """The inputs require a gradient; nothing has one afterwards, and recording is on."""
    model, pairs = Watched().eval(), batches(2, 2)
    for x, _ in pairs:
        x.requires_grad_()
    loss = validate(model, pairs)
    return loss, [x.grad for x, _ in pairs], model.w.grad, model.recorded, torch.is_grad_enabled()


def modes(validate):
    """A model in training mode, then the same in evaluation mode."""
    model, found = wide(nn.Dropout(0.5)), []
    for mode in (True, False, True):
        model.train(mode)
        found.append((validate(model, batches(2, 2)), [part.training for part in model.modules()]))
    return found


def kept_gradients(validate):
    """The parameters have gradients from a step before."""
    model = Watched().eval()
    model.w.grad = torch.tensor(3.0)
    return validate(model, batches(2, 2)), model.w.grad


HINTS = {
    "loss": "the sum of the squared errors of all examples, divided by the number of examples",
    "result": "model.eval() and no_grad around all batches; give back the mode that you found",
    "type": "a Python float",
    "arguments": "eval() before the first batch; the model, its buffers and the batches stay as they are",
    "state": "give the mode back, and leave recording as it was",
    "walks": "validation learns nothing: no backward()",
}
MODELS = (
    lambda: wide(nn.Dropout(0.5)),
    lambda: nn.Sequential(nn.BatchNorm1d(1), nn.Tanh()),
    lambda: wide(nn.Tanh()).eval(),
    lambda: nn.Sequential(nn.Sequential(nn.Dropout(0.9))),
    lambda: nn.BatchNorm1d(1).eval(),
)
mean = Contract(
    [
        case(nn.Identity(), batches(3, 1)),
        case(nn.Identity(), batches(23)),
        case(nn.Identity(), batches(5, 5, 5, 8)),
        case(nn.Identity(), batches(1, 22)),
        case(nn.Identity(), batches(1)),
        case(nn.Identity(), batches(10, 10, 3, scale=1e-3)),
        case(nn.Identity(), batches(2, 7, dtype=torch.float64)),
        case(nn.Linear(1, 1, dtype=torch.float64), batches(4, 1, dtype=torch.float64)),
        case(wide(nn.Tanh()), batches(3, 5)),
    ],
    names=("loss",),
    walks="count",
    hints=HINTS,
)
mode = Contract([case(make(), batches(3, 3)) for make in MODELS] + [program(modes)], names=("loss",), hints=HINTS)
untracked = Contract(
    [
        case(Watched().eval(), batches(3, 3)),
        case(nn.Sequential(Watched(), Watched(0.5)).eval(), batches(2, 2)),
        program(under_no_grad),
        program(marked_data),
        program(kept_gradients),
    ],
    names=("loss",),
    walks="count",
    hints=HINTS,
)
