"""7.6 — SGD with momentum."""

import torch

from autograder.contracts import Contract, program


def follow(Momentum, loss, starts, lr, beta, steps, wrap=iter, clear=None):
    """Take steps from some starts, and tell where each led."""
    leaves = [torch.as_tensor(start).clone().requires_grad_() for start in starts]
    optimizer = Momentum(wrap(leaves), lr, beta)
    path = []
    for k in range(steps):
        if clear is None:
            optimizer.zero_grad()
        else:
            clear(leaves)
        loss(k, *leaves).backward()
        gradients = [None if leaf.grad is None else leaf.grad.clone() for leaf in leaves]
        optimizer.step()
        path.append([leaf.detach().clone() for leaf in leaves])
        kept = [one is None or torch.equal(one, leaf.grad) for one, leaf in zip(gradients, leaves, strict=True)]
    return {
        "path": path,
        "leaves": [leaf.is_leaf and leaf.requires_grad for leaf in leaves],
        "gradients as before the step": kept,
        "recording": torch.is_grad_enabled(),
    }


def bowl(curvature, bottom):
    return lambda k, w: curvature / 2 * (w - bottom) ** 2


def plain_descent(Momentum):
    """Beta 0, a parabola of curvature 8."""
    return follow(Momentum, bowl(8.0, -1.0), [5.0], 0.03, 0.0, 9)


def plain_vector(Momentum):
    """Beta 0, a parameter of shape (3,)."""
    return follow(Momentum, lambda k, w: (w**4).sum(), [[1.0, -0.5, 0.2]], 0.05, 0.0, 3)


def long_run(Momentum):
    """Beta 0.9, 40 steps."""
    return follow(Momentum, bowl(15.0, 2.5), [-1.0], 0.02, 0.9, 40)


def divergence(Momentum):
    """Beta 0.6 and a rate near its limit."""
    return follow(Momentum, bowl(8.0, 2.5), [-1.0], 0.3, 0.6, 12), follow(Momentum, bowl(8.0, 0.0), [1.0], 0.5, 0.5, 5)


def turning(Momentum):
    """A loss that changes from step to step; the rate and beta differ much."""
    return follow(Momentum, lambda k, w: (-1) ** k * w * (k + 1), [2.0], 0.5, 0.25, 6)


def double(Momentum):
    """A parameter in float64."""
    start = torch.tensor([[1.0, 2.0]], dtype=torch.float64)
    return follow(Momentum, lambda k, w: (w.exp()).sum(), [start], 0.01, 0.7, 4)


def coupled(k, a, b, c):
    return ((a - b) ** 2).sum() + (a * c).sum() ** 2


STARTS = [[[1.0, -2.0], [0.5, 3.0]], -1.0, [2.0, 0.3]]


def three_parameters(Momentum):
    """Three parameters of three shapes."""
    return follow(Momentum, coupled, STARTS, 0.01, 0.8, 12)


def same_shape(Momentum):
    """Three parameters of one shape, two with one value."""
    return follow(Momentum, lambda k, a, b, c: a**2 + 3 * b**2 + (c - a) ** 2, [1.0, 1.0, -2.0], 0.05, 0.5, 5)


def unused(Momentum):
    """A parameter that takes no part, and one that joins later."""

    def loss(k, a, b, c):
        return a**2 + (0 if k < 2 else (b - 1) ** 2)

    return follow(Momentum, loss, [1.0, 3.0, 4.0], 0.1, 0.5, 5)


def to_none(leaves):
    for leaf in leaves:
        leaf.grad = None


def without_a_gradient(Momentum):
    """Parameters that have no gradient in some steps, the first one among them; somebody clears to None."""

    def loss(k, a, b, c):
        return (b - 2) ** 2 + (0 if k in (0, 3) else a**2) + (c**2 if k < 2 else 0)

    return follow(Momentum, loss, [1.0, 3.0, 4.0], 0.1, 0.5, 6, clear=to_none)


def same_memory(Momentum):
    """Somebody looks at the memory of the parameters."""
    leaves = [torch.tensor([1.0, -2.0], requires_grad=True), torch.tensor(3.0, requires_grad=True)]
    seen, optimizer = [leaf.detach() for leaf in leaves], Momentum(leaves, 0.1, 0.9)
    for _ in range(2):
        optimizer.zero_grad()
        ((leaves[0] ** 2).sum() + leaves[1] ** 2).backward()
        optimizer.step()
    return seen


def iterables(Momentum):
    """Parameters in a list, a tuple, a generator, and none at all."""
    kinds = (list, tuple, iter, lambda leaves: (leaf for leaf in leaves))
    found = [follow(Momentum, coupled, STARTS, 0.01, 0.8, 3, wrap=kind) for kind in kinds]
    empty = Momentum([], 0.1, 0.9)
    empty.step()
    empty.zero_grad()
    return found


def module(Momentum):
    """The parameters of a module."""
    model = torch.nn.Linear(2, 1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(0.5)
    optimizer, x = Momentum(model.parameters(), 0.1, 0.9), torch.tensor([[1.0, 2.0], [-1.0, 0.5]])
    for _ in range(3):
        optimizer.zero_grad()
        (model(x) ** 2).mean().backward()
        optimizer.step()
    return list(model.parameters())


def filled_with_zeros(Momentum):
    """Gradients that somebody fills with zeros, in place, between the steps."""

    def clear(leaves):
        for leaf in leaves:
            if leaf.grad is not None:
                leaf.grad.zero_()

    return follow(Momentum, coupled, STARTS, 0.01, 0.8, 6, clear=clear)


def two_optimizers(Momentum):
    """Two optimizers in turn, with rates of their own."""
    leaves = [torch.tensor(start, requires_grad=True) for start in (1.0, 1.0)]
    optimizers = [Momentum([leaf], lr, beta) for leaf, lr, beta in zip(leaves, (0.1, 0.02), (0.5, 0.9), strict=True)]
    for _ in range(4):
        for leaf, optimizer in zip(leaves, optimizers, strict=True):
            optimizer.zero_grad()
            (leaf**2).backward()
            optimizer.step()
    return leaves


def coasting(Momentum):
    """A gradient of zero after some steps: the velocity goes on."""
    return follow(Momentum, lambda k, w: w**2 if k < 2 else 0 * w, [3.0], 0.1, 0.5, 5)


def a_second_one(Momentum):
    """Two steps, then a new optimizer for the same parameter."""
    leaf = torch.tensor(1.0, requires_grad=True)
    for _ in range(2):
        optimizer = Momentum([leaf], 0.1, 0.9)
        for _ in range(2):
            optimizer.zero_grad()
            (leaf**2).backward()
            optimizer.step()
    return leaf


def marked_later(Momentum):
    """A parameter that requires a gradient only after the optimizer has been made."""
    leaves = [torch.tensor(1.0, requires_grad=True), torch.tensor(2.0)]
    optimizer = Momentum(leaves, 0.1, 0.5)
    leaves[1].requires_grad_()
    (leaves[0] ** 2 + leaves[1] ** 2).backward()
    optimizer.step()
    return leaves


def cleared(Momentum):
    """What zero_grad() leaves: no gradient, or zeros."""
    leaves = [torch.tensor([1.0, -2.0], requires_grad=True), torch.tensor(3.0, requires_grad=True)]
    optimizer = Momentum(leaves, 0.1, 0.9)
    (leaves[0] ** 2).sum().backward()
    result = optimizer.zero_grad(), optimizer.step()
    return [leaf.grad is None or not leaf.grad.any() for leaf in leaves], leaves[1].detach(), result


def about(*programs):
    """A contract about some programs."""
    return Contract(
        [program(use) for use in programs],
        forbid=("torch.optim.SGD", "torch.optim.Optimizer"),
        hints={
            "result": "v <- beta v + g, then w <- w - lr v; every parameter has a v of its own, which starts at zero",
            "result['leaves']": "update in place, under no_grad: the parameter stays the leaf that it is",
            "error": "an iterable may be walked only once: keep list(parameters); a parameter without gradient is left",
            "means": "write the velocity and the update yourself",
        },
    )


plain = about(plain_descent, plain_vector)
path = about(long_run, divergence, turning, double)
many = about(
    three_parameters,
    same_shape,
    unused,
    without_a_gradient,
    same_memory,
    iterables,
    module,
    filled_with_zeros,
    two_optimizers,
    coasting,
    a_second_one,
    marked_later,
    cleared,
)
