# %% right: a new leaf in every turn
def learn_sprite(start, target, lr, steps, keep):
    pixels, frames, losses = start.clone(), {}, []
    for step in range(steps + 1):
        leaf = pixels.clone().requires_grad_()
        loss = ((leaf - target) ** 2).mean()
        losses.append(float(loss))
        if step in keep:
            frames[step] = pixels
        (slopes,) = torch.autograd.grad(loss, leaf)
        pixels = (pixels - lr * slopes).detach()
    return frames, losses


# %% right: torch.optim.SGD, and all frames first
def learn_sprite(start, target, lr, steps, keep):
    pixels = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.SGD([pixels], lr=lr)
    film, losses = [pixels.data.clone()], []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(pixels, target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        film.append(pixels.data.clone())
    losses.append(torch.nn.functional.mse_loss(pixels, target).item())
    return {step: film[step] for step in keep}, losses


# %% right: zeroes in place and copies by numbers
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.detach().clone()
    pixels.requires_grad = True
    frames, losses = {}, []
    for step in range(steps + 1):
        if step in keep:
            frames[step] = torch.tensor(pixels.tolist())
        loss = (pixels - target).pow(2).mean()
        losses.append(loss.tolist())
        if step < steps:
            loss.backward()
            with torch.no_grad():
                pixels.sub_(lr * pixels.grad)
            pixels.grad.zero_()
    return frames, losses


# %% wrong: frames share one storage fails="ex4_learn-frames ex4_learn-start" says="clone()"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels.detach()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: tracked frames fails="ex4_learn-frames" says="a frame needs both"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels.clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: frames are the parameter itself fails="ex4_learn-frames ex4_learn-start" says="all look at one storage"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: learns on the storage of the start fails="ex4_learn-frames ex4_learn-losses ex4_learn-start" says="learn on a clone: start, target and keep stay as they are, unmarked"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.detach().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels.detach().clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: marks the start fails="ex4_learn-frames ex4_learn-losses ex4_learn-start" says="learn on a clone: start, target and keep stay as they are, unmarked"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels.detach().clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    pixels.requires_grad_(True)
    return frames, losses


# %% wrong: never clears the slopes fails="ex4_learn-losses ex4_learn-frames" says="clear pixels.grad in every turn"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels.detach().clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
    return frames, losses


# %% wrong: losses are tensors fails="ex4_learn-losses" says="takes the number"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss)
        if step in keep:
            frames[step] = pixels.detach().clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: frames one step late fails="ex4_learn-frames ex4_learn-start" says="before any update"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
        if step in keep:
            frames[step] = pixels.detach().clone()
    return frames, losses


# %% wrong: one step too few fails="ex4_learn-frames ex4_learn-losses ex4_learn-start" says="a frame at each step of keep"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if step in keep:
            frames[step] = pixels.detach().clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: keeps every frame fails="ex4_learn-frames" says="an own copy of the pixels at each step of keep, from before the update"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.clone().requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss.item())
        if True:
            frames[step] = pixels.detach().clone()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
        pixels.grad = None
    return frames, losses


# %% wrong: the broken program fails="ex4_learn-start ex4_learn-frames ex4_learn-losses" says="begin with start.clone()"
def learn_sprite(start, target, lr, steps, keep):
    pixels = start.requires_grad_()
    frames, losses = {}, []
    for step in range(steps + 1):
        loss = ((pixels - target) ** 2).mean()
        losses.append(loss)
        if step in keep:
            frames[step] = pixels.detach()
        loss.backward()
        with torch.no_grad():
            pixels -= lr * pixels.grad
    return frames, losses
