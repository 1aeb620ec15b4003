"""11.8 — an engine for tensors, with broadcasting."""

import torch

from autograder.contracts import Contract, program


def numbers(seed, *shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def ask(Grid, f, *tensors):
    """Value and gradients of the sum of an expression."""
    leaves = [Grid(tensor.clone()) for tensor in tensors]
    end = f(*leaves).sum()
    value, shape = end.data.clone(), tuple(end.data.shape)
    end.backward()
    return {
        "value": value,
        "shape of the sum": shape,
        "gradients": [leaf.grad.clone() for leaf in leaves],
        "data as before": [torch.equal(leaf.data, tensor) for leaf, tensor in zip(leaves, tensors, strict=True)],
        "marked": end.data.requires_grad or any(leaf.data.requires_grad or leaf.grad.requires_grad for leaf in leaves),
    }


def same_shapes(Grid):
    """Grids of one shape."""
    found = []
    for shape in ((3,), (2, 3, 2), (), (1,), (4, 1)):
        a, b = numbers(1181, *shape), numbers(1182, *shape)
        found.append(ask(Grid, lambda a, b: a * b + a, a, b))
        found.append(ask(Grid, lambda a: (a * a) * (a * a) + a * a * a + a, a))
    return found


def starts(Grid):
    """What a new grid, and one after a forward pass, look like."""
    x = Grid(numbers(1183, 2, 3))
    y = x * x + x
    return x.grad.clone(), y.grad.clone(), y.data.clone(), type(y) is Grid, type(y.sum()) is Grid, y.sum().grad.clone()


def alone(Grid):
    """A grid of shape () that is asked itself, and the sum of a sum."""
    x = Grid(torch.tensor(2.5, dtype=torch.float64))
    x.backward()
    return x.grad.clone(), ask(Grid, lambda a: a.sum() * a.sum(), numbers(1184, 3))


def leaf_in_two_graphs(Grid):
    """Two graphs of one leaf, each asked once: leaves add up."""
    x, b = Grid(numbers(1185, 2, 2)), Grid(numbers(1186, 2, 2))
    (x * b).sum().backward()
    (x + b * b).sum().backward()
    return x.grad.clone(), b.grad.clone()


def fan_out(Grid):
    """Grids with several users."""

    def weave(a, b):
        c = a * b
        d = c + a
        return d * c + c * a + d

    def doubled(a):
        for _ in range(10):
            a = a + a
        return a

    return ask(Grid, weave, numbers(1187, 2, 2), numbers(1188, 2, 2)), ask(Grid, doubled, numbers(1189, 2))


def broadcast(pairs):
    """A program about pairs of shapes."""

    def use(Grid):
        found = {}
        for number, (left, right) in enumerate(pairs):
            a, b = numbers(1190 + number, *left), numbers(1200 + number, *right)
            found[f"{left} and {right}"] = [
                ask(Grid, lambda a, b: a + b, a, b),
                ask(Grid, lambda a, b: a * b + a, a, b),
                ask(Grid, lambda a, b: (a + b) * (a + b) * b, a, b),
                ask(Grid, lambda b, a: b * a, b, a),
            ]
        return found

    use.__doc__ = "Pairs of shapes."
    return use


ADDED = broadcast((((2, 3), (3,)), ((4, 2, 3), (2, 3)), ((4, 2, 3), (3,)), ((), (2, 3)), ((3,), (5, 3)), ((2, 2), ())))
STRETCHED = broadcast(
    (
        ((2, 1), (1, 3)),
        ((4, 1), (4,)),
        ((2, 1, 3), (5, 1)),
        ((1,), (2, 3)),
        ((1, 1), (1, 1)),
        ((2, 1, 3), (1, 4, 3)),
        ((1, 1, 1), (2, 2)),
        ((3, 3), (3, 1)),
    )
)


def about(hint, *programs):
    """A contract about some programs."""
    return Contract(
        [program(use) for use in programs],
        names=("seen",),
        rtol=1e-9,
        walks="count",
        hints={"value": hint, "walks": "no autograd: torch is only the calculator"},
    )


same = about(
    "gradients add, and each grid passes on once, after all its users",
    same_shapes,
    starts,
    alone,
    leaf_in_two_graphs,
    fan_out,
)
added = about("sum over the dimensions that broadcasting put in front", ADDED)
stretched = about("sum over added and over stretched dimensions, and keep the latter", STRETCHED)
