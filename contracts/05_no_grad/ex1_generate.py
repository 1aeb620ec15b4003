"""5.1 — a decoder that runs without a record."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(511)
WEIGHTS = torch.randn(4, 6, generator=draw)


def weighted(z):
    """A decoder with tracked weights of its own."""
    weights = WEIGHTS.clone().requires_grad_()
    return torch.sigmoid(z @ weights)


def plain(z):
    return z * 2 - 3


def image(z):
    return torch.outer(z, z.exp()).tanh()


def brightness(z):
    return (z**2).mean()


def of_weights_alone(z):
    """The latent takes no part in what is tracked."""
    return WEIGHTS.clone().requires_grad_()[0] * z.detach().sum()


def read_pixels(pixels):
    """The numbers, and whether they are tracked; how they were made is open."""
    if not isinstance(pixels, torch.Tensor):
        return pixels
    return {"pixels": pixels.detach().clone(), "tracked": pixels.requires_grad}


def modes(generate):
    """Recording inside the decoder and after the call, called with recording on, off, and twice."""
    seen = []

    def decoder(z):
        seen.append(torch.is_grad_enabled())
        return z + 1

    for outside, tracked in ((True, True), (True, False), (False, True), (True, True)):
        with torch.set_grad_enabled(outside):
            generate(decoder, torch.ones(2, requires_grad=tracked))
            seen.append(torch.is_grad_enabled())
    return seen


def after_an_error(generate):
    """Recording after a decoder that raises, called with recording on and off."""

    def broken(z):
        raise ValueError("no pixels")

    seen = []
    for outside in (True, False):
        with torch.set_grad_enabled(outside):
            try:
                generate(broken, torch.ones(2))
            except ValueError as error:
                seen.append(str(error))
            seen.append(torch.is_grad_enabled())
    return seen


def kept(generate):
    """Bytes that autograd keeps."""
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        generate(image, torch.tensor([0.5, -1.0], requires_grad=True))
        generate(weighted, torch.tensor([0.5, -1.0, 0.0, 2.0]))  # tracked weights, and a latent that is not tracked
    return sizes


HINTS = {
    "result['pixels']": "return what the decoder returns for this latent",
    "result['tracked']": "call the decoder inside `with torch.no_grad():`, with whatever weights it has",
    "result": "recording is off while the decoder runs, and afterwards as it was: a block restores what it found",
    "calls": "call the decoder once",
    "arguments": "the latent stays as it is, its mark too",
    "state": "recording is on again after the call",
}
pixels = Contract(
    [
        case(weighted, torch.randn(4, generator=draw).requires_grad_()),
        case(weighted, torch.randn(4, generator=draw)),
        case(plain, torch.randn(2, 3, generator=draw).requires_grad_()),
        case(image, torch.randn(3, generator=draw, dtype=torch.float64).requires_grad_()),
        case(brightness, torch.tensor([2.0], requires_grad=True)),
        case(of_weights_alone, torch.tensor([1.0, -3.0])),
    ],
    view=read_pixels,
    calls="count",
    hints=HINTS,
)
nothing = Contract([program(modes), program(after_an_error), program(kept)], hints=HINTS)
