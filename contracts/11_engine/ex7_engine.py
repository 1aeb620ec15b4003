"""11.7 — the whole engine."""

import random

from autograder.contracts import Contract, program

TORCH = (
    "torch.tensor",
    "torch.as_tensor",
    "torch.Tensor",
    "torch.full",
    "torch.zeros",
    "torch.func.grad",
    "torch.func.jvp",
)


def ask(Engine, f, *numbers):
    """Value and gradients of an expression."""
    leaves = [Engine(number) for number in numbers]
    end = f(*leaves)
    value = end.data
    end.backward()
    return {"value": value, "gradients": [leaf.grad for leaf in leaves], "data": [leaf.data for leaf in leaves]}


def figures(Engine):
    """Figures of the units before this one, and each operator by itself."""
    return [
        ask(Engine, lambda x: x**2 + 3 * x + 1, -1.5),
        ask(Engine, lambda p: (p - 0.8) ** 2, 0.25),
        ask(Engine, lambda w: (w * 2 - 5) ** 2, 3.5),
        ask(Engine, lambda a, b: a**2 * b, 2.0, 3.0),
        ask(Engine, lambda c, d: (0.6 * c + 0.4 * d - 0.5) ** 2, 0.2, 0.7),
        ask(Engine, lambda w: w * w, 3.0),
        ask(Engine, lambda x: (x + 1) ** 2 + 4 * (x + 1), 2.0),
        ask(Engine, lambda a, b: 1 - a / b + 2 / b - -a, 2.0, 4.0),
        ask(Engine, lambda a, b: a - b, 2.0, 2.0),
        ask(Engine, lambda a, b: a / b, 1.5, -0.5),
        ask(Engine, lambda x: 3 - x, 2),
        ask(Engine, lambda x: -4 / x, 2.5),
        ask(Engine, lambda x: x, 2.5),
    ]


def powers(Engine):
    """Powers: negative ones, roots, and those of 0 and 1."""
    pairs = (
        (1.5, 3),
        (2.0, -2),
        (4.0, 0.5),
        (2.5, 0),
        (0.0, 0),
        (-1.5, 1),
        (0.0, 1),
        (0.0, 2),
        (-2.0, 2),
        (2.0, 1.5),
        (-3.0, -1),
    )
    return [ask(Engine, lambda x, n=n: 2 * x**n, x) for x, n in pairs]


def kinds(Engine):
    """Types, starting values, and the leaves after a forward pass."""
    x, k = Engine(2), Engine(-0.5)
    ends = [x + k, 3 - x, x / k, x**2, x.exp(), k.tanh(), k.relu(), -x, 2 / x, x - 1]
    seen = [(type(end) is Engine, type(end.data).__name__, type(end.grad).__name__, end.grad) for end in ends]
    return seen, [(leaf.data, leaf.grad, type(leaf.data).__name__) for leaf in (x, k)]


def functions(Engine):
    """Exp, tanh and relu, alone and in one expression."""
    found = []
    for at in (-1.2, 0.4, 2.0, 0.0, -0.3):
        found.append(ask(Engine, lambda x: x.exp(), at))
        found.append(ask(Engine, lambda x: x.tanh(), at))
        found.append(ask(Engine, lambda x: 3 * x.relu(), at))
        found.append(ask(Engine, lambda x: (2 * x).tanh() * (-x).exp() + (x * x).relu() ** 1.5 + 1 - x.relu() * x, at))
    return found


OPERATIONS = (
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1),
    lambda a, b: 2 - a,
    lambda a, b: a.tanh(),
    lambda a, b: (-a * a).exp(),
    lambda a, b: a.relu(),
    lambda a, b: 3 / (a**2 + 1),
)


def web(Engine):
    """Random graphs with many users."""
    found = []
    for seed in range(8):
        dice = random.Random(1173 + seed)

        def weave(a, b, dice=dice):
            values = [a, b]
            for _ in range(9):
                values.append(dice.choice(OPERATIONS)(dice.choice(values), dice.choice(values[-3:])))
            return a * b + values[-1] + values[-2] * values[-1] + values[-4]

        found.append(ask(Engine, weave, dice.uniform(-2, 2), dice.uniform(-2, 2)))
    return found


def doubled(Engine):
    """Twelve doublings, and equal numbers in different leaves."""

    def doublings(x):
        for _ in range(12):
            x = x + x
        return x * x

    return ask(Engine, doublings, 0.25), ask(Engine, lambda a, b, c: a * b + c * (a - b) + b, 2.0, 2.0, 2.0)


def again(Engine):
    """The same question three times, and another one with the same leaf."""
    x, found = Engine(2.0), []
    end = (3 * x + 5) ** 2
    for _ in range(3):
        end.backward()
        found.append(x.grad)
    other = x * x.exp()
    other.backward()
    found.append(x.grad)
    x.grad = 0.0
    (x * x).backward()
    return found, x.grad


def shared(Engine):
    """Two ends that share a value in the middle, asked in turn."""
    x, k, found = Engine(1.5), Engine(2.0), []
    middle = x * k
    first, second = middle + x, middle.exp()
    for _ in range(2):
        first.backward()
        second.backward()
        found.append((x.grad, k.grad))
    return found


def descent(Engine):
    """Ten steps of descent: data and grad are set from outside."""
    w, b, path = Engine(0.0), Engine(1.0), []
    for _ in range(10):
        loss = 0
        for x, y in ((1.0, 2.5), (2.0, 4.0), (3.0, 8.0)):
            loss = loss + (w * x + b - y) ** 2 / 3
        loss.backward()
        path.append((w.data, b.data, loss.data, w.grad, b.grad))
        for leaf in (w, b):
            leaf.data = leaf.data - 0.05 * leaf.grad
            leaf.grad = 0.0
    return path


def about(hint, *programs):
    """A contract about some programs."""
    return Contract(
        [program(use) for use in programs],
        names=("seen",),
        rtol=1e-6,
        walks="count",
        forbid=TORCH,
        hints={
            "value": hint,
            "means": "torch is not allowed: write the engine yourself",
            "walks": "no autograd of torch",
        },
    )


known = about("test each operator by itself, with plain numbers on both sides", figures, powers, kinds)
smooth = about("each function takes the gradient that arrives, times its own derivative", functions)
orders = about("a value passes on once, after all its users: a topological order", web, doubled)
questions = about(
    "values in the middle start each walk from 0, leaves add up, and start where they are set", again, shared, descent
)
