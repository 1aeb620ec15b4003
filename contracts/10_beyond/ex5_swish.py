"""10.5 — an operation of one's own."""

import torch

from autograder.contracts import Contract, program

grad = torch.autograd.grad


def inputs():
    """Inputs of several shapes and types, far from zero too."""
    draw = torch.Generator().manual_seed(1005)
    yield torch.tensor([0.5, -1.5, 3.0])
    for shape in ((2, 3), (), (1,), (0,), (2, 2, 2)):
        yield torch.randn(shape, generator=draw)
    yield torch.randn(6, generator=draw, dtype=torch.float64)
    yield torch.randn(3, 4, generator=draw).t()
    yield torch.tensor([100.0, -100.0, 30.0, -30.0])
    yield torch.tensor([1000.0, -1000.0], dtype=torch.float64)


def values(swish):
    """The values, at inputs of several shapes and types."""
    kept = [x.clone() for x in inputs()]
    found = [swish(x) for x in inputs()]
    return found, [one.requires_grad for one in found], all(map(torch.equal, kept, inputs()))


def marked(swish):
    """The values at marked inputs."""
    return [swish(x.clone().requires_grad_()).detach() for x in inputs()]


def unrecorded(swish):
    """The value where recording is off."""
    x = torch.tensor([0.5, -1.0], requires_grad=True)
    with torch.no_grad():
        y = swish(x)
    return y, y.requires_grad


def slopes(swish):
    """The slopes, at inputs of several shapes and types."""
    found = []
    for x in inputs():
        leaf = x.clone().requires_grad_()
        swish(leaf).sum().backward()
        found.append(leaf.grad)
    return found


def chain(swish):
    """The gradient of a chain, with weights that differ."""
    found = []
    for x in inputs():
        leaf = x.clone().requires_grad_()
        y = swish(2 * leaf) * torch.linspace(-1.0, 2.0, x.numel(), dtype=x.dtype).reshape(x.shape)
        (y + 0.1 * swish(leaf)).sum().backward()
        found.append(leaf.grad)
    return found


def twice(swish):
    """Swish of swish, and two walks."""
    leaf = torch.tensor([0.5, -1.5], requires_grad=True)
    y = swish(swish(leaf)).sum()
    y.backward(retain_graph=True)
    y.backward()
    return leaf.grad


def second(swish):
    """Second derivatives."""
    found = []
    for x in inputs():
        if x.abs().max() < 50 if x.numel() else True:
            leaf = x.clone().requires_grad_()
            (slope,) = grad((swish(leaf) ** 2).sum(), leaf, create_graph=True)
            found.append(
                grad((slope * torch.linspace(1.0, 2.0, x.numel(), dtype=x.dtype).reshape(x.shape)).sum(), leaf)[0]
            )
    return found


def second_of_a_chain(swish):
    """Second derivatives with respect to the gradient that arrives, too."""
    leaf, weight = torch.tensor([0.5, -1.5], requires_grad=True), torch.tensor([2.0, 3.0], requires_grad=True)
    (slope,) = grad((weight * swish(leaf)).sum(), leaf, create_graph=True)
    return grad(slope.sum(), (leaf, weight))


def nodes(swish):
    """The graph of a swish, of a chain, and of two."""
    found = []
    for function in (swish, lambda x: swish(2 * x).sum(), lambda x: swish(swish(x))):
        waiting, names = [function(torch.tensor([0.5, 2.0], requires_grad=True)).grad_fn], []
        while waiting:
            node = waiting.pop()
            if node is not None:
                names.append(node.name().split("::")[-1])
                waiting += [following for following, _ in node.next_functions]
        found.append(names)
    return found


def about(*programs, **hints):
    """A contract about some programs."""
    return Contract([program(use) for use in programs], answers=("swish",), atol=1e-6, hints=hints)


value = about(
    values,
    marked,
    unrecorded,
    value="x * torch.sigmoid(x), entry by entry: same shape and dtype, finite far from 0, too",
)
gradient = about(
    slopes, chain, twice, value="grad_output times sigmoid(x) * (1 + x * (1 - sigmoid(x))), entry by entry"
)
again = about(
    second, second_of_a_chain, value="backward computes with tensor operations, from the saved x, without detach"
)
node = about(nodes, value="the whole operation is one node: swish(x) is Swish.apply(x)")
