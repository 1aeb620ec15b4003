# %% right: a loop before backward
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    for value in values:
        value.retain_grad()
    values[-1].backward()
    return [value.grad.item() for value in values]


# %% right: torch.autograd.grad for all values at once
def trail_gradients(steps, x):
    t = torch.tensor(x, requires_grad=True)
    values = [t]
    for step in steps:
        t = step(t)
        values.append(t)
    return [gradient.item() for gradient in torch.autograd.grad(t, values)]


# %% right: hooks collect what passes by
def trail_gradients(steps, x):
    found = {}
    value = torch.tensor(x, requires_grad=True)
    value.register_hook(lambda g: found.update({0: g.item()}))
    for k, step in enumerate(steps, start=1):
        value = step(value)
        value.register_hook(lambda g, k=k: found.update({k: g.item()}))
    value.backward()
    return [found[k] for k in range(len(steps) + 1)]


# %% right: accumulate and a comprehension
def trail_gradients(steps, x):
    from itertools import accumulate

    start = torch.tensor(x, requires_grad=True)
    values = list(accumulate(steps, lambda value, step: step(value), initial=start))
    [value.retain_grad() for value in values]
    torch.autograd.backward(values[-1])
    return [float(value.grad) for value in values]


# %% wrong: the program unchanged fails="ex6_middle-value ex6_middle-once" says="has no attribute 'item'"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    values[-1].backward()
    return [value.grad.item() for value in values]


# %% wrong: asks after backward fails="ex6_middle-value ex6_middle-once" says="has no attribute 'item'"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    values[-1].backward()
    for value in values:
        value.retain_grad()
    return [value.grad.item() for value in values]


# %% wrong: hides the error and returns None fails="ex6_middle-value ex6_middle-once" says="got a None in the list"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    values[-1].backward()
    return [value.grad.item() if value.grad is not None else None for value in values]


# %% wrong: a new leaf in every step fails="ex6_middle-value ex6_middle-once" says="cuts the graph"
def trail_gradients(steps, x):
    gradients = []
    for step in steps:
        leaf = torch.tensor(x, requires_grad=True)
        result = step(leaf)
        result.backward()
        gradients.append(leaf.grad.item())
        x = result.item()
    return gradients + [1.0]


# %% wrong: every value made a leaf fails="ex6_middle-value ex6_middle-once" says="has no attribute 'item'"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]).detach().requires_grad_())
    values[-1].backward()
    return [value.grad.item() for value in values]


# %% wrong: backward order fails="ex6_middle-value ex6_middle-once" says="the start comes first"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
        values[-1].retain_grad()
    values[-1].backward()
    return [value.grad.item() for value in reversed(values)]


# %% wrong: keeps the middle but not the loss fails="ex6_middle-value ex6_middle-once" says="has no attribute 'item'"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    for value in values[1:-1]:
        value.retain_grad()
    values[-1].backward()
    return [value.grad.item() for value in values]


# %% wrong: leaves the loss out of the list fails="ex6_middle-value ex6_middle-once" says="got 3 gradients, expected 4"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
        values[-1].retain_grad()
    values[-1].backward()
    return [value.grad.item() for value in values[:-1]]


# %% wrong: one walk for each value fails="ex6_middle-once" says="one backward() from the loss passes by all values"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    return [torch.autograd.grad(values[-1], value, retain_graph=True)[0].item() for value in values]


# %% wrong: expects at least one step fails="ex6_middle-once" says="local variable 'loss'"
def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        loss = step(values[-1])
        loss.retain_grad()
        values.append(loss)
    loss.backward()
    return [value.grad.item() for value in values]

# %% wrong: the start has shape (1,) fails="ex6_middle-value" says="a step looks at the shape of what it gets"
def trail_gradients(steps, x):
    values = [torch.tensor([x], requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
        values[-1].retain_grad()
    values[-1].backward()
    return [value.grad.item() for value in values]

# %% wrong: calls each step twice fails="ex6_middle-value" says="retain_grad() on each value keeps the gradient that passes by; all val"
import torch


def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        step(values[-1])  # a first try
        values.append(step(values[-1]))
        values[-1].retain_grad()
    values[-1].backward()
    return [float(value.grad) for value in values]

# %% wrong: keeps three gradients fails="ex6_middle-value" says="the start may be the loss itself"
import torch


def trail_gradients(steps, x):
    values = [torch.tensor(x, requires_grad=True)]
    for step in steps:
        values.append(step(values[-1]))
    for value in values[1:4]:
        value.retain_grad()
    values[-1].backward()
    return [value.grad.item() for value in values]
