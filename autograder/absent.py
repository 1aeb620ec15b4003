"""A stand-in for torch, with which the engine can be imported for a course that does not use it, where it is missing.

Whatever is looked up in it is a class of its own. No value is of it, so that all that is about tensors never happens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class _Kind(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        kind = _Kind(name, (_Thing,), {})
        setattr(cls, name, kind)
        return kind


class _Thing(metaclass=_Kind):
    """What calling one gives: it can be entered, and has the methods of an empty state of random numbers."""

    def __init__(self, *_args: Any, **_more: Any) -> None:
        pass

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def numpy(self) -> _Thing:
        return self

    def half(self) -> _Thing:
        return self

    def tobytes(self) -> bytes:
        return b""


class _Torch(ModuleType):
    __version__ = ""

    def is_grad_enabled(self) -> bool:
        return True

    def is_inference_mode_enabled(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(_Thing, name)


@contextmanager
def stood_in() -> Iterator[None]:
    """Let `import torch` give the stand-in in this block, where there is no torch; learners' code never sees it."""
    missing = "torch" not in sys.modules and find_spec("torch") is None
    if missing:
        sys.modules["torch"] = _Torch("torch")
    try:
        yield
    finally:
        if missing:
            del sys.modules["torch"]
