"""Cases moved by one rounding: as far as the reference's own numbers move then, no right answer can be blamed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import torch

from autograder.contracts.case import Case


def nudged(case: Case, seed: int) -> Case:
    """Return the case with all floats and float tensors moved by about one rounding, up or down."""
    draw = random.Random(seed)

    def tensor(value: torch.Tensor) -> torch.Tensor:
        if not value.dtype.is_floating_point or value.is_inference():
            return value
        step = torch.finfo(value.dtype).eps
        signs = torch.tensor([draw.choice((-1.0, 1.0)) for _ in range(value.numel())]).reshape(value.shape)
        with torch.no_grad():
            value.data.mul_((1 + step * signs).to(value.dtype))
        return value

    return _changed(case, tensor, lambda value: value * (1 + draw.choice((-1, 1)) * 1.2e-7))


def widened(case: Case) -> Case:
    """Return the case with float32 tensors, and those that are made from Python floats, in float64."""

    def tensor(value: torch.Tensor) -> torch.Tensor:
        if value.dtype is torch.float32 and value.is_leaf and not value.is_inference():
            value.data = value.data.double()
        return value

    changed = _changed(case, tensor, lambda value: value)

    def make() -> tuple[tuple[Any, ...], dict[str, Any]]:
        torch.set_default_dtype(torch.float64)  # the probe sets it back
        return changed.fresh()

    return Case(make=make) if case.make else case


def _changed(case: Case, tensor: Callable[[torch.Tensor], torch.Tensor], number: Callable[[float], float]) -> Case:
    if not case.make:
        return case

    def change(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return tensor(value)
        if type(value) is float:
            return number(value)
        if type(value) in (list, tuple):
            return type(value)(change(item) for item in value)
        if type(value) is dict:
            return {key: change(item) for key, item in value.items()}
        if isinstance(value, torch.nn.Module):
            for inner in (*value.parameters(), *value.buffers()):
                tensor(inner)
        return value

    def make() -> tuple[tuple[Any, ...], dict[str, Any]]:
        args, kwargs = case.fresh()
        return change(args), change(kwargs)

    return Case(make=make)
