"""What helpers of `autograder.checks` report from the learner's process: it must be what they declare to return.

Else code that replaces a helper over there could report objects of its own, which are asked whether they are right.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, get_args, get_origin, get_type_hints

from autograder import checks
from autograder.wire.decode import Decoder
from autograder.wire.frames import Tree, WireError

EXACT = 53  # bits of an integer that a float can hold, too

RECORDS: dict[str, Any] = {name: kind for name, kind in vars(checks).items() if dataclasses.is_dataclass(kind)}


def make(decoder: Decoder, rest: list[Tree]) -> Any:
    """Decode one of the dataclasses of `autograder.checks`; raise `WireError` where a field is not as declared."""
    name, *fields = rest
    made = RECORDS[name](**{decoder.text(key): decoder.value(node) for key, node in fields})
    for field, declared in get_type_hints(RECORDS[name]).items():
        if not fits(getattr(made, field), declared):
            raise WireError(f"{name}.{field} is not as declared")
    return made


def checked(name: str, report: Any) -> Any:
    """Return the report of a helper; raise `TypeError` where it is not what the helper declares to return."""
    helper: Callable[..., Any] = getattr(checks, name)
    if not fits(report, get_type_hints(helper)["return"]):
        raise TypeError(f"{name} reported something else than it declares")
    return report


def fits(value: Any, declared: Any) -> bool:
    """Whether a value is of a declared type: exactly so, all through lists and tuples; `Any` is everything."""
    if declared is Any:
        return True
    if declared is float:
        return type(value) is float or (type(value) is int and value.bit_length() <= EXACT)
    kind, parts = get_origin(declared) or declared, get_args(declared)
    if type(value) is not kind:
        return False
    if kind is list:
        return all(fits(item, parts[0]) for item in value)
    if kind is tuple and parts[1:] == (...,):
        return all(fits(item, parts[0]) for item in value)
    if kind is tuple:
        return len(value) == len(parts) and all(map(fits, value, parts))
    return True
