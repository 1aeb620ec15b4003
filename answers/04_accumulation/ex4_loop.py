# %% right: clears after the step
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w0]
    for _ in range(steps):
        ((w * x - y) ** 2).mean().backward()
        optimizer.step()
        optimizer.zero_grad()
        ws.append(w.item())
    return ws


# %% right: by hand with None
def fit(w0, x, y, lr, steps):
    w, ws = torch.tensor(w0, requires_grad=True), [w0]
    for _ in range(steps):
        torch.square(w * x - y).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        ws.append(w.item())
    return ws


# %% right: a fresh leaf in each step
def fit(w0, x, y, lr, steps):
    ws = [w0]
    for _ in range(steps):
        w = torch.tensor(ws[-1], requires_grad=True)
        ((w * x - y) ** 2).mean().backward()
        ws.append(ws[-1] - lr * w.grad.item())
    return ws


# %% right: torch.autograd.grad never accumulates
def fit(w0, x, y, lr, steps):
    w, ws = torch.tensor(w0, requires_grad=True), [w0]
    for _ in range(steps):
        (slope,) = torch.autograd.grad(((w * x - y) ** 2).mean(), w)
        w = (w - lr * slope).detach().requires_grad_()
        ws.append(float(w))
    return ws


# %% wrong: the program of the task fails="ex4_loop-path ex4_loop-record" says="w after 3 steps: got -5.84"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w]
    optimizer.zero_grad()
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        ws.append(w)
    return ws


# %% wrong: repairs the record alone fails="ex4_loop-path ex4_loop-record" says="clear in every iteration"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.item()]
    optimizer.zero_grad()
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        ws.append(w.item())
    return ws


# %% wrong: repairs the clearing alone fails="ex4_loop-path ex4_loop-record" says="a list of floats: .item() keeps the number, the tensor changes later"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w]
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        ws.append(w)
    return ws


# %% wrong: clears between backward and step fails="ex4_loop-path ex4_loop-record" says="is never used"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.item()]
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        ws.append(w.item())
    return ws


# %% wrong: one loss for all turns with retain_graph fails="ex4_loop-path ex4_loop-record" says="compute the loss anew"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.item()]
    loss = ((w * x - y) ** 2).mean()
    for _ in range(steps):
        optimizer.zero_grad()
        loss.backward(retain_graph=True)
        optimizer.step()
        ws.append(w.item())
    return ws


# %% wrong: records before the step fails="ex4_loop-path ex4_loop-record" says="w0 first, then one weight a step"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = []
    for _ in range(steps):
        optimizer.zero_grad()
        ws.append(w.item())
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        optimizer.step()
    return ws


# %% wrong: copies that still are tensors fails="ex4_loop-path ex4_loop-record" says="a list of floats: .item() keeps the number, the tensor changes later"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        ((w * x - y) ** 2).mean().backward()
        optimizer.step()
        ws.append(w.detach().clone())
    return ws


# %% wrong: zero_ before the first backward fails="ex4_loop-path ex4_loop-record" says="no attribute 'zero_'"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.item()]
    for _ in range(steps):
        w.grad.zero_()
        ((w * x - y) ** 2).mean().backward()
        optimizer.step()
        ws.append(w.item())
    return ws


# %% wrong: clears in every second turn fails="ex4_loop-path ex4_loop-record" says="one clearing"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.item()]
    for step in range(steps):
        ((w * x - y) ** 2).mean().backward()
        optimizer.step()
        if step % 2:
            optimizer.zero_grad()
        ws.append(w.item())
    return ws


# %% wrong: sum in the place of the mean fails="ex4_loop-path ex4_loop-record" says="every iteration starts from a cleared gradient; .item() keeps the numb"
def fit(w0, x, y, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    ws = [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        ((w * x - y) ** 2).sum().backward()
        optimizer.step()
        ws.append(w.item())
    return ws
