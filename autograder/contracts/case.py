"""What a contract says: the cases of an exercise, what matters about an answer, and the hints.

`contracts/<unit>/<exercise>.py` binds a `Contract` to the name `contract`, or several to names of parts. Their cases
travel to the learner's process, so that nothing in them may hold an expected value: the reference is the author's own
solution, and stays in the judge.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

SEED = 20_240_229  # of what a contract, or an answer on a case, draws
SEEDED = "random seed"  # in the state after a call: left alone, or set
CLEAN = "clean"  # stands for these three together: nothing of the caller's is changed or left, and it works again
MANNERS = ("arguments", "state", "again")
ASPECTS = ("value", "tracking", "new", "grad", "arguments", "state", "again", "means")


@dataclass(frozen=True)
class Case:
    """One call of an answer: fresh arguments from `make`, or a whole `program` that uses it and returns what it saw.

    `note` says in a few words what is special about the case, where the arguments do not show it. A graded cell may ask
    for the cases of one `tag` only.
    """

    make: Callable[[], tuple[tuple[Any, ...], dict[str, Any]]] | None = None
    program: Callable[..., Any] | None = None
    note: str = ""
    tag: str = ""

    def fresh(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Make the arguments anew."""
        return self.make() if self.make else ((), {})


def case(*args: Any, note: str = "", tag: str = "", **kwargs: Any) -> Case:
    """Make a case of arguments, which each call gets as deep copies: marks and `.grad` are kept.

    A tensor that is not a leaf cannot be copied, and memory that two tensors share is lost on the way to the learner's
    process: build such arguments in `Case(make=...)`.
    """
    grads = [tensor.grad for tensor in _leaves((args, kwargs))]  # pickling a tensor drops its `.grad`

    def make() -> tuple[tuple[Any, ...], dict[str, Any]]:
        copied: tuple[tuple[Any, ...], dict[str, Any]] = copy.deepcopy((args, kwargs))
        for tensor, grad in zip(_leaves(copied), grads, strict=True):
            tensor.grad = None if grad is None else grad.clone()
        return copied

    return Case(make=make, note=note, tag=tag)


def _leaves(value: Any) -> Iterator[torch.Tensor]:
    """The leaves in a value that may have a gradient, through containers and modules, in order."""
    if isinstance(value, torch.Tensor):
        if value.is_leaf and not value.is_inference():
            yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    elif isinstance(value, torch.nn.Module):
        yield from value.parameters()


def program(use: Callable[..., Any], tag: str = "") -> Case:
    """Make a case of a function that takes the answers and returns plain data; its docstring is the note."""
    note = " ".join((use.__doc__ or use.__name__.replace("_", " ")).split()).rstrip(".")
    return Case(program=use, note=note, tag=tag)


@dataclass(frozen=True)
class Contract:
    """What the text of an exercise says.

    - `cases`: the calls that are compared. The first is the *gate*: its value must be right in every graded cell.
    - `answers`: names of the objects to check, in the order in which `check` gets them; else all that the solution cell
      defines at its top level, in order.
    - `names`: of the entries of a returned tuple, for messages; or one name for the result.
    - `output`: arguments (by name) whose numbers are the work of the answer; all others stay as they are.
    - `free`: aspects that the text leaves open, and so are never compared; `written` where an argument may be written
      to, if only its numbers are the same again.
    - `errors`: names of the error classes that the text asks for. Another error of the reference is the author's.
    - `view`: turns a result, beside the answer, into plain data to compare, such as what a figure shows.
    - `expect`: judges a (viewed) result in place of a comparison: `expect(got, reference, arguments)` returns what is
      wrong, as a message, or None. It runs in the judge, with both results as plain values and fresh arguments by name.
    - `container`: "exact", or "sequence" where a list does as well as a tuple.
    - `exact_grad`: whether `.grad` must be None where the reference's is; else None and zeros are the same.
    - `rtol`: relative tolerance of numbers, without regard to rounding; else 1e-5, and 1e-9 where all tensors passed
      are float64, plus the reference's own noise.
    - `atol`: how far an entry of a tensor may be off in any case, as a part of its largest entry: for random numbers,
      of which two processors make slightly different ones.
    - `walks`: "" not compared; "count" how often backward() or grad() ran; "losses" also the value of each end.
    - `calls`: calls of functions that are passed: "" not compared; "count" as many; "most" at most one more; "values"
      with the same arguments; "trace" also in the same order among walks.
    - `watch`: functions by dotted name (`torchviz.make_dot`) whose calls must be those of the reference, by their first
      argument.
    - `twist`: whether a gradient three times as large, given by autograd, must show in the result.
    - `forbid`, `demand`: functions by dotted name (`torch.optim.SGD`), or by a bare name of the notebook, that must
      not, or must, be called.
    - `hints`: by the name of what differs (`w`, `losses`), by kind (`type`, `shape`, `dtype`, `number`, `error`,
      `length`) or by aspect.
    """

    cases: Iterable[Case]
    answers: tuple[str, ...] = ()
    names: tuple[str, ...] = ("result",)
    output: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    view: Callable[[Any], Any] | None = None
    expect: Callable[[Any, Any, dict[str, Any]], str | None] | None = None
    container: str = "exact"
    exact_grad: bool = False
    rtol: float | None = None
    atol: float = 0.0
    walks: str = ""
    calls: str = ""
    twist: bool = False
    watch: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    demand: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep cases that a generator yields: each graded cell asks for them again."""
        object.__setattr__(self, "cases", tuple(self.cases))
