# %% right: torch.autograd.grad
def mix_gradients(c1, c2, target):
    colours = [torch.tensor(tone, requires_grad=True) for tone in (c1, c2)]
    penalty = (0.6 * colours[0] + 0.4 * colours[1] - target).square()
    g1, g2 = torch.autograd.grad(penalty, colours)
    return g1.item(), g2.item()


# %% right: one vector of colours and one of shares
def mix_gradients(c1, c2, target):
    colours = torch.tensor([c1, c2], requires_grad=True)
    mix = torch.dot(colours, torch.tensor([0.6, 0.4]))
    ((mix - target) ** 2).backward()
    return tuple(colours.grad.tolist())


# %% right: keeps the mix as a leaf and multiplies by the shares
def mix_gradients(c1, c2, target):
    mix = torch.tensor(0.6 * c1 + 0.4 * c2, requires_grad=True)
    ((mix - target) ** 2).backward()
    return 0.6 * mix.grad.item(), 0.4 * mix.grad.item()


# %% right: stack keeps the trail where torch.tensor cuts it
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = torch.stack([0.6 * c1, 0.4 * c2]).sum()
    penalty = torch.pow(mix - target, 2)
    penalty.backward()
    return float(c1.grad), float(c2.grad)


# %% wrong: the broken program as it is fails="ex4_mix-values ex4_mix-signs" says="the gradient of the mix"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = torch.tensor(0.6 * c1.item() + 0.4 * c2.item(), requires_grad=True)
    penalty = (mix - target) ** 2
    penalty.backward()
    return mix.grad.item(), mix.grad.item()


# %% wrong: reads at the colours, but the trail is still cut fails="ex4_mix-values ex4_mix-signs" says="got None"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = torch.tensor(0.6 * c1.item() + 0.4 * c2.item(), requires_grad=True)
    penalty = (mix - target) ** 2
    penalty.backward()
    return c1.grad, c2.grad


# %% wrong: item inside the mix fails="ex4_mix-values ex4_mix-signs" says="no attribute 'backward'"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = 0.6 * c1.item() + 0.4 * c2.item()
    penalty = (mix - target) ** 2
    penalty.backward()
    return c1.grad.item(), c2.grad.item()


# %% wrong: torch.tensor around the mix without a mark fails="ex4_mix-values ex4_mix-signs" says="does not require grad"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = torch.tensor(0.6 * c1 + 0.4 * c2)
    penalty = (mix - target) ** 2
    penalty.backward()
    return c1.grad.item(), c2.grad.item()


# %% wrong: zeros where the gradient is None fails="ex4_mix-values ex4_mix-signs" says="from the tensors c1 and c2 themselves"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = torch.tensor(0.6 * c1.item() + 0.4 * c2.item(), requires_grad=True)
    ((mix - target) ** 2).backward()
    return tuple(0.0 if c.grad is None else c.grad.item() for c in (c1, c2))


# %% wrong: swapped shares fails="ex4_mix-values ex4_mix-signs" says="are the two results swapped"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = 0.6 * c1 + 0.4 * c2
    ((mix - target) ** 2).backward()
    return c2.grad.item(), c1.grad.item()


# %% wrong: gradient of the mix instead of the penalty fails="ex4_mix-values ex4_mix-signs" says="gradient of c1: got 0.6000"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = 0.6 * c1 + 0.4 * c2
    mix.backward()
    return c1.grad.item(), c2.grad.item()


# %% wrong: turns the sign into advice fails="ex4_mix-values ex4_mix-signs" says="gradient of c1: got 0.1200"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    penalty = (0.6 * c1 + 0.4 * c2 - target) ** 2
    penalty.backward()
    return -c1.grad.item(), -c2.grad.item()


# %% wrong: returns tensors fails="ex4_mix-values ex4_mix-signs" says="got a Tensor"
def mix_gradients(c1, c2, target):
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    penalty = (0.6 * c1 + 0.4 * c2 - target) ** 2
    penalty.backward()
    return c1.grad, c2.grad

# %% wrong: clamped mix fails="ex4_mix-values" says="a mix above 1"
def mix_gradients(c1, c2, target):
    """Return the gradients of (0.6 * c1 + 0.4 * c2 - target) ** 2 for c1 and c2, as two
    floats.
    """
    c1 = torch.tensor(c1, requires_grad=True)
    c2 = torch.tensor(c2, requires_grad=True)
    mix = (0.6 * c1 + 0.4 * c2).clamp(0, 1)
    penalty = (mix - target) ** 2
    penalty.backward()
    return c1.grad.item(), c2.grad.item()
