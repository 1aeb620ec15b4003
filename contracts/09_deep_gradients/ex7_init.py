"""9.7 — initial weights that carry a signal."""

import torch

from autograder.contracts import Contract, program


def made(sizes, activation, seed):
    """A case that describes the weights."""

    def use(initial_weights):
        weights = initial_weights(sizes, activation, seed)
        again, other = initial_weights(sizes, activation, seed), initial_weights(sizes, activation, seed + 1)
        numbers = [w.detach().flatten()[:4].tolist() for w in weights]
        return {
            "type": type(weights).__name__,
            "shapes": [list(w.shape) for w in weights],
            "dtypes": [str(w.dtype) for w in weights],
            "leaves": [w.is_leaf and w.requires_grad for w in weights],
            "the same seed": [torch.equal(a, b) for a, b in zip(weights, again, strict=True)],
            "another seed": [torch.equal(a, b) for a, b in zip(weights, other, strict=True)],
            "layers that share numbers": sum(a == b for k, a in enumerate(numbers) for b in numbers[:k]),
            "layers that share memory": len({w.data_ptr() for w in weights}) < len(weights),
        }

    use.__doc__ = f"initial_weights({sizes}, {activation!r}, {seed})"
    return program(use)


def signal(sizes, activation, seed, most):
    """A case that sends random inputs through the layers."""

    def use(initial_weights):
        h = torch.randn(400, sizes[0], generator=torch.Generator().manual_seed(97 + seed))
        weights = list(initial_weights(sizes, activation, seed))
        for w in weights:
            h = h @ w.detach()
            h = torch.relu(h) if activation == "relu" else h
        return {"value": h.pow(2).mean().sqrt().item(), "most": most, "layers": len(weights), "wanted": len(sizes) - 1}

    widths = f"{len(sizes) - 1} layers from {sizes[0]} to {sizes[-1]}"
    use.__doc__ = f"random inputs through {widths}, {activation}, seed {seed}"
    return program(use)


def kept(got, _reference, _given):
    """Whether the root mean square is kept."""
    value, most = got["value"], got["most"]
    if got["layers"] != got["wanted"]:
        return f"weights: got {got['layers']}, expected {got['wanted']}\nhint: one matrix for each layer"
    if not 1 / most < value < most:
        return (
            f"root mean square: got {value:.3g}, expected 1 within a factor of {most:g}\n"
            "hint: the scale depends on the number of inputs and on the activation"
        )
    return None


leaves = Contract(
    [
        made([5, 7, 7], "linear", 3),
        made([8, 16, 4, 4, 4], "relu", 1),
        made([64, 32], "relu", 0),
        made([3], "linear", 2),
        made([1, 2, 3, 4, 5, 6, 7, 8], "linear", 11),
    ],
    names=("weights",),
    free=("state",),
    hints={
        "weights['leaves']": "compute first, mark last: leaves that require gradients",
        "weights['the same seed']": "draw from a generator with this seed",
        "weights['another seed']": "the seed decides, so use it",
        "weights['layers that share numbers']": "one generator for all layers, not one for each",
    },
)
CHANGING = ([200, 800] * 5, [800, 64, 300, 150] * 3)
deep = Contract(
    [signal([128] * 21, activation, seed, 6.0) for seed in (5, 6, 7, 23) for activation in ("linear", "relu")]
    + [signal(list(sizes), activation, 31, 6.0) for sizes in CHANGING for activation in ("linear", "relu")],
    names=("signal",),
    expect=kept,
    free=("state", "again"),
)
wide = Contract(
    [
        signal(sizes, activation, 8, 1.3)
        for sizes in ([900, 100], [100, 900], [64, 64], [2000, 64], [64, 2000])
        for activation in ("relu", "linear")
    ],
    names=("signal",),
    expect=kept,
    free=("state", "again"),
)
