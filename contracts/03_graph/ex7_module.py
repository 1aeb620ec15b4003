"""3.7 — the drawing of a module."""

from collections import OrderedDict

import torch
from torch import nn

from autograder.contracts import Contract, case
from autograder.contracts.figures import read_drawing


class Twice(nn.Module):
    """A module whose parameter hangs on the module itself, and which has a frozen one."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor([1.5, -0.5]))
        self.frozen = nn.Parameter(torch.tensor([1.0, 2.0]), requires_grad=False)
        self.inner = nn.Linear(2, 2, bias=False)

    def forward(self, x):
        return self.inner(x * self.scale).tanh() * self.scale + self.frozen


SHARED = 3  # the place of the module that has a parameter under two names, either of which is right


def modules():
    """One layer and several, nested and shared ones, a layer that keeps statistics, one row and many."""
    draw = torch.Generator().manual_seed(371)
    shared = nn.Linear(3, 3)
    yield nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), torch.randn(5, 3, generator=draw)
    yield nn.Linear(2, 1), torch.randn(1, 2, generator=draw)
    yield nn.Sequential(OrderedDict(mix=nn.Linear(3, 2), out=nn.Linear(2, 1, bias=False))), torch.ones(2, 3)
    yield nn.Sequential(shared, nn.ReLU(), shared), torch.ones(4, 3)
    yield nn.Sequential(nn.Sequential(nn.Linear(2, 2), nn.Sigmoid()), nn.Linear(2, 1)), torch.ones(3, 2)
    yield nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Dropout(0.5)), torch.randn(6, 2, generator=draw)
    yield Twice(), torch.randn(3, 2, generator=draw)


def of_its_kind(view):
    """The view of a drawing, and the type that make_dot returns."""

    def look(drawing):
        seen = view(drawing)
        return seen | {"type": type(drawing).__name__} if isinstance(seen, dict) else seen

    return look


def about(view, *cases):
    """A contract about a part of the drawing."""
    return Contract(
        cases,
        names=("drawing",),
        view=of_its_kind(view),
        hints={
            "type": "return torchviz.make_dot(...) itself",
            "drawing['nodes']": "draw model(x).mean(), with its graph",
            "drawing['arrows']": "draw model(x).mean(), with its graph",
            "drawing['names']": "params=dict(model.named_parameters()) gives every box its name",
            "drawing['type']": "return torchviz.make_dot(...) itself",
            "drawing['saved']": "show_saved=saved",
            "arguments": "only draw: call the model once, and leave it and the inputs as they are",
        },
    )


def read_nodes(drawing):
    """The operations, and the arrows between them."""
    seen = read_drawing(drawing)
    if not isinstance(seen, dict):
        return seen
    parts = [arrow.split(" -> ") for arrow in seen["arrows"]]
    kept = [arrow for arrow in parts if all(end.split("(")[0].strip() and is_node(end) for end in arrow)]
    return {"nodes": [box for box in seen["boxes"] if is_node(box)], "arrows": [" -> ".join(ends) for ends in kept]}


def is_node(label):
    return "Backward" in label or label == "AccumulateGrad"


def read_names(drawing):
    """The light blue boxes."""
    seen = read_drawing(drawing)
    return {"names": [b for b in seen["boxes"] if b.endswith("(lightblue)")]} if isinstance(seen, dict) else seen


def read_saved(drawing):
    """The orange boxes."""
    seen = read_drawing(drawing)
    return {"saved": [b for b in seen["boxes"] if b.endswith("(orange)")]} if isinstance(seen, dict) else seen


nodes = about(read_nodes, *(case(model, x) for model, x in modules()))
named = about(read_names, *(case(model, x) for place, (model, x) in enumerate(modules()) if place != SHARED))
saved = about(
    read_saved,
    *(case(model, x, saved=True) for model, x in modules()),
    *(case(model, x, True) for model, x in list(modules())[1:3]),
    *(case(model, x, saved=False) for model, x in modules()),
    *(case(model, x) for model, x in list(modules())[:2]),
)
