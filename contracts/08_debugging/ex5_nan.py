"""8.5 — the first nan, found and repaired."""

import torch

from autograder.contracts import Contract, case, program


def masked(function, *numbers):
    """The loss of a masked function at some numbers."""

    def run():
        x = torch.tensor(numbers, requires_grad=True)
        torch.where(x > 0, function(x), torch.zeros(len(numbers))).sum().backward()

    return run


def quotient():
    masked(lambda x: torch.sin(x) / x, 0.0, 2.0)()


def power():
    masked(lambda x: x**0.5, -2.0, 2.0)()


def root():
    masked(torch.sqrt, 4.0, -1.0)()


def root_of_logarithm():
    x = torch.tensor([0.5, 4.0], requires_grad=True)
    torch.where(x > 1, x.log().sqrt(), torch.zeros(2)).mean().backward()


def two_ways():
    x = torch.tensor([0.0], requires_grad=True)
    (torch.where(x > 0, x.log(), torch.zeros(1)) * 2 + x.exp()).sum().backward()


def forward():
    """A nan that arises on the way forward."""
    x = torch.tensor(float("inf"), requires_grad=True)
    ((x - x) ** 2).backward()


class Broken(torch.autograd.Function):
    """A function whose backward returns nan."""

    @staticmethod
    def forward(ctx, x):
        return x * 1

    @staticmethod
    def backward(ctx, gradient):
        return gradient * float("nan")


def own_function():
    Broken.apply(torch.ones(2, requires_grad=True)).sum().backward()


def careful():
    masked(torch.sqrt, 4.0, 9.0)()


def infinite():
    """An infinite gradient is no nan."""
    torch.zeros(1, requires_grad=True).sqrt().sum().backward()


def plain():
    (torch.ones(2, requires_grad=True) * 3).sum().backward()


def values_only():
    """A nan among the values that nobody differentiates."""
    x = torch.tensor([float("nan"), 1.0])
    (torch.ones(2, requires_grad=True) * 3).sum().backward()
    return x


def on_a_vector():
    torch.ones(2, requires_grad=True).exp().backward()


def without_a_trail():
    torch.ones(()).backward()


def missing_key():
    return {}["nan"]


def speaks_of_nan():
    raise RuntimeError("nan in the loss")


def quotes_a_name():
    raise RuntimeError("Function 'PowBackward0' is not known")


def returned_something():
    raise RuntimeError("Function 'Loader' returned 3 values")


def wrong_value():
    raise ValueError("Function 'SqrtBackward0' returned nan values in its 0th output.")


def mode_of_others(culprit):
    """Anomaly mode is on already, and nothing is wrong."""
    with torch.autograd.set_detect_anomaly(True):
        return culprit(plain), torch.is_anomaly_enabled()


FOUND = (root, quotient, power, root_of_logarithm, two_ways, forward, own_function)
PASSED_ON = (on_a_vector, without_a_trail, missing_key, speaks_of_nan, quotes_a_name, returned_something, wrong_value)
culprit = Contract(
    answers=("culprit",),
    cases=[case(run, tag="names") for run in FOUND]
    + [case(run, tag="none") for run in (careful, infinite, plain, values_only, *PASSED_ON)]
    + [program(mode_of_others, tag="none")],
    names=("name",),
    errors=("RuntimeError", "KeyError", "ValueError"),
    calls="count",
    hints={
        "name[1]": "leave anomaly mode as it was: a block puts it back",
        "value": "the name between the quotes of anomaly mode's message; None where nothing was raised",
        "error": "raise again what does not say that a Function returned nan",
        "calls": "run program once",
        "state": "anomaly mode and recording are afterwards as before",
    },
)


def slopes(root_sum):
    """Sums and gradients at numbers of both signs, at zeros, at very small and very large ones."""
    draw, found = torch.Generator().manual_seed(853), []
    lists = ([-1.5, 0.0, 2.25], [-2.0, -0.5], [0.0], [1e-4, 100.0], [1e-12, 1e-9, -1e-12], [9.0], [-0.0, 1.0], [2.5e7])
    tensors = [torch.randn(9, generator=draw), *(torch.tensor(numbers) for numbers in lists)]
    tensors.append(torch.tensor([-1.0, 0.0, 3.0], dtype=torch.float64))
    for numbers in tensors:
        x = numbers.clone().requires_grad_()
        total = root_sum(x)
        (3 * total).backward()
        found.append({"sum": total.detach(), "x.grad": x.grad, "x as before": torch.equal(x.detach(), numbers)})
    return found


repair = Contract(
    answers=("root_sum",),
    cases=[program(slopes), case(torch.tensor([4.0, -1.0, 0.0, 2.0])), case(torch.zeros(2, requires_grad=True))],
    names=("sum",),
    hints={
        "value": "the root where x is positive, 0 elsewhere; give the root a harmless input where it is not, then mask",
        "tracking": "a scalar tensor on the trail, no .item()",
        "arguments": "x stays as it is",
    },
)
