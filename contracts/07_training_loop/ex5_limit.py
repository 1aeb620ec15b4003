"""7.5 — the limit of the rate with momentum."""

import torch

from autograder.contracts import Contract, case

formula = Contract(
    answers=("momentum_limit",),
    cases=[
        case(8.0, 0.5),
        case(15.0, 0.9),
        case(0.4, 0.25),
        case(3.0, 0.0),
        case(1250.0, 0.99),
        case(2e-4, 0.6),
    ],
    names=("limit",),
    hints={"number": "2 * (1 + beta) / curvature", "type": "a Python float"},
)

draw = torch.Generator().manual_seed(751)
line = Contract(
    answers=("line_limit",),
    cases=[
        case(2 * torch.randn(6, generator=draw) + 1, 0.0),
        case(2 * torch.randn(9, generator=draw) - 1, 0.9),
        case(torch.tensor([3.0]), 0.4, note="one example"),
        case(torch.tensor([0.1, -0.2, 0.05]), 0.5, note="b has the larger curvature of its own"),
        case(torch.tensor([2.0, 2.0, 2.0]), 0.2, note="equal inputs"),
        case(torch.zeros(4), 0.3, note="all inputs are 0"),
        case(torch.tensor([-1.0, 1.0]), 0.0, note="inputs around 0"),
        case(torch.tensor([30.0, 40.0, -20.0]), 0.8),
        case(torch.randn(5, generator=draw, dtype=torch.float64), 0.1),
    ],
    names=("limit",),
    rtol=1e-4,
    hints={"number": "2 * (1 + beta) over the largest eigenvalue of H", "type": "a Python float"},
)

saving = Contract(
    answers=("saving_beta",),
    cases=[
        case(15.0, 0.2),
        case(4.0, 0.7),
        case(15.0, 0.05, note="stable without momentum"),
        case(8.0, 0.25, note="lr is the limit without momentum"),
        case(8.0, 0.375),
        case(8.0, 0.4999),
        case(8.0, 0.2501),
        case(8.0, 0.5, note="it takes beta = 1"),
        case(2.0, 30.0),
        case(0.02, 120.0),
        case(400.0, 0.001),
    ],
    names=("beta",),
    hints={
        "number": "solve lr = 2 * (1 + beta) / curvature for beta; not below 0",
        "type": "a float, or None where beta would be 1 or more",
    },
)
