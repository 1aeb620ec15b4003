"""The learner's side of shared tensors: the graphs behind them, their leaves, and walks through them."""

from __future__ import annotations

from typing import Any

import torch

from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder, is_dense
from autograder.wire.messages import Tag
from autograder.wire.tensors import Shared

# Taken before any code of a learner runs, or a helper counts walks.
_grad = torch.autograd.grad

SECOND = (
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
    "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
    "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
    "saved tensors after calling backward."
)


class History:
    """Finds the leaves of graphs, and remembers which graphs the judge has walked without keeping them."""

    def __init__(self) -> None:
        self._walked: dict[Any, int] = {}  # node that saves tensors -> the judge's walk that freed them

    def leaves(self, tensor: torch.Tensor, stops: list[torch.Tensor]) -> list[torch.Tensor]:
        """List the tensors that the judge differentiates `tensor` by: its leaves.

        Where a path leads through one of `stops` (results that the judge passed to this call), the stop stands for
        what lies behind it, unless some of that is also reached around it.
        """
        marks = {(stop.grad_fn, stop.output_nr): stop for stop in stops if stop is not tensor}
        all_leaves, _, _ = _reach(tensor.grad_fn, {})
        if not marks:
            return all_leaves
        direct, hit, _ = _reach(tensor.grad_fn, marks)
        behind: set[Any] = set()
        for stop in hit:
            behind |= _reach(stop.grad_fn, {})[2] - {stop.grad_fn}
        around = _reach(tensor.grad_fn, marks)[2]
        return all_leaves if around & behind else [*hit, *direct]

    def gradients(
        self, tensor: torch.Tensor, leaves: list[torch.Tensor], grad: torch.Tensor, create: bool, keep: bool, walk: int
    ) -> list[torch.Tensor | None]:
        """Return the vector-Jacobian products; raise torch's error where an earlier walk did not keep the graph."""
        saving = [node for node in _reach(tensor.grad_fn, {})[2] if _saves(node)]
        if any(self._walked.get(node, walk) != walk for node in saving):
            raise RuntimeError(SECOND)
        with torch.set_grad_enabled(create):
            found = _grad([tensor], leaves, [grad], retain_graph=True, create_graph=create, allow_unused=True)
        if not keep:
            self._walked.update(dict.fromkeys(saving, walk))
        return list(found)


class Tensors(Shared):
    """The shared tensors on the learner's side, held as long as the judge holds its own."""

    def __init__(self) -> None:
        super().__init__(step=1, weak=False)
        self.walks = History()
        self.passed: list[torch.Tensor] = []  # results of this side that came back as arguments of this call
        self.results: dict[int, torch.Tensor] = {}  # by key, held as long as the judge holds their graph
        self._inputs: dict[int, torch.Tensor] = {}  # key of the judge's tensor with a graph -> the leaf it hangs on
        self._owners: dict[int, int] = {}  # id of that leaf -> key

    def history(self, encoder: Encoder, tensor: torch.Tensor) -> list[Any]:
        """Name the node of a result, and the tensors that the judge may differentiate it by."""
        if tensor.grad_fn is None:
            return []
        self.results[self.key(tensor) or 0] = tensor
        leaves = self.walks.leaves(tensor, self.passed)
        return [tensor.grad_fn.name(), [self._leaf(encoder, leaf) for leaf in leaves if is_dense(leaf)]]

    def _leaf(self, encoder: Encoder, leaf: torch.Tensor) -> Any:
        key = self._owners.get(id(leaf))
        return [Tag.SHARED, key] if key is not None else self.encode(encoder, leaf)

    def make(
        self, decoder: Decoder, key: int, kind: str, data: torch.Tensor, requires_grad: bool, history: list[Any]
    ) -> torch.Tensor:
        """Make a tensor of the judge; one that has a graph over there hangs on a leaf of its own here."""
        if kind != "result" or not requires_grad:
            return super().make(decoder, key, kind, data, requires_grad, history)
        self._inputs[key] = data.requires_grad_()
        self._owners[id(data)] = key
        with torch.enable_grad():
            return data.clone()

    def drop(self, key: int) -> None:
        """Forget a tensor, and the leaf it hangs on."""
        super().drop(key)
        self._owners.pop(id(self._inputs.pop(key, None)), None)

    def gradients(self, key: int, keys: list[int], grad: torch.Tensor, *how: Any) -> list[torch.Tensor | None]:
        """Walk back from a result to the named tensors."""
        leaves = [self._inputs[other] if other in self._inputs else self.get(other) for other in keys]
        return self.walks.gradients(self.results[key], leaves, grad, *how)


def _reach(start: Any, marks: dict[Any, torch.Tensor]) -> tuple[list[torch.Tensor], list[torch.Tensor], set[Any]]:
    """Walk a graph; return its leaves, the marked tensors at which the walk stopped, and the nodes it passed."""
    leaves: list[torch.Tensor] = []
    hit: dict[Any, torch.Tensor] = {}
    todo, seen = [start], {start}
    while todo:
        node = todo.pop()
        variable = getattr(node, "variable", None) if not node.next_functions else None
        if isinstance(variable, torch.Tensor):
            leaves.append(variable)
        for edge in node.next_functions:
            if edge in marks:
                hit[edge] = marks[edge]
            elif edge[0] is not None and edge[0] not in seen:
                seen.add(edge[0])
                todo.append(edge[0])
    return leaves, list(hit.values()), seen


def _saves(node: Any) -> bool:
    """Whether a node keeps tensors for backward."""
    for name in dir(node):
        if name.startswith("_saved_") or name == "saved_tensors":
            try:
                value = getattr(node, name)
            except RuntimeError:  # freed, or changed in place: there was something
                return True
            if isinstance(value, torch.Tensor) or (isinstance(value, (tuple, list)) and len(value) > 0):
                return True
    return False
