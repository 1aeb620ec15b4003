"""11.2 — a node that adds and multiplies."""

import random

from autograder.contracts import Contract, program

# No part of torch's autograd, and no tensors at all.
TORCH = (
    "torch.tensor",
    "torch.as_tensor",
    "torch.Tensor",
    "torch.full",
    "torch.zeros",
    "torch.func.grad",
    "torch.func.jvp",
)


def ask(Node, f, *numbers):
    """Value and gradients of a function of nodes, asked once."""
    leaves = [Node(number) for number in numbers]
    before = [leaf.grad for leaf in leaves]
    end = f(*leaves)
    value = end.data
    end.backward()
    return {
        "value": value,
        "gradients": [leaf.grad for leaf in leaves],
        "before": before,
        "data": [n.data for n in leaves],
    }


def values(Node):
    """Values of sums and products, before anybody asks."""
    a, b, c = Node(0.5), Node(-2), Node(4.25)
    ends = [a + b, a * b, (a + b) * c + a * b * c, a + a, c * c * c, b * b + b]
    grads = [node.grad for node in (a, b, c, *ends)]
    return [end.data for end in ends], grads, [node.data for node in (a, b, c)], [type(end) is Node for end in ends]


def trails(Node):
    """Trails of sums and products."""
    dice, found = random.Random(1122), []
    for _ in range(3):
        numbers = [dice.uniform(-2, 2) for _ in range(4)]
        found.append(ask(Node, lambda a, b, c, d: (a + b) * c * d, *numbers))
        found.append(ask(Node, lambda a, b, c, d: a * b + c * d, *numbers))
    return found


def equal_numbers(Node):
    """Different nodes that hold the same number."""
    return ask(Node, lambda a, b, c: a * b + c * (a + b), 2.0, 2.0, 2.0), ask(Node, lambda a, b: a + b, 0.0, 0.0)


def zeros(Node):
    """Factors of 0, and a leaf that takes no part."""
    return ask(Node, lambda a, b: a * b, 0.0, 3.0), ask(Node, lambda a, b, c: a * a, 1.5, 2.0, 3.0)


def alone(Node):
    """A leaf that is the end itself."""
    return ask(Node, lambda a: a, 3.0)


def shared_leaves(Node):
    """Two graphs of the same leaves, each asked once: leaves add up."""
    a, b = Node(2.0), Node(-1.5)
    (a * b + a).backward()
    first = a.grad, b.grad
    (a * a * b).backward()
    return first, (a.grad, b.grad)


def fan_out(Node):
    """Nodes with several users."""

    def three_places(x):
        a = x * x
        b = a + x
        return b * a + a * x + b

    def diamond(x, k):
        a = x + k
        return a * a + k * a

    def doubled(x):
        for _ in range(12):
            x = x + x
        return x

    return [
        ask(Node, lambda a: a + a, 3.0),
        ask(Node, lambda a: a * a * a, -1.25),
        ask(Node, three_places, 1.5),
        ask(Node, diamond, 2.0, 0.5),
        ask(Node, doubled, 1.0),
        ask(Node, lambda a, b: (a * b) * (a * b) + (a + b) * a, 0.75, -2.5),
    ]


def web(Node):
    """Random graphs with many users."""
    found = []
    for seed in range(6):
        dice = random.Random(1123 + seed)

        def weave(a, b, dice=dice):
            nodes = [a, b]
            for _ in range(9):
                one, other = dice.choice(nodes[-4:]), dice.choice(nodes)
                nodes.append(one + other if dice.random() < 0.5 else one * other)
            return nodes[-1] + nodes[-3] * nodes[-1]

        found.append(ask(Node, weave, dice.uniform(-1.2, 1.2), dice.uniform(-1.2, 1.2)))
    return found


def about(hint, *programs):
    """A contract about some programs."""
    return Contract(
        [program(use) for use in programs],
        names=("seen",),
        rtol=1e-9,
        walks="count",
        forbid=TORCH,
        hints={
            "value": hint,
            "means": "torch is not allowed: write the engine yourself",
            "walks": "no autograd of torch",
        },
    )


value = about(
    "the data of a sum, or product, of the data; an operation makes a new node, and leaves all gradients at 0.0", values
)
gradients = about(
    "along a trail local derivatives multiply; leaves add up", trails, equal_numbers, zeros, alone, shared_leaves
)
fanout = about("gradients add where ways meet, and each node passes on once, after all its users", fan_out, web)
