"""4.5 — what a second backward does."""

import torch

from autograder.contracts import Contract, case, program


class Once(torch.autograd.Function):
    """A sum that refuses a second walk with words of its own."""

    @staticmethod
    def forward(ctx, x):
        ctx.walks = 0
        return x + 1

    @staticmethod
    def backward(ctx, slope):
        ctx.walks += 1
        if ctx.walks > 1:
            raise RuntimeError("no more than once")
        return slope


class Broken(torch.autograd.Function):
    """A sum whose second walk has a mistake of its own."""

    @staticmethod
    def forward(ctx, x):
        ctx.walks = 0
        return x + 1

    @staticmethod
    def backward(ctx, slope):
        ctx.walks += 1
        if ctx.walks > 1:
            raise ValueError("not a RuntimeError")
        return slope


def broken(x):
    return Broken.apply(x)


def words_of(f):
    """A case that asks for the words of the error that reaches the caller."""

    def use(second_backward):
        try:
            return second_backward(f, 1.0)
        except RuntimeError as error:
            return str(error)

    use.__doc__ = f"the error of {f.__name__.replace('_', ' ')} reaches the caller as it is"
    return program(use)


def own_words(x):
    return Once.apply(x)


def minus(x):
    return -x


def sums(x):
    return x + x + x


def tripled(x):
    return 3 * x


def mean(x):
    return torch.stack([x, x]).mean()


def slope_zero(x):
    return x - x


def square_in_sums(x):
    return (x + 1) ** 2 - 4


def exponential(x):
    return x.exp()


def negative_relu(x):
    return torch.relu(x)


def identity(x):
    return x


def vector(x):
    return torch.stack([x, x])


def untracked(x):
    return torch.tensor(x.item() ** 2)


def value_error(_x):
    raise ValueError("f itself")


def runtime_error(_x):
    raise RuntimeError("Trying to backward through the graph a second time, says f itself")


def used_up(x):
    y = x**2
    y.backward()
    return y


def branches(x):
    """A sum where x is negative, else a square."""
    return x + 3 if x.item() < 0 else x**2


def scalars_only(x):
    return x + 3 if x.shape == () else (x**2).sum()


HINTS = {
    "case": "ask f on a scalar leaf at x itself",
    "text": "saved values decide, so probe the graph itself",
    "calls": "compute f once; the question is about one graph",
    "walks": "probe with backward(), twice",
    "error": "only the second backward() belongs inside try, and every RuntimeError of it counts",
}


def about(*functions, x=-0.7):
    """A contract over some functions."""
    return Contract(
        [
            *(case(f, x, note=f.__name__.replace("_", " ")) for f in functions),
            words_of(runtime_error),
            words_of(vector),
        ],
        names=("word",),
        errors=("ValueError", "RuntimeError"),
        calls="count",
        walks="count",
        hints=HINTS,
    )


tells = about(
    minus,
    sums,
    tripled,
    mean,
    slope_zero,
    square_in_sums,
    exponential,
    negative_relu,
    identity,
    own_words,
    branches,
    scalars_only,
)
first = about(tripled, vector, untracked, value_error, runtime_error, used_up, broken, sums, branches)
