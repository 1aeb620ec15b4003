# %% right: torch.optim.SGD at one and a half over the curvature
def recover(loss_of, start, curvature):
    pixels = torch.nn.Parameter(start.detach().clone())
    optimizer = torch.optim.SGD([pixels], lr=1.5 / curvature)
    for _ in range(300):
        optimizer.zero_grad()
        loss_of(pixels).backward()
        optimizer.step()
    return pixels.data


# %% right: momentum by hand
def recover(loss_of, start, curvature):
    pixels, speed = start.clone(), torch.zeros_like(start)
    for _ in range(150):
        leaf = pixels.clone().requires_grad_()
        (slopes,) = torch.autograd.grad(loss_of(leaf), leaf)
        speed = 0.5 * speed + slopes
        pixels = pixels - speed / curvature
    return pixels


# %% right: stops when the steps become tiny
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(399):
        loss_of(pixels).backward()
        move = pixels.grad / curvature
        pixels.grad = None
        with torch.no_grad():
            pixels.sub_(move)
        if move.abs().max() < 1e-6:
            break
    return pixels.detach().clone()


# %% wrong: one step fails="ex8_recover-uneven" says="the smallest curvature sets the patience"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(1):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: ten steps fails="ex8_recover-uneven" says="more steps"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(10):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: rate of the lesson fails="ex8_recover-mean ex8_recover-uneven ex8_recover-clean" says="learn on a clone with the rate 1 / curvature and clean slopes, 100 ste"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= 9.6 * pixels.grad
        pixels.grad = None
    return pixels.detach()


# %% wrong: rate from the number of pixels fails="ex8_recover-uneven" says="the largest curvature sets the limit"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad * pixels.numel() / 2
        pixels.grad = None
    return pixels.detach()


# %% wrong: rate at the limit fails="ex8_recover-mean ex8_recover-uneven ex8_recover-clean" says="is the rate about 1 / curvature"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= 2 * pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: multiplies by the curvature fails="ex8_recover-mean ex8_recover-uneven ex8_recover-clean" says="is the rate about 1 / curvature"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad * curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: never clears the slopes fails="ex8_recover-mean ex8_recover-uneven ex8_recover-clean" says="is the rate about 1 / curvature"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
    return pixels.detach()


# %% wrong: learns on the start itself fails="ex8_recover-clean" says="learn on start.clone()"
def recover(loss_of, start, curvature):
    pixels = start.detach().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: marks the start fails="ex8_recover-clean" says="learn on start.clone()"
def recover(loss_of, start, curvature):
    pixels = start.requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: returns tracked pixels fails="ex8_recover-clean" says="return pixels.detach()"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels


# %% wrong: too many calls fails="ex8_recover-clean" says="learn on a clone with the rate 1 / curvature and clean slopes, 100 ste"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(600):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: stops at a small loss fails="ex8_recover-uneven" says="learn on a clone with the rate 1 / curvature and clean slopes, 100 ste"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss = loss_of(pixels)
        if loss.item() < 1e-8:
            break
        loss.backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()


# %% wrong: returns the loss fails="ex8_recover-mean ex8_recover-uneven ex8_recover-clean" says="of the shape of start"
def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(200):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return loss_of(pixels).detach()

# %% wrong: too few steps fails="ex8_recover-uneven" says="Pixels of unequal weight"
import torch


def recover(loss_of, start, curvature):
    pixels = start.clone().requires_grad_()
    for _ in range(62):
        loss_of(pixels).backward()
        with torch.no_grad():
            pixels -= pixels.grad / curvature
        pixels.grad = None
    return pixels.detach()
