"""12.6 — sprites from a latent."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1261)


def weights(n, k, tracked=(False, False, False), dtype=torch.float32, scale=1.0):
    shapes = ((n, k), (k, 64), (64,))
    made = [scale * torch.randn(shape, generator=draw, dtype=dtype) for shape in shapes]
    return [tensor.requires_grad_(mark) for tensor, mark in zip(made, tracked, strict=True)]


def slopes(generate):
    """The gradients in the latents, the weights and the biases."""
    draw = torch.Generator().manual_seed(1262)
    tensors = [torch.randn(shape, generator=draw).requires_grad_() for shape in ((4, 3), (3, 64), (64,))]
    (generate(*tensors) * torch.randn(4, 8, 8, generator=draw)).sum().backward()
    return [tensor.grad for tensor in tensors]


ALL = [case(*weights(n, k)) for n, k in ((2, 3), (1, 1), (5, 2), (3, 10))]
HINTS = {
    "value": "sigmoid of z @ weight + bias, filled row by row: reshape(-1, 8, 8)",
    "shape": "n sprites: (n, 8, 8)",
    "arguments": "latents, weights and biases stay as they are, their marks too",
}
forward = Contract(
    answers=("generate",),
    cases=[*ALL, case(*weights(2, 2, dtype=torch.float64)), case(*weights(2, 2, scale=30.0), note="large numbers")],
    names=("sprites",),
    atol=1e-6,
    hints=HINTS,
)
gradient = Contract(
    answers=("generate",),
    cases=[
        case(*weights(2, 3, (False, True, True))),
        case(*weights(2, 3, (True, False, False))),
        case(*weights(2, 3, (False, False, True))),
        program(slopes),
    ],
    names=("sprites",),
    atol=1e-6,
    hints=HINTS | {"tracking": "nothing on the way may cut the record"},
)


def painted(paint):
    """Sprites, marks, kept bytes and the mode, with tracked leaves and with tracked results."""
    found, draw = [], torch.Generator().manual_seed(1263)
    for outside in (True, False):
        tensors = [torch.randn(shape, generator=draw).requires_grad_() for shape in ((6, 2), (2, 64), (64,))]
        for inputs in (tensors, [tensor * 1.0 for tensor in tensors]):
            sizes = []

            def pack(tensor, sizes=sizes):
                sizes.append(tensor.nbytes)
                return tensor

            with torch.set_grad_enabled(outside):
                with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
                    sprites = paint(*inputs)
                mode = torch.is_grad_enabled()
            found.append(
                {
                    "sprites": sprites.clone(),
                    "tracked": sprites.requires_grad,
                    "kept bytes": sizes,
                    "recording": mode,
                    "marks": [tensor.requires_grad for tensor in inputs],
                }
            )
    return found


paint = Contract(
    answers=("paint",),
    cases=[program(painted)],
    names=("sprites",),
    atol=1e-6,
    hints=HINTS
    | {"sprites": "the same sprites as generate, under no_grad: nothing is kept, the marks and the mode stay"},
)
