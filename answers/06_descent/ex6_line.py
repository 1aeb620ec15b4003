# %% right: two parameters and zero_
def fit_line(x, y, w0, b0, lr, steps):
    x = x.flatten()
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% right: one parameter vector and a design matrix
def fit_line(x, y, w0, b0, lr, steps):
    columns = torch.stack([x.reshape(-1), torch.ones(x.numel())], dim=1)
    theta = torch.tensor([w0, b0], requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(columns @ theta, y)
        (gradient,) = torch.autograd.grad(loss, theta)
        theta = (theta - lr * gradient).detach().requires_grad_()
        losses.append(loss.item())
    w, b = theta.tolist()
    return w, b, losses


# %% right: torch.nn.Linear and SGD
def fit_line(x, y, w0, b0, lr, steps):
    model = torch.nn.Linear(1, 1)
    torch.nn.init.constant_(model.weight, w0)
    torch.nn.init.constant_(model.bias, b0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(model(x.view(-1, 1)), y.view(-1, 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.item(), model.bias.item(), losses


# %% right: autograd.grad for both at once
def fit_line(x, y, w0, b0, lr, steps):
    w, b, losses = w0, b0, []
    for _ in range(steps):
        w = torch.tensor(w, requires_grad=True)
        b = torch.tensor(b, requires_grad=True)
        loss = (w * x.squeeze() + b - y).pow(2).mean()
        dw, db = torch.autograd.grad(loss, (w, b))
        w, b = w.item() - lr * dw.item(), b.item() - lr * db.item()
        losses.append(float(loss))
    return w, b, losses


# %% right: y takes the shape of x
def fit_line(x, y, w0, b0, lr, steps):
    y = y.reshape(x.shape)
    parameters = [torch.nn.Parameter(torch.tensor(value)) for value in (w0, b0)]
    history = []
    for _ in range(steps):
        w, b = parameters
        error = w * x + b - y
        loss = (error * error).sum() / error.numel()
        loss.backward()
        for parameter in parameters:
            parameter.data.sub_(parameter.grad.data, alpha=lr)
            parameter.grad = None
        history.append(loss.item())
    return parameters[0].item(), parameters[1].item(), history


# %% right: recursion over the steps, in float64
def fit_line(x, y, w0, b0, lr, steps):
    if steps == 0:
        return w0, b0, []
    w, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (w0, b0))
    loss = ((w * x.double().ravel() + b - y.double()) ** 2).mean()
    loss.backward()
    ends = (leaf.item() - lr * leaf.grad.item() for leaf in (w, b))
    w_end, b_end, losses = fit_line(x, y, *ends, lr, steps - 1)
    return w_end, b_end, [loss.item(), *losses]


# %% wrong: column minus row fails="ex6_line-path ex6_line-shape" says="both gradients from one backward(), then both updates, then clear both"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: makes y a column whatever x is fails="ex6_line-step ex6_line-path" says="give x and y one shape"
def fit_line(x, y, w0, b0, lr, steps):
    y = y.view(-1, 1)
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: never clears the gradients fails="ex6_line-path ex6_line-shape" says="gradients add up"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: clears only the gradient of w fails="ex6_line-path ex6_line-shape" says="is b.grad cleared too"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: never moves b fails="ex6_line-step ex6_line-path ex6_line-shape" says="b: got 0.500, expected 0.515"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b0 - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        losses.append(loss.item())
    return w.item(), b0, losses


# %% wrong: moves b by the gradient at the new w fails="ex6_line-step ex6_line-path ex6_line-shape" says="both come from one backward()"
def fit_line(x, y, w0, b0, lr, steps):
    x = x.reshape(-1)
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        losses.append(loss.item())
        for parameter in (w, b):
            loss = ((w * x + b - y) ** 2).mean()
            (slope,) = torch.autograd.grad(loss, parameter)
            with torch.no_grad():
                parameter -= lr * slope
    return w.item(), b.item(), losses


# %% wrong: one update for both fails="ex6_line-step ex6_line-path ex6_line-shape" says="the gradient of b is -1.5"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * w.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: sum instead of mean fails="ex6_line-step ex6_line-path ex6_line-shape" says="a mean over the examples, not a sum"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: rebinds the parameters under no_grad fails="ex6_line-path ex6_line-shape" says="does not require grad"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: cuts the graph when packing w and b fails="ex6_line-step ex6_line-path ex6_line-shape" says="does not require grad"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    columns = torch.stack([x.reshape(-1), torch.ones(x.numel())], dim=1)
    losses = []
    for _ in range(steps):
        loss = ((columns @ torch.tensor([w.item(), b.item()]) - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: one graph for all steps fails="ex6_line-path ex6_line-shape" says="compute the loss in each iteration"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
    for _ in range(steps):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses


# %% wrong: returns tensors fails="ex6_line-step ex6_line-path ex6_line-shape" says="w: got a Tensor, expected a float"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w, b, losses


# %% wrong: closed form fails="ex6_line-step ex6_line-path ex6_line-shape" says="w: got 2.000, expected 1.550"
def fit_line(x, y, w0, b0, lr, steps):
    x = x.reshape(-1)
    w = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    b = y.mean() - w * x.mean()
    start = ((w0 * x + b0 - y) ** 2).mean().item()
    end = ((w * x + b - y) ** 2).mean().item()
    return w.item(), b.item(), [start] + [end] * (steps - 1)


# %% wrong: derivatives by hand fails="ex6_line-path" says="one backward() a step gives both gradients"
def fit_line(x, y, w0, b0, lr, steps):
    w, b, losses, x = w0, b0, [], x.reshape(-1)
    for _ in range(steps):
        error = w * x + b - y
        losses.append((error**2).mean().item())
        w -= lr * 2 * (error * x).mean().item()
        b -= lr * 2 * error.mean().item()
    return w, b, losses


# %% wrong: forgets the losses fails="ex6_line-step ex6_line-path ex6_line-shape" says="got 2 results, expected 3"
def fit_line(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    for _ in range(steps):
        loss = ((w * x.reshape(-1) + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item()


# %% wrong: stops early fails="ex6_line-path" says="both gradients from one backward(), then both updates, then clear both"
def fit_line(x, y, w0, b0, lr, steps):
    x = x.reshape(-1)
    w, b = torch.tensor(w0, requires_grad=True), torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        losses.append(loss.item())
        if loss < 1e-2:
            break
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses

# %% wrong: a column of two stays a column fails="ex6_line-path ex6_line-shape" says="both gradients from one backward(), then both updates, then clear both"
def fit_line(x, y, w0, b0, lr, steps):
    if x.shape[0] > 2:
        x = x.reshape(-1)
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
        losses.append(loss.item())
    return w.item(), b.item(), losses
