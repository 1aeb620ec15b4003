"""12.1 — how wrong a sprite is."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1211)


def pair(*shape, dtype=torch.float32, tracked=True, scale=1.0):
    pixels = scale * torch.rand(shape, generator=draw, dtype=dtype) - 0.3
    return case(pixels.requires_grad_(tracked), torch.rand(shape, generator=draw, dtype=dtype), tag="value")


def slopes(sprite_loss):
    """The gradient of the loss in the pixels."""
    found, draw = [], torch.Generator().manual_seed(1212)
    for shape in ((8, 8), (8, 8, 3), (2,), ()):
        pixels = (3 * torch.rand(shape, generator=draw) - 1).requires_grad_()
        (2 * sprite_loss(pixels, torch.rand(shape, generator=draw))).backward()
        found.append(pixels.grad)
    return found


def both_tracked(sprite_loss):
    """The gradient in the target, where it is tracked."""
    pixels, target = (torch.tensor([number, 0.25], requires_grad=True) for number in (0.75, 0.5))
    sprite_loss(pixels, target).backward()
    return pixels.grad, target.grad


SHAPES = (
    ((8, 8), (8, 1)),
    ((8, 8), (8,)),
    ((1, 8, 8), (8, 8)),
    ((8, 8), ()),
    ((4, 2), (2, 4)),
    ((64,), (8, 8)),
    ((3,), (4,)),
    ((1, 8), (8, 8)),
    ((8, 8), (8, 8, 1)),
    ((1,), ()),
    ((8, 8, 3), (8, 8)),
)
contract = Contract(
    [
        pair(8, 8),
        pair(8, 8, 3),
        pair(5, 2, tracked=False),
        pair(),
        pair(1),
        pair(2, 3, dtype=torch.float64),
        pair(4, 4, scale=5.0),
        case(torch.tensor([[0.25, 0.5]]), torch.tensor([[0.25, 0.5]]), note="a loss of 0", tag="value"),
        program(slopes, tag="value"),
        program(both_tracked, tag="value"),
        *(
            case(torch.zeros(one), torch.ones(other), note=f"{one} against {other}", tag="refuses")
            for one, other in SHAPES
        ),
        case(torch.zeros(8, 8), torch.ones(8, 8), tag="refuses", note="equal shapes"),
        case(torch.zeros(1), torch.ones(1), tag="refuses", note="equal shapes"),
    ],
    names=("loss",),
    errors=("ValueError",),
    hints={
        "value": "the mean of (pixels - target) ** 2 over all numbers, without a clamp",
        "error": "compare pixels.shape with target.shape: refuse where they differ, and nothing else",
        "tracking": "compute with pixels itself, outside no_grad, without detach()",
        "arguments": "pixels and target stay as they are",
    },
)
