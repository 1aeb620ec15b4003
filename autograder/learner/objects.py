"""The objects of the learner that the judge holds handles of, and what a handle says about its object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.wire.operators import COMPARISONS, PROTOCOL


class Objects:
    """Objects by number, held until the judge drops them."""

    def __init__(self) -> None:
        self._values: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._bases: dict[int, Any] = {}
        self._last = 0

    def get(self, number: int) -> Any:
        """The object of a handle."""
        return self._values[number]

    def drop(self, number: int) -> None:
        """Forget an object."""
        value = self._values.pop(number, None)
        self._numbers.pop(id(value), None)

    def base(self, value: Any, make: Callable[[], Any]) -> Any:
        """The object that stands for another, the same each time."""
        if id(value) not in self._bases:
            self._bases[id(value)] = (make(), value)
        return self._bases[id(value)][0]

    def mark(self) -> int:
        """The last number, to go back to."""
        return self._last

    def back(self, mark: int) -> None:
        """Forget the objects numbered since a mark, because their message is not sent."""
        for number in range(mark + 1, self._last + 1):
            self.drop(number)

    def describe(self, value: Any) -> list[Any]:
        """Number an object, and describe its type where the judge does not know the object."""
        if id(value) in self._numbers:
            return [self._numbers[id(value)]]
        self._last += 1
        self._values[self._last] = value
        self._numbers[id(value)] = self._last
        kind = type(value)
        itself = _classes(value)[:1] if isinstance(value, type) else []
        parents = _classes(value)[1:] if isinstance(value, type) else []
        return [self._last, kind.__name__, kind.__module__, _classes(kind), sorted(protocols(value)), itself, parents]


def protocols(value: Any) -> set[str]:
    """The members of the protocol that the type of an object has."""
    kind = type(value)
    has = {name for name in PROTOCOL if getattr(kind, name, None) is not None}
    inherited = {f"__{n}__" for n in [*COMPARISONS, "eq"] if getattr(kind, f"__{n}__") is getattr(object, f"__{n}__")}
    return has - inherited


def _classes(kind: type) -> list[list[str]]:
    return [[str(base.__module__), str(base.__qualname__)] for base in type.mro(kind)[:50]]
