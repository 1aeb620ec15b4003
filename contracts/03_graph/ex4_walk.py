"""3.4 — every node of a graph, once."""

import torch

from autograder.contracts import Contract, case, program


def negative_exponential(t):
    return torch.exp(-t)


def reciprocal(t):
    return 5 - 2 / t


def one_step(t):
    return t.tanh()


def branching(t):
    return t.sin() if t > 1 else (t * t).exp()


def mixed(t):
    return torch.sin(t) * torch.exp(t) + torch.sin(t)


def three_inputs(t):
    return torch.stack([t.cos(), t * t, t.exp(), t]).sum()


def two_leaves(t):
    other = torch.tensor(2.0, requires_grad=True)
    return t * other + other.exp()


def unbound(t):
    first, second = torch.stack([t, 2 * t]).unbind()
    return first * second


def vector(t):
    return t * torch.arange(3.0)


def with_data(t):
    data = torch.tensor([1.0, 2.0, 3.0])
    return (data * t - data).mean()


def constant(t):
    return torch.tensor(4.0)


def detached(t):
    return (t * 2).detach()


def without_the_leaf(t):
    return torch.full((2,), t.item(), requires_grad=True).sum()


def itself(t):
    return t


def refuses(t):
    raise ValueError("no such value")


def with_a_weight(node_names):
    """The second time that a function with a weight of its own is asked about."""
    weight = torch.tensor(2.0, requires_grad=True)

    def scaled(t):
        return t * weight + weight

    return [node_names(scaled, value) for value in (1.0, 2.0)][1]


def doubled(times):
    """A chain of sums t + t."""

    def doubling(t):
        for _ in range(times):
            t = t + t
        return t

    return doubling


def read_names(names):
    """The last parts of the names, in any order: the text leaves it open, and a node's class has only these."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return names
    return sorted(name.split("::")[-1] for name in names)


contract = Contract(
    [
        case(negative_exponential, 0.5, tag="chain"),
        case(reciprocal, 0.5, tag="chain"),
        case(one_step, -1.0, tag="chain"),
        case(branching, 2.0, tag="chain"),
        case(branching, 0.5, tag="chain"),
        case(vector, 0.0, tag="chain"),
        case(mixed, 1.0, tag="fanout"),
        case(three_inputs, 0.3, tag="fanout"),
        case(two_leaves, 1.5, tag="fanout", note="a second leaf takes part"),
        case(unbound, 1.5, tag="fanout", note="one node has two results"),
        case(doubled(1), 1.0, tag="fanout"),
        case(doubled(4), 1.0, tag="fanout"),
        case(doubled(12), 1.0, tag="fanout"),
        program(with_a_weight, tag="fanout"),
        case(itself, 2.0, tag="untracked", note="the result is the leaf itself"),
        case(constant, 2.0, tag="untracked"),
        case(detached, 2.0, tag="untracked"),
        case(with_data, 2.0, tag="untracked", note="data take part that are not tracked"),
        case(without_the_leaf, 2.0, tag="untracked", note="only another leaf takes part"),
        case(refuses, 2.0, tag="untracked", note="an error of the function"),
    ],
    names=("names",),
    view=read_names,
    errors=("ValueError",),
    calls="values",
    hints={
        "length": "follow every entry of next_functions that is a node, and count each node once",
        "names": "name() of each node, each node once",
        "type": "return a list of strings",
        "calls": "call function once, on a leaf with the value x that requires a gradient",
        "error": "None in next_functions is not a node; a result without grad_fn has an empty list",
    },
)
