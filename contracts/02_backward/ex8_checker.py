"""2.8 — a gradient checker."""

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(281)


def numbers(*shape):
    return torch.rand(shape, generator=draw)


TARGET = numbers(3, 3)


def squares(x):
    return (x**2).sum()


def scaled(scale):
    def scaled_squares(x):
        return scale * (x**2).sum()

    return scaled_squares


def against_target(x):
    return ((x - TARGET) ** 2).mean()


def product(x):
    return x.prod()


def wave(x):
    return (torch.sin(20 * x) * torch.exp(x)).sum()


def cube(x):
    return (x**3).sum()


def first(x):
    return x.flatten()[0] ** 2


def goal(x):
    return ((x - 0.75) ** 2).sum()


def constant(x):
    return 0 * x.sum() + 5


def slope(f, x):
    """What autograd gives, in float64."""
    leaf = x.double().requires_grad_()
    f(leaf).backward()
    return leaf.grad


def right(f, x, note="", dtype=torch.float32):
    return case(f, x, slope(f, x).to(dtype), tag="accepts", note=note or "the right gradient")


def many_off(g):
    g = g.clone()
    g.view(-1)[37] += 0.012 * g.abs().max()
    return g


def caught(f, x, change, note):
    return case(f, x, change(slope(f, x)).float(), tag="catches", note=note)


def one_off(g):
    g = g.clone()
    g.view(-1)[-1] += 0.02 * g.abs().max()
    return g


def one_nan(g):
    g = g.clone()
    g.view(-1)[0] = float("nan")
    return g


def one_inf(g):
    g = g.clone()
    g.view(-1)[0] = float("inf")
    return g


X = torch.tensor([1.0, -2.0, 3.0])
PICTURE = numbers(3, 3)
CHANGES = {
    "9 times as large": lambda g: 9 * g,
    "half": lambda g: g / 2,
    "the sign flipped": lambda g: -g,
    "transposed": lambda g: g.T,
    "all zero": lambda g: 0 * g,
    "one entry off by 2 % of the largest": one_off,
    "2 % too large": lambda g: 1.02 * g,
    "2 % too small": lambda g: 0.98 * g,
    "absolute values": lambda g: g.abs(),
    "rows in reverse": lambda g: g.flip(0),
    "all nan": lambda g: g * float("nan"),
    "one nan": one_nan,
    "one inf": one_inf,
    "their mean everywhere": lambda g: g.mean().expand(3, 3).clone(),
    "flattened": lambda g: g.reshape(-1),
    "an extra axis": lambda g: g.reshape(1, 3, 3),
    "one number": lambda g: g.mean(),
    "half of the rows": lambda g: g[:2],
    "one row": lambda g: g[:1],
    "no entry": lambda g: g[:0],
    "sorted": lambda g: g.flatten().sort().values.reshape(3, 3),
}


def scales():
    """Gradients of very different size, right and wrong."""
    for scale in (1e-3, 0.03, 1.0, 20.0, 150.0):
        for factor in (1.0, 1.0003, 0.9997, 1.0105, 0.98, -1.0, 0.0):
            note = f"{factor:g} times the right gradient, scale {scale:g}"
            yield case(scaled(scale), X, (factor * 2 * scale * X), tag="scale", note=note)
    small = torch.tensor([100.0, 1e-3])
    yield case(squares, small, torch.tensor([200.0, 0.01]), tag="scale", note="0.01 for 0.002, beside 200")
    yield case(squares, small, torch.tensor([200.0, 4.0]), tag="scale", note="4 for 0.002, beside 200")
    yield case(squares, small, torch.tensor([190.0, 0.002]), tag="scale", note="190 for 200")


contract = Contract(
    [
        right(squares, X),
        right(against_target, PICTURE),
        right(against_target, PICTURE, dtype=torch.float64),
        right(squares, torch.tensor([-3.0, -0.001]), "the largest entry is negative"),
        case(
            squares, torch.tensor([-3.0, -0.001]), torch.tensor([-6.0, -0.005]), tag="accepts", note="-0.005 beside -6"
        ),
        right(product, torch.tensor([0.5, -1.5, 2.0, 1.25])),
        right(wave, torch.tensor([1.3, -0.4])),
        right(wave, numbers(2, 3, 2)),
        right(cube, torch.tensor(2.0), "x has the shape ()"),
        right(cube, numbers(1, 1)),
        right(goal, torch.tensor([0.75, 0.75]), "zero at the goal"),
        right(first, torch.tensor([1.5, 2.5]), "an entry that f does not use"),
        right(constant, torch.tensor([1.5, 2.5]), "a constant f: zeros"),
        case(constant, torch.tensor([1.5, 2.5]), torch.ones(2), tag="accepts", note="a constant f: ones"),
        case(constant, torch.tensor([1.5, 2.5]), torch.tensor([4e-7, 0.0]), tag="accepts", note="4e-7 for 0"),
        case(squares, X, torch.zeros(3), tag="accepts", note="zeros"),
        *(caught(against_target, PICTURE, change, note) for note, change in CHANGES.items()),
        right(against_target, PICTURE),
        caught(squares, 1 + numbers(100), many_off, "one entry of a hundred off by 1.2 % of the largest"),
        case(cube, torch.tensor(2.0), torch.tensor([12.0]), tag="catches", note="shape (1,) for a number of shape ()"),
        case(cube, torch.tensor([2.0]), torch.tensor(12.0), tag="catches", note="shape () for a tensor of shape (1,)"),
        *scales(),
    ],
    names=("answer",),
    walks="count",
    hints={
        "value": "compare the shapes, then every entry, with 0.1 % of the largest measured entry; measure in float64",
        "type": "True or False: bool(...)",
        "error": "measure in float64: x.double(), and a gradient of any float dtype",
        "walks": "autograd cannot be its own witness",
        "arguments": "x and gradient stay as they are",
    },
)
