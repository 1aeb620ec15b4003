"""3.8 — a backward pass for any graph."""

import random

from autograder.contracts import Contract, case

draw = random.Random(381)


def chain(number):
    """A chain of values t0, t1 and so on."""
    return [(f"t{k}", f"t{k + 1}", draw.uniform(-2.0, 2.0)) for k in range(number)]


def web(size, users):
    """A graph in which each value is computed from several before it, some of them twice."""
    edges = []
    for end in range(1, size):
        edges += [(f"v{draw.randrange(end)}", f"v{end}", draw.uniform(-1.5, 1.5)) for _ in range(users)]
    return edges


FORK = [("u", "m", -1.0), ("v", "m", 0.5), ("v", "n", 8.0), ("m", "k", 4.0), ("n", "z", 2.0)]
WEB = web(6, 3)

contract = Contract(
    [
        case([("w", "y", 3.0), ("y", "L", -2.0)], "L", tag="chain"),
        case(chain(1), "t1", tag="chain"),
        case(chain(5), "t5", tag="chain"),
        case(chain(9), "t9", tag="chain"),
        case([("a", "b", 1e-4), ("b", "c", -2e-3)], "c", tag="chain"),
        case([("b", "a", 2.0), ("a", "c", 0.0), ("c", "B", 5.0)], "B", tag="chain", note="a factor 0"),
        case(WEB, WEB[-1][1], tag="adds"),
        case(web(4, 2), "v3", tag="adds"),
        case(web(9, 3), "v8", tag="adds"),
        case([("a", "b", 2.0), ("a", "b", -3.0), ("a", "b", 2.0)], "b", tag="adds", note="three edges join two values"),
        case(
            [("a", "b", 1.0), ("a", "c", -1.0), ("b", "d", 4.0), ("c", "d", 4.0)], "d", tag="adds", note="ways cancel"
        ),
        case(
            [("x", "a", 2.0), ("a", "b", 3.0), ("x", "b", 5.0), ("b", "c", 7.0), ("a", "c", 11.0), ("x", "c", 13.0)],
            "c",
            tag="adds",
            note="short ways beside long ones",
        ),
        case(
            [("x", "L", 2.0), ("L", "y", -3.0), ("L", "loss", 0.5)],
            "y",
            tag="edges",
            note="the result is called y, and L lies in the middle",
        ),
        case(FORK, "k", tag="edges", note="some values lead elsewhere"),
        case(FORK, "n", tag="edges", note="the result lies in the middle"),
        case(FORK, "v", tag="edges", note="the result is an input"),
        case(FORK, "z", tag="edges"),
        case(WEB, "v3", tag="edges", note="the result lies in the middle of a web"),
        case(
            [("a", "b", 0.0), ("b", "c", 2.0), ("p", "c", 0.0), ("b", "q", 0.0)],
            "c",
            tag="edges",
            note="some names stand only on edges with the factor 0",
        ),
        case([("one", "two", 2.5), ("three", "four", 1.5)], "two", tag="edges", note="two graphs that do not touch"),
    ],
    names=("gradients",),
    hints={
        "number": "multiply along the edges, from the result backward; where ways meet, gradients add",
        "length": "one entry for every name in edges",
        "type": "a dict from names to floats",
        "arguments": "the list is read, never changed; reversed(edges) leaves it alone",
        "again": "each call begins anew",
    },
)
