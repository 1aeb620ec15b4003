"""7.1 — a module for the line w * x + b."""

import torch

from autograder.contracts import Contract, program


def parameters(Line):
    """The parameters of a few lines."""
    found = []
    for w, b in ((1.25, -0.5), (-2.0, 7.25), (0.0, 0.0)):
        line = Line(w, b)
        found.append(
            {
                "names": sorted(name for name, _ in line.named_parameters()),
                "is a module": isinstance(line, torch.nn.Module),
                "are parameters": [isinstance(getattr(line, name), torch.nn.Parameter) for name in "wb"],
                "w": getattr(line, "w", None),
                "b": getattr(line, "b", None),
                "parts": len(list(line.modules())),
            }
        )
    return found


def independent(Line):
    """Two lines, of which one is changed."""
    one, two = Line(1.5, 0.5), Line(1.5, 0.5)
    with torch.no_grad():
        one.w.add_(1.0)
        one.b.sub_(2.0)
    return [[line.w.item(), line.b.item()] for line in (one, two)]


def outputs(Line):
    """Outputs for inputs of several shapes."""
    draw = torch.Generator().manual_seed(711)
    shapes = ((2,), (5, 1), (), (1,), (2, 3, 4), (0,), (3, 2))
    inputs = [torch.randn(shape, generator=draw) for shape in shapes]
    inputs.append(torch.randn(4, 3, generator=draw).t())
    inputs.append(torch.randn(3, generator=draw, dtype=torch.float64))
    line = Line(-0.5, 4.0)
    return [line(x) for x in inputs], inputs


def slopes(Line):
    """The gradients of w and b after backward() from a sum of squares."""
    line, x = Line(0.75, -1.5), torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)
    (line(x) ** 2).sum().backward()
    return {"w.grad": line.w.grad, "b.grad": line.b.grad, "x.grad": x.grad}


def after_a_step(Line):
    """The output after w and b have been changed in place."""
    line, x = Line(1.0, 2.0), torch.tensor([3.0])
    before = line(x)
    with torch.no_grad():
        line.w.fill_(-1.0)
        line.b.fill_(0.25)
    return before, line(x)


HINTS = {
    "parameters": "self.w and self.b are torch.nn.Parameter of the arguments, made in __init__, and nothing else is",
    "outputs": "w * x + b, entry by entry",
    "slopes": "compute with the parameters themselves, not with their numbers",
    "shape": "w and b have the shape (), and the output that of x",
    "error": "begin with super().__init__()",
}
found = Contract([program(parameters), program(independent)], names=("parameters",), hints=HINTS)
forward = Contract([program(outputs), program(slopes), program(after_a_step)], names=("outputs",), hints=HINTS)
