"""1.7 — a record that no longer breaks off."""

import torch

from autograder.contracts import Contract, program

POINTS = ((-3.0, 0.25, 4.0), (0.5, -1.0, 3.0), (-2.0, 0.0, 0.25), (1.0, 1.0, 0.0), (0.3, 0.3, 1.0), (0.2, -0.4, -12.5))


def at(ask, what, w, b, x):
    """A case that makes w and b, calls the answer, and asks for something."""

    def use(wave):
        start, shift = (torch.tensor(value, requires_grad=True) for value in (w, b))
        return ask(wave(start, shift, x), start, shift)

    use.__doc__ = f"{what}, with w = {w}, b = {b}, x = {x}"
    return program(use)


def slopes(end, w, b):
    """The gradients that arrive, None where none does."""
    return torch.autograd.grad(end, (w, b), allow_unused=True) if end.requires_grad else (None, None)


def both_itself(results, *_):
    """The vector."""
    return results[0]


def both_back(results, w, b):
    """From the vector back to w and b."""
    both = results[0]
    return slopes(both[0] * 10 + both[1], w, b)


def sine_itself(results, *_):
    """The sine."""
    return results[1]


def sine_back(results, w, b):
    """From y back to w and b."""
    return slopes(results[1], w, b)


def sine_twice(results, w, b):
    """From y back to w and b, and once more from there: the slope of the slope."""
    if not results[1].requires_grad:
        return None, None
    once = torch.autograd.grad(results[1], w, create_graph=True)[0]
    return slopes(once, w, b)


def inputs(_results, w, b):
    """What has become of w and b."""
    return w, b


def kept(wave):
    """Both w and b have gradients already."""
    w, b = (torch.tensor(value, requires_grad=True) for value in (2.0, 1.0))
    w.grad, b.grad = torch.tensor(3.0), torch.tensor(4.0)
    wave(w, b, 0.5)
    return w.grad, b.grad


def about(name, *asks):
    """A contract that asks for the same at all points."""
    return Contract(
        [at(ask, (ask.__doc__ or "").rstrip("."), *point) for point in POINTS for ask in asks]
        + [program(kept)] * (name == "both"),
        names=(name,),
        hints={
            "value": "stay with tensors and with PyTorch: .item(), math and torch.tensor cut the record",
            "tracking": "torch.stack and torch.sin are recorded; a mark makes a new leaf",
            "shape": "both has the shape (2,), y the shape ()",
        },
    )


vector = about("both", both_itself, inputs)
sine = about("y", sine_itself)
reaches = about("gradients", both_back, sine_back, sine_twice)
