"""7.2 — one training step, for any model and any optimizer."""

from itertools import pairwise

import torch
from torch import nn

from autograder.contracts import Contract, program


def data(seed, n, inputs=1, outputs=1, dtype=torch.float32):
    draw = torch.Generator().manual_seed(seed)
    return torch.randn(n, inputs, generator=draw, dtype=dtype), torch.randn(n, outputs, generator=draw, dtype=dtype)


def line(w=1.5, b=0.5, dtype=torch.float32):
    """A linear model with known weights."""
    model = nn.Linear(1, 1, dtype=dtype)
    with torch.no_grad():
        model.weight.fill_(w)
        model.bias.fill_(b)
    return model


def layers(*widths):
    """A net of linear layers and tanh, with small known weights."""
    draw, found = torch.Generator().manual_seed(72), []
    for before, after in pairwise(widths):
        layer = nn.Linear(before, after)
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=draw) * 0.5)
        found += [layer, nn.Tanh()]
    return nn.Sequential(*found[:-1])


def follow(train_step, model, optimizer, x, y, steps):
    """Take steps, and tell what one sees; the type of the loss matters in a single step."""
    kept = x.clone(), y.clone()
    losses, weights = [], []
    for _ in range(steps):
        loss = train_step(model, optimizer, x, y)
        losses.append(loss if steps == 1 else float(loss))
        weights.append([parameter.detach().clone() for parameter in model.parameters()])
    return {
        "losses": losses,
        "weights": weights,
        "training": [part.training for part in model.modules()],
        "data unchanged": torch.equal(x, kept[0]) and torch.equal(y, kept[1]),
        "recording": torch.is_grad_enabled(),
    }


class Counting(torch.optim.SGD):
    """SGD that counts its steps."""

    steps = 0

    def step(self, closure=None):
        self.steps += 1
        return super().step(closure)


def first_step(train_step):
    """One step of SGD from a random batch."""
    model = line()
    return follow(train_step, model, torch.optim.SGD(model.parameters(), lr=0.01), *data(721, 7), 1)


def one_example(train_step):
    """One step from a single example, whose loss is 0 in another case."""
    model = line(2.0, 0.0)
    found = follow(train_step, model, torch.optim.SGD(model.parameters(), lr=0.1), *data(722, 1), 1)
    x = torch.tensor([[1.0], [3.0]])
    return found, follow(train_step, line(2.0, 0.0), torch.optim.SGD(line().parameters(), lr=0.1), x, 2 * x, 1)


def several_outputs(train_step):
    """One step of a model with three outputs."""
    model = layers(2, 3)
    return follow(train_step, model, torch.optim.SGD(model.parameters(), lr=0.05), *data(723, 5, 2, 3), 1)


def double(train_step):
    """One step in float64."""
    model = line(dtype=torch.float64)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    return follow(train_step, model, optimizer, *data(724, 4, dtype=torch.float64), 1)


def many_steps(train_step):
    """Nine steps of SGD."""
    model = line()
    return follow(train_step, model, torch.optim.SGD(model.parameters(), lr=0.01), *data(725, 9), 9)


def counted(train_step):
    """Four steps of an optimizer that counts them."""
    model = line()
    optimizer = Counting(model.parameters(), lr=0.01)
    return follow(train_step, model, optimizer, *data(726, 6), 4), optimizer.steps


def two_models(train_step):
    """Two models in turn."""
    models = line(), line(-1.0, 2.0)
    optimizers = [torch.optim.SGD(model.parameters(), lr=0.05) for model in models]
    x, y = data(727, 5)
    return [[follow(train_step, *pair, x, y, 2) for pair in zip(models, optimizers, strict=True)] for _ in range(2)]


def momentum_and_dropout(train_step):
    """Five steps with momentum, of a model with dropout that comes in evaluation mode."""
    torch.manual_seed(72)
    model = nn.Sequential(layers(1, 4), nn.Dropout(0.5), layers(4, 1)).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    return follow(train_step, model, optimizer, *data(728, 4), 5)


def batch_norm(train_step):
    """Three steps of a model with batch norm."""
    model = nn.Sequential(layers(2, 3), nn.BatchNorm1d(3), layers(3, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    return follow(train_step, model, optimizer, *data(729, 6, 2, 2), 3), list(model.buffers())


def adam(train_step):
    """Five steps of Adam."""
    model = layers(2, 3, 2)
    return follow(train_step, model, torch.optim.Adam(model.parameters(), lr=0.05), *data(730, 6, 2, 2), 5)


def decay(train_step):
    """Three steps of SGD with weight decay and two groups of parameters."""
    model = layers(1, 3, 1)
    groups = [{"params": model[0].parameters(), "lr": 0.1}, {"params": model[2].parameters()}]
    optimizer = torch.optim.SGD(groups, lr=0.01, weight_decay=0.5)
    return follow(train_step, model, optimizer, *data(731, 5), 3)


def part(train_step):
    """Three steps of an optimizer that has only the last layer."""
    model = layers(1, 3, 1)
    return follow(train_step, model, torch.optim.SGD(model[2].parameters(), lr=0.1), *data(732, 5), 3)


def frozen(train_step):
    """Three steps of a model whose first layer does not require gradients."""
    model = layers(1, 3, 1)
    model[0].requires_grad_(False)
    return follow(train_step, model, torch.optim.SGD(model.parameters(), lr=0.1), *data(733, 5), 3)


HINTS = {
    "loss": "the mean of (model(x) - y) ** 2, before the step, as a Python float",
    "weights": "one backward(), then one step of the optimizer that was given, with the gradient of this loss alone",
    "training": "model.train() at the start of the step",
    "walks": "one backward() a step",
    "twist": "the step comes from the gradient that backward() has left",
}


def about(*programs):
    """A contract about some programs."""
    hints = {}
    for where in ("result", "result[0]", "result[1]"):
        hints |= {f"{where}['losses']": HINTS["loss"], f"{where}['weights']": HINTS["weights"]}
        hints |= {f"{where}['training']": HINTS["training"]}
    return Contract([program(use) for use in programs], walks="count", twist=True, atol=1e-6, hints=HINTS | hints)


once = about(first_step, one_example, several_outputs, double)
repeat = about(many_steps, counted, two_models)
anything = about(momentum_and_dropout, batch_norm, adam, decay, part, frozen)
