# %% right: calls gradient_step
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": w})


# %% right: calls descend and makes a parameter at its end
def loss_graph(w0, x, y, lr, steps):
    from torchviz import make_dot

    ws, _ = descend(w0, x, y, lr, steps)
    w = torch.nn.Parameter(torch.tensor(ws[-1]))
    error = w * x - y
    return make_dot(torch.mean(error**2), params=dict(w=w))


# %% right: torch.optim.SGD and a loss function
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0).requires_grad_(True)
    optimizer = torch.optim.SGD([w], lr=lr)

    def loss():
        return torch.mean(torch.square(w * x - y))

    for _ in range(steps):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    return torchviz.make_dot(loss(), {"w": w})


# %% right: a new leaf in every turn
def loss_graph(w0, x, y, lr, steps):
    import torchviz as tv

    w = torch.tensor(w0, requires_grad=True)
    loss = (w * x).sub(y).pow(2).mean()
    for _ in range(steps):
        (slope,) = torch.autograd.grad(loss, w)
        w = (w - lr * slope).detach().requires_grad_()
        loss = (w * x).sub(y).pow(2).mean()
    return tv.make_dot(loss, params={"w": w})


# %% right: steps through the data attribute
def loss_graph(w0, x, y, lr, steps):
    from torchviz import make_dot

    w = torch.tensor(w0, requires_grad=True)
    for step in range(steps + 1):
        loss = ((x * w - y) ** 2).mean()
        if step == steps:
            return make_dot(loss, params={"w": w})
        loss.backward()
        w.data = w.data - lr * w.grad.data
        w.grad.zero_()


# %% wrong: parameter without a name fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="make_dot(loss, params={'w': w}), with loss = ((w * x - y) ** 2).mean()"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss)


# %% wrong: another name for the parameter fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="make_dot(loss, params={'w': w}), with loss = ((w * x - y) ** 2).mean()"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"weight": w})


# %% wrong: graph grows with the steps fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="make_dot(loss, params={'w': w}), with loss = ((w * x - y) ** 2).mean()"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        (slope,) = torch.autograd.grad(loss, w)
        w = w - lr * slope
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": w})


# %% wrong: names the first leaf after w was replaced fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="make_dot(loss, params={'w': w}), with loss = ((w * x - y) ** 2).mean()"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = start = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        w = torch.tensor((w - lr * w.grad).item(), requires_grad=True)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": start})


# %% wrong: draws the sum of all losses fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="make_dot(loss, params={'w': w}), with loss = ((w * x - y) ** 2).mean()"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    total = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        gradient_step(w, x, y, lr)
        total = total + ((w * x - y) ** 2).mean()
    return torchviz.make_dot(total, params={"w": w})


# %% wrong: draws the parameter fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="make_dot(loss, ...), with loss ="
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    return torchviz.make_dot(w, params={"w": w})


# %% wrong: draws the prediction fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="got no SubBackward0"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    return torchviz.make_dot(w * x, params={"w": w})


# %% wrong: draws a number fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="'float' object has no attribute"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss.item(), params={"w": w})


# %% wrong: last loss under no_grad fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="got no AccumulateGrad"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    with torch.no_grad():
        loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": w})


# %% wrong: loss exists only inside the loop fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="'loss'"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return torchviz.make_dot(loss, params={"w": w})


# %% wrong: one more backward before drawing fails="ex7_graph-fresh" says="each iteration: a fresh loss, one backward(), a step, a cleared gradient"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    return torchviz.make_dot(loss, params={"w": w})


# %% wrong: takes no steps fails="ex7_graph-fresh" says="each iteration: a fresh loss, one backward(), a step, a cleared gradient"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": w})


# %% wrong: rebinds w under no_grad fails="ex7_graph-fresh ex7_graph-nodes ex7_graph-named" says="does not require grad"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        with torch.no_grad():
            w = w - lr * w.grad
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": w})


# %% wrong: returns the text of the drawing fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="got a str, expected a drawing"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    return torchviz.make_dot(loss, params={"w": w}).source


# %% wrong: draws and returns nothing fails="ex7_graph-nodes ex7_graph-named ex7_graph-fresh" says="got a NoneType, expected a drawing"
def loss_graph(w0, x, y, lr, steps):
    import torchviz

    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        gradient_step(w, x, y, lr)
    loss = ((w * x - y) ** 2).mean()
    print(torchviz.make_dot(loss, params={"w": w}))
