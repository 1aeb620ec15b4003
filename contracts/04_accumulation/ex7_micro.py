"""4.7 — a batch in portions of any size."""

import weakref

import numpy as np
import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(471)
X, Y = torch.randn(12, 3, generator=draw), torch.randn(12, generator=draw)


def linear(w, x, y):
    return ((x @ w - y) ** 2).mean()


def scaled(w, x, y):
    return ((w * x - y) ** 2).mean()


def curved(w, x, y):
    return (torch.sin(3 * w) * x - y).abs().mean()


def weight(*values, grad=None, dtype=torch.float32):
    """A leaf, with an old gradient where one is given."""
    made = torch.tensor(values if len(values) > 1 else values[0], dtype=dtype, requires_grad=True)
    if grad is not None:
        made.grad = torch.full_like(made, grad)
    return made


def rows(sizes, **leaf):
    """A case of rows of three numbers."""
    return case(linear, weight(0.5, -1.0, 2.0, **leaf), X, Y, sizes)


def graphs_alive(accumulate):
    """Four portions; how many earlier graphs are alive while the next one is made."""
    saved, alive = [], []

    def loss(w, x, _y):
        alive.append(sum(one() is not None for one in saved))
        kept = np.ones(len(x), dtype=np.float32)  # what the graph saves: it goes with the graph
        saved.append(weakref.ref(kept))
        return (w * torch.from_numpy(kept)).mean()

    w = weight(1.0)
    result = accumulate(loss, w, torch.ones(8), torch.ones(8), [2, 2, 2, 2])
    return result, w.grad, max(alive)


contract = Contract(
    [
        rows([6, 6]),
        rows([5, 5, 2]),
        rows([12]),
        rows([1, 11], grad=100.0),
        rows([4, 8], grad=float("inf")),
        rows([4, 8], grad=float("nan")),
        program(graphs_alive),
        rows([1] * 12),
        rows([7, 1, 3, 1], grad=-3.0),
        case(scaled, weight(-0.5), X[:, 0], Y, [2, 9, 1]),
        case(curved, weight(0.4, dtype=torch.float64), X.double()[:, 1], Y.double(), [10, 2]),
        case(scaled, weight(1.5), torch.tensor([2.0]), torch.tensor([5.0]), [1]),
        case(scaled, weight(1.0, -2.0), torch.ones(4, 2), torch.zeros(4, 2), [3, 1], note="rows of two, y as well"),
    ],
    names=("loss",),
    calls="trace",
    walks="count",
    twist=True,
    hints={
        "grad": "the share n_k / N of each portion makes it equal to the full batch; an old gradient does not count",
        "loss": "the mean over the whole batch: the same shares, n_k / N, as for the gradient",
        "calls": "loss once for each portion, the portions in order",
        "loss[2]": "let each graph go after its walk: no retain_graph",
        "walks": "one backward() for each portion",
        "trace": "backward() right after each loss: then its graph can go",
        "arguments": "w, the data and the sizes stay as they are",
    },
)
