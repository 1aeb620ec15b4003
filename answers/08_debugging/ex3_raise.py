# %% right: one backward each and torch.where
def slopes(values):
    leaf = torch.tensor([float(value) for value in values], requires_grad=True)
    (leaf**2).sum().backward()
    return leaf.grad


def dimmed_slopes(v, dim):
    torch.where(dim, 0.5, 1.0).mul(v.sigmoid()).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        w.grad = None
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w.sub_(lr * w.grad)
    w.grad = None
    return w.item()


# %% right: clone before the change and torch.autograd.grad
def slopes(values):
    leaf = torch.tensor(values).double().requires_grad_()
    return torch.autograd.grad(leaf**2, leaf, grad_outputs=torch.ones_like(leaf))[0]


def dimmed_slopes(v, dim):
    y = v.sigmoid().clone()
    y[dim] *= 0.5
    y.sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(((w * x - y) ** 2).mean(), w)
        w.data -= lr * gradient
    return w.item()


# %% right: one number at a time and an optimizer
def slopes(values):
    found = []
    for value in values:
        x = torch.tensor(float(value), requires_grad=True)
        (x * x).backward()
        found.append(x.grad)
    return torch.stack(found)


def dimmed_slopes(v, dim):
    y = v.sigmoid()
    (y[dim].sum() / 2 + y[~dim].sum()).backward()
    return v.grad


def train(w, x, y, lr, steps):
    optimizer = torch.optim.SGD([w], lr=lr)
    for _ in range(steps):
        torch.nn.functional.mse_loss(w * x, y).backward()
        optimizer.step()
        optimizer.zero_grad()
    return w.item()


# %% wrong: follows the advice retain_graph fails="ex3_raise-train" says="the first gradient again"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    (v.sigmoid() * torch.where(dim, 0.5, 1.0)).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    loss = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w.item()


# %% wrong: hides the change behind data fails="ex3_raise-dimmed" says=".data changed what sigmoid had saved"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    y = v.sigmoid()
    y.data[dim] *= 0.5
    y.sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        w.data -= lr * w.grad
        w.grad = None
    return w.item()


# %% wrong: the change under no_grad fails="ex3_raise-dimmed" says="modified by an inplace operation"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    y = v.sigmoid()
    with torch.no_grad():
        y[dim] *= 0.5
    y.sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w.item()


# %% wrong: mean where the sum belongs fails="ex3_raise-slopes" says="the sum of the outputs, not their mean"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).mean(), leaf)[0]


def dimmed_slopes(v, dim):
    (v.sigmoid() * torch.where(dim, 0.5, 1.0)).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w.item()


# %% wrong: integers stay integers fails="ex3_raise-slopes" says="can require gradients"
def slopes(values):
    leaf = torch.tensor(values, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    (v.sigmoid() * torch.where(dim, 0.5, 1.0)).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w.item()


# %% wrong: a new w each step and the whole tuple fails="ex3_raise-train ex3_raise-slopes" says="w itself"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)


def dimmed_slopes(v, dim):
    (v.sigmoid() * torch.where(dim, 0.5, 1.0)).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(((w * x - y) ** 2).mean(), w)
        w = (w - lr * gradient).detach().requires_grad_()
    return w.item()


# %% wrong: forgets to clear, and dims too much fails="ex3_raise-train ex3_raise-dimmed" says="gradients add up"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    (0.5 * v.sigmoid()).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
    return w.item()


# %% wrong: detaches to silence the message fails="ex3_raise-dimmed" says="does not require grad"
def slopes(values):
    leaf = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    y = v.sigmoid().detach()
    y[dim] *= 0.5
    y.sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w.item()


# %% wrong: cuts the fractions and never clears at the end fails="ex3_raise-slopes ex3_raise-train" says="the sum of the squares has the slope 2 x at each x; ints become floats"
def slopes(values):
    leaf = torch.tensor([int(value) for value in values]).float().requires_grad_()
    return torch.autograd.grad((leaf**2).sum(), leaf)[0]


def dimmed_slopes(v, dim):
    (v.sigmoid() * torch.where(dim, 0.5, 1.0)).sum().backward()
    return v.grad


def train(w, x, y, lr, steps):
    for _ in range(steps):
        w.grad = None
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
    return w.item()
