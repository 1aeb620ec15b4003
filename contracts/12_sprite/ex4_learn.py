"""12.4 — the film of the descent."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1241)


def film(*shape, lr, steps, keep, tag, dtype=torch.float32, wide=1.0, note=""):
    start = wide * torch.rand(shape, generator=draw, dtype=dtype)
    return case(start, torch.rand(shape, generator=draw, dtype=dtype), lr, steps, keep, tag=tag, note=note)


def frames_of(result):
    """The frames alone."""
    return result[0] if isinstance(result, (tuple, list)) and len(result) == 2 else result


def losses_of(result):
    """The losses alone."""
    return result[1] if isinstance(result, (tuple, list)) and len(result) == 2 else result


def independent(learn_sprite):
    """The frames are changed afterwards, one by one."""
    start, target = torch.tensor([1.0, 0.25]), torch.tensor([0.0, 0.5])
    frames, _ = learn_sprite(start, target, 0.25, 1, {0, 1})
    for number, step in enumerate(sorted(frames)):
        frames[step].fill_(10.0 + number)
    return [frames[step] for step in sorted(frames)], start, target


FRAMES = [
    film(8, 8, lr=9.6, steps=20, keep={0, 3, 10, 20}, tag="frames"),
    film(2, lr=0.25, steps=2, keep={0, 1, 2}, tag="frames"),
    film(3, 2, lr=1.0, steps=5, keep={5}, tag="frames", note="the last step alone"),
    film(3, 2, lr=1.0, steps=5, keep={0}, tag="frames", note="the start alone"),
    film(3, 2, lr=1.0, steps=3, keep=set(), tag="frames", note="nothing is kept"),
    film(2, 2, 3, lr=2.0, steps=4, keep={1, 4}, tag="frames"),
    film(lr=0.3, steps=3, keep={0, 2}, tag="frames"),
    film(4, lr=0.5, steps=4, keep={0, 2, 4}, wide=4.0, tag="frames", note="pixels beyond 1"),
    film(2, lr=0.25, steps=0, keep={0}, tag="frames", note="no step"),
]
LOSSES = [
    film(4, 6, lr=3.0, steps=12, keep={12}, tag="losses"),
    film(3, lr=0.3, steps=1, keep=set(), tag="losses"),
    film(3, lr=0.3, steps=0, keep=set(), tag="losses", note="no step"),
    film(5, lr=6.0, steps=4, keep=set(), tag="losses", note="it diverges"),
    film(3, dtype=torch.float64, lr=0.4, steps=6, keep={0}, tag="losses"),
    film(4, lr=0.5, steps=3, keep={1}, wide=4.0, tag="losses", note="pixels beyond 1"),
    case(torch.ones(3), torch.ones(3), 0.5, 4, {0, 4}, note="it starts at the target", tag="losses"),
    film(2, lr=0.9, steps=8, keep={8}, tag="losses", note="it nearly lands in one step"),
]
HINTS = {
    "frames": "an own copy of the pixels at each step of keep, from before the update of that step",
    "losses": "the loss at steps 0 to steps, each from before an update, as floats; clean slopes in every step",
    "number": "the pixels learn on a clone, with clean slopes in every step, and are not clamped",
    "length": "the steps of keep, and the losses at steps 0 to steps: no others",
    "tracking": "detach() cuts the record, clone() copies; a frame needs both",
    "new": "clone() each frame: it must not share memory with the pixels, the start or another frame",
    "arguments": "learn on a clone: start, target and keep stay as they are, unmarked",
    "again": "each call learns on pixels of its own",
    "result": "clone() each frame",
    "twist": "the step comes from pixels.grad",
}
frames = Contract(FRAMES, names=("frames",), view=frames_of, atol=1e-6, hints=HINTS)
losses = Contract(LOSSES, names=("losses",), view=losses_of, twist=True, hints=HINTS)
start = Contract(
    [film(3, 3, lr=2.0, steps=1, keep={0, 1}, tag="start"), program(independent)],
    names=("frames",),
    view=frames_of,
    atol=1e-6,
    hints=HINTS,
)
