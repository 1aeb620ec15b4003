"""7.7 — a loop without its five bugs."""

import torch
from torch import nn

from autograder.contracts import Contract, case, program


def pairs(*sizes, dtype=torch.float32):
    draw = torch.Generator().manual_seed(771 + len(sizes))
    return [tuple(torch.randn(2, n, 1, generator=draw, dtype=dtype)) for n in sizes]


def batches(*sizes, dtype=torch.float32):
    """Batches of these sizes, and data to validate on."""
    *train, held = pairs(*sizes, 6, dtype=dtype)
    return train, *held


def fill(model):
    draw = torch.Generator().manual_seed(77)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=draw))
    return model


def line():
    model = fill(nn.Linear(1, 1))
    return model, torch.optim.SGD(model.parameters(), lr=0.05)


def resting():
    model = fill(nn.Linear(1, 1))
    return model, torch.optim.SGD(model.parameters(), lr=0.0)


def wide_line():
    model = fill(nn.Linear(1, 1, dtype=torch.float64))
    return model, torch.optim.SGD(model.parameters(), lr=0.05)


def with_momentum():
    model = fill(nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1)))
    return model, torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=0.01)


def with_adam():
    model = fill(nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1)))
    return model, torch.optim.Adam(model.parameters(), lr=0.1)


class Moody(nn.Module):
    """The line w * x, 1 higher in training mode, and 10 higher where autograd records."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor(1.0))

    def forward(self, x):
        return self.w * x + float(self.training) + 10.0 * float((self.w * x).requires_grad)


def moody():
    model = nn.Sequential(nn.Sequential(Moody()))
    return model, torch.optim.SGD(model.parameters(), lr=0.0)


def with_dropout():
    torch.manual_seed(7)
    model = fill(nn.Sequential(nn.Linear(1, 4), nn.Dropout(0.5), nn.BatchNorm1d(4), nn.Linear(4, 1)))
    return model, torch.optim.SGD(model.parameters(), lr=0.0)


def as_floats(losses):
    """The numbers alone: their types are another check's business."""
    if not isinstance(losses, (list, tuple)):
        return losses
    return [[float(loss) for loss in kind] if isinstance(kind, (list, tuple)) else kind for kind in losses]


def uneven(fit):
    """The validation after batches of 5 and 2 examples."""
    return {"val_losses": [float(loss) for loss in fit(line, *batches(5, 2), epochs=2)[1]]}


HINTS = {
    "train_losses": "each batch counts as often as it has examples; each loss is taken before its batch's step",
    "val_losses": "one step a batch, with the gradient of its own loss; then validate, in eval mode, unrecorded",
    "type": "two lists of Python floats: .item() takes the number out of a tensor",
    "length": "one entry for each epoch",
    "walks": "one backward() for each batch, none for the validation",
    "arguments": "the batches and the validation data are read, never changed",
    "again": "make() gives a model and an optimizer for each call",
}


def about(*cases, **options):
    """A contract about some cases."""
    return Contract(cases, names=("train_losses", "val_losses"), container="sequence", hints=HINTS, **options)


# A mistake should cost its own check: what is not asked about makes no difference in the cases.
numbers = about(
    case(resting, *batches(3, 3), epochs=1),
    case(resting, *batches(3), epochs=0, note="no epoch"),
    case(resting, *batches(2, 2), epochs=5),
    case(resting, *batches(1), epochs=2, note="one example"),
)
gradient = about(
    case(line, *batches(4, 4), epochs=2),
    case(line, *batches(4, 4, 4), epochs=4),
    case(wide_line, *batches(2, 2, dtype=torch.float64), epochs=2),
    case(with_momentum, *batches(5, 5), epochs=3),
    case(with_adam, *batches(3, 3, 3), epochs=3),
    program(uneven),
    view=as_floats,
    walks="count",
    twist=True,
)
mode = about(
    case(moody, *batches(3, 3), epochs=3, note="the output tells the mode, and whether it is recorded"),
    case(moody, *batches(2, 2, 2), epochs=1, note="the output tells the mode"),
    case(with_dropout, *batches(4, 4), epochs=3, note="dropout and batch norm"),
    view=as_floats,
)
mean = about(
    case(resting, *batches(3, 1), epochs=1),
    case(resting, *batches(4, 4, 4, 5), epochs=2),
    case(resting, *batches(1, 16), epochs=2),
    case(resting, *batches(8, 8, 1), epochs=3),
    case(resting, *batches(1, 2, 3, 4), epochs=1),
    view=as_floats,
)
