# %% right: in place through the data attribute
def sprite_step(pixels, target, lr):
    pixels.grad = None
    loss = torch.mean((pixels - target) ** 2)
    loss.backward()
    pixels.data -= lr * pixels.grad
    pixels.data.clamp_(min=0.0, max=1.0)
    pixels.grad.zero_()
    return float(loss)


# %% right: torch.autograd.grad and copy_
def sprite_step(pixels, target, lr):
    loss = torch.nn.functional.mse_loss(pixels, target)
    (slopes,) = torch.autograd.grad(loss, pixels)
    with torch.no_grad():
        pixels.copy_(torch.clamp(pixels - lr * slopes, 0, 1))
    return loss.item()


# %% right: torch.optim.SGD takes the step
def sprite_step(pixels, target, lr):
    optimizer = torch.optim.SGD([pixels], lr=lr)
    loss = torch.nn.MSELoss()(pixels, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    with torch.no_grad():
        pixels[:] = pixels.clip(0, 1)
    return loss.item()


# %% right: minimum and maximum
def sprite_step(pixels, target, lr):
    error = pixels - target
    loss = (error * error).sum() / error.numel()
    loss.backward()
    with torch.set_grad_enabled(False):
        pixels.sub_(pixels.grad, alpha=lr)
        pixels.copy_(pixels.maximum(torch.tensor(0.0)).minimum(torch.tensor(1.0)))
    pixels.grad = None
    return loss.detach().item()


# %% wrong: clamps in the loss fails="ex3_step-clamp" says="the loss sees the pixels as they are"
def sprite_step(pixels, target, lr):
    loss = ((pixels.clamp(0, 1) - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels -= lr * pixels.grad
        pixels.clamp_(0, 1)
    pixels.grad = None
    return loss.item()


# %% wrong: never clamps fails="ex3_step-clamp" says="clamp the pixels themselves"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels -= lr * pixels.grad
    pixels.grad = None
    return loss.item()


# %% wrong: clamps a copy fails="ex3_step-clamp" says="clamp the pixels themselves"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels -= lr * pixels.grad
        pixels.clamp(0, 1)
    pixels.grad = None
    return loss.item()


# %% wrong: never clears the slopes fails="ex3_step-state" says="got old slopes"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels -= lr * pixels.grad
        pixels.clamp_(0, 1)
    return loss.item()


# %% wrong: rebinds the pixels fails="ex3_step-value ex3_step-clamp ex3_step-state" says="change pixels itself"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels = (pixels - lr * pixels.grad).clamp(0, 1)
    return loss.item()


# %% wrong: updates outside no_grad fails="ex3_step-value ex3_step-clamp ex3_step-state" says="leaf Variable that requires grad"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    pixels -= lr * pixels.grad
    pixels.clamp_(0, 1)
    pixels.grad = None
    return loss.item()


# %% wrong: clears before the update fails="ex3_step-value ex3_step-clamp ex3_step-state" says="before you clear the gradient"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    pixels.grad.zero_()
    with torch.no_grad():
        pixels -= lr * pixels.grad
        pixels.clamp_(0, 1)
    return loss.item()


# %% wrong: climbs fails="ex3_step-value ex3_step-clamp ex3_step-state" says="downhill is against the gradient"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels += lr * pixels.grad
        pixels.clamp_(0, 1)
    pixels.grad = None
    return loss.item()


# %% wrong: sum instead of mean fails="ex3_step-value ex3_step-clamp ex3_step-state" says="a mean, not a sum"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).sum()
    loss.backward()
    with torch.no_grad():
        pixels -= lr * pixels.grad
        pixels.clamp_(0, 1)
    pixels.grad = None
    return loss.item()


# %% wrong: clamps only the brightest fails="ex3_step-clamp" says="clamp to 0 and to 1"
def sprite_step(pixels, target, lr):
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        pixels -= lr * pixels.grad
        pixels.clamp_(max=1)
    pixels.grad = None
    return loss.item()
