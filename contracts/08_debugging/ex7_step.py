"""8.7 — wrong training steps, caught: the test is tried on right steps, and on wrong ones."""

import torch

from autograder.contracts import Contract, program


def mean(w, x, y):
    return ((w * x - y) ** 2).mean()


def make(loss_of=mean, move=lambda w, lr: w.sub_(lr * w.grad), result=lambda w, x, y, loss: loss.item()):
    """A step made of a loss, a move, and what it returns."""

    def step(w, x, y, lr):
        loss = loss_of(w, x, y)
        loss.backward()
        with torch.no_grad():
            move(w, lr)
        w.grad = None
        return result(w, x, y, loss)

    return step


def clears_first(w, x, y, lr):
    w.grad = None
    loss = mean(w, x, y)
    loss.backward()
    w.data -= lr * w.grad
    return loss.item()


def never_touches(w, x, y, lr):
    loss = mean(w, x, y)
    (gradient,) = torch.autograd.grad(loss, w)
    with torch.no_grad():
        w.sub_(lr * gradient)
    return loss.item()


def by_hand(w, x, y, lr):
    with torch.no_grad():
        error = w * x - y
        w.copy_(w - lr * 2 * (error * x).mean())
        return float((error**2).mean())


def with_optimizer(w, x, y, lr):
    optimizer = torch.optim.SGD([w], lr=lr)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(w * x, y)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeroes(w, x, y, lr):
    loss = ((y - x * w) ** 2).sum() / len(x)
    loss.backward()
    with torch.no_grad():
        w.add_(w.grad, alpha=-lr)
        w.grad.zero_()
    return loss.tolist()


def in_float64(w, x, y, lr):
    error = w.item() * x.double() - y.double()
    w.data = (w.double() - lr * 2 * (error * x.double()).mean()).detach().float()
    return (error**2).mean().item()


RIGHT = {
    "clears at its end": lambda: make(),
    "clears at its beginning": lambda: clears_first,
    "never touches w.grad": lambda: never_touches,
    "by hand": lambda: by_hand,
    "an optimizer": lambda: with_optimizer,
    "fills w.grad with zeros": lambda: zeroes,
    "float64 inside": lambda: in_float64,
}


def rebinds(w, x, y, lr):
    loss = mean(w, x, y)
    (gradient,) = torch.autograd.grad(loss, w)
    w = w - lr * gradient
    return loss.item()


def scales_data(w, x, y, lr):
    loss = make()(w, x, y, lr)
    x /= 2
    return loss


def scales_targets(w, x, y, lr):
    loss = make()(w, x, y, lr)
    y *= 2
    return loss


def six_down(w, x, y, lr):
    loss = mean(w, x, y)
    w.data -= 6.0
    return loss.item()


def solves(w, x, y, lr):
    loss = mean(w, x, y)
    w.data = (x * y).sum() / (x * x).sum()
    return loss.item()


def half_by_data(w, x, y):
    return ((w * x - y) * (w * x - y).data).mean()


def first_rate():
    """A step that keeps the first rate that it saw."""
    seen = []

    def move(w, lr):
        seen.append(lr)
        w.sub_(seen[0] * w.grad)

    return make(move=move)


WRONG = {
    "uphill": lambda: make(move=lambda w, lr: w.add_(lr * w.grad)),
    "a sum for a mean": lambda: make(lambda w, x, y: ((w * x - y) ** 2).sum()),
    "the loss after the step": lambda: make(result=lambda w, x, y, loss: mean(w, x, y).item()),
    "does nothing": lambda: lambda w, x, y, lr: 0.0,
    "half of the gradient, by .data": lambda: make(half_by_data),
    "column minus row": lambda: make(lambda w, x, y: ((w * x[:, None] - y) ** 2).mean()),
    "half of the loss": lambda: make(lambda w, x, y: mean(w, x, y) / 2),
    "absolute errors": lambda: make(lambda w, x, y: (w * x - y).abs().mean()),
    "the first example alone": lambda: make(lambda w, x, y: mean(w, x[:1], y[:1])),
    "the first rate that it saw, for ever": first_rate,
    "the sign of the gradient": lambda: make(move=lambda w, lr: w.sub_(lr * w.grad.sign())),
    "a clipped gradient": lambda: make(move=lambda w, lr: w.sub_(lr * w.grad.clamp(-1, 1))),
    "cleared before the step": lambda: make(move=lambda w, lr: w.sub_(lr * w.grad.zero_())),
    "the loss as a tensor": lambda: make(result=lambda w, x, y, loss: loss),
    "the loss as a detached tensor": lambda: make(result=lambda w, x, y, loss: loss.detach()),
    "the loss forgotten": lambda: make(result=lambda w, x, y, loss: 0.0),
    "nothing returned": lambda: make(result=lambda w, x, y, loss: None),
    "a new w": lambda: rebinds,
    "the inputs changed": lambda: scales_data,
    "the targets changed": lambda: scales_targets,
    "always six down": lambda: six_down,
    "the solution at once": lambda: solves,
}


def remembering(move):
    """A step that moves by a rule about all gradients so far."""

    def begin():
        memory = []

        def step(w, x, y, lr):
            loss = mean(w.detach(), x, y).item()
            memory.append((2 * x * (w.detach() * x - y)).mean())
            w.data -= lr * move(memory)
            return loss

        return step

    return begin


def never_clears(w, x, y, lr):
    loss = mean(w, x, y)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


def loses_tracking(w, x, y, lr):
    loss = make()(w, x, y, lr)
    w.requires_grad_(False)
    return loss


def second_to_last(memory):
    return memory[-2] if len(memory) > 1 else 0


LATE = {
    "never clears": lambda: never_clears,
    "the first gradient for ever": remembering(lambda memory: memory[0]),
    "the gradient of the iteration before": remembering(lambda memory: second_to_last(memory) or memory[0]),
    "momentum": remembering(lambda memory: memory[-1] + 0.9 * second_to_last(memory)),
    "a mean over all iterations": remembering(lambda memory: sum(memory) / len(memory)),
    "a rate that falls": remembering(lambda memory: memory[-1] / len(memory)),
    "moves only once": remembering(lambda memory: memory[-1] if len(memory) == 1 else 0.0),
    "moves every other time": remembering(lambda memory: memory[-1] if len(memory) % 2 == 1 else 0.0),
    "clears every other time": remembering(
        lambda memory: memory[-1] + (second_to_last(memory) if len(memory) % 2 == 1 else 0)
    ),
    "stops after two": remembering(lambda memory: memory[-1] if len(memory) <= 2 else 0.0),
    "loses tracking": lambda: loses_tracking,
}


def verdict(check, step):
    """What the test says of a step; an error of another kind than AssertionError is a refusal, too."""
    try:
        check(step)
    except NotImplementedError:
        raise
    except Exception:
        return "rejects"
    return "accepts"


def about(hint, **groups):
    """A contract about groups of steps."""

    def says(check_step):
        """What a wrong and a right step get from the test."""
        try:
            check_step(WRONG["uphill"]())
        except AssertionError:
            return "AssertionError", check_step(make())
        return "no AssertionError"

    uses = [says]
    for name, steps in groups.items():

        def verdicts(check_step, steps=steps):
            return {what: verdict(check_step, begin()) for what, begin in steps.items()}

        verdicts.__doc__ = f"The verdict on {name.replace('_', ' ')}."
        uses.append(verdicts)
    return Contract(
        answers=("check_step",),
        cases=[program(use) for use in uses],
        names=("verdict",),
        hints={"value": hint, "state": "a test leaves recording as it was"},
    )


ONE = {"clears at its end": RIGHT["clears at its end"]}
accepts = about("test what the task demands, no more: w, the loss, the data", right_steps=RIGHT)
catches = about(
    "several examples, two learning rates, the returned loss and its type, the data afterwards",
    wrong_steps=WRONG,
    a_right_step=ONE,
)
late = about("three steps or more on the same w, each compared with the formula", late_bugs=LATE, a_right_step=ONE)
