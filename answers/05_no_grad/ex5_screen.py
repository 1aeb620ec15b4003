# %% right: a new tensor from the detached one
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = (255 * pixels.detach()).round()
    loss.backward()
    return raw.grad, screen


# %% right: detach, clone, then in place
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = pixels.detach().clone()
    screen.mul_(255).round_()
    loss.backward()
    return raw.grad, screen


# %% right: backward first, the screen under no_grad
def gradient_and_screen(raw, target):
    raw = raw.detach().clone().requires_grad_(True)
    pixels = torch.sigmoid(raw)
    ((pixels - target) ** 2).mean().backward()
    with torch.no_grad():
        screen = (pixels * 255).round()
    return raw.grad, screen


# %% right: two sigmoids, one for each purpose
def gradient_and_screen(raw, target):
    leaf = raw.clone().requires_grad_()
    loss = torch.nn.functional.mse_loss(torch.sigmoid(leaf), target)
    (gradient,) = torch.autograd.grad(loss, leaf)
    return gradient, (torch.sigmoid(raw) * 255).round()


# %% wrong: the broken program fails="ex5_screen-gradient" says="the screen overwrote it"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = pixels.data
    screen.mul_(255).round_()
    loss.backward()
    return raw.grad, screen


# %% wrong: detach in the place of data fails="ex5_screen-gradient ex5_screen-picture" says="modified by an inplace operation"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = pixels.detach()
    screen.mul_(255).round_()
    loss.backward()
    return raw.grad, screen


# %% wrong: in place under no_grad fails="ex5_screen-gradient ex5_screen-picture" says="modified by an inplace operation"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    with torch.no_grad():
        pixels.mul_(255).round_()
    loss.backward()
    return raw.grad, pixels.detach()


# %% wrong: a view through numpy fails="ex5_screen-gradient" says="the screen overwrote it"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = pixels.detach().numpy()
    screen *= 255
    loss.backward()
    return raw.grad, torch.from_numpy(screen).round()


# %% wrong: clone without detach fails="ex5_screen-picture" says="clone() is recorded"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = pixels.clone()
    screen.mul_(255).round_()
    loss.backward()
    return raw.grad, screen


# %% wrong: the result of the product is lost fails="ex5_screen-picture" says="keep the result of the product"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    screen = pixels.detach().clone()
    screen.mul(255).round()
    loss.backward()
    return raw.grad, screen


# %% wrong: forgets to round fails="ex5_screen-picture" says="whole numbers"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw)
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    return raw.grad, pixels.detach() * 255


# %% wrong: the loss of the detached pixels fails="ex5_screen-gradient ex5_screen-picture" says="does not require grad"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    pixels = torch.sigmoid(raw).detach()
    loss = ((pixels - target) ** 2).mean()
    loss.backward()
    return raw.grad, (pixels * 255).round()


# %% wrong: the loss of the rounded pixels fails="ex5_screen-gradient" says="round() has slope 0"
def gradient_and_screen(raw, target):
    raw = raw.clone().requires_grad_()
    screen = (torch.sigmoid(raw) * 255).round()
    loss = ((screen / 255 - target) ** 2).mean()
    loss.backward()
    return raw.grad, screen.detach()


# %% wrong: writes into the tensor of the caller fails="ex5_screen-gradient ex5_screen-picture" says="make the leaf from a clone"
def gradient_and_screen(raw, target):
    leaf = raw.clone().requires_grad_()
    pixels = torch.sigmoid(leaf)
    ((pixels - target) ** 2).mean().backward()
    screen = raw.sigmoid_()
    return leaf.grad, screen.mul_(255).round_()
