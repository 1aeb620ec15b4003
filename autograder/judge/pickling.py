"""What a test passes to the learner's code beyond plain data: functions, modules, objects, as a cloudpickle.

This goes one way only. Tensors, containers and handles inside become numbered parts, encoded as they are outside, so
that changes to them come back.
"""

from __future__ import annotations

import io
from types import CodeType, FunctionType
from typing import Any

import cloudpickle
import torch

from autograder.judge.handles import Handle
from autograder.wire.encode import Encoder, is_dense
from autograder.wire.frames import Tree
from autograder.wire.messages import Tag


def pack(encoder: Encoder, value: Any) -> Tree:
    """Encode a value without plain form; raise `TypeError` where it cannot be pickled."""
    if isinstance(value, Handle):
        return [Tag.HANDLE, Handle.number(value)]
    encoder.number(value)
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, value)
    try:
        pickler.dump(value)
    except Exception as error:
        raise TypeError(f"a test cannot pass a {type(value).__name__} to the learner's code: {error}") from None
    parts = [encoder.node(part) for part in pickler.parts]
    encoder.blobs.append(buffer.getvalue())
    return [Tag.PICKLE, len(encoder.blobs) - 1, *parts]


class _Pickler(cloudpickle.Pickler):
    def __init__(self, buffer: io.BytesIO, value: Any) -> None:
        super().__init__(buffer)
        self.parts: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._containers = {id(held): held for held in _held(value, set())}

    def persistent_id(self, value: Any) -> int | None:
        """Number the parts that are encoded outside the pickle."""
        tensor = type(value) in (torch.Tensor, torch.nn.Parameter) and is_dense(value)
        if not (tensor or isinstance(value, Handle) or id(value) in self._containers):
            return None
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self.parts)
            self.parts.append(value)
        return self._numbers[id(value)]


def _held(value: Any, seen: set[int]) -> list[Any]:
    """The lists, dicts and sets that functions of the test hold, such as a list to which a lambda appends."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    if type(value) in (list, dict, set):
        return [value]
    if not isinstance(value, FunctionType) or value.__module__ != "__main__":
        return []
    cells = [cell.cell_contents for cell in value.__closure__ or () if not _is_empty(cell)]
    names = [value.__globals__[name] for name in _names(value.__code__) if name in value.__globals__]
    return [held for inner in (*cells, *names, *(value.__defaults__ or ())) for held in _held(inner, seen)]


def _names(code: CodeType) -> set[str]:
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _is_empty(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False
