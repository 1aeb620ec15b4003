# %% right: in place as torch does it
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% right: new gradients are assigned
def clip_by_norm(tensors, limit):
    given = [tensor for tensor in tensors if tensor.grad is not None]
    if not given:
        return 0.0
    norm = torch.cat([tensor.grad.flatten() for tensor in given]).norm()
    factor = torch.clamp(limit / (norm + 1e-6), max=1.0)
    for tensor in given:
        tensor.grad = tensor.grad * factor
    return norm.item()


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad = torch.minimum(torch.maximum(tensor.grad, torch.tensor(-limit)), torch.tensor(limit))


# %% right: norm of the norms, and masks
def clip_by_norm(tensors, limit):
    norms = [tensor.grad.norm().item() for tensor in tensors if tensor.grad is not None]
    norm = sum(part * part for part in norms) ** 0.5 if norms else 0.0
    if norm > limit:
        for tensor in tensors:
            if tensor.grad is not None:
                tensor.grad /= norm / limit
    return norm


def clip_by_value(tensors, limit):
    for tensor in tensors:
        g = tensor.grad
        if g is None:
            continue
        g[g > limit] = limit
        g[g < -limit] = -limit


# %% right: math.hypot over all entries
def clip_by_norm(tensors, limit):
    import math

    present = [t for t in tensors if t.grad is not None]
    norm = math.hypot(*(entry for t in present for entry in t.grad.flatten().tolist()))
    if norm > limit:
        for t in present:
            t.grad.copy_(t.grad / norm * limit)
    return norm


def clip_by_value(tensors, limit):
    for t in filter(lambda t: t.grad is not None, tensors):
        t.grad.copy_(t.grad.sign() * t.grad.abs().clip(max=limit))


# %% wrong: a norm and a factor for each tensor fails="ex5_clip-global" says="not the one of the last or the largest"
def clip_by_norm(tensors, limit):
    norm = 0.0
    for tensor in tensors:
        if tensor.grad is not None:
            own = tensor.grad.norm().item()
            if own > limit:
                tensor.grad.mul_(limit / own)
            norm = max(norm, own)
    return norm


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: norms of the tensors are added fails="ex5_clip-global" says="norms do not add"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = float(sum(g.norm().item() for g in gradients))
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return norm


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: common norm, but a factor for each tensor fails="ex5_clip-global" says="one common factor, 1 / 13; not a factor for each tensor"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = float(sum(g.pow(2).sum().item() for g in gradients)) ** 0.5
    if norm > limit:
        for g in gradients:
            g.mul_(min(1.0, limit / (g.norm().item() + 1e-12)))
    return norm


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: returns the norm from after fails="ex5_clip-norm ex5_clip-global ex5_clip-edges" says="from before the clipping"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(min(norm, limit)) if norm > limit else None


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: stretches short gradients to the limit fails="ex5_clip-edges" says="clipping shortens, it never stretches: the factor is at most 1"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(limit / (norm + 1e-6))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: scales a copy that is lost fails="ex5_clip-norm ex5_clip-global" says="a scaled copy is lost"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g = g * min(1.0, limit / (norm + 1e-6))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: scales the weights fails="ex5_clip-norm ex5_clip-global ex5_clip-edges" says="still (3, 4, 0)"
def clip_by_norm(tensors, limit):
    norm = sum(t.grad.pow(2).sum().item() for t in tensors if t.grad is not None) ** 0.5
    with torch.no_grad():
        for t in tensors:
            t.mul_(limit / norm)
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: forgets tensors without gradient fails="ex5_clip-global ex5_clip-edges" says="a .grad of None is skipped"
def clip_by_norm(tensors, limit):
    norm = sum(t.grad.pow(2).sum().item() for t in tensors) ** 0.5
    for t in tensors:
        t.grad.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: divides a gradient of zeros by its norm fails="ex5_clip-edges" says="one factor, limit / norm, for every entry of all gradients; or each en"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = torch.tensor([g.pow(2).sum().item() for g in gradients]).sum().sqrt()
    for g in gradients:
        g.mul_(1.0 / norm * min(limit, norm.item()))
    return norm.item()


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: by value instead of by norm fails="ex5_clip-norm ex5_clip-global" says="this is clipping by value"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.clamp_(-limit, limit)
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: sum of squares without the root fails="ex5_clip-norm ex5_clip-global ex5_clip-edges" says="this is the sum of squares"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = float(sum(g.pow(2).sum().item() for g in gradients))
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return norm


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(-limit, limit)


# %% wrong: by value cuts above only fails="ex5_clip-value" says="cut on both sides, at -limit too"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp_(max=limit)


# %% wrong: by value without the underscore fails="ex5_clip-value" says="change .grad itself: clamp_ with an underscore, or assign it"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad.clamp(-limit, limit)


# %% wrong: by value keeps only the signs fails="ex5_clip-value" says="entries within the limit stay as they are"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        if tensor.grad is not None:
            tensor.grad = limit * tensor.grad.sign()


# %% wrong: by value forgets missing gradients fails="ex5_clip-value ex5_clip-edges" says="a .grad of None is skipped"
def clip_by_norm(tensors, limit):
    gradients = [tensor.grad for tensor in tensors if tensor.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(min(1.0, limit / (norm + 1e-6)))
    return float(norm)


def clip_by_value(tensors, limit):
    for tensor in tensors:
        tensor.grad.clamp_(-limit, limit)
