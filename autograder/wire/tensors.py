"""Tensors that judge and learner both hold: one object on either side, under one key, kept equal by messages.

Before each message a side looks which of its shared tensors have changed since the last one, and the other side makes
the same changes: elements, `requires_grad`, and `grad`, which is a shared tensor itself. So a change in place is seen
over there, and a tensor that travels to and fro stays one object.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder, is_dense, tensor_node
from autograder.wire.frames import Tree, WireError
from autograder.wire.messages import Tag, TensorChange


@dataclass
class Entry:
    """One shared tensor as it was when both sides last agreed."""

    tensor: Callable[[], torch.Tensor | None]
    name: int  # its id
    seen: Any = None
    version: int = 0


@dataclass(frozen=True)
class Change:
    """A change of a shared tensor, decoded and not yet made."""

    said: TensorChange
    tensor: torch.Tensor
    data: torch.Tensor | None
    grad: torch.Tensor | None


class Shared:
    """The shared tensors of one side. Its own keys count in steps of `step`, 1 for the learner and -1 for the judge."""

    def __init__(self, step: int, weak: bool) -> None:
        self._entries: dict[int, Entry] = {}
        self._keys: dict[int, int] = {}
        self._step, self._weak, self._last = step, weak, 0
        self.dropped: list[int] = []  # keys of tensors that this side holds no more

    def key(self, tensor: torch.Tensor) -> int | None:
        """The key of a shared tensor, None for any other."""
        return self._keys.get(id(tensor))

    def get(self, key: int) -> torch.Tensor:
        """The tensor of a key; raise `WireError` where there is none."""
        entry = self._entries.get(key)
        tensor = entry.tensor() if entry else None
        if tensor is None:
            raise WireError(f"no tensor {key}")
        return tensor

    def alive(self) -> list[tuple[int, torch.Tensor]]:
        """All shared tensors with their keys."""
        pairs = [(key, entry.tensor()) for key, entry in self._entries.items()]
        return [(key, tensor) for key, tensor in pairs if tensor is not None]

    def drop(self, key: int) -> None:
        """Forget a tensor."""
        entry = self._entries.pop(key, None)
        if entry and self._keys.get(entry.name) == key:
            del self._keys[entry.name]

    def mark(self) -> int:
        """The last key of this side, to go back to."""
        return self._last

    def back(self, mark: int) -> None:
        """Forget the tensors that were shared since a mark, because their message is not sent."""
        for key in range(mark + self._step, self._last + self._step, self._step):
            self.drop(key)

    def add(self, key: int, tensor: torch.Tensor) -> None:
        """Share a tensor under a key."""
        name = id(tensor)
        if self._weak:

            def gone(_: Any) -> None:
                self.drop(key)
                self.dropped.append(key)

            hold: Callable[[], torch.Tensor | None] = weakref.ref(tensor, gone)
        else:

            def hold() -> torch.Tensor | None:
                return tensor

        self._entries[key] = Entry(hold, name)
        self._keys[name] = key

    # Sending

    def encode(self, encoder: Encoder, tensor: torch.Tensor) -> Tree:
        """Encode a tensor: its key alone where the other side has it, else all of it."""
        key = self.key(tensor)
        if key is not None:
            return [Tag.SHARED, key]
        self._last += self._step
        key = self._last
        self.add(key, tensor)
        return [Tag.SHARED, key, _kind(tensor), *self._state(key, tensor, encoder), *self.history(encoder, tensor)]

    def changes(self, encoder: Encoder) -> list[Tree]:
        """Encode what has changed in the shared tensors since both sides last agreed."""
        found = []
        for key, tensor in self.alive():
            before, version = self._entries[key].seen, self._entries[key].version
            mark = len(encoder.blobs)
            state = self._state(key, tensor, encoder)
            seen = self._entries[key].seen
            if seen == before:
                del encoder.blobs[mark:]
                continue
            if seen[:4] == before[:4]:  # the elements are as they were
                encoder.blobs[state[0][3]], state[0] = b"", None
            found.append([key, self._entries[key].version != version, *state])
        return found

    def history(self, _encoder: Encoder, _tensor: torch.Tensor) -> list[Any]:
        """What the other side needs to connect a tensor with a graph to its leaves; nothing by default."""
        return []

    def _state(self, key: int, tensor: torch.Tensor, encoder: Encoder) -> list[Any]:
        """Encode elements, requires_grad, retains_grad and grad; note them as seen."""
        node = tensor_node(tensor, encoder.blobs)
        entry = self._entries[key]
        held = tensor.is_leaf or tensor.retains_grad
        grad = tensor.grad if held else None
        if grad is not None and not is_dense(grad):
            grad = None
        child = None if grad is None else self.encode(encoder, grad)
        entry.seen = (*node[:3], encoder.blobs[node[3]], tensor.requires_grad, tensor.retains_grad, child and child[1])
        entry.version = 0 if tensor.is_inference() else tensor._version
        return [node, tensor.requires_grad, tensor.retains_grad, held, child]

    # Receiving

    def decode(self, decoder: Decoder, rest: list[Tree]) -> torch.Tensor:
        """Decode what `encode` made."""
        key, *parts = rest
        if type(key) is not int:
            raise WireError("not a key")
        if not parts:
            return self.get(key)
        if key in self._entries or key * self._step >= 0:
            raise WireError("the key is taken")
        kind, node, requires_grad, retains, _, grad, *history = parts
        tensor = self.make(decoder, key, str(kind), decoder.tensor(node), bool(requires_grad), history)
        self.add(key, tensor)
        if retains is True and not tensor.is_leaf:
            tensor.retain_grad()
        if grad is not None:
            tensor.grad = decoder.value(grad)
        self.agree(key)
        return tensor

    def make(
        self, _decoder: Decoder, _key: int, kind: str, data: torch.Tensor, requires_grad: bool, _history: list[Any]
    ) -> torch.Tensor:
        """Make a tensor of a kind: leaf, parameter, result or inference."""
        if kind == "parameter":
            return torch.nn.Parameter(data, requires_grad)
        if kind == "inference":
            with torch.inference_mode():
                return data.clone()
        return data.requires_grad_(requires_grad)

    def read(self, decoder: Decoder, changes: list[TensorChange]) -> list[Change]:
        """Decode changes, and make none of them; raise `WireError` where one is not about a tensor of this side."""
        found = []
        for one in changes:
            tensor = self.get(one.key)
            data = None if one.node is None else decoder.tensor(one.node)
            grad = None if one.grad is None or not one.held else decoder.value(one.grad)
            if grad is not None and not isinstance(grad, torch.Tensor):
                raise WireError("a gradient is a tensor")
            found.append(Change(one, tensor, data, grad))
        return found

    def apply(self, changes: list[Change]) -> None:
        """Make the changes that the other side has seen."""
        for change in changes:
            one, tensor = change.said, change.tensor
            if change.data is not None:
                overwrite(tensor, change.data, one.bumped)
            if tensor.is_leaf and tensor.requires_grad != one.requires_grad:
                tensor.requires_grad_(one.requires_grad)
            if one.retains_grad and not tensor.is_leaf:
                tensor.retain_grad()
            if one.held and (tensor.is_leaf or tensor.retains_grad) and change.grad is not tensor.grad:
                tensor.grad = change.grad
            self.agree(one.key)

    def agree(self, key: int) -> None:
        """Note the present state of a tensor as the one that both sides have."""
        tensor, scratch = self.get(key), Encoder()
        node = tensor_node(tensor, scratch.blobs)
        grad = tensor.grad if tensor.is_leaf or tensor.retains_grad else None
        child = None if grad is None else self.key(grad)
        entry = self._entries[key]
        entry.seen = (*node[:3], scratch.blobs[-1], tensor.requires_grad, tensor.retains_grad, child)
        entry.version = 0 if tensor.is_inference() else tensor._version


def overwrite(tensor: torch.Tensor, new: torch.Tensor, bumped: bool) -> None:
    """Give a tensor new elements in place, as an operation under no_grad does, or (not `bumped`) as `.data` does."""
    if new.shape != tensor.shape or new.dtype != tensor.dtype or new.stride() != tensor.stride():
        tensor.data = new
    elif tensor.is_inference():
        with torch.inference_mode():
            tensor.copy_(new)
    elif bumped:
        with torch.no_grad():
            tensor.copy_(new)
    else:
        tensor.data.copy_(new)


def _kind(tensor: torch.Tensor) -> str:
    if type(tensor) is torch.nn.Parameter:
        return "parameter"
    if tensor.is_inference():
        return "inference"
    return "leaf" if tensor.is_leaf else "result"


@contextmanager
def modes(grad: bool, inference: bool) -> Iterator[None]:
    """Apply the grad mode of the other side."""
    with torch.inference_mode(inference), torch.set_grad_enabled(grad):
        yield
