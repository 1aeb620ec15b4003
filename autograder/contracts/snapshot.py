"""Values as plain trees that JSON can carry: what a test may know of a result, an argument, an error.

A node is `{"kind": ...}` with the fields of that kind. Objects and storages are numbered in the order in which they are
met: arguments first, so that "the caller's own tensor came back" and "shares memory with" are equal numbers.
"""

from __future__ import annotations

import hashlib
import types
from typing import Any

import numpy as np
import torch

Node = dict[str, Any]
ENTRIES = 50_000  # numbers of one tensor, items of one container
TEXT = 2_000  # characters of a text
DEPTH = 12
PLAIN = (bool, int, float, str, type(None))


class Snapshots:
    """Takes snapshots of one call, with one numbering; holds what it has numbered, so that no number is used twice."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._storages: dict[int, int] = {}
        self._held: list[Any] = []

    def take(self, value: Any, depth: int = DEPTH) -> Node:
        """Return the tree of a value; what lies deeper than `depth` is named only."""
        if depth <= 0:
            return {"kind": "deep", "type": _name(type(value))}
        if isinstance(value, torch.Tensor):
            return self._tensor(value, depth)
        if isinstance(value, np.generic):
            return self.take(value.item(), depth - 1) | {"type": _name(type(value))}
        if isinstance(value, (*PLAIN, complex)):
            return _scalar(value)
        if isinstance(value, np.ndarray):
            return self.take(torch.as_tensor(value), depth - 1) | {"type": "ndarray"}
        if isinstance(value, (list, tuple, set, frozenset)):
            return self._sequence(value, depth)
        if isinstance(value, dict):
            return self._mapping(value, depth)
        if isinstance(value, torch.nn.Module):
            return self._module(value, depth)
        return self._object(value)

    def _number(self, value: Any) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._numbers)
            self._held.append(value)
        return self._numbers[id(value)]

    def _storage(self, tensor: torch.Tensor) -> int | None:
        try:
            storage = tensor.untyped_storage()
            place = storage.data_ptr()
        except (RuntimeError, NotImplementedError):  # sparse, functorch's wrappers
            return None
        if not place:  # empty storages share nothing
            return None
        self._held.append(storage)
        return self._storages.setdefault(place, len(self._storages))

    def _tensor(self, value: torch.Tensor, depth: int) -> Node:
        grad = value.grad if value.is_leaf or value.retains_grad else None
        version = None if value.is_inference() else value._version
        return {
            "kind": "tensor",
            "type": "Parameter" if isinstance(value, torch.nn.Parameter) else "Tensor",
            "dtype": str(value.dtype).removeprefix("torch."),
            "shape": list(value.shape),
            "values": _values(value),
            "requires_grad": value.requires_grad,
            "leaf": value.is_leaf,
            "inference": value.is_inference(),
            "grad": None if grad is None else self.take(grad, depth - 1),
            "object": self._number(value),
            "storage": self._storage(value),
            "version": version,
        }

    def _sequence(self, value: Any, depth: int) -> Node:
        items = list(value)
        if isinstance(value, (set, frozenset)):
            items.sort(key=repr)
        base = next(kind.__name__ for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
        node = {"kind": "sequence", "type": base, "length": len(items)}
        if not isinstance(value, (tuple, frozenset)):
            node["object"] = self._number(value)
        return node | {"items": [self.take(item, depth - 1) for item in items[:ENTRIES]]}

    def _mapping(self, value: dict[Any, Any], depth: int) -> Node:
        pairs = [[self.take(k, depth - 1), self.take(v, depth - 1)] for k, v in list(value.items())[:ENTRIES]]
        return {
            "kind": "mapping",
            "type": "dict",
            "length": len(value),
            "object": self._number(value),
            "pairs": pairs,
        }

    def _module(self, value: torch.nn.Module, depth: int) -> Node:
        tensors = {**dict(value.named_parameters()), **dict(value.named_buffers())}
        hooks = sum(
            len(table)
            for part in value.modules()
            for table in (part._forward_hooks, part._forward_pre_hooks, part._backward_hooks)
        )
        return {
            "kind": "module",
            "type": type(value).__name__,
            "object": self._number(value),
            "parts": {name: type(part).__name__ for name, part in value.named_modules()},
            "training": {name: part.training for name, part in value.named_modules()},
            "tensors": {name: self.take(tensor, depth - 1) for name, tensor in tensors.items()},
            "hooks": hooks,
        }

    def _object(self, value: Any) -> Node:
        node: Node = {"kind": "object", "type": _name(type(value)), "object": self._number(value)}
        if isinstance(value, torch.Generator):
            node["state"] = hashlib.sha256(value.get_state().numpy().tobytes()).hexdigest()
        if isinstance(value, torch.optim.Optimizer):
            node["steps"] = repr(value.state_dict()["param_groups"])[:TEXT]
        if isinstance(value, (type, types.FunctionType)):
            node["name"] = str(getattr(value, "__name__", ""))[:100]
        if isinstance(value, (torch.dtype, slice, range, bytes)):
            node["text"] = repr(value)[:TEXT]
        return node


def error_node(error: BaseException, line: str = "") -> Node:
    """Return the tree of an error: names of its classes, its message, and the learner's own line that raised it."""
    try:
        message = str(error)
    except BaseException:  # a learner's class may do anything here
        message = ""
    names = [kind.__name__ for kind in type(error).__mro__ if kind is not object]
    return {"kind": "error", "type": names[0], "classes": names[:20], "message": message[:TEXT], "line": line[:200]}


def _scalar(value: Any) -> Node:
    """A number, a text or None; an instance of a subclass counts as what it holds."""
    if value is None:
        return {"kind": "scalar", "type": "None", "value": None}
    base: Any = next(kind for kind in (bool, int, float, complex, str) if isinstance(value, kind))
    plain = value if type(value) is base else base(value)
    if base is int and abs(plain) >= 1 << 63:
        plain = f"{plain:x}"[:TEXT]
    if base is complex:
        plain = [plain.real, plain.imag]
    return {"kind": "scalar", "type": base.__name__, "value": plain[:TEXT] if base is str else plain}


def _values(tensor: torch.Tensor) -> list[Any] | None:
    """The entries in row-major order; None where there are too many, or where torch cannot list them."""
    if tensor.numel() > ENTRIES or tensor.is_sparse:
        return None
    with torch.no_grad():
        flat = tensor.detach().resolve_conj().resolve_neg().reshape(-1)
        if flat.dtype.is_complex:
            flat = torch.view_as_real(flat.contiguous()).reshape(-1)
        return list(flat.tolist())


def _name(kind: type) -> str:
    return str(kind.__name__)[:100]
