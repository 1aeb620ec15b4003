# %% right: mean of the losses, one backward
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        loss = torch.stack([((x @ w - y) ** 2).mean() for x, y in batches]).mean()
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(w, limit)))
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return norms


# %% right: an optimizer takes the steps
def train(w, batches, lr, limit, steps):
    sgd, norms = torch.optim.SGD([w], lr=lr), []
    for _ in range(steps):
        sgd.zero_grad()
        for x, y in batches:
            (torch.nn.functional.mse_loss(x @ w, y) / len(batches)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], max_norm=limit).item())
        sgd.step()
    sgd.zero_grad()
    return norms


# %% right: clips by hand a mean of gradients
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        total = torch.zeros_like(w)
        for x, y in batches:
            (g,) = torch.autograd.grad(((x @ w - y) ** 2).mean(), w)
            total += g
        total /= len(batches)
        norms.append(total.norm().item())
        with torch.no_grad():
            w.sub_(lr * total * min(1.0, limit / max(norms[-1], 1e-12)))
    return norms


# %% right: divides the summed gradient
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            ((x @ w - y) ** 2).mean().backward()
        w.grad /= len(batches)
        norms.append(w.grad.norm().item())
        torch.nn.utils.clip_grad_norm_([w], limit)
        w.data -= lr * w.grad
        w.grad.zero_()
    return norms


# %% wrong: clips after the update fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="not clipped at all"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        with torch.no_grad():
            w -= lr * w.grad
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
    w.grad = None
    return norms


# %% wrong: clips before backward fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="not clipped at all"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        with torch.no_grad():
            w -= lr * w.grad
    w.grad = None
    return norms


# %% wrong: clips inside the accumulation fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="the first batch is cut twice"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
            norm = torch.nn.utils.clip_grad_norm_([w], limit).item()
        norms.append(norm)
        with torch.no_grad():
            w -= lr * w.grad
    w.grad = None
    return norms


# %% wrong: clears the gradient in each batch fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="the first batch is lost"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        for x, y in batches:
            w.grad = None
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
        with torch.no_grad():
            w -= lr * w.grad
    w.grad = None
    return norms


# %% wrong: never clears the gradient fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="the norm of the whole gradient, before the clipping"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
        with torch.no_grad():
            w -= lr * w.grad
    return norms


# %% wrong: sum of the batches for their mean fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="the norm of the whole gradient, before the clipping"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            ((x @ w - y) ** 2).mean().backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
        with torch.no_grad():
            w -= lr * w.grad
    w.grad = None
    return norms


# %% wrong: keeps the norm from after fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="the norm of the whole gradient, before the clipping"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        torch.nn.utils.clip_grad_norm_([w], limit)
        with torch.no_grad():
            w -= lr * w.grad
        norms.append(w.grad.norm().item())
    w.grad = None
    return norms


# %% wrong: clips by value fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="this is clipped by value"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(w.grad.norm().item())
        torch.nn.utils.clip_grad_value_([w], limit)
        with torch.no_grad():
            w -= lr * w.grad
    w.grad = None
    return norms


# %% wrong: makes a new tensor in the update fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="w itself must move"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
        w = (w - lr * w.grad).detach().requires_grad_()
    return norms


# %% wrong: keeps the norms as tensors fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="a float for each step"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit))
        with torch.no_grad():
            w -= lr * w.grad
    w.grad = None
    return norms


# %% wrong: leaves the last gradient behind fails="ex6_loop-path" says="clear it after the last step"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_([w], limit).item())
        with torch.no_grad():
            w -= lr * w.grad
    return norms


# %% wrong: clips the weight for the gradient fails="ex6_loop-step ex6_loop-path ex6_loop-norms" says="not clipped at all"
def train(w, batches, lr, limit, steps):
    norms = []
    for _ in range(steps):
        w.grad = None
        for x, y in batches:
            (((x @ w - y) ** 2).mean() / len(batches)).backward()
        norms.append(w.grad.norm().item())
        with torch.no_grad():
            w -= lr * w.grad
            w.clamp_(-30 * limit, 30 * limit)
    w.grad = None
    return norms
