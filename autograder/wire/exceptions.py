"""Exceptions across the boundary: what the learner's code raises arrives as the nearest builtin class."""

from __future__ import annotations

import builtins
import linecache
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LONGEST = 2000  # characters of a message
LINE = 200  # characters of a line of a learner's code
OWN = "your line: "


def own_line(error: BaseException) -> str:
    """The last line of an exception's traceback that stands in a notebook's cell; empty where there is none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if "ipykernel" in frame.filename or frame.filename.startswith("<"):
            return (frame.line or linecache.getline(frame.filename, frame.lineno or 0)).strip()
    return ""


def describe(error: BaseException, line: str, node: Callable[[Any], Any]) -> list[Any]:
    """Encode an exception as names of its classes, message, arguments where they are short and plain, and own line."""
    names = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    try:
        message = str(error)[:LONGEST]
    except BaseException:  # a learner's class may do anything here
        message = ""
    plain = all(type(part) in (str, int, float, bool, type(None)) for part in error.args)
    short = plain and sum(len(str(part)) for part in error.args) < LONGEST
    return [names, message, [node(part) for part in error.args] if short else [], line[:LINE]]


def rebuild(names: list[str], message: str, arguments: list[Any], line: str, where: str) -> BaseException:
    """Make the exception that `describe` described: a builtin class whose text is `message`, and `line` as a note."""
    error = _rebuild(names, message, arguments, where)
    if line:
        error.add_note(f"{OWN}{line}")
    return error


def _rebuild(names: list[str], message: str, arguments: list[Any], where: str) -> BaseException:
    """Make it without the note.

    `StopIteration` means an end only where an iterator is asked for its next item; raised anywhere else, it would end
    the loops of a test early, so that there it becomes a `RuntimeError`.
    """
    kind = next((kind for name in names if (kind := _builtin(name)) is not None), RuntimeError)
    if issubclass(kind, (StopIteration, StopAsyncIteration, GeneratorExit)) and where != "next":
        return RuntimeError(f"the call raised {kind.__name__} {message}".rstrip())
    try:
        error = kind(*arguments)
        if str(error) == message:
            return error
    except Exception:  # its constructor wants other arguments
        pass
    named = type(kind.__name__, (kind,), {"__str__": lambda _: message, "__module__": "builtins"})
    try:
        made: BaseException = named(message)
    except Exception:  # such as UnicodeDecodeError
        made = kind.__new__(named)
    return made


@dataclass(frozen=True)
class Raised:
    """An answer that is an exception."""

    error: BaseException


def category(names: list[str]) -> type[Warning]:
    """The class of a warning, by the names of its classes."""
    kinds = (_builtin(name) for name in names)
    return next((kind for kind in kinds if kind is not None and issubclass(kind, Warning)), UserWarning)


def _builtin(name: Any) -> type[BaseException] | None:
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None
