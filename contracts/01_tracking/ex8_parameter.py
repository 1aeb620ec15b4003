"""1.8 — a new parameter, or a refusal."""

import torch

from autograder.contracts import Contract, case, program
from autograder.contracts.case import Case

draw = torch.Generator().manual_seed(181)


def result_of():
    """A tracked result."""
    return (torch.ones(2, requires_grad=True) * 3,), {}


def moved_apart(make):
    """A case that changes the caller's tensor and the parameter after the call."""

    def use(parameter):
        values = make()
        new = parameter(values)
        with torch.no_grad():
            new += 10
            values.data.sub_(5)
        return values.detach().clone(), new.detach().clone()

    use.__doc__ = "the caller's tensor minus 5, and the parameter plus 10, after the call"
    return program(use)


def refusal(name, values):
    """A case that tells whether the right error names the dtype."""

    def use(parameter):
        try:
            return f"no error, {type(parameter(values)).__name__}"
        except TypeError as error:
            word = str(torch.as_tensor(values).dtype).removeprefix("torch.")
            return f"TypeError that names {word}" if word in str(error) else f"TypeError without {word}: {error}"

    use.__doc__ = f"parameter of {name}"
    return program(use)


HINTS = {
    "tracking": "a clone of a tracked tensor is a result: detach, clone, mark",
    "new": "detach() shares the numbers; clone() copies them",
    "arguments": "the caller's tensor keeps its mark: mark a clone",
    "number": "the numbers stay the same, and are the parameter's own",
    "dtype": "a float dtype is kept, float16 and bfloat16 too",
    "text": "raise TypeError(...) with the dtype, where the numbers are not floats",
    "error": "refuse only what is not a float",
}

leaf = Contract(
    [
        case([3.0, -1.5]),
        case(torch.rand(3, 4, generator=draw, dtype=torch.float64)),
        case(torch.tensor(0.5, dtype=torch.float64, requires_grad=True)),
        case([1, 2.5]),
        case(torch.tensor([1.5], dtype=torch.float16)),
        case(torch.tensor([1.5], dtype=torch.bfloat16)),
        case(torch.arange(6.0).reshape(2, 3).t()),
        case(torch.zeros(0, 2)),
        case([[1.0, 2.0], [3.0, 4.0]]),
        Case(make=result_of, note="a tracked result"),
    ],
    names=("parameter",),
    hints=HINTS,
)
own = Contract(
    [
        moved_apart(lambda: torch.tensor([7.0, 8.0])),
        case(torch.tensor([7.0, 8.0, 9.0])),
        case(torch.tensor([7.0, 8.0, 9.0], requires_grad=True)),
        Case(make=result_of, note="a tracked result"),
        moved_apart(lambda: torch.tensor([7.0, 8.0], requires_grad=True)),
        moved_apart(lambda: torch.tensor(7.0)),
        moved_apart(lambda: torch.ones(2, 3)),
        case(torch.ones(2, 3)),
        case(torch.ones(2, 1, 2, dtype=torch.float64)),
        case(torch.ones(1)),
    ],
    names=("parameter",),
    hints=HINTS,
)
refuses = Contract(
    [
        refusal("[1, 2]", [1, 2]),
        refusal("a tensor of int32", torch.tensor([1, 2], dtype=torch.int32)),
        refusal("booleans", [True, False]),
        refusal("a whole number tensor of shape ()", torch.tensor(7)),
        refusal("uint8, as in photos", torch.tensor([0, 255], dtype=torch.uint8)),
        refusal("[True, 2]", [True, 2]),
        case([1.0], note="floats are not refused"),
    ],
    names=("refusal",),
    hints=HINTS,
)
