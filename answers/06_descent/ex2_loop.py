# %% right: calls gradient_step
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w0], []
    for _ in range(steps):
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    return ws, losses


# %% right: loop written out with zero_
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws = [w.item()]
    losses = []
    for step in range(steps):
        if w.grad is not None:
            w.grad.zero_()
        prediction = w * x
        loss = torch.mean((prediction - y) ** 2)
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        losses.append(loss.item())
        ws.append(w.item())
    return ws, losses


# %% right: a new leaf in every turn
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0).requires_grad_()
    ws, losses = [float(w)], []
    while len(losses) < steps:
        loss = torch.nn.functional.mse_loss(w * x, y)
        (slope,) = torch.autograd.grad(loss, [w])
        w = (w - lr * slope).detach().requires_grad_()
        ws += [float(w)]
        losses += [float(loss)]
    return ws, losses


# %% right: torch.optim.SGD
def descend(w0, x, y, lr, steps):
    w = torch.nn.Parameter(torch.tensor(w0))
    optimizer = torch.optim.SGD([w], lr=lr)
    ws, losses = [w.item()], []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (w * x - y).square().mean()
        loss.backward()
        optimizer.step()
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% right: a generator of pairs
def descend(w0, x, y, lr, steps):
    def turns(w):
        for _ in range(steps):
            w = torch.tensor(w, requires_grad=True)
            loss = ((w * x - y) ** 2).mean()
            loss.backward()
            w = w.item() - lr * w.grad.item()
            yield w, loss.item()

    pairs = list(turns(w0))
    return [w0] + [w for w, _ in pairs], [loss for _, loss in pairs]


# %% wrong: never clears the gradient fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="gradients add up"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: clears the gradient between backward and step fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="zero its grad after the update"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        w.grad.zero_()
        with torch.no_grad():
            w -= lr * w.grad
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: history holds w itself fails="ex2_loop-path ex2_loop-history" says="a kept tensor changes later"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
        ws.append(w)
        losses.append(loss.item())
    return ws, losses


# %% wrong: history holds loss tensors fails="ex2_loop-path ex2_loop-history" says="one loss a step, taken before the update"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        ws.append(w.item())
        losses.append(loss)
    return ws, losses


# %% wrong: history begins after the first step fails="ex2_loop-history ex2_loop-path" says="w0 comes first"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [], []
    for _ in range(steps):
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    return ws, losses


# %% wrong: loss taken after the update fails="ex2_loop-path ex2_loop-history" says="one loss a step, taken before the update"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            losses.append(((w * x - y) ** 2).mean().item())
        w.grad = None
        ws.append(w.item())
    return ws, losses


# %% wrong: one more loss at the end fails="ex2_loop-path ex2_loop-history" says="one loss a step"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    losses.append(((w * x - y) ** 2).mean().item())
    return ws, losses


# %% wrong: one step too many fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="w0 first, then the weight after each step: gradient of the mean loss, "
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w0], []
    for _ in range(steps + 1):
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    return ws, losses


# %% wrong: rebinds w under no_grad fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="does not require grad"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w = w - lr * w.grad
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: rebinds w outside no_grad fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="'float' and 'NoneType'"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        w = w - lr * w.grad
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: updates outside no_grad fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="leaf Variable that requires grad"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        w -= lr * w.grad
        w.grad.zero_()
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: one graph for all steps fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="compute the loss in each iteration"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    loss = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: one graph walked again fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="second time"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    loss = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad.zero_()
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: sum instead of mean fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="gradient of the mean loss"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: momentum fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="moves by -lr * 12, nothing else"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=0.9)
    ws, losses = [w.item()], []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        ws.append(w.item())
        losses.append(loss.item())
    return ws, losses


# %% wrong: derivative by hand fails="ex2_loop-autograd" says="got 0, expected"
def descend(w0, x, y, lr, steps):
    w, ws, losses = w0, [w0], []
    for _ in range(steps):
        error = w * x - y
        losses.append((error**2).mean().item())
        w -= lr * (2 * error * x).mean().item()
        ws.append(w)
    return ws, losses


# %% wrong: tracks the data too fails="ex2_loop-autograd" says="only the weight is learned"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    x.requires_grad_()
    ws, losses = [w.item()], []
    for _ in range(steps):
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    return ws, losses


# %% wrong: returns the last weight only fails="ex2_loop-path ex2_loop-history" says="not only the last one"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    losses = []
    for _ in range(steps):
        losses.append(gradient_step(w, x, y, lr))
    return w.item(), losses


# %% wrong: prints the history fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="end with return ws, losses"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps):
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    print(ws, losses)


# %% wrong: syntax error fails="ex2_loop-path ex2_loop-history ex2_loop-autograd" says="'descend' is not defined"
def descend(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    ws, losses = [w.item()], []
    for _ in range(steps)
        losses.append(gradient_step(w, x, y, lr))
        ws.append(w.item())
    return ws, losses
