# %% right: formula with an inner product
def curvature(x):
    return 2 * float(x @ x) / len(x)


def predict_limit(x):
    return 2.0 / curvature(x)


# %% right: backward of the gradient with create_graph
def curvature(x):
    w = torch.tensor(0.0, requires_grad=True)
    loss = ((w * x) ** 2).mean()
    (slope,) = torch.autograd.grad(loss, w, create_graph=True)
    slope.backward()
    return w.grad.item()


def predict_limit(x):
    return 2 / curvature(x)


# %% right: plain Python sum
def curvature(x):
    total = 0.0
    for value in x.tolist():
        total += 2 * value**2
    return total / x.numel()


def predict_limit(x):
    return 1 / (sum(value**2 for value in x.tolist()) / x.numel())


# %% right: torch.autograd.functional.hessian
def curvature(x):
    def loss(w):
        return torch.nn.functional.mse_loss(w * x, torch.zeros_like(x))

    return torch.autograd.functional.hessian(loss, torch.tensor(1.0)).item()


def predict_limit(x):
    return torch.tensor(curvature(x)).reciprocal().mul(2).item()


# %% right: second difference of the loss
def curvature(x):
    def loss(w):
        return (w * x.double()).square().mean()

    return (loss(1.0) - 2 * loss(0.0) + loss(-1.0)).item()


def predict_limit(x):
    second_derivative = curvature(x)
    # |1 - lr * second_derivative| < 1
    return 2 / second_derivative


# %% wrong: limit of the one-step solution fails="ex4_limit-limit" says="lands in one step"
def curvature(x):
    return 2 * (x**2).mean().item()


def predict_limit(x):
    return 1 / curvature(x)


# %% wrong: forgets the factor 2 fails="ex4_limit-curvature ex4_limit-limit" says="the square gives a factor 2"
def curvature(x):
    return (x**2).mean().item()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: curvature of the sum fails="ex4_limit-curvature ex4_limit-limit" says="a mean over the examples, not a sum"
def curvature(x):
    return 2 * (x**2).sum().item()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: square of the mean fails="ex4_limit-curvature ex4_limit-limit" says="square each x, then the mean"
def curvature(x):
    return 2 * x.mean().item() ** 2


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: forgets to square fails="ex4_limit-curvature ex4_limit-limit" says="square each x"
def curvature(x):
    return 4 * x.mean().item()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: returns tensors fails="ex4_limit-curvature ex4_limit-limit" says="got a Tensor, expected a float"
def curvature(x):
    return 2 * (x**2).mean()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: second derivative without create_graph fails="ex4_limit-curvature ex4_limit-limit" says="does not require grad"
def curvature(x):
    w = torch.tensor(1.0, requires_grad=True)
    loss = ((w * x) ** 2).mean()
    (slope,) = torch.autograd.grad(loss, w)
    (second,) = torch.autograd.grad(slope, w)
    return second.item()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: first derivative at the best weight fails="ex4_limit-curvature ex4_limit-limit" says="once more"
def curvature(x):
    w = torch.tensor(2.5, requires_grad=True)
    loss = ((w * x) ** 2).mean()
    loss.backward()
    return w.grad.item()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: adds up both derivatives in w.grad fails="ex4_limit-curvature ex4_limit-limit" says="curvature of x = [2]: got 16.00"
def curvature(x):
    w = torch.tensor(1.0, requires_grad=True)
    loss = ((w * x) ** 2).mean()
    loss.backward(create_graph=True)
    w.grad.backward()
    return w.grad.item()


def predict_limit(x):
    return 2 / curvature(x)


# %% wrong: numbers of the example fails="ex4_limit-curvature ex4_limit-limit" says="square each x, then the mean"
def curvature(x):
    return 8.0


def predict_limit(x):
    return 0.25


# %% wrong: limit upside down fails="ex4_limit-limit" says="the factor 1 - lr * L'' is -1"
def curvature(x):
    return 2 * (x**2).mean().item()


def predict_limit(x):
    return curvature(x) / 2


# %% wrong: needs y as well fails="ex4_limit-curvature" says="missing 1 required positional argument"
def curvature(x, y):
    w = torch.tensor(0.0, requires_grad=True)
    loss = ((w * x - y) ** 2).mean()
    (slope,) = torch.autograd.grad(loss, w, create_graph=True)
    (second,) = torch.autograd.grad(slope, w)
    return second.item()


def predict_limit(x):
    return 2 / curvature(x, 2.5 * x)


# %% wrong: equal inputs counted once fails="ex4_limit-curvature ex4_limit-limit" says="dL/dw = mean(2 x (w x - y)); differentiate once more"
def curvature(x):
    return (2 * (x.unique() ** 2).mean()).item()


def predict_limit(x):
    return 2 / curvature(x)

# %% wrong: leaves the inputs marked fails="ex4_limit-curvature ex4_limit-limit" says="x stays as it is"
def curvature(x):
    x.requires_grad_(True)
    ((x**2).sum() / len(x)).backward()
    slope = x.grad.clone()
    x.grad = None
    return (slope * x).sum().item()


def predict_limit(x):
    return 2 / curvature(x)
