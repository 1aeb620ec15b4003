"""A handle of an object in the learner's process: attributes, calls and operators are questions to that process.

The learner's code must not decide whether its own result is right. So what a handle says is compared by the judge:
a handle never equals plain data, has no order with plain data, and is searched item by item; arithmetic with plain data
is left to classes that the test itself names (`Value(2) + 3`), and gives another handle, never a number.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from numpy import generic, ndarray
from torch import Tensor

from autograder.wire.operators import BINARY, COMPARISONS, CONVERSIONS, PROTOCOL, UNARY

if TYPE_CHECKING:
    from autograder.judge.client import Client

T = TypeVar("T")
SYMBOLS = dict(zip(BINARY, ["+", "-", "*", "/", "//", "%", "@", "**", "&", "|", "^", "<<", ">>"], strict=True))
SYMBOLS |= dict(zip(COMPARISONS, ["<", "<=", ">", ">="], strict=True))
# Types that have a plain form: a handle that claims to be one of them, or of a subclass, is lying.
PLAIN = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, Tensor, ndarray, generic)
# Special attributes that are asked for. Others are protocols of numpy and torch that act on what the object says, such
# as __torch_function__, which would let it answer a comparison, and __array_interface__, which is an address.
ASKED = {
    "__name__",
    "__qualname__",
    "__doc__",
    "__dict__",
    "__annotations__",
    "__defaults__",
    "__wrapped__",
    "__self__",
}


class Handle:
    """A handle. Its class has the name of the object's class, and of the special methods those that this has."""

    __slots__ = ("__weakref__", "_state")

    def __init__(
        self, learner: Client, number: int, classes: list[tuple[str, str]], itself: Any = (), parents: Any = ()
    ) -> None:
        object.__setattr__(self, "_state", _State(learner, number, classes, itself, parents))

    @staticmethod
    def number(handle: Handle) -> int:
        """The number of a handle."""
        return _state(handle).number

    @staticmethod
    def owner(handle: Handle) -> Client:
        """The learner of a handle."""
        return _state(handle).learner

    @staticmethod
    def itself(handle: Handle) -> list[tuple[str, str]]:
        """Module and name of the class that a handle is; nothing where it is no class."""
        itself: list[tuple[str, str]] = _state(handle).itself
        return itself

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return _loaded(_state(self).classes) or type(self)
        if name == "__bases__" and _state(self).itself:
            return tuple(kind for pair in _state(self).parents if (kind := _loaded([pair])))
        if name.startswith("__") and name.endswith("__") and name not in ASKED:
            return object.__getattribute__(self, name)
        return _ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _ask(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        _ask(self, "delattr", name)

    def __dir__(self) -> Any:
        return _ask(self, "dir")

    def __repr__(self) -> str:
        return _exact(str, _ask(self, "repr"))

    def __str__(self) -> str:
        return _exact(str, _ask(self, "str"))

    def __format__(self, form: str) -> str:
        return _exact(str, _ask(self, "format", form))

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise TypeError("an object of the learner cannot be pickled in the judge")

    def __deepcopy__(self, _memo: Any) -> Any:
        return _ask(self, "deepcopy")

    def __copy__(self) -> Any:
        return _ask(self, "copy")

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, Handle) and _exact(bool, _state(self).learner.ask("isinstance", value, self))

    def __eq__(self, other: Any) -> Any:
        if self is other:
            return True
        if not isinstance(other, Handle) or not _has(self, "__eq__") or not _named(self):
            return NotImplemented
        return _ask(self, "eq", other)

    __hash__ = object.__hash__


class _State:
    __slots__ = ("classes", "derived", "itself", "learner", "number", "parents")

    def __init__(self, learner: Client, number: int, classes: Any, itself: Any, parents: Any) -> None:
        self.learner, self.number, self.classes = learner, number, classes
        self.itself, self.parents, self.derived = itself, parents, False


def _state(handle: Any) -> _State:
    state: _State = object.__getattribute__(handle, "_state")
    return state


def _ask(handle: Any, what: str, *arguments: Any) -> Any:
    return _state(handle).learner.ask(what, handle, *arguments)


def _exact(kind: type[T], value: Any) -> T:
    if type(value) is not kind:
        raise TypeError(f"expected a {kind.__name__}, got a {type(value).__name__}")
    return value


def _has(handle: Any, name: str) -> bool:
    return name in type(handle).members


def _named(handle: Any) -> bool:
    """Whether the test itself names the class of an object, so that it means to use its operators."""
    state = _state(handle)
    return any(pair in state.learner.named for pair in state.classes)


def _loaded(classes: list[tuple[str, str]]) -> type | None:
    """The first of these classes that the judge has, too; never one whose instances have a plain form."""
    for module, name in classes:
        if module == "__main__":
            continue
        found: Any = sys.modules.get(module)
        for part in name.split("."):
            found = vars(found).get(part) if hasattr(found, "__dict__") else None
        if isinstance(found, type) and found is not object and not issubclass(found, PLAIN):
            return found
    return None


def _binary(name: str, swapped: bool) -> Callable[[Any, Any], Any]:
    def operate(self: Any, other: Any) -> Any:
        if not _named(self) and not (isinstance(other, Handle) and _named(other)):
            return NotImplemented
        learner = _state(self).learner
        result = learner.ask(name, other, self) if swapped else learner.ask(name, self, other)
        if isinstance(other, Handle):
            return result
        return _derived(result, f"unsupported operand for {SYMBOLS[name]}: {type(self).__name__!r} gives a number")

    return operate


def _derived(result: Any, refusal: str) -> Any:
    if not isinstance(result, Handle):
        raise TypeError(refusal)
    _state(result).derived = True
    return result


def _comparison(name: str) -> Callable[[Any, Any], Any]:
    def compare(self: Any, other: Any) -> Any:
        if not isinstance(other, Handle) or not _named(self):
            return NotImplemented
        return _ask(self, name, other)

    return compare


def _unary(name: str) -> Callable[..., Any]:
    def operate(self: Any, *arguments: Any) -> Any:
        return _derived(_ask(self, name, *arguments), f"bad operand type for {name}: {type(self).__name__!r}")

    return operate


def _conversion(name: str) -> Callable[[Any], Any]:
    kind = {"index": int, "len": int}.get(name) or vars(builtins)[name]

    def convert(self: Any) -> Any:
        if _state(self).derived and name not in ("bool", "len"):
            raise TypeError(f"{name}() of a {type(self).__name__!r} that was computed with a number of the test")
        return _exact(kind, _ask(self, name))

    return convert


def _contains(self: Any, wanted: Any) -> bool:
    return any(item is wanted or item == wanted for item in self)


def _iterate(self: Any) -> Iterator[Any]:
    iterator = _ask(self, "iter")
    return iterator if isinstance(iterator, Handle) else iter(iterator)


def _call(self: Any, *args: Any, **kwargs: Any) -> Any:
    return _ask(self, "call", list(args), kwargs)


METHODS: dict[str, Callable[..., Any]] = {
    **{f"__{name}__": _conversion(name) for name in CONVERSIONS},
    **{f"__{name}__": _unary(name) for name in UNARY},
    **{f"__{name}__": _binary(name, swapped=False) for name in BINARY},
    **{f"__r{name}__": _binary(name, swapped=True) for name in BINARY},
    **{f"__{name}__": _comparison(name) for name in COMPARISONS},
    "__call__": _call,
    "__iter__": _iterate,
    "__contains__": _contains,
    "__next__": lambda self: _ask(self, "next"),
    "__reversed__": lambda self: _ask(self, "reversed"),
    "__getitem__": lambda self, key: _ask(self, "getitem", key),
    "__setitem__": lambda self, key, value: _ask(self, "setitem", key, value),
    "__delitem__": lambda self, key: _ask(self, "delitem", key),
    "__enter__": lambda self: _ask(self, "enter"),
    "__exit__": lambda self, *error: bool(_ask(self, "exit", *error[:1], *map(_text, error[1:]))),
}


def _text(part: Any) -> Any:
    return None if part is None else str(part)


@lru_cache(maxsize=2000)
def handle_class(name: str, module: str, members: frozenset[str]) -> type[Handle]:
    """Make the class of the handles of objects of one type."""
    body = {member: METHODS[member] for member in members & PROTOCOL if member in METHODS}
    made: type[Handle] = type(name, (Handle,), {**body, "__slots__": (), "__module__": module, "members": members})
    return made
