"""Turn values into the trees and blobs of `wire`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from autograder.wire.frames import ARRAYS, LIMITS, LONG, NAMES, Limits, Tree, WireError
from autograder.wire.messages import Tag


def tensor_node(tensor: torch.Tensor, blobs: list[bytes]) -> list[Tree]:
    """Encode dtype, shape, order of the dimensions in memory, and elements of a dense CPU tensor."""
    plain = tensor.detach().resolve_conj().resolve_neg()
    dims = sorted(range(plain.dim()), key=lambda dim: (-plain.stride()[dim], dim))
    dense = plain.permute(dims).is_contiguous()  # else: with gaps or overlaps, which no copy keeps
    order = [] if plain.is_contiguous() or not dense else dims
    rows = torch.empty(plain.numel(), dtype=plain.dtype).copy_((plain.permute(order) if order else plain).reshape(-1))
    blobs.append(rows.view(torch.uint8).numpy().tobytes())
    return [NAMES[tensor.dtype], list(tensor.shape), order, len(blobs) - 1]


def is_dense(tensor: torch.Tensor) -> bool:
    """Whether a tensor has a plain form: strided, on the CPU, of one of the `DTYPES`."""
    return tensor.layout is torch.strided and tensor.device.type == "cpu" and tensor.dtype in NAMES


class Encoder:
    """Turn values into trees and blobs. What has no plain form goes to `keep`; tensors go to `tensor` where given.

    `known` maps the `id` of objects to the nodes that name them to the other side.
    """

    def __init__(
        self,
        keep: Callable[[Encoder, Any], Tree] | None = None,
        tensor: Callable[[Encoder, torch.Tensor], Tree] | None = None,
        known: Mapping[int, Tree] | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self.blobs: list[bytes] = []
        self.objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._keep, self._tensor, self._known, self._limits = keep, tensor, known or {}, limits
        self._items = 0

    def number(self, value: Any) -> None:
        """Give the next number to an object, as the decoder on the other side does."""
        self._numbers[id(value)] = len(self.objects)
        self.objects.append(value)

    def node(self, value: Any, depth: int = 0) -> Tree:
        """Encode one value; raise `WireError` where it is too large, or has no plain form and there is no `keep`."""
        self._items += 1
        if depth > self._limits.depth or self._items > self._limits.items:
            raise WireError("the value is nested too deep or has too many items")
        if id(value) in self._known:
            return self._known[id(value)]
        if id(value) in self._numbers:
            return [Tag.SAME, self._numbers[id(value)]]
        if value is None or value is Ellipsis:
            return None if value is None else [Tag.ELLIPSIS]
        encode = getattr(self, "_" + type(value).__name__, None) if type(value) in _EXACT else None
        if encode is not None:
            return encode(value, depth)
        if type(value) in (torch.Tensor, torch.nn.Parameter) and is_dense(value):
            return self._tensor(self, value) if self._tensor else [Tag.TENSOR, *tensor_node(value, self.blobs)]
        return self._other(value)

    def _other(self, value: Any) -> Tree:
        if self._keep is None:
            raise WireError(f"a {type(value).__name__} has no plain form")
        return self._keep(self, value)

    def _bool(self, value: bool, _depth: int) -> Tree:
        return value

    def _int(self, value: int, _depth: int) -> Tree:
        if value.bit_length() > 3 * self._limits.digits:
            raise WireError("an integer has too many digits")
        return value

    def _float(self, value: float, _depth: int) -> Tree:
        return value if math.isfinite(value) else [Tag.FLOAT, str(value)]

    def _complex(self, value: complex, depth: int) -> Tree:
        return [Tag.COMPLEX, self._float(value.real, depth), self._float(value.imag, depth)]

    def _str(self, value: str, _depth: int) -> Tree:
        if len(value) > self._limits.text:
            raise WireError(f"a text of {len(value)} characters, {self._limits.text} are allowed")
        if len(value) < LONG:
            return value
        self.blobs.append(value.encode("utf-8", "surrogatepass"))
        return [Tag.TEXT, len(self.blobs) - 1]

    def _bytes(self, value: bytes, _depth: int) -> Tree:
        self.blobs.append(value)
        return [Tag.BYTES, len(self.blobs) - 1]

    def _sequence(self, value: Any, depth: int) -> Tree:
        if not isinstance(value, (tuple, frozenset)):
            self.number(value)
        return [Tag(type(value).__name__.lower()), *(self.node(item, depth + 1) for item in value)]

    _list = _tuple = _set = _frozenset = _Size = _sequence

    def _dict(self, value: dict[Any, Any], depth: int) -> Tree:
        self.number(value)
        return [Tag.DICT, *(self.node(item, depth + 1) for pair in value.items() for item in pair)]

    def _slice(self, value: slice, depth: int) -> Tree:
        return [Tag.SLICE, *(self.node(part, depth + 1) for part in (value.start, value.stop, value.step))]

    def _range(self, value: range, depth: int) -> Tree:
        return [Tag.RANGE, *(self._int(part, depth) for part in (value.start, value.stop, value.step))]

    def _dtype(self, value: torch.dtype, _depth: int) -> Tree:
        return [Tag.DTYPE, str(value).removeprefix("torch.")]

    def _device(self, value: torch.device, _depth: int) -> Tree:
        return [Tag.DEVICE, str(value)]

    def _ndarray(self, value: Any, _depth: int) -> Tree:
        if value.dtype.char not in ARRAYS:
            return self._other(value)
        self.blobs.append(value.astype(value.dtype.newbyteorder("<"), copy=False).tobytes())
        return [Tag.ARRAY, value.dtype.char, list(value.shape), len(self.blobs) - 1]


_EXACT = {
    bool, int, float, complex, str, bytes, list, tuple, set, frozenset, dict, slice, range,
    torch.dtype, torch.device, torch.Size, np.ndarray,
}  # fmt: skip
