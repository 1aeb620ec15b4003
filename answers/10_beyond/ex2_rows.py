# %% right: unit vectors
def jacobian(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    picks = torch.eye(len(y), dtype=y.dtype)
    return torch.stack([torch.autograd.grad(y, leaf, pick, retain_graph=True)[0] for pick in picks])


# %% right: fills a table with backward and clearing
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    outputs = f(leaf)
    table = torch.zeros(len(outputs), len(x), dtype=x.dtype)
    for i in range(len(outputs)):
        leaf.grad = None
        outputs[i].backward(retain_graph=True)
        table[i] = leaf.grad
    return table


# %% right: clones each row before zeroing
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    rows = []
    for output in f(leaf).unbind():
        output.backward(retain_graph=True)
        rows.append(leaf.grad.clone())
        leaf.grad.zero_()
    return torch.vstack(rows)


# %% wrong: gradients add up fails="ex2_rows-values ex2_rows-walks" says="gradients add up in .grad"
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    rows = []
    for output in f(leaf):
        output.backward(retain_graph=True)
        rows.append(leaf.grad.clone())
    return torch.stack(rows)


# %% wrong: keeps the same grad object fails="ex2_rows-values ex2_rows-walks" says="every row is the same sum"
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    rows = []
    for output in f(leaf):
        output.backward(retain_graph=True)
        rows.append(leaf.grad)
    return torch.stack(rows)


# %% wrong: forgets that the graph is needed again fails="ex2_rows-values ex2_rows-walks" says="second time"
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    outputs = f(leaf)
    return torch.stack([torch.autograd.grad(output, leaf)[0] for output in outputs])


# %% wrong: rows and columns exchanged fails="ex2_rows-values ex2_rows-walks" says="a row for each output"
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    outputs = f(leaf)
    return torch.stack([torch.autograd.grad(o, leaf, retain_graph=True)[0] for o in outputs], dim=1)


# %% wrong: a new forward for each row fails="ex2_rows-walks" says="one forward; retain_graph=True keeps its graph for all rows"
def jacobian(f, x):
    rows = []
    for i in range(len(f(x))):
        leaf = x.clone().requires_grad_()
        rows.append(torch.autograd.grad(f(leaf)[i], leaf)[0])
    return torch.stack(rows)


# %% wrong: the ready-made function of torch func fails="ex2_rows-walks" says="torch.func.jacrev: got called, expected not called: the task does not "
def jacobian(f, x):
    return torch.func.jacrev(f)(x)


# %% wrong: a list of rows fails="ex2_rows-values ex2_rows-walks" says="torch.stack makes one tensor"
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    return [torch.autograd.grad(output, leaf, retain_graph=True)[0] for output in f(leaf)]


# %% wrong: a table of float32 fails="ex2_rows-values" says="keep the dtype"
def jacobian(f, x):
    leaf = x.clone().requires_grad_()
    outputs = f(leaf)
    return torch.tensor([torch.autograd.grad(o, leaf, retain_graph=True)[0].tolist() for o in outputs])

# %% wrong: differences of grad fails="ex2_rows-walks" says="argument x.grad"
def jacobian(f, x):
    x.requires_grad_()
    y = f(x)
    before = torch.zeros_like(x)
    rows = []
    for i in range(len(y)):
        weights = torch.zeros_like(y)
        weights[i] = 1.0
        y.backward(gradient=weights, retain_graph=True)
        rows.append(x.grad.detach() - before)
        before = x.grad.detach().clone()
    x.requires_grad_(False)
    return torch.stack(rows)
