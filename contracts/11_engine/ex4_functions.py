"""11.4 — four functions with their derivative."""

import math

from autograder.contracts import Contract, case

PAIR = "return the value and the derivative, two floats"


def without_dust(pair):
    """The pair, with 0 for a derivative that is 0 for every purpose."""
    if not isinstance(pair, (tuple, list)) or len(pair) != 2 or type(pair[1]) is not float:
        return pair
    return pair[0], pair[1] if abs(pair[1]) > 1e-200 else 0.0


def about(name, cases, hint):
    """A contract about one function."""
    return Contract(
        answers=(name,),
        cases=cases,
        view=without_dust,
        names=("value", "derivative"),
        container="sequence",
        rtol=1e-9,
        walks="count",
        forbid=("torch.tensor", "torch.as_tensor"),
        hints={
            "derivative": hint,
            "type": PAIR,
            "length": PAIR,
            "means": "torch is not allowed: math has the functions",
        },
    )


PLACES = (0.5, -2.5, -0.3, 0.7, 2.0, 0.0, 1e-3)
exponential = about("exp", [case(a) for a in (*PLACES, 30.0, -300.0, 300.0)], "exp is its own derivative")
hyperbolic = about(
    "tanh",
    [case(a) for a in (*PLACES, 1000.0, -1000.0, 400.0, 5.0, -4.0)],
    "1 - value**2, with the value tanh(a), not a itself",
)
powers = about(
    "power",
    [
        case(1.5, 3),
        case(-2.0, 3),
        case(4.0, 0.5),
        case(0.0, 1),
        case(0.0, 2),
        case(0.0, 0, note="n = 0 at 0"),
        case(-3.0, -2),
        case(2.5, 0),
        case(2.5, 1),
        case(-1.5, 0),
        case(0.25, -1),
        case(0.0, 3.0),
        case(7.0, 1.5),
        case(1000.0, 1.5),
        case(-0.5, 2),
        case(2.0, 0.0),
        case(1.0, math.pi),
    ],
    "n * a**(n - 1), and 0 for n = 0",
)
kinked = about(
    "relu",
    [case(a) for a in (1.5, -2.0, 0.0, 1e-9, -1e-9, 50.0, -50.0, 1e-300)],
    "1 on the right of the kink, 0 on the left and at 0",
)
