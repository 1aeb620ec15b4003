# %% right: torch.autograd.grad
def gradient(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    y = f(leaf)
    if y.numel() > 1:
        raise ValueError("f(x) must be a single number")
    return torch.autograd.grad(y, leaf)[0]


# %% right: torch.func.grad after a look at the output
def gradient(f, x):
    if f(x).numel() != 1:
        raise ValueError("not a scalar")
    return torch.func.grad(lambda t: f(t).reshape(()))(x)


# %% right: marks the tensor and gives it back as it was
def gradient(f, x):
    x.requires_grad_()
    try:
        y = f(x)
        if y.numel() != 1:
            raise ValueError("more than one entry")
        y.sum().backward()
        return x.grad
    finally:
        x.grad = None
        x.requires_grad_(False)


# %% right: turns the error of backward into a ValueError
def gradient(f, x):
    leaf = torch.empty_like(x).copy_(x)
    leaf.requires_grad = True
    try:
        f(leaf).backward()
    except RuntimeError as error:
        raise ValueError("f(x) has more than one entry") from error
    return leaf.grad


# %% wrong: marks the tensor of the caller fails="ex6_vector-untouched" says="mark a clone of it"
def gradient(f, x):
    x.requires_grad_()
    y = f(x)
    if y.numel() != 1:
        raise ValueError("more than one entry")
    y.backward()
    return x.grad


# %% wrong: marks the caller and unmarks without clearing fails="ex6_vector-untouched" says="ask about a clone"
def gradient(f, x):
    x.requires_grad_()
    y = f(x)
    if y.numel() != 1:
        x.requires_grad_(False)
        raise ValueError("more than one entry")
    y.backward()
    x.requires_grad_(False)
    return x.grad


# %% wrong: leaves a vector to backward fails="ex6_vector-refuses" says="got RuntimeError"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    y.backward()
    return leaf.grad


# %% wrong: sums a vector silently fails="ex6_vector-refuses" says="the caller has to say what counts"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad


# %% wrong: returns what backward returns fails="ex6_vector-values ex6_vector-untouched ex6_vector-refuses" says="backward() returns nothing"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if y.numel() != 1:
        raise ValueError("more than one entry")
    return y.backward()


# %% wrong: reads the gradient at the unmarked original fails="ex6_vector-values ex6_vector-untouched ex6_vector-refuses" says="got a NoneType"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if y.numel() != 1:
        raise ValueError("more than one entry")
    y.backward()
    return x.grad


# %% wrong: hands f the unmarked original fails="ex6_vector-values ex6_vector-untouched ex6_vector-refuses" says="does not require grad"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    y = f(x)
    if y.numel() != 1:
        raise ValueError("more than one entry")
    y.backward()
    return leaf.grad


# %% wrong: always float32 fails="ex6_vector-values" says="keep the dtype of x"
def gradient(f, x):
    leaf = torch.tensor(x.tolist(), requires_grad=True)
    y = f(leaf)
    if y.numel() != 1:
        raise ValueError("more than one entry")
    y.backward()
    return leaf.grad


# %% wrong: one number for the whole vector fails="ex6_vector-values ex6_vector-untouched ex6_vector-refuses" says="one number for each entry"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if y.numel() != 1:
        raise ValueError("more than one entry")
    y.backward()
    return leaf.grad.sum()


# %% wrong: refuses a single entry of shape 1 fails="ex6_vector-refuses" says="refuse only more than one"
def gradient(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if y.shape != ():
        raise ValueError(f"f(x) has shape {tuple(y.shape)}, refuse only more than one entry")
    y.backward()
    return leaf.grad
