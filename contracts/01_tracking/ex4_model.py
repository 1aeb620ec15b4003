"""1.4 — a model's tensors, ready for learning."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(141)
WIDE = torch.rand(4, 5, generator=draw, dtype=torch.float64)


def learned_alone(prepare):
    """The learned tensors are changed after the call: the caller's numbers."""
    given = {"w": torch.tensor([1.0, 2.0]), "x": torch.tensor([3.0])}
    model = prepare(given, ["w"])
    with torch.no_grad():
        model["w"].add_(10)
    return {"memory": given["w"].clone()}


def dict_of_its_own(prepare):
    """The dict that comes back is emptied: the caller's stays, whatever is learned."""
    dicts = [{"w": torch.tensor(1.0), "x": torch.tensor(2.0)} for _ in range(3)]
    for given, learned in zip(dicts, ([], ["w"], ["w", "x"]), strict=True):
        prepare(given, learned).clear()
    return {"names": [sorted(given) for given in dicts]}


def about(*cases):
    """A contract over some dicts."""
    return Contract(
        cases,
        names=("model",),
        free=("new",),
        hints={
            "tracking": "clone first, mark last, and only the names in learned",
            "arguments": "requires_grad_() marks this very tensor; mark a clone",
            "dtype": "the dtype stays the same",
            "length": "the new dict has all the names of the old one",
            "model['memory']": "the learned tensors are their own: detach() shares the numbers, clone() copies them",
            "model['names']": "a new dict, also where nothing is learned",
            "number": "the numbers stay the same",
        },
    )


learned = about(
    case({"b": torch.tensor(0.25), "a": torch.tensor([1.0, -2.0])}, ["a", "b"]),
    case({"target": torch.zeros(4, 5), "pixels": WIDE}, ["pixels"]),
    case({"half": torch.tensor([0.5, 1.5], dtype=torch.float16)}, ["half"]),
    case({"column": torch.arange(6.0).reshape(2, 3).t(), "empty": torch.zeros(0, 3)}, ["column", "empty"]),
    case(
        {name: torch.tensor([float(place)]) for place, name in enumerate(["w1", "w10", "b", "bias", "x", "1", "w"])},
        ["w10", "bias", "x", "1"],
    ),
    program(learned_alone),
)
others = about(
    case({"w": torch.tensor(1.0), "x": torch.tensor([2, 3]), "mask": torch.tensor([True, False])}, ["w"]),
    case({"photo": torch.full((2, 3), 0.25), "gain": torch.tensor(2.0)}, []),
    case({}, []),
    program(dict_of_its_own),
    case({"z": torch.tensor([1 + 2j]), "bytes": torch.tensor([0, 255], dtype=torch.uint8)}, []),
    case({"w": torch.ones(1, 1, 2), "ww": torch.ones(2, dtype=torch.int32)}, ["w"]),
)
