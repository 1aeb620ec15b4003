"""Turn the trees and blobs of `wire` into values, strictly."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import torch

from autograder.wire.frames import ARRAYS, DTYPES, LIMITS, Limits, Tree, WireError
from autograder.wire.messages import Tag

WORD, ALIKE = 64, 50  # bits of an integer that need no count, and how many others may share a hash


class Decoder:
    """Turn trees and blobs into values, strictly. `handlers` decode the tags that only one side knows."""

    def __init__(
        self,
        blobs: Sequence[bytes],
        handlers: Mapping[Tag, Callable[[Decoder, list[Tree]], Any]] | None = None,
        limits: Limits = LIMITS,
        deadline: float = math.inf,
    ) -> None:
        """Bound the time too, by `time.monotonic`: keys that all have one hash make a small dict slow to build."""
        self._deadline = deadline
        self.objects: list[Any] = []
        self._blobs = dict(enumerate(blobs))
        self._handlers, self._limits = handlers or {}, limits
        self._items, self._depth = 0, 0
        self._alike: Counter[int] = Counter()  # integers beyond a machine word, by their hash

    def decode(self, node: Tree) -> Any:
        """Decode one tree; raise `WireError`, and nothing else, where it has not the right form."""
        try:
            return self.value(node)
        except WireError:
            raise
        except Exception as error:  # the constructors of the values raise many kinds
            raise WireError(f"not a value: {type(error).__name__}: {str(error)[:100]}") from None

    def value(self, node: Tree) -> Any:
        """Decode one node of a tree; raise whatever a wrong form raises."""
        self._items += 1
        if self._items > self._limits.items or self._depth > self._limits.depth:
            raise WireError("too deep or too many items")
        if self._items % 100 == 0 and time.monotonic() > self._deadline:
            raise WireError("it takes too long to read")
        if node is None or type(node) in (bool, float):
            return node
        if type(node) is int:
            return self.integer(node)
        if type(node) is str:
            return self.text(node)
        if type(node) is not list:
            raise WireError("not a node")
        tag, *rest = node
        self._depth += 1
        decode = self._handlers.get(tag) or _TAGS[tag]
        result = decode(self, rest)
        self._depth -= 1
        return result

    def values(self, nodes: list[Tree]) -> list[Any]:
        """Decode several nodes."""
        return [self.value(node) for node in nodes]

    def blob(self, number: Any) -> bytes:
        """Take a blob; each can be taken once, so that a short header cannot stand for much memory."""
        return self._blobs.pop(number)

    def integer(self, value: int) -> int:
        """Check an integer: many of one hash make a set or dict of them, here or in a test, slow beyond any alarm."""
        if value.bit_length() > WORD:
            self._alike[hash(value)] += 1
            if self._alike[hash(value)] > ALIKE:
                raise WireError("too many integers of one hash")
        return value

    def text(self, value: Any) -> str:
        """Check a string."""
        if type(value) is not str or len(value) > self._limits.text:
            raise WireError("not a text, or too long")
        return value

    def tensor(self, rest: list[Tree]) -> torch.Tensor:
        """Decode what `tensor_node` made."""
        name, shape, order, blob = rest
        dtype, data = DTYPES[name], self.blob(blob)
        _check_shape(shape, len(data), dtype.itemsize)
        if order and sorted(order) != list(range(len(shape))):
            raise WireError("not an order of dimensions")
        stored = [shape[dim] for dim in order] if order else shape
        if name == "bool" and data.strip(b"\0\1"):
            raise WireError("a truth value is 0 or 1")
        # bytearray: torch warns of memory that cannot be written
        flat = torch.frombuffer(bytearray(data), dtype=dtype) if data else torch.empty(0, dtype=dtype)
        tensor = flat.reshape(stored)
        # a copy, because torch treats a view in place otherwise than a tensor of its own
        return (tensor.permute([order.index(dim) for dim in range(len(order))]) if order else tensor).clone()

    def array(self, rest: list[Tree]) -> Any:
        """Decode a numpy array."""
        char, shape, blob = rest
        if char not in ARRAYS:
            raise WireError("not the type of an array")
        dtype, data = np.dtype(char).newbyteorder("<"), self.blob(blob)
        _check_shape(shape, len(data), dtype.itemsize)
        return np.frombuffer(data, dtype=dtype).astype(np.dtype(char)).reshape(shape)

    def named(self, rest: list[Tree]) -> tuple[Any, ...]:
        """Decode a tuple with names, as a class made without evaluating anything."""
        name, fields, *items = rest
        if len(fields) != len(items) or len(set(fields)) != len(fields) or len(name) > 100:
            raise WireError("not a named tuple")
        if not all(len(part) < 100 and part.isidentifier() and not part.startswith("_") for part in fields):
            raise WireError("not the names of a tuple")
        body = {field: property(itemgetter(place)) for place, field in enumerate(fields)}
        made = type(name, (tuple,), {**body, "_fields": tuple(fields), "__slots__": ()})
        result: tuple[Any, ...] = made(self.values(items))
        return result

    def listed(self, rest: list[Tree]) -> list[Any]:
        """Decode a list, which may hold itself."""
        made: list[Any] = []
        self.objects.append(made)
        made.extend(self.values(rest))
        return made

    def mapping(self, rest: list[Tree]) -> dict[Any, Any]:
        """Decode a dictionary from keys and values in turn."""
        made: dict[Any, Any] = {}
        self.objects.append(made)
        for place in range(0, len(rest), 2):
            key, value = rest[place : place + 2]
            made[self.value(key)] = self.value(value)
        return made

    def gathered(self, rest: list[Tree]) -> set[Any]:
        """Decode a set."""
        made: set[Any] = set()
        self.objects.append(made)
        return self.gather(made, rest)

    def gather(self, into: set[Any], nodes: list[Tree]) -> set[Any]:
        """Add the values of nodes one by one, so that the deadline is seen."""
        for node in nodes:
            into.add(self.value(node))
        return into

    def counted(self, rest: list[Tree]) -> range:
        """Decode a range, no longer than a list could be."""
        made = range(*rest)
        if len(made) > self._limits.items:
            raise WireError("a range is too long")
        return made


def _check_shape(shape: Any, size: int, item: int) -> None:
    if len(shape) > 25 or any(type(length) is not int or length < 0 for length in shape):
        raise WireError("not a shape")
    if math.prod(shape) * item != size or math.prod(max(length, 1) for length in shape) > 1 << 48:
        raise WireError("shape and number of bytes disagree")


_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_TAGS: dict[Tag, Callable[[Decoder, list[Tree]], Any]] = {
    Tag.ELLIPSIS: lambda _, rest: () if rest else ...,
    Tag.FLOAT: lambda _, rest: _FLOATS[rest[0]],
    Tag.COMPLEX: lambda decoder, rest: complex(*map(float, decoder.values(rest))),
    Tag.TEXT: lambda decoder, rest: decoder.text(decoder.blob(rest[0]).decode("utf-8", "surrogatepass")),
    Tag.BYTES: lambda decoder, rest: decoder.blob(rest[0]),
    Tag.SAME: lambda decoder, rest: decoder.objects[rest[0]],
    Tag.LIST: Decoder.listed,
    Tag.TUPLE: lambda decoder, rest: tuple(decoder.values(rest)),
    Tag.SET: Decoder.gathered,
    Tag.FROZENSET: lambda decoder, rest: frozenset(decoder.gather(set(), rest)),
    Tag.DICT: Decoder.mapping,
    Tag.SLICE: lambda decoder, rest: slice(*decoder.values(rest)),
    Tag.RANGE: Decoder.counted,
    Tag.DTYPE: lambda _, rest: DTYPES[rest[0]],
    Tag.DEVICE: lambda decoder, rest: torch.device(decoder.text(rest[0])),
    Tag.SIZE: lambda decoder, rest: torch.Size(decoder.values(rest)),
    Tag.ARRAY: Decoder.array,
    Tag.TENSOR: Decoder.tensor,
    Tag.NAMED: Decoder.named,
}
