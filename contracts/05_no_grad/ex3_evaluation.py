"""5.3 — a decorator for evaluation."""

import numpy as np
import torch

from autograder.contracts import Contract, program


class BrokenPictureError(Exception):
    """An error that only the caller knows."""


def attempt(function, *args, **kwargs):
    """Call a function; return its result or the error, and whether recording is on afterwards."""
    try:
        result = function(*args, **kwargs)
    except BaseException as error:
        result = f"{type(error).__name__}: {error}"
    return result, torch.is_grad_enabled()


def recording():
    return torch.is_grad_enabled()


def fails_with(error):
    def fail(x=0.0):
        raise error

    return fail


def mode_inside(evaluation):
    """Recording inside f and after the call, called with recording on, off, and on."""
    look, seen = evaluation(recording), []
    for outside in (True, False, True):
        with torch.set_grad_enabled(outside):
            seen.append(attempt(look))
    return seen


def decorated_elsewhere(evaluation):
    """Decorated where recording is off, called where it is on; and the reverse."""
    with torch.no_grad():
        look = evaluation(recording)
    first = attempt(look)
    other = evaluation(recording)
    with torch.no_grad():
        return first, attempt(other)


def errors(evaluation):
    """Errors of several kinds, with recording on and off."""
    found = []
    for error in (
        ValueError("broken"),
        KeyError("name"),
        BrokenPictureError("no pixels"),
        StopIteration(),
        RuntimeError(),
        KeyboardInterrupt(),
    ):
        for outside in (True, False):
            with torch.set_grad_enabled(outside):
                found.append(attempt(evaluation(fails_with(error)), 1.0))
    return found


def inside_another(evaluation):
    """A decorated function that calls a decorated function, and then looks."""
    look = evaluation(recording)
    return attempt(evaluation(lambda: [recording(), look(), recording()]))


def tracked_weights(evaluation):
    """A function with a tracked weight, then the same function itself."""
    weight = torch.tensor([1.0, -2.0], requires_grad=True)

    def score(x):
        return torch.exp(weight * x)

    found, own = evaluation(score)(torch.tensor([0.5, 1.5])), score(torch.ones(2))
    return {"score": found.detach().clone(), "tracked": found.requires_grad, "f itself": own.requires_grad}


def new_leaf(evaluation):
    """A function that makes a leaf."""
    return evaluation(lambda: torch.ones(2, requires_grad=True))().requires_grad


def numbers(evaluation):
    """Tensors with one number, of several shapes."""
    shapes = ((), (1,), (1, 1), (1, 1, 1))
    found = [evaluation(lambda shape: torch.full(shape, 0.375) * 2)(shape) for shape in shapes]
    tracked = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
    exact = torch.tensor(1 / 3, dtype=torch.float64)
    return found, evaluation(lambda x: x.sum())(tracked), evaluation(lambda: exact)()


def others(evaluation):
    """Results that are no tensor, and containers."""
    values = ["dark", 3, None, True, 2.5, [1.0, 2.0], (1, "a"), {"a": 1.0}, b"x"]
    one, array = torch.tensor([1.0]), np.ones(1)
    return (
        [evaluation(lambda value=value: value)() for value in values],
        evaluation(lambda: [one])()[0] is one,
        evaluation(lambda: array)() is array,
    )


def more_numbers(evaluation):
    """Tensors with two numbers, many and none."""
    found = [evaluation(lambda shape: torch.ones(shape) / 4)(shape) for shape in ((2,), (3, 1), (0,), (2, 0))]
    pixels = torch.tensor([0.5, 1.5])
    return found, evaluation(lambda: pixels)() is pixels


def brightness(picture, gamma=1.0, *more, scale=1.0, **rest):
    """Return the mean brightness."""
    return scale * (picture**gamma).mean() + sum(more) + sum(rest.values())


def names(evaluation):
    """Name and docstring of f."""
    decorated = evaluation(brightness)
    return decorated.__name__, decorated.__doc__, brightness.__name__, callable(decorated)


def arguments(evaluation):
    """Arguments by position and by name."""
    decorated, picture = evaluation(brightness), torch.tensor([0.2, 0.6])
    return [
        decorated(picture),
        decorated(picture, 2.0),
        decorated(picture, gamma=3.0),
        decorated(picture=picture, scale=10.0),
        decorated(picture, 1.0, 5.0, 0.25, scale=2.0, shift=0.5),
    ]


def calls(evaluation):
    """How often f is called: never by the decorator, once by each call."""
    seen = []

    def count(*args, **kwargs):
        seen.append((len(args), sorted(kwargs)))
        return torch.tensor(1.0 * len(seen))

    decorated = evaluation(count)
    before = len(seen)
    return before, decorated(1, 2), decorated(a=1), seen


def same_argument(evaluation):
    """The same tensor with another number in it."""
    picture, mean = torch.tensor([0.2, 0.6]), evaluation(lambda picture: picture.mean())
    first = mean(picture)
    picture += 1
    return first, mean(picture)


def two_functions(evaluation):
    """Two decorated functions in turn."""
    one, two = evaluation(lambda x: x + 1), evaluation(lambda x: max(2, x))
    return one(torch.tensor(1.0)), two(7), one(torch.tensor(3.0))


HINTS = {
    "result": "call f once, with all its arguments, inside `with torch.no_grad():`; return a float for one number only",
    "error": "hand over all arguments: f(*args, **kwargs)",
}


def about(*programs, **hints):
    """A contract about some programs."""
    return Contract([program(use) for use in programs], hints=HINTS | hints)


BLOCK = "a with block or a decorator restores the mode that it found at the call, also after an error"
mode = about(
    mode_inside, decorated_elsewhere, errors, inside_another, tracked_weights, new_leaf, result=BLOCK, state=BLOCK
)
result = about(
    numbers, others, more_numbers, result="only a tensor with one number becomes a float: numel() counts them"
)
wraps = about(arguments, names, calls, two_functions, same_argument)
