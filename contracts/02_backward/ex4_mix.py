"""2.4 — two colours, reconnected."""

from autograder.contracts import Contract, case

contract = Contract(
    [
        case(0.3, 0.9, 0.2, tag="values"),
        case(0.25, 0.5, 0.9, tag="values"),
        case(0.9, 0.1, 0.35, tag="values"),
        case(0.5, 0.5, 0.8, tag="values", note="equal tones"),
        case(0.7, 0.2, 0.7, tag="values"),
        case(0.31, 0.29, 0.305, tag="values", note="close to the target"),
        case(1.5, 1.2, 0.5, tag="values", note="a mix above 1"),
        case(-0.5, 0.1, 0.3, tag="values", note="a mix below 0"),
        case(0.4, 0.4, 0.4, tag="signs", note="at the target"),
        case(0.0, 1.0, 1.0, tag="signs"),
        case(1.0, 0.0, 0.0, tag="signs"),
        case(0.0, 0.0, 1.0, tag="signs", note="two black tones"),
        case(0.5, 0.5, 0.1, tag="signs"),
        case(0.5, 0.5, 0.9, tag="signs"),
    ],
    names=("gradient of c1", "gradient of c2"),
    container="sequence",
    atol=1e-6,
    hints={
        "number": "the trail must lead from the penalty to both colours: compute the mix from the tensors themselves",
        "type": "two floats: .item() on the gradient, at the end",
        "length": "one gradient for each colour",
        "again": "each call marks tensors of its own",
    },
)
