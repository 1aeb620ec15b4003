# %% right: where
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% right: the Jacobian of the vector of losses, and a small addend
def sample_gradients(loss, w, x, y):
    return torch.func.jacrev(lambda w: torch.func.vmap(lambda a, b: loss(w, a, b))(x, y))(w)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    factors = limit / (gradients.norm(dim=1) + 1e-12)
    return (factors.clamp(max=1.0) @ gradients) / len(x)


# %% right: one copy of the weights for each sample
def sample_gradients(loss, w, x, y):
    copies = w.expand(len(x), -1).clone().requires_grad_()
    torch.func.vmap(loss)(copies, x, y).sum().backward()
    return copies.grad


def clipped_mean(loss, w, x, y, limit):
    rows = []
    for gradient in sample_gradients(loss, w, x, y):
        norm = gradient.norm().item()
        rows.append(gradient * (limit / norm) if norm > limit else gradient)
    return torch.stack(rows).mean(0)


# %% right: renorm
def sample_gradients(loss, w, x, y):
    each = torch.vmap(lambda a, b: torch.func.grad(loss)(w, a, b))
    return each(x, y)


def clipped_mean(loss, w, x, y, limit):
    return torch.renorm(sample_gradients(loss, w, x, y), p=2, dim=0, maxnorm=limit).mean(dim=0)


# %% wrong: a loop over the samples fails="ex8_each-once" says="vmap runs all samples in one call"
def sample_gradients(loss, w, x, y):
    return torch.stack([torch.func.grad(loss)(w, a, b) for a, b in zip(x, y)])


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: the gradient of the mean fails="ex8_each-values ex8_each-once ex8_each-clipped" says="has lost the samples"
def sample_gradients(loss, w, x, y):
    return torch.func.grad(lambda w: torch.func.vmap(loss, in_dims=(None, 0, 0))(w, x, y).mean())(w)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: divides by the number of samples fails="ex8_each-values ex8_each-once ex8_each-clipped" says="do not divide by n"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y) / len(x)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: gradients add up fails="ex8_each-values ex8_each-once ex8_each-clipped" says="gradients add up"
def sample_gradients(loss, w, x, y):
    leaf, rows = w.clone().requires_grad_(), []
    for a, b in zip(x, y):
        loss(leaf, a, b).backward()
        rows.append(leaf.grad.clone())
    return torch.stack(rows)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: maps over the weights as well fails="ex8_each-values ex8_each-once ex8_each-clipped" says="same size in the mapped dimension"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(0, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: forgets in_dims fails="ex8_each-values ex8_each-once ex8_each-clipped" says="same size in the mapped dimension"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: differentiates the sample instead of the weights fails="ex8_each-values ex8_each-once ex8_each-clipped" says="expected -5.00"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss, argnums=1), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).mean(dim=0)


# %% wrong: clips the mean fails="ex8_each-clipped" says="clip each sample, then the mean"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    mean = sample_gradients(loss, w, x, y).mean(dim=0)
    return mean * (limit / mean.norm()).clamp(max=1)


# %% wrong: makes all norms equal fails="ex8_each-clipped" says="leave short ones alone"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * limit / norms).mean(dim=0)


# %% wrong: clips by value fails="ex8_each-clipped" says="scale the gradient of each sample whose norm is above the limit, leave"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    return sample_gradients(loss, w, x, y).clamp(-limit, limit).mean(dim=0)


# %% wrong: sums instead of taking the mean fails="ex8_each-clipped" says="the mean over the samples, not the sum"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients * torch.where(norms > limit, limit / norms, 1.0)).sum(dim=0)


# %% wrong: no clipping fails="ex8_each-clipped" says="without clipping"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    return sample_gradients(loss, w, x, y).mean(dim=0)


# %% wrong: divides zero by zero fails="ex8_each-clipped" says="got nan"
def sample_gradients(loss, w, x, y):
    return torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)


def clipped_mean(loss, w, x, y, limit):
    gradients = sample_gradients(loss, w, x, y)
    norms = gradients.norm(dim=1, keepdim=True)
    return (gradients / norms * norms.clamp(max=limit)).mean(dim=0)
