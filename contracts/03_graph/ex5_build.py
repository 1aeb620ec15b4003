"""3.5 — expressions whose graph is shown."""

import torch

from autograder.contracts import Contract, case


def read_graph(result):
    """The number, its shape and type, and the arrows of the graph from name to name: what it was computed with."""
    if not isinstance(result, torch.Tensor):
        return result
    nodes, arrows, waiting = [], [], [result.grad_fn] if result.grad_fn else []
    while waiting:
        node = waiting.pop()
        if node in nodes:
            continue
        nodes.append(node)
        for following, _ in node.next_functions:
            if following is not None:
                arrows.append(f"{short(node)} -> {short(following)}")
                waiting.append(following)
    names = sorted(short(node) for node in nodes)
    return {"number": result.detach(), "nodes": ", ".join(names), "arrows": ", ".join(sorted(arrows))}


def short(node):
    return node.name().split("::")[-1]


def leaf(number, dtype=torch.float32):
    return torch.tensor(number, dtype=dtype, requires_grad=True)


HINTS = {
    "type": "return the result itself, a tensor",
    "result['nodes']": "node for node as drawn; each node once, and no other",
    "result['arrows']": "node for node as drawn; compute once what has two users, name it, use it twice",
    "shape": "a tensor of shape ()",
    "dtype": "compute with the tensors that you got, and plain numbers",
    "arguments": "the leaves and the data are read, never changed",
}

a = Contract(
    answers=("build_a",),
    cases=[case(leaf(number)) for number in (-0.7, 2.5, 0.0, 100.0)] + [case(leaf(1.1, torch.float64))],
    view=read_graph,
    hints=HINTS | {"number": "(m t + c) ** 2; 25 at t = 0 tells c, and 121 at 2 tells m"},
)

draw = torch.Generator().manual_seed(352)
b = Contract(
    answers=("build_b",),
    cases=[
        case(leaf(-0.4), torch.randn(6, generator=draw), torch.randn(6, generator=draw)),
        case(leaf(2.0), torch.tensor([3.0]), torch.tensor([-1.0])),
        case(leaf(0.0), torch.tensor([0.0, 2.0]), torch.tensor([1.0, -1.0])),
        case(leaf(1.5), torch.tensor([1.0, 2.0]), torch.tensor([1.5, 3.0]), note="the loss is 0"),
        case(
            leaf(0.3, torch.float64),
            torch.randn(40, generator=draw, dtype=torch.float64),
            torch.randn(40, generator=draw, dtype=torch.float64),
        ),
    ],
    view=read_graph,
    hints=HINTS | {"number": "the mean of the squares of w x - y"},
)

c = Contract(
    answers=("build_c",),
    cases=[
        case(leaf(-0.6), leaf(1.7)),
        case(leaf(3.0), leaf(3.0)),
        case(leaf(0.0), leaf(-2.0)),
        case(leaf(40.0), leaf(0.5)),
        case(leaf(0.3, torch.float64), leaf(0.7, torch.float64)),
    ],
    view=read_graph,
    hints=HINTS | {"number": "a difference times itself, plus q"},
)
