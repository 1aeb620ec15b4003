"""5.8 — a gradient, stopped at one point."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(581)


def leaf(*shape, dtype=torch.float32):
    return torch.rand(shape, generator=draw, dtype=dtype).requires_grad_()


def cube(x):
    return x**3


def same(x):
    return x


def wave(x):
    return torch.sin(x) + 2


def total(x):
    return x.sum()


def slopes(weigh, f, g, x):
    """The product, and the gradients that a weighted sum of it leaves."""
    result = weigh(f, g, x)
    (result * torch.linspace(1.0, 2.0, result.numel()).view(result.shape)).sum().backward()
    return {"product": result.detach(), "x.grad": x.grad, "x": x.detach()}


def plain_functions(weigh):
    """A cube and a wave at several places."""
    found = []
    for x in (torch.tensor(1.5), torch.tensor([0.5, -2.0]), torch.ones(2, 3), torch.tensor([[[3.0]]])):
        found.append(slopes(weigh, cube, wave, x.requires_grad_()))
        found.append(slopes(weigh, wave, cube, x.detach().clone().requires_grad_()))
    return found


def itself(weigh):
    """F or g is x itself, or one number."""
    pairs = ((same, cube), (cube, same), (same, same), (total, wave), (wave, total))
    return [slopes(weigh, f, g, torch.tensor([0.5, -2.0], requires_grad=True)) for f, g in pairs]


def weights_inside(weigh):
    """Weights inside f get no gradient, those inside g do."""
    one, two = torch.tensor(0.7, requires_grad=True), torch.tensor(-1.3, requires_grad=True)
    found = slopes(weigh, lambda x: one * x, lambda x: two * x**2, torch.tensor([1.0, 3.0], requires_grad=True))
    return found, one.grad, two.grad


def shared_weight(weigh):
    """A weight in both."""
    scale = torch.tensor(0.7, requires_grad=True)
    found = slopes(weigh, lambda x: scale * x, lambda x: scale + x, torch.tensor([1.0, 3.0], requires_grad=True))
    return found, scale.grad


def tracked_result(weigh):
    """The result is tracked, recording is on, and f and g are called once each, with x itself."""
    x, seen = torch.tensor([1.0, 2.0], requires_grad=True), []

    def f(t):
        seen.append(("f", t is x))
        return t.exp()

    def g(t):
        seen.append(("g", t is x))
        return t.cos()

    result = weigh(f, g, x)
    return result.requires_grad, torch.is_grad_enabled(), sorted(name for name, _ in seen), x.grad


def middle(weigh):
    """X is not a leaf."""
    a = torch.tensor([1.0, -0.5], requires_grad=True)
    weigh(cube, wave, a * 2).sum().backward()
    return a.grad


weigh = Contract(
    answers=("weigh",),
    cases=[program(use) for use in (plain_functions, itself, weights_inside, shared_weight, tracked_result, middle)],
    hints={"result": "f(x) as a whole is the constant, with all that is inside; the way through g stays open"},
)


def backpropagated(posterize, p, levels):
    """The picture, and the gradient that a loss leaves in p."""
    before = p.detach().clone()
    result = posterize(p, levels)
    (result**2 * torch.linspace(-1.0, 2.0, result.numel()).view(result.shape)).sum().backward()
    return {"picture": result.detach(), "p.grad": p.grad, "p as before": torch.equal(before, p.detach())}


def many_levels(posterize):
    """Several numbers of tones."""
    return [backpropagated(posterize, leaf(3, 5), levels) for levels in (2, 3, 4, 6, 11, 256)]


def shapes(posterize):
    """Pictures of several shapes."""
    return [backpropagated(posterize, leaf(*shape), 4) for shape in ((), (1,), (2, 3, 2), (0,))]


def ends(posterize):
    """Black, white, and tones that are there already."""
    p = torch.tensor([0.0, 1.0, 0.25, 0.75, 0.5], requires_grad=True)
    return backpropagated(posterize, p, 5)


def grey(posterize):
    """Two pictures in turn, in the middle of a graph."""
    a = torch.tensor([0.2, 0.45, 0.92], requires_grad=True)
    (posterize(a * 0.9, 3) * posterize(a, 6)).sum().backward()
    return a.grad


posterize = Contract(
    answers=("posterize",),
    cases=[program(use) for use in (many_levels, shapes, ends, grey)]
    + [case(leaf(4), 3), case(leaf(2, 2, dtype=torch.float64), 7)],
    atol=1e-6,
    hints={
        "result": "the nearest of k / (levels - 1); p + (rounded - p).detach() has the gradient of p",
        "tracking": "only the change from p to the rounded picture is a constant",
        "arguments": "p stays as it is",
    },
)
