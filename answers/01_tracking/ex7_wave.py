# %% right: straight from the weights
def wave(w, b, x):
    return torch.stack((w, b)), torch.sin(w * x + b)


# %% right: a dot product with x and one
def wave(w, b, x):
    both = torch.cat([w.reshape(1), b.reshape(1)])
    return both, (both @ torch.tensor([x, 1.0])).sin()


# %% right: written into zeros
def wave(w, b, x):
    both = torch.zeros(2)
    both[0], both[1] = w, b
    slope, shift = both
    return both, torch.sin(torch.add(shift, slope, alpha=x))


# %% right: a sum of two directions
def wave(w, b, x):
    both = w * torch.tensor([1.0, 0.0]) + b * torch.tensor([0.0, 1.0])
    inside = (both * torch.tensor([x, 1.0])).sum()
    return both, inside.sin()


# %% wrong: the broken program fails="ex7_wave-vector ex7_wave-sine ex7_wave-reaches" says="copies numbers"
def wave(w, b, x):
    import math

    both = torch.tensor([w, b])
    inside = both[0].item() * x + both[1].item()
    return both, torch.tensor(math.sin(inside))


# %% wrong: marks the copies fails="ex7_wave-vector ex7_wave-sine ex7_wave-reaches" says="a mark makes a new leaf"
def wave(w, b, x):
    import math

    both = torch.tensor([w, b], requires_grad=True)
    inside = both[0].item() * x + both[1].item()
    return both, torch.tensor(math.sin(inside), requires_grad=True)


# %% wrong: marks the vector and computes on fails="ex7_wave-vector ex7_wave-reaches" says="a mark makes a new leaf"
def wave(w, b, x):
    both = torch.tensor([w, b], requires_grad=True)
    return both, torch.sin(both[0] * x + both[1])


# %% wrong: repairs the vector alone fails="ex7_wave-sine ex7_wave-reaches" says="torch.sin does not"
def wave(w, b, x):
    import math

    both = torch.stack([w, b])
    return both, torch.tensor(math.sin(both[0] * x + both[1]))


# %% wrong: repairs the sine alone fails="ex7_wave-vector ex7_wave-reaches" says="copies numbers"
def wave(w, b, x):
    return torch.tensor([w, b]), torch.sin(w * x + b)


# %% wrong: the sine of Python fails="ex7_wave-sine ex7_wave-reaches" says="got a float"
def wave(w, b, x):
    import math

    return torch.stack([w, b]), math.sin(w * x + b)


# %% wrong: half of the record fails="ex7_wave-reaches" says="part of the way from b to y"
def wave(w, b, x):
    both = torch.stack([w, b])
    return both, torch.sin(both[0] * x + b.item())


# %% wrong: the sine of numpy fails="ex7_wave-vector ex7_wave-sine ex7_wave-reaches" says="call numpy"
def wave(w, b, x):
    import numpy as np

    both = torch.stack([w, b])
    return both, torch.tensor(np.sin(both.numpy() @ [x, 1.0]))


# %% wrong: detaches to silence the warning fails="ex7_wave-vector ex7_wave-sine ex7_wave-reaches" says="torch.stack is recorded"
def wave(w, b, x):
    both = torch.stack([w.detach(), b.detach()])
    return both, torch.sin(both[0] * x + both[1])


# %% wrong: first b and then w fails="ex7_wave-vector ex7_wave-reaches" says="first w, then b"
def wave(w, b, x):
    both = torch.stack([b, w])
    return both, torch.sin(both[1] * x + both[0])


# %% wrong: size of x fails="ex7_wave-sine ex7_wave-reaches" says="stay with tensors and with PyTorch: .item(), math and torch.tensor cut"
def wave(w, b, x):
    both = torch.stack([w, b])
    return both, torch.sin(both[0] * abs(x) + both[1])

# %% wrong: throws gradients away fails="ex7_wave-vector" says="stay with tensors and with PyTorch: .item(), math and torch.tensor cut"
import torch


def wave(w, b, x):
    w.grad = b.grad = None
    both = torch.stack([w, b])
    return both, torch.sin(both[0] * x + both[1])

# %% wrong: a line in place of the sine fails="ex7_wave-reaches" says="stay with tensors and with PyTorch: .item(), math and torch.tensor cut"
import math

import torch


def wave(w, b, x):
    both = torch.stack([w, b])
    inside = both[0] * x + both[1]
    here = inside.item()
    return both, math.sin(here) + math.cos(here) * (inside - here)
