# %% right: backward, read, then clear
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    loss = ((h - target) ** 2).mean()
    for w in weights:
        w.grad = None
    loss.backward()
    norms = [w.grad.norm().item() for w in weights]
    for w in weights:
        w.grad = None
    return norms


# %% right: copies of the weights as new leaves
def gradient_norms(weights, x, target, activation):
    leaves = [w.detach().clone().requires_grad_() for w in weights]
    h = x
    for leaf in leaves:
        h = activation(torch.matmul(h, leaf))
    torch.nn.functional.mse_loss(h, target).backward()
    return [torch.linalg.vector_norm(leaf.grad).item() for leaf in leaves]


# %% right: reduce and a sum of squares
def gradient_norms(weights, x, target, activation):
    from functools import reduce

    error = reduce(lambda h, w: activation(h.mm(w)), weights, x) - target
    gradients = torch.autograd.grad((error * error).sum() / error.numel(), weights)
    return [float((gradient**2).sum() ** 0.5) for gradient in gradients]


# %% right: zeroes before and after
def gradient_norms(weights, x, target, activation):
    optimizer = torch.optim.SGD(weights, lr=0.0)
    optimizer.zero_grad()
    h = x
    for w in weights:
        h = activation(h @ w)
    torch.mean((h - target).square()).backward()
    norms = []
    for w in weights:
        norms.append(sum(entry**2 for entry in w.grad.flatten().tolist()) ** 0.5)
        w.grad.zero_()
    return norms


# %% wrong: never clears the gradients fails="ex2_norms-clean" says="gradients add up"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    ((h - target) ** 2).mean().backward()
    return [w.grad.norm().item() for w in weights]


# %% wrong: clears before and leaves the gradients behind fails="ex2_norms-clean" says="leave no gradient behind"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        w.grad = None
        h = activation(h @ w)
    ((h - target) ** 2).mean().backward()
    return [w.grad.norm().item() for w in weights]


# %% wrong: last layer first fails="ex2_norms-value ex2_norms-clean" says="first layer first"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    loss = ((h - target) ** 2).mean()
    return [g.norm().item() for g in reversed(torch.autograd.grad(loss, weights))]


# %% wrong: norm of the weights fails="ex2_norms-value ex2_norms-clean" says="not of the weight itself"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    torch.autograd.grad(((h - target) ** 2).mean(), weights)
    return [w.norm().item() for w in weights]


# %% wrong: sum of the squares without the root fails="ex2_norms-value ex2_norms-clean" says="this is the square"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    return [g.pow(2).sum().item() for g in torch.autograd.grad(((h - target) ** 2).mean(), weights)]


# %% wrong: sum of absolute values fails="ex2_norms-value ex2_norms-clean" says="no absolute values"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    return [g.abs().sum().item() for g in torch.autograd.grad(((h - target) ** 2).mean(), weights)]


# %% wrong: largest entry for the norm fails="ex2_norms-value ex2_norms-clean" says="this is the largest entry"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    return [g.abs().max().item() for g in torch.autograd.grad(((h - target) ** 2).mean(), weights)]


# %% wrong: sum of the errors for the mean fails="ex2_norms-value ex2_norms-clean" says="the loss is a mean, not a sum"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    return [g.norm().item() for g in torch.autograd.grad(((h - target) ** 2).sum(), weights)]


# %% wrong: no activation after the last layer fails="ex2_norms-value ex2_norms-clean" says="activation after every layer"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights[:-1]:
        h = activation(h @ w)
    loss = ((h @ weights[-1] - target) ** 2).mean()
    return [g.norm().item() for g in torch.autograd.grad(loss, weights)]


# %% wrong: a walk for each layer fails="ex2_norms-clean" says="fills the gradients of all layers"
def gradient_norms(weights, x, target, activation):
    norms = []
    for wanted in weights:
        h = x
        for w in weights:
            h = activation(h @ w)
        (g,) = torch.autograd.grad(((h - target) ** 2).mean(), wanted)
        norms.append(g.norm().item())
    return norms


# %% wrong: tensors in the list fails="ex2_norms-value ex2_norms-clean" says="takes the number out of a tensor"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    return [g.norm() for g in torch.autograd.grad(((h - target) ** 2).mean(), weights)]


# %% wrong: takes a step as well fails="ex2_norms-clean" says="must not change the weights"
def gradient_norms(weights, x, target, activation):
    h = x
    for w in weights:
        h = activation(h @ w)
    gradients = torch.autograd.grad(((h - target) ** 2).mean(), weights)
    with torch.no_grad():
        for w, g in zip(weights, gradients):
            w -= 0.01 * g
    return [g.norm().item() for g in gradients]
