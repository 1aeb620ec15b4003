"""12.8 — a hidden sprite, recovered."""

import torch

from autograder.contracts import Contract, program

WITHIN, CALLS = 0.001, 400


def search(recover, loss_of, hidden, start, curvature):
    """What is found, and how often the loss was asked."""
    calls = []

    def counted(pixels):
        calls.append(tuple(pixels.shape))
        return loss_of(pixels, hidden)

    return recover(counted, start, curvature), len(calls)


def attempt(recover, loss_of, hidden, start, curvature):
    """How near the sprite that was found is to the hidden one."""
    found, _ = search(recover, loss_of, hidden, start.clone(), curvature)
    distance = (found.detach() - hidden).abs().max().item()
    return {"shape": tuple(found.shape), "dtype": str(found.dtype), "within 0.001": distance < WITHIN}


def manners(recover, hidden, start):
    """How the sprite was found, and what has become of the start."""
    kept = start.clone()
    found, calls = search(recover, mean, hidden, start, 2 / hidden.numel())
    before, after = ((one.detach() - hidden).norm().item() for one in (kept, found))
    return {
        "nearer than the start": after < before,
        "tracked": found.requires_grad,
        "calls of loss_of": "1 to 400" if 1 <= calls <= CALLS else calls,
        "start as before": torch.equal(start, kept) and not start.requires_grad and start.grad is None,
        "another tensor than start": found.data_ptr() != start.data_ptr(),
    }


def mean(pixels, hidden):
    return ((pixels - hidden) ** 2).mean()


def uneven(scale):
    def loss(pixels, hidden):
        importance = torch.linspace(0.1, 1.0, hidden.numel()).reshape(hidden.shape)
        return scale * (importance * (pixels - hidden) ** 2).sum()

    return loss


def with_neighbours(pixels, hidden):
    error = pixels - hidden
    return (error**2).mean() + ((error[1:] - error[:-1]) ** 2).sum() / error.numel()


def turned(pixels, hidden):
    """Its directions of unequal curvature are no pixels."""
    error = (pixels - hidden).flatten()
    return ((error[::2] + error[1::2]) ** 2).sum() / 2 + 0.1 * ((error[::2] - error[1::2]) ** 2).sum() / 2


def sprites(seed, *shape):
    draw = torch.Generator().manual_seed(seed)
    return torch.rand(shape, generator=draw), torch.rand(shape, generator=draw)


def one_rate(recover):
    """A mean over pictures of several sizes."""
    shapes = ((16, 16), (3, 5), (4, 4, 3), ())
    pairs = [sprites(1280 + number, *shape) for number, shape in enumerate(shapes)]
    return [attempt(recover, mean, hidden, start, 2 / hidden.numel()) for hidden, start in pairs]


def far_away(recover):
    """Starts that are 1 away, or at the sprite already."""
    black, white = torch.zeros(3, 3), torch.ones(3, 3)
    pairs = ((black, white), (white, white))
    return [attempt(recover, mean, hidden, start, 2 / 9) for hidden, start in pairs]


def unequal_weights(recover):
    """Pixels of unequal weight, and the same loss on other scales."""
    found = []
    for scale in (1.0, 1e-3, 50.0):
        hidden, start = sprites(1290, 8, 8)
        found.append(attempt(recover, uneven(scale), hidden, start, 2 * scale))
    black, white = torch.zeros(8, 8), torch.ones(8, 8)
    found.append(attempt(recover, uneven(1.0), black, white, 2.0))
    return found


def neighbours(recover):
    """A loss that also compares neighbours, and one whose directions are no pixels."""
    hidden, start = sprites(1291, 8, 8, 3)
    other, begin = sprites(1292, 4, 4)
    black, white = torch.zeros(4, 4), torch.ones(4, 4)
    white[:, 1::2] = 0.0
    return (
        attempt(recover, with_neighbours, hidden, start, 10 / 192),
        attempt(recover, turned, other, begin, 2.0),
        attempt(recover, turned, black, white, 2.0),
    )


def clean_ways(recover):
    """How a mean over few and many pixels is asked, and what has become of the start."""
    return [manners(recover, *sprites(1293 + number, *shape)) for number, shape in enumerate(((5, 5), (1,)))]


def about(*programs):
    """A contract about some programs."""
    return Contract(
        [program(use) for use in programs],
        hints={
            "value": "learn on a clone with the rate 1 / curvature and clean slopes, 100 steps or more, then detach",
            "state": "recording is on again",
        },
    )


one, other, clean = about(one_rate, far_away), about(unequal_weights, neighbours), about(clean_ways)
