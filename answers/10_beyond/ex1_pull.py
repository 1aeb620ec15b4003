# %% right: torch autograd grad with grad_outputs
def pull_back(f, x, v):
    leaf = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(f(leaf), leaf, grad_outputs=v)[0]


# %% right: weighted sum
def pull_back(f, x, v):
    leaf = torch.tensor(x.tolist(), dtype=x.dtype, requires_grad=True)
    (v * f(leaf)).sum().backward()
    return leaf.grad


# %% right: dot product of weights and outputs
def pull_back(f, x, v):
    marked = x.clone()
    marked.requires_grad = True
    torch.dot(v, f(marked)).backward()
    return marked.grad.detach()


# %% wrong: all outputs count the same fails="ex1_pull-value ex1_pull-once" says="hand v over as gradient"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad


# %% wrong: backward on a vector fails="ex1_pull-value ex1_pull-once" says="only for scalar outputs"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).backward()
    return leaf.grad


# %% wrong: returns what backward returns fails="ex1_pull-value ex1_pull-once" says="backward() returns None"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    return f(leaf).backward(gradient=v)


# %% wrong: marks the tensor that was passed in fails="ex1_pull-once" says="mark a copy"
def pull_back(f, x, v):
    x.requires_grad_()
    f(x).backward(gradient=v)
    return x.grad


# %% wrong: one walk for each output fails="ex1_pull-once" says="expected 1"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    rows = [torch.autograd.grad(output, leaf, retain_graph=True)[0] for output in f(leaf)]
    return v @ torch.stack(rows)


# %% wrong: keeps a graph that nobody needs fails="ex1_pull-once" says="no create_graph"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v, create_graph=True)[0]


# %% wrong: sums the weights first fails="ex1_pull-value ex1_pull-once" says="each output has its own weight"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    outputs = f(leaf)
    outputs.backward(gradient=torch.ones_like(outputs))
    return leaf.grad * v.sum()


# %% wrong: weights with the shape of the input fails="ex1_pull-value ex1_pull-once" says="Mismatch in shape"
def pull_back(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).backward(gradient=v[: len(x)])
    return leaf.grad


# %% wrong: the whole Jacobian with a ready-made function fails="ex1_pull-once" says="torch.func.jacrev: got called, expected not called: the task does not "
def pull_back(f, x, v):
    return v @ torch.func.jacrev(f)(x)

# %% wrong: marks then unmarks fails="ex1_pull-once" says="argument x.grad"
def pull_back(f, x, v):
    x.requires_grad_()
    f(x).backward(gradient=v)
    result = x.grad.clone()
    x.requires_grad_(False)
    return result
