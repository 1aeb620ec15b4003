"""12.3 — one step on the pixels."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1231)


def inside(*shape, lr, dtype=torch.float32):
    """Pixels that stay inside 0 to 1."""
    pixels = 0.4 + 0.2 * torch.rand(shape, generator=draw, dtype=dtype)
    return case(pixels.requires_grad_(), 0.4 + 0.2 * torch.rand(shape, generator=draw, dtype=dtype), lr, tag="value")


def outside(*shape, lr):
    """Pixels of which many lie outside 0 to 1."""
    return case(
        (2 * torch.randn(shape, generator=draw)).requires_grad_(), torch.rand(shape, generator=draw), lr, tag="clamp"
    )


def in_place(sprite_step):
    """Somebody looks at the same memory."""
    pixels = torch.tensor([0.5, 0.25, 0.75], requires_grad=True)
    other = pixels.detach()
    for _ in range(2):
        sprite_step(pixels, torch.tensor([0.5, 0.75, 0.25]), 0.3)
    return other, torch.equal(other, pixels.detach())


def nine_steps(sprite_step):
    """Nine steps, and what is left."""
    draw = torch.Generator().manual_seed(1233)
    pixels, target = torch.rand(8, 8, generator=draw).requires_grad_(), torch.rand(8, 8, generator=draw)
    for _ in range(9):
        sprite_step(pixels, target, 9.6)
    return pixels.detach(), pixels.is_leaf, pixels.requires_grad, torch.is_grad_enabled()


HINTS = {
    "loss": "the mean of (pixels - target) ** 2, from before the step, of the pixels as they are, as a float",
    "pixels": "update by -lr times the gradient, then clamp to 0 and to 1, both in place",
    "tracking": "update in place under no_grad: pixels stay a tracked leaf",
    "grad": "clear the gradient after the update",
    "walks": "one backward() a step",
    "twist": "the step comes from pixels.grad",
    "arguments": "the target is read, never changed",
    "result": "change the pixels themselves, in place; every step starts without old slopes",
    "state": "recording is on again after the step",
}
contract = Contract(
    [
        inside(8, 8, lr=9.6),
        inside(3, lr=0.2),
        inside(2, 2, 3, lr=1.5),
        inside(1, lr=0.1),
        inside(4, 2, lr=2.0, dtype=torch.float64),
        inside(3, 3, lr=0.0),
        outside(6, 5, lr=24.0),
        outside(4, lr=0.4),
        outside(8, 8, lr=1.0),
        case(torch.tensor([1.5, -0.5], requires_grad=True), torch.tensor([0.5, 0.5]), 0.1, tag="clamp"),
        case(
            torch.tensor([0.9, 0.1], requires_grad=True),
            torch.tensor([0.2, 0.8]),
            3.0,
            tag="clamp",
            note="a large rate",
        ),
    ],
    names=("loss",),
    output=("pixels",),
    atol=1e-6,
    walks="count",
    twist=True,
    hints=HINTS,
)
state = Contract([program(in_place), program(nine_steps)], atol=1e-6, walks="count", hints=HINTS)
