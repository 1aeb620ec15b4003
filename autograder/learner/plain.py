"""What a value holds beside its type: the plain base of a subclass, fields of a tuple, items of a container."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

BASES: dict[type, Callable[[Any], Any]] = {
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
    str: str.__str__,
    bytes: lambda value: bytes.__add__(value, b""),
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}


def field_names(value: Any) -> list[str] | None:
    """The field names of a named tuple, or of one of torch's return types."""
    fields = getattr(type(value), "_fields", None)
    if fields is None and hasattr(type(value), "n_sequence_fields"):
        kinds = (types.MemberDescriptorType, types.GetSetDescriptorType, property)
        fields = [name for name, member in vars(type(value)).items() if isinstance(member, kinds)]
    if not isinstance(fields, (tuple, list)) or len(fields) != tuple.__len__(value):
        return None
    return list(fields) if all(isinstance(name, str) for name in fields) else None


def content(value: Any) -> list[Any] | None:
    """The items of a container of the judge, to see later whether they are others."""
    if type(value) is dict:
        return [item for pair in value.items() for item in pair]
    return list(value) if type(value) in (list, set) else None


def same(before: list[Any] | None, now: list[Any] | None) -> bool:
    """Whether a container holds the very items that it held before."""
    if before is None or now is None:
        return True
    return len(before) == len(now) and all(a is b for a, b in zip(before, now, strict=True))
