"""8.6 — tests that would have caught the silent bugs: each is tried on right programs, and on wrong ones."""

import torch

from autograder.contracts import Contract, program


def verdict(check, function):
    """What a test says of a function."""
    try:
        check(function)
    except NotImplementedError:
        raise
    except Exception:
        return "rejects"
    return "accepts"


def error_of(check, function):
    """The kind of error that a test raises."""
    try:
        check(function)
    except AssertionError:
        return "AssertionError"
    except Exception as error:
        return type(error).__name__
    return None


def flat(p, t):
    return p.reshape(-1) - t.reshape(-1)


RIGHT_MSE = {
    "the mean of the flattened squares": lambda p, t: (flat(p, t) ** 2).mean(),
    "torch's own": lambda p, t: torch.nn.functional.mse_loss(p.flatten(), t.flatten()),
    "a sum divided by n": lambda p, t: ((p.view(-1, 1) - t.view(-1, 1)) ** 2).sum() / p.numel(),
    "the target brought to the shape": lambda p, t: (p - t.reshape(p.shape)).pow(2).mean(),
    "float64 inside": lambda p, t: ((p.double().flatten() - t.double().flatten()) ** 2).mean().float(),
    "a dot product": lambda p, t: torch.dot(flat(p, t), flat(p, t)) / len(p),
}
WRONG_MSE = {
    "prediction minus target, as they come": lambda p, t: ((p - t) ** 2).mean(),
    "the sum": lambda p, t: (flat(p, t) ** 2).sum(),
    "the prediction flattened alone": lambda p, t: ((p.reshape(-1) - t) ** 2).mean(),
    "the target flattened alone": lambda p, t: ((p - t.reshape(-1)) ** 2).mean(),
    "half of the mean": lambda p, t: (flat(p, t) ** 2).mean() / 2,
    "absolute errors": lambda p, t: flat(p, t).abs().mean(),
    "errors without the square": lambda p, t: flat(p, t).mean(),
    "the square of the mean error": lambda p, t: flat(p, t).mean() ** 2,
    "the root of the mean": lambda p, t: (flat(p, t) ** 2).mean().sqrt(),
    "a result that is cut off": lambda p, t: (flat(p, t) ** 2).mean().detach(),
    "half of the gradient, by detach": lambda p, t: (flat(p, t) * flat(p, t).detach()).mean(),
    "one loss for each example": lambda p, t: flat(p, t) ** 2,
    "always 0": lambda p, t: 0 * p.sum(),
    "one too much": lambda p, t: (flat(p, t) ** 2).mean() + 1,
    "one too little": lambda p, t: (flat(p, t) ** 2).mean() - 1,
    "the first error alone": lambda p, t: flat(p, t)[0] ** 2,
    "the plus of both": lambda p, t: ((p.reshape(-1) + t.reshape(-1)) ** 2).mean(),
}


def full(w, x, y, size=0):
    leaf = torch.tensor(w, requires_grad=True)
    ((leaf * x - y) ** 2).mean().backward()
    return leaf.grad.item()


def parts(x, y, size):
    return list(zip(x.split(size), y.split(size), strict=True))


def slope(w, a, b):
    return (2 * a * (w * a - b)).mean().item()


def weighted(w, x, y, size):
    return sum(slope(w, a, b) * len(a) / len(x) for a, b in parts(x, y, size))


def doubled(w, x, y, size):
    pairs = parts(x.double(), y.double(), size)
    return float(sum((2 * a * (w * a - b)).sum() for a, b in pairs) / len(x))


def alike(w, x, y, size):
    pairs = parts(x, y, size)
    return sum(slope(w, a, b) for a, b in pairs) / len(pairs)


def summed(w, x, y, size):
    return sum(slope(w, a, b) for a, b in parts(x, y, size))


def without_rest(w, x, y, size):
    whole = max(len(x) // size * size, min(size, len(x)))
    return full(w, x[:whole], y[:whole])


def last_share_lost(w, x, y, size):
    return sum(slope(w, a, b) * len(a) / len(x) for a, b in parts(x, y, size)[:-1])


def first_share_lost(w, x, y, size):
    return sum(slope(w, a, b) * len(a) / len(x) for a, b in parts(x, y, size)[1:])


def first_portion(w, x, y, size):
    return full(w, x[:size], y[:size])


def last_portion(w, x, y, size):
    return full(w, x.split(size)[-1], y.split(size)[-1])


def by_size(w, x, y, size):
    pairs = parts(x, y, size)
    return sum((2 * a * (w * a - b)).sum().item() for a, b in pairs) / (size * len(pairs))


def table(w, x, y, size):
    leaf = torch.tensor(w, requires_grad=True)
    ((leaf * x[:, None] - y) ** 2).mean().backward()
    return leaf.grad.item()


RIGHT_PORTIONS = {"weighted means": weighted, "the gradient over all": full, "float64 inside": doubled}
WRONG_PORTIONS = {
    "portions weighted alike": alike,
    "a sum of means": summed,
    "without the smaller rest": without_rest,
    "the share of the last portion lost": last_share_lost,
    "the share of the first portion lost": first_share_lost,
    "the first portion alone": first_portion,
    "the last portion alone": last_portion,
    "divided by the portion size": by_size,
    "the sum over all": lambda w, x, y, size: len(x) * full(w, x, y),
    "half": lambda w, x, y, size: full(w, x, y) / 2,
    "uphill": lambda w, x, y, size: -full(w, x, y),
    "without the target": lambda w, x, y, size: full(w, x, 0 * y),
    "column against row": table,
    "at w = 0": lambda w, x, y, size: full(0.0, x, y),
    "always 0": lambda w, x, y, size: 0.0,
}


def make(before, after=lambda w, limit: None, rate=None, first=False):
    def step(w, x, y, lr, limit):
        if first:
            w.grad = None
        ((x @ w - y) ** 2).mean().backward()
        before(w, limit)
        with torch.no_grad():
            w -= (rate or lr) * w.grad
        after(w, limit)
        if not first:
            w.grad = None

    return step


def clip(w, limit):
    torch.nn.utils.clip_grad_norm_([w], limit)


def nothing(w, limit):
    pass


def by_hand(w, limit):
    w.grad = w.grad * min(1.0, limit / max(w.grad.norm().item(), 1e-12))


def normalise(w, limit):
    w.grad *= limit / w.grad.norm().clamp(min=1e-12)


def square(w, limit):
    w.grad *= min(1.0, limit / max((w.grad**2).sum().item(), 1e-12))


def zero_long(w, limit):
    if w.grad.norm() > limit:
        w.grad.zero_()


def weights(w, limit):
    with torch.no_grad():
        w *= min(1.0, limit / max(w.norm().item(), 1e-12))


def uphill(w, limit):
    clip(w, limit)
    w.grad.neg_()


def gradient_of(w, x, y):
    return torch.autograd.grad(((x @ w - y) ** 2).mean(), w)[0]


def shortened(gradient, limit):
    return gradient * min(1.0, limit / max(gradient.norm().item(), 1e-12))


def through_data(w, x, y, lr, limit):
    w.data -= lr * shortened(gradient_of(w, x, y), limit)


def rebound(w, x, y, lr, limit):
    w = w - lr * shortened(gradient_of(w, x, y), limit)


def early(w, x, y, lr, limit):
    clip(w, limit)
    make(nothing)(w, x, y, lr, limit)


RIGHT_STEPS = {
    "torch's own clipping": make(clip),
    "by hand": make(by_hand),
    "through .data": through_data,
    "cleared at its beginning": make(clip, first=True),
}
WRONG_STEPS = {
    "clipped after the step": make(nothing, after=clip),
    "short gradients made longer": make(normalise),
    "never clipped": make(nothing),
    "entry by entry": make(lambda w, limit: torch.nn.utils.clip_grad_value_([w], limit)),
    "by the square of the length": make(square),
    "half of the limit": make(lambda w, limit: clip(w, limit / 2)),
    "the limit 1": make(lambda w, limit: clip(w, 1.0)),
    "by the sum of the entries": make(lambda w, limit: torch.nn.utils.clip_grad_norm_([w], limit, norm_type=1)),
    "by the largest entry": make(lambda w, limit: torch.nn.utils.clip_grad_norm_([w], limit, norm_type=float("inf"))),
    "long gradients dropped": make(zero_long),
    "uphill": make(uphill),
    "w shortened, too": make(nothing, after=weights),
    "clipped before backward()": early,
    "a new w": rebound,
    "the rate 1": make(clip, rate=1.0),
    "never moves": lambda w, x, y, lr, limit: None,
}


def about(answer, right, wrong, hint):
    """A contract about one test: all right programs are accepted, all wrong ones rejected, with an AssertionError."""

    def verdicts(check):
        """The verdict on each program."""
        return {name: verdict(check, function) for name, function in (right | wrong).items()}

    def again(check):
        """The verdict on the first programs, once more, in another order."""
        names = [*list(wrong)[:2], *list(right)[:2]]
        return {name: verdict(check, (right | wrong)[name]) for name in names}

    def says(check):
        """What a right and a wrong program get from the test."""
        return error_of(check, next(iter(wrong.values()))), check(next(iter(right.values())))

    return Contract(
        answers=(answer,),
        cases=[program(use) for use in (verdicts, says, again)],
        names=("verdict",),
        hints={"value": hint, "state": "a test leaves recording as it was"},
    )


mse = about(
    "check_mse", RIGHT_MSE, WRONG_MSE, "all four mixtures of shapes, the value, and the gradient, with a tolerance"
)
portions = about(
    "check_portions",
    RIGHT_PORTIONS,
    WRONG_PORTIONS,
    "unequal portions, and data without symmetry; compare with a tolerance",
)
clipping = about(
    "check_clipping",
    RIGHT_STEPS,
    WRONG_STEPS,
    "one long and one short gradient, entries that differ, a limit and a rate that are not 1; look where w lands",
)
