"""1.5 — small random weights that are leaves."""

import torch

from autograder.contracts import Contract, case

contract = Contract(
    [
        case((3,), 0.5, torch.float32, 7),
        case((3,), 0.5, torch.float64, 3),
        case((), 2.0, torch.float32, 7),
        case((6, 5), 0.01, torch.float64, 5),
        case((2, 1, 9), -3.0, torch.float32, 11),
        case((0, 2), 1.0, torch.float64, 1),
        case((4, 4), 1.0, torch.float64, 2, note="a scale of 1"),
        case((2, 1, 2, 3, 2), 0.1, torch.float64, 4),
        case((3000,), 0.3, torch.float32, 6),
        case((2,), 0.0, torch.float32, 4),
        case((3,), 1.0, torch.float32, -7, note="a negative seed"),
    ],
    names=("weights",),
    rtol=1e-5,
    atol=1e-6,  # the learner's process may round random numbers otherwise than the judge's
    hints={
        "tracking": "compute first, mark last: * scale and .to(dtype) make results",
        "dtype": ".to(dtype) before the mark",
        "number": "draw in float32 with the seed, then scale, then convert",
        "random seed": "a generator of its own, as in the program: the notebook's random numbers go on as they would",
        "again": "each call makes its own generator from the seed, and its own tensor",
    },
)
