"""5.6 — the bytes that autograd keeps."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(561)


def two_sigmoids(a):
    return torch.sigmoid(a) * torch.sigmoid(a)


def with_a_constant(a):
    return a * a.detach()


def matrices(a):
    return a @ torch.ones(a.shape[-1], 2)


def twenty_sines(a):
    for _ in range(20):
        a = torch.sin(a)
    return a


def weighted(a):
    """A tracked weight takes part."""
    weight = torch.full((a.shape[-1],), 2.0, dtype=a.dtype, requires_grad=True)
    return (a * weight).tanh()


def shift(a):
    return a + 1


def picked(a):
    """Autograd keeps whole numbers here: places."""
    return a.flatten()[torch.tensor([0, 2, 2])]


def part(a):
    """What is kept is a part of a larger tensor."""
    some = a[1:3]
    return some * some


def widened(a):
    """Float64 inside."""
    return a.double().exp().float()


def largest(a):
    return a.max(dim=0).values


def in_place(a):
    return torch.exp(a * 1.0).add_(1.0)


def several(a):
    """Several results, of which one is dropped."""
    a.exp()
    return a.sin(), [a.cos()], None


def nothing(a):
    return None


def off(a):
    with torch.no_grad():
        return torch.exp(a)


def cut(a):
    return torch.exp(a.detach())


def half_on(a):
    with torch.no_grad():
        b = a.exp()
    return a.sin() + b


def writes(a):
    """It changes the numbers of what it gets."""
    with torch.no_grad():
        a.mul_(2)
    return a.exp()


def counted_after(f):
    """What is kept after the call is nobody's business any more."""

    def use(saved_bytes):
        values, seen = torch.ones(3), []
        own = torch.ones(5, requires_grad=True)
        with torch.autograd.graph.saved_tensors_hooks(lambda kept: seen.append(kept.nbytes) or kept, lambda kept: kept):
            try:
                counted = saved_bytes(f, values)
            except ValueError as error:
                counted = str(error)
            own.exp()
        return counted, seen[-1:], values.requires_grad

    use.__doc__ = f"afterwards others count{f.__doc__}"
    return program(use, tag="clean")


def plainly(a):
    """, and f has worked."""
    return a.exp()


def badly(a):
    """, and f has raised an error."""
    a.exp()
    raise ValueError("f itself")


def looks(a):
    """It works on tracked leaves only."""
    return torch.exp(a) if a.requires_grad and a.is_leaf else a


def x(*shape, dtype=torch.float32):
    return torch.rand(shape, generator=draw).to(dtype)


contract = Contract(
    [
        case(two_sigmoids, x(7, 30), tag="counts"),
        case(with_a_constant, x(7, 30), tag="counts"),
        case(matrices, x(7, 30), tag="counts"),
        case(twenty_sines, x(3, 2, 5), tag="counts"),
        case(weighted, x(4, 6), tag="counts"),
        case(shift, x(10), tag="counts"),
        case(picked, x(5), tag="counts", note="what is kept are whole numbers"),
        case(part, x(20), tag="counts", note="what is kept is a part of a larger tensor"),
        case(widened, x(9), tag="counts", note="float64 inside"),
        case(largest, x(4, 3), tag="counts"),
        case(two_sigmoids, x(8, dtype=torch.float64), tag="counts"),
        case(two_sigmoids, x(8, dtype=torch.bfloat16), tag="counts"),
        case(two_sigmoids, torch.tensor(0.5), tag="counts"),
        case(two_sigmoids, x(0), tag="counts", note="no number at all"),
        case(several, x(11), tag="clean"),
        case(nothing, x(3), tag="clean", note="it returns None"),
        case(off, x(12), tag="clean", note="recording is off inside"),
        case(cut, x(12), tag="clean"),
        case(half_on, x(5), tag="clean"),
        case(writes, x(6), tag="clean", note="it writes into what it gets"),
        counted_after(plainly),
        counted_after(badly),
        case(looks, x(6), tag="clean", note="it works on tracked leaves only"),
        case(in_place, x(100), tag="clean", note="it works in place"),
    ],
    names=("bytes",),
    errors=("ValueError",),
    walks="count",
    calls="count",
    hints={
        "number": "add up nbytes of each tensor that pack gets, as often as it gets it",
        "type": "an int",
        "calls": "run f once, inside the block, on a tracked leaf",
        "walks": "pack is called in the forward pass; no backward()",
        "arguments": "make the leaf from a clone: values stay as they are, untracked",
        "bytes[1]": "leave the block of hooks, also after an error",
        "bytes[2]": "make the leaf from a clone: values stay as they are, untracked",
        "state": "the block ends with the count",
    },
)
