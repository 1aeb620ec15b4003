"""Autograd across the boundary: the judge's side of tensors that have their graph in the learner's process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import torch

from autograder.wire.decode import Decoder
from autograder.wire.frames import WireError
from autograder.wire.tensors import Shared

if TYPE_CHECKING:
    from autograder.judge.client import Client


class Walk(torch.autograd.Function):
    """A node that stands for the learner's graph behind one result: its backward asks for vector-Jacobian products.

    Asked with create_graph, the learner's answer is itself a result with a graph over there, so derivatives of any
    order follow.
    """

    @staticmethod
    def forward(ctx: Any, learner: Client, key: int, data: list[torch.Tensor], *leaves: torch.Tensor) -> torch.Tensor:
        """Return the tensor in `data` as a function of the leaves."""
        ctx.learner, ctx.key, ctx.hold = learner, key, Hold(learner, key)
        ctx.keys = [learner.tensors.key(leaf) for leaf in leaves]
        ctx.leaves = leaves  # a leaf may be a passing value of the judge, which nothing else holds
        return data.pop()

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> tuple[Any, ...]:
        """Return the gradients of the leaves."""
        create, keep = torch.is_grad_enabled(), torch._C._autograd._get_current_graph_task_keep_graph()
        needed = [key if need else None for key, need in zip(ctx.keys, ctx.needs_input_grad[3:], strict=True)]
        wanted = [key for key in needed if key is not None]
        how = create, keep, torch._C._current_graph_task_id()
        found = ctx.learner.ask("gradients", ctx.key, wanted, grads[0], *how, share=create)
        if type(found) is not list or len(found) != len(wanted):
            raise RuntimeError("the learner's process did not return the gradients asked for")
        answers = iter(found)
        return None, None, None, *(None if key is None else next(answers) for key in needed)


class Hold:
    """Lives as long as a node of the judge, so that the learner's process keeps the graph as long."""

    def __init__(self, learner: Client, key: int) -> None:
        self._released, self._key = learner.released, key

    def __del__(self) -> None:
        self._released.append(self._key)


@lru_cache(maxsize=500)
def _node(name: str) -> Any:
    """Make the kind of node that calls itself as the learner's node does, and leads to the learner's nodes."""
    kind = type(name, (Walk,), {})
    node = kind._backward_cls  # type: ignore[attr-defined]
    node.__name__ = node.__qualname__ = name
    node.name = lambda _: name
    node.next_functions = property(lambda self: origin(self).next_functions)
    node.__getattr__ = _attribute
    return kind


def _attribute(node: Any, name: str) -> Any:
    if name.startswith(("_saved_", "_raw_saved_")):
        return getattr(origin(node), name)
    raise AttributeError(f"{type(node).__name__!r} object has no attribute {name!r}")


def origin(node: Any) -> Any:
    """The handle of the learner's node that a node of the judge stands for."""
    return vars(node)["learner"].ask("grad_fn", vars(node)["key"])


def owner(tensor: Any) -> Client | None:
    """The learner who has the graph behind a tensor, None where the judge has it."""
    node = tensor.grad_fn if isinstance(tensor, torch.Tensor) else None
    found: Client | None = vars(node).get("learner") if isinstance(node, Walk._backward_cls) else None
    return found


class Tensors(Shared):
    """The shared tensors on the judge's side, known as long as the test holds them."""

    def __init__(self, learner: Client) -> None:
        super().__init__(step=-1, weak=True)
        self._learner = learner
        # Where a graph has no leaves that the judge can hold, this one makes the result require grad.
        self._anchor = torch.zeros((), requires_grad=True)

    def make(
        self, decoder: Decoder, key: int, kind: str, data: torch.Tensor, requires_grad: bool, history: list[Any]
    ) -> torch.Tensor:
        """Make a tensor of the learner; a result with a graph becomes a function of its leaves."""
        if kind != "result" or not requires_grad or not history:
            return super().make(decoder, key, kind, data, requires_grad, history)
        name, nodes = history
        leaves = decoder.values(nodes)
        if not all(isinstance(leaf, torch.Tensor) for leaf in leaves):
            raise WireError("a leaf is no tensor")
        with torch.inference_mode(False), torch.enable_grad():
            leaves = [leaf for leaf in leaves if leaf.requires_grad] or [self._anchor]
            made: torch.Tensor = _node(decoder.text(name)[:100].replace("\0", "")).apply(
                self._learner, key, [data], *leaves
            )
        return made
