# %% right: columns, sums and clipping by hand
def mse(prediction, target):
    error = prediction.reshape(-1, 1) - target.reshape(-1, 1)
    return error.pow(2).mean()


def portion_gradient(w, x, y, size):
    for start in range(0, len(x), size):
        error = w * x[start : start + size] - y[start : start + size]
        ((error**2).sum() / len(x)).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= lr * w.grad * min(1.0, limit / w.grad.norm().item())
    w.grad = None


# %% right: torch's loss and an optimizer
def mse(prediction, target):
    return torch.nn.functional.mse_loss(prediction.flatten(), target.flatten())


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(torch.split(x, size), torch.split(y, size)):
        share = part_x.numel() / x.numel()
        torch.nn.functional.mse_loss(w * part_x, part_y).mul(share).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    optimizer = torch.optim.SGD([w], lr=lr)
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(x @ w, y).backward()
    torch.nn.utils.clip_grad_norm_(w, max_norm=limit)
    optimizer.step()
    optimizer.zero_grad()


# %% right: the target brought to the shape, and torch.autograd.grad
def mse(prediction, target):
    return ((prediction - target.view(prediction.shape)) ** 2).mean()


def portion_gradient(w, x, y, size):
    total = torch.zeros_like(w)
    for part_x, part_y in zip(x.split(size), y.split(size)):
        (gradient,) = torch.autograd.grad(((w * part_x - part_y) ** 2).mean(), w)
        total += gradient * len(part_x)
    w.grad = total / len(x)
    return w.grad


def clipped_step(w, x, y, lr, limit):
    (gradient,) = torch.autograd.grad(((x @ w - y) ** 2).mean(), w)
    length = gradient.norm()
    if length > limit:
        gradient = gradient / length * limit
    w.data.sub_(lr * gradient)


# %% wrong: the column flattened alone fails="ex4_silent-mse" says="broadcast to a table"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target) ** 2).mean()


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(x.split(size), y.split(size)):
        (((w * part_x - part_y) ** 2).mean() * len(part_x) / len(x)).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: leaves the broadcast and sums the means fails="ex4_silent-mse ex4_silent-portions" says="flatten both with reshape"
def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(x.split(size), y.split(size)):
        ((w * part_x - part_y) ** 2).mean().backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: the number of portions again fails="ex4_silent-portions" says="both count alike"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean()


def portion_gradient(w, x, y, size):
    parts = list(zip(x.split(size), y.split(size)))
    for part_x, part_y in parts:
        ((w * part_x - part_y) ** 2).mean().backward()
    w.grad /= len(parts)
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: drops the last portion fails="ex4_silent-portions" says="smaller portion counts too"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean()


def portion_gradient(w, x, y, size):
    parts = [(a, b) for a, b in zip(x.split(size), y.split(size)) if len(a) == size]
    for part_x, part_y in parts:
        (((w * part_x - part_y) ** 2).mean() / len(parts)).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: one backward over everything fails="ex4_silent-portions" says="one backward() for each portion"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean()


def portion_gradient(w, x, y, size):
    ((w * x - y) ** 2).mean().backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: clips before backward fails="ex4_silent-clip" says="must exist and be clipped before the update"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean()


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(x.split(size), y.split(size)):
        (((w * part_x - part_y) ** 2).mean() * len(part_x) / len(x)).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    loss = ((x @ w - y) ** 2).mean()
    torch.nn.utils.clip_grad_norm_([w], limit)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: clips each entry by value fails="ex4_silent-clip" says="shorten the gradient as a whole"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean()


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(x.split(size), y.split(size)):
        (((w * part_x - part_y) ** 2).mean() * len(part_x) / len(x)).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_value_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None


# %% wrong: always to the full length, and a float for a loss fails="ex4_silent-mse ex4_silent-clip" says="the loss must stay on the trail: no .item()"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean().item()


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(x.split(size), y.split(size)):
        (((w * part_x - part_y) ** 2).mean() * len(part_x) / len(x)).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= lr * limit * w.grad / w.grad.norm()
    w.grad = None


# %% wrong: forgets to clear, and divides by size fails="ex4_silent-portions ex4_silent-clip" says="weight each mean with len(part) / len(x)"
def mse(prediction, target):
    return ((prediction.reshape(-1) - target.reshape(-1)) ** 2).mean()


def portion_gradient(w, x, y, size):
    for part_x, part_y in zip(x.split(size), y.split(size)):
        (((w * part_x - part_y) ** 2).sum() / size).backward()
    return w.grad


def clipped_step(w, x, y, lr, limit):
    ((x @ w - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_([w], limit)
    with torch.no_grad():
        w -= lr * w.grad
