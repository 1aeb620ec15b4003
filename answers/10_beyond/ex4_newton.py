# %% right: ready-made functions of torch func
def hessian(loss, p):
    return torch.func.hessian(loss)(p)


def newton_step(loss, p):
    return p - torch.linalg.inv(hessian(loss, p)) @ torch.func.grad(loss)(p)


# %% right: zero times the leaf keeps the gradient tracked
def slopes(loss, p):
    leaf = p.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(leaf) + 0 * (leaf**2).sum(), leaf, create_graph=True)
    return torch.stack([torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in g]), g.detach()


def hessian(loss, p):
    return slopes(loss, p)[0]


def newton_step(loss, p):
    H, g = slopes(loss, p)
    return p - torch.linalg.lstsq(H, g[:, None]).solution[:, 0]


# %% right: torch autograd functional
def hessian(loss, p):
    return torch.autograd.functional.hessian(loss, p)


def newton_step(loss, p):
    gradient = torch.autograd.functional.jacobian(loss, p)
    return p - torch.linalg.solve(hessian(loss, p), gradient)


# %% right: a table filled row by row
def hessian(loss, p):
    n = p.numel()
    H = p.new_zeros(n, n)
    leaf = p.detach().clone().requires_grad_()
    g = torch.autograd.grad(loss(leaf), leaf, create_graph=True)[0]
    if g.grad_fn is not None:
        for i in range(n):
            H[i] = torch.autograd.grad(g, leaf, torch.eye(n, dtype=p.dtype)[i], retain_graph=True)[0]
    return H


def newton_step(loss, p):
    leaf = p.detach().clone().requires_grad_()
    loss(leaf).backward()
    return p - torch.linalg.pinv(hessian(loss, p)) @ leaf.grad


# %% wrong: no create_graph fails="ex4_newton-hessian ex4_newton-flat ex4_newton-lands" says="does not require grad"
def hessian(loss, p):
    leaf = p.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(leaf), leaf)
    return torch.stack([torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in g])


def newton_step(loss, p):
    return p - torch.linalg.solve(hessian(loss, p), torch.func.grad(loss)(p))


# %% wrong: backward twice on one grad fails="ex4_newton-hessian ex4_newton-flat" says=".grad added up"
def hessian(loss, p):
    leaf = p.clone().requires_grad_()
    loss(leaf).backward(create_graph=True)
    g = leaf.grad
    rows = []
    for entry in g.clone():
        entry.backward(retain_graph=True)
        rows.append(leaf.grad.detach().clone())
    leaf.grad = None
    return torch.stack(rows)


def newton_step(loss, p):
    return p - torch.linalg.solve(torch.func.hessian(loss)(p), torch.func.grad(loss)(p))


# %% wrong: a linear loss has an error fails="ex4_newton-flat" says="does not require grad"
def hessian(loss, p):
    leaf = p.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(leaf), leaf, create_graph=True)
    return torch.stack([torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in g])


def newton_step(loss, p):
    return p - torch.linalg.solve(hessian(loss, p), torch.func.grad(loss)(p))


# %% wrong: a linear loss has None fails="ex4_newton-flat" says="no curvature is the number 0"
def hessian(loss, p):
    leaf = p.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(leaf), leaf, create_graph=True)
    if g.requires_grad:
        return torch.stack([torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in g])


def newton_step(loss, p):
    return p - torch.linalg.solve(hessian(loss, p), torch.func.grad(loss)(p))


# %% wrong: the gradient of the sum fails="ex4_newton-hessian ex4_newton-lands" says="not of their sum"
def hessian(loss, p):
    row = torch.func.grad(lambda q: torch.func.grad(loss)(q).sum())(p)
    return torch.diag(row)


def newton_step(loss, p):
    return p - torch.linalg.solve(hessian(loss, p), torch.func.grad(loss)(p))


# %% wrong: returns the gradient fails="ex4_newton-hessian ex4_newton-flat" says="this is the slope at 0"
def hessian(loss, p):
    return torch.diag(torch.func.grad(loss)(p))


def newton_step(loss, p):
    return p - torch.linalg.solve(torch.func.hessian(loss)(p), torch.func.grad(loss)(p))


# %% wrong: adds the step fails="ex4_newton-lands" says="against the gradient"
def hessian(loss, p):
    return torch.func.hessian(loss)(p)


def newton_step(loss, p):
    return p + torch.linalg.solve(hessian(loss, p), torch.func.grad(loss)(p))


# %% wrong: only the diagonal fails="ex4_newton-lands" says="not only with its diagonal"
def hessian(loss, p):
    return torch.func.hessian(loss)(p)


def newton_step(loss, p):
    return p - torch.func.grad(loss)(p) / hessian(loss, p).diag()


# %% wrong: marks the point that was passed in fails="ex4_newton-flat" says="mark a copy"
def hessian(loss, p):
    p.requires_grad_()
    (g,) = torch.autograd.grad(loss(p), p, create_graph=True)
    if not g.requires_grad:
        return torch.zeros(len(p), len(p))
    return torch.stack([torch.autograd.grad(entry, p, retain_graph=True)[0] for entry in g])


def newton_step(loss, p):
    return p - torch.linalg.solve(torch.func.hessian(loss)(p), torch.func.grad(loss)(p))
