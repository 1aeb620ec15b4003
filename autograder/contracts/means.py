"""See by which means an answer works: walks through graphs, calls of what it is passed, calls of known functions."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import torch

from autograder.contracts.snapshot import Snapshots

CALLS = 2_000  # recorded calls and walks of one case


@dataclass
class Means:
    """What is seen while an answer runs: walks through graphs and calls of passed functions, in order, and spies."""

    events: list[Any] = field(default_factory=list)
    called: set[str] = field(default_factory=set)

    def note(self, *event: Any) -> None:
        """Take down a kind of event, and what belongs to it."""
        if len(self.events) < CALLS:
            self.events.append(list(event))


@contextmanager
def watched_walks(means: Means, twist: float) -> Iterator[None]:
    """Note each walk: `Tensor.backward`, `torch.autograd.backward` and `torch.autograd.grad`; make gradients larger."""
    backward, grad = torch.autograd.backward, torch.autograd.grad

    @functools.wraps(backward)
    def watched_backward(tensors: Any, grad_tensors: Any = None, *args: Any, **kwargs: Any) -> Any:
        means.note("walk", _ends(tensors))
        if twist != 1.0:
            grad_tensors = _larger(tensors, grad_tensors, twist)
        return backward(tensors, grad_tensors, *args, **kwargs)

    @functools.wraps(grad)
    def watched_grad(outputs: Any, inputs: Any, grad_outputs: Any = None, *args: Any, **kwargs: Any) -> Any:
        means.note("walk", _ends(outputs))
        if twist != 1.0:
            grad_outputs = _larger(outputs, grad_outputs, twist)
        return grad(outputs, inputs, grad_outputs, *args, **kwargs)

    # Tensor.backward looks torch.autograd.backward up at each call, so this sees both.
    torch.autograd.backward, torch.autograd.grad = watched_backward, watched_grad
    try:
        yield
    finally:
        torch.autograd.backward, torch.autograd.grad = backward, grad


def _tensors(ends: Any) -> list[torch.Tensor]:
    return [ends] if isinstance(ends, torch.Tensor) else list(ends)


def _ends(ends: Any) -> list[float]:
    """The values from which a walk starts, as sums; nan where they have none, as under `torch.func`."""
    with torch.no_grad():
        values = []
        for end in _tensors(ends)[:10]:
            try:
                values.append(float(end.detach().double().sum()))
            except Exception:
                values.append(float("nan"))
        return values


def _larger(ends: Any, seeds: Any, twist: float) -> Any:
    given = [None] * len(_tensors(ends)) if seeds is None else _tensors(seeds)
    made = [
        twist * (torch.ones_like(end) if seed is None else seed)
        for end, seed in zip(_tensors(ends), given, strict=True)
    ]
    return made[0] if isinstance(ends, torch.Tensor) else tuple(made)


def recorded(value: Any, means: Means) -> Any:
    """Note the calls of a function that is passed."""
    if not isinstance(value, FunctionType):
        return value

    @functools.wraps(value)
    def call_noted(*args: Any, **kwargs: Any) -> Any:
        means.note("call", value.__name__, [Snapshots().take(arg, 4) for arg in (*args, *kwargs.values())])
        return value(*args, **kwargs)

    return call_noted


@contextmanager
def spied(name: str, means: Means, answers: tuple[Any, ...], watch: bool) -> Iterator[None]:
    """Note whether a function is called: by its dotted name, or a bare name of the notebook."""
    own = _globals(answers)
    if "." in name:
        module, _, attribute = name.rpartition(".")
        try:
            owner: Any = importlib.import_module(module)
        except ImportError:
            parent, _, kind = module.rpartition(".")
            owner = getattr(importlib.import_module(parent), kind)
        original = vars(owner).get(attribute)
    else:
        attribute, owner = name, own
        original = owner.get(attribute)
    if original is None:
        yield
        return

    def note() -> None:
        means.called.add(name)

    if isinstance(original, type):
        with _spied_class(original, note):
            yield
        return

    @functools.wraps(original)
    def call_noted(*args: Any, **kwargs: Any) -> Any:
        note()
        if watch:
            means.note("watch", name, [Snapshots().take(arg, 4) for arg in (*args, *kwargs.values())[:1]])
        return original(*args, **kwargs)

    imported = [key for key, value in own.items() if value is original]  # from torchviz import make_dot
    _put(owner, attribute, call_noted)
    own.update(dict.fromkeys(imported, call_noted))
    try:
        yield
    finally:
        own.update(dict.fromkeys(imported, original))
        _put(owner, attribute, original)


def _put(owner: Any, name: str, value: Any) -> None:
    if isinstance(owner, dict):
        owner[name] = value
    else:
        setattr(owner, name, value)


@contextmanager
def _spied_class(kind: type, note: Callable[[], None]) -> Iterator[None]:
    original = kind.__init__  # type: ignore[misc]

    @functools.wraps(original)
    def call_noted(self: Any, *args: Any, **kwargs: Any) -> None:
        note()
        original(self, *args, **kwargs)

    try:
        kind.__init__ = call_noted  # type: ignore[misc]
    except TypeError:  # a builtin class
        yield
        return
    try:
        yield
    finally:
        kind.__init__ = original  # type: ignore[misc]


def _globals(answers: tuple[Any, ...]) -> dict[str, Any]:
    for answer in answers:
        with suppress(AttributeError):
            found: dict[str, Any] = answer.__globals__
            return found
        for member in vars(answer).values() if isinstance(answer, type) else ():
            if isinstance(member, FunctionType):
                return member.__globals__
    return {}
