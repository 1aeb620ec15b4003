# %% right: zeroes the gradient in place
def gradient_step(w, x, y, lr):
    loss = torch.mean((w * x - y) ** 2)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        w.grad.zero_()
    return float(loss)


# %% right: updates through the data attribute
def gradient_step(w, x, y, lr):
    w.grad = None
    error = w * x - y
    loss = (error * error).sum() / error.numel()
    loss.backward()
    w.data -= lr * w.grad
    w.grad = None
    return loss.item()


# %% right: torch.autograd.grad and copy_
def gradient_step(w, x, y, lr):
    loss = torch.nn.functional.mse_loss(w * x, y)
    (slope,) = torch.autograd.grad(loss, w)
    with torch.no_grad():
        w.copy_(w - lr * slope)
    return loss.item()

# %% right: torch.optim.SGD takes the step
def gradient_step(w, x, y, lr):
    optimizer = torch.optim.SGD([w], lr=lr)
    optimizer.zero_grad()
    loss = torch.nn.MSELoss()(w * x, y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% right: loop over the examples and sub_
def gradient_step(w, x, y, lr):
    loss = 0.0
    for x_i, y_i in zip(x, y):
        loss = loss + (w * x_i - y_i).pow(2)
    loss = loss / len(x)
    loss.backward()
    with torch.set_grad_enabled(False):
        w.sub_(w.grad, alpha=lr)
    w.grad.zero_()
    return loss.detach().item()


# %% wrong: never clears the gradient fails="ex1_step-repeat ex1_step-state" says="gradients add up"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


# %% wrong: clears the gradient between backward and step fails="ex1_step-value ex1_step-state ex1_step-repeat" says="zero its grad after the update"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    w.grad.zero_()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


# %% wrong: clears the gradient before the first backward fails="ex1_step-value ex1_step-state ex1_step-repeat" says="has no attribute 'zero_'"
def gradient_step(w, x, y, lr):
    w.grad.zero_()
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


# %% wrong: leaves the clearing to the next step fails="ex1_step-state" says="clear the gradient after the update"
def gradient_step(w, x, y, lr):
    if w.grad is not None:
        w.grad.zero_()
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


# %% wrong: rebinds w under no_grad fails="ex1_step-value ex1_step-state ex1_step-repeat" says="change w itself (in place)"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w = w - lr * w.grad
    w.grad = None
    return loss.item()


# %% wrong: updates outside no_grad fails="ex1_step-value ex1_step-state ex1_step-repeat" says="leaf Variable that requires grad"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    w -= lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: sum instead of mean fails="ex1_step-value ex1_step-state ex1_step-repeat" says="the loss is the mean of (w * x - y) ** 2, before the step, as a float"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).sum()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: ascends fails="ex1_step-value ex1_step-state ex1_step-repeat" says="downhill is against the gradient"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w += lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: half the squared error fails="ex1_step-value ex1_step-state ex1_step-repeat" says="got 112.50, expected 225.00"
def gradient_step(w, x, y, lr):
    loss = 0.5 * ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: returns the loss as a tensor fails="ex1_step-value" says="got a Tensor, expected a float"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    return loss


# %% wrong: prints the loss fails="ex1_step-value" says="got a NoneType, expected a float"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    print(loss.item())


# %% wrong: returns the loss after the step fails="ex1_step-value" says="before the step"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        loss = ((w * x - y) ** 2).mean()
    w.grad = None
    return loss.item()


# %% wrong: derivative by hand fails="ex1_step-value" says="let autograd find the gradient"
def gradient_step(w, x, y, lr):
    error = w.detach() * x - y
    with torch.no_grad():
        w -= lr * (2 * error * x).mean()
    return (error**2).mean().item()


# %% wrong: switches requires_grad off and leaves it off fails="ex1_step-state ex1_step-repeat" says="w.requires_grad: got False"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    w.requires_grad = False
    w -= lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: calls backward twice fails="ex1_step-value ex1_step-state ex1_step-repeat" says="one backward()"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward(retain_graph=True)
    loss.backward()
    w.data -= lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: makes the loss a new tensor fails="ex1_step-value ex1_step-state ex1_step-repeat" says="'float' and 'NoneType'"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss = torch.tensor(loss.item(), requires_grad=True)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad.zero_()
    return loss.item()


# %% wrong: learning rate of the example fails="ex1_step-value" says="w moves by -lr times the gradient that backward() has found"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
    return loss.item()


# %% wrong: endless loop fails="ex1_step-value ex1_step-state ex1_step-repeat" says="time limit"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    while loss > 0:
        pass
    return loss.item()

# %% wrong: clips large gradients fails="ex1_step-value" says="w moves by -lr times the gradient that backward() has found"
def gradient_step(w, x, y, lr):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    torch.nn.utils.clip_grad_value_([w], 100.0)
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    return loss.item()
