# %% right: torch.autograd.grad
def slope(x):
    leaf = torch.tensor(x, requires_grad=True)
    (gradient,) = torch.autograd.grad(leaf**2 + 3 * leaf + 1, leaf)
    return gradient.item()


# %% right: marks afterwards and computes in float64
def slope(x):
    at = torch.tensor([x], dtype=torch.float64)
    at.requires_grad_()
    (at * at + 3 * at + 1).sum().backward()
    return float(at.grad)


# %% right: nested product and pow
def slope(x):
    t = torch.full((), x, requires_grad=True)
    torch.add(t * (t + 3), 1).backward()
    return t.grad.tolist()


# %% right: torch.autograd.backward on a function of its own
def slope(x):
    def parabola(t):
        return t**2 + 3 * t + 1

    leaf = torch.zeros(1) + x
    leaf.requires_grad = True
    torch.autograd.backward(parabola(leaf))
    return leaf.grad[0].item()


# %% wrong: returns what backward returns fails="ex1_slope-value" says="neither backward() nor y.grad"
def slope(x):
    x = torch.tensor(x, requires_grad=True)
    y = x**2 + 3 * x + 1
    return y.backward()


# %% wrong: reads the gradient at the output fails="ex1_slope-value" says="neither backward() nor y.grad"
def slope(x):
    x = torch.tensor(x, requires_grad=True)
    y = x**2 + 3 * x + 1
    y.backward()
    return y.grad


# %% wrong: forgets the mark fails="ex1_slope-value" says="does not require grad"
def slope(x):
    x = torch.tensor(x)
    y = x**2 + 3 * x + 1
    y.backward()
    return x.grad.item()


# %% wrong: forgets to ask fails="ex1_slope-value" says="has no attribute 'item'"
def slope(x):
    x = torch.tensor(x, requires_grad=True)
    y = x**2 + 3 * x + 1
    return x.grad.item()


# %% wrong: returns the value fails="ex1_slope-value" says="11 is the value of y"
def slope(x):
    x = torch.tensor(x, requires_grad=True)
    y = x**2 + 3 * x + 1
    y.backward()
    return y.item()


# %% wrong: returns the tensor fails="ex1_slope-value" says="got a Tensor"
def slope(x):
    x = torch.tensor(x, requires_grad=True)
    y = x**2 + 3 * x + 1
    y.backward()
    return x.grad


# %% wrong: differentiates by hand fails="ex1_slope-value" says="let autograd find the gradient"
def slope(x):
    return 2 * x + 3.0


# %% wrong: takes the number out before asking fails="ex1_slope-value" says="no attribute 'backward'"
def slope(x):
    x = torch.tensor(x, requires_grad=True)
    y = x.item() ** 2 + 3 * x.item() + 1
    y.backward()
    return x.grad.item()


# %% wrong: marks an integer fails="ex1_slope-value" says="can require gradients"
def slope(x):
    x = torch.tensor(int(x), requires_grad=True)
    y = x**2 + 3 * x + 1
    y.backward()
    return x.grad.item()


# %% wrong: always the worked number fails="ex1_slope-value" says="compute y = x**2 + 3 * x + 1 from the marked x, then y.backward(), the"
def slope(x):
    x = torch.tensor(2.0, requires_grad=True)
    y = x**2 + 3 * x + 1
    y.backward()
    return x.grad.item()
