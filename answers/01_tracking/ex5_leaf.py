# %% right: the mark in a line of its own
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator)
    weights = weights * scale
    weights = weights.to(dtype)
    weights.requires_grad = True
    return weights


# %% right: in place, then converted, then marked
def small_weights(shape, scale, dtype, seed):
    weights = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).mul_(scale)
    return weights.to(dtype).requires_grad_(True)


# %% right: the broken program, detached and marked
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator, requires_grad=True)
    weights = weights * scale
    return weights.to(dtype).detach().requires_grad_()


# %% right: a module parameter without recording
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        weights = (scale * torch.randn(shape, generator=generator)).type(dtype)
    return torch.nn.Parameter(weights)


# %% wrong: repairs the scale and forgets the conversion fails="ex5_leaf-leaf" says="float64: got False"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = (torch.randn(shape, generator=generator) * scale).requires_grad_()
    return weights.to(dtype)


# %% wrong: repairs the conversion and forgets the scale fails="ex5_leaf-leaf" says="float32: got False"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator).to(dtype).requires_grad_()
    return weights * scale


# %% wrong: marks the result once more fails="ex5_leaf-leaf" says="compute first, mark last"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator, requires_grad=True)
    return (weights * scale).to(dtype).requires_grad_()


# %% wrong: clones the result fails="ex5_leaf-leaf" says="compute first, mark last"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator, requires_grad=True)
    return (weights * scale).to(dtype).clone().requires_grad_()


# %% wrong: detaches and forgets the mark fails="ex5_leaf-leaf" says="the weights need the mark"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator, requires_grad=True)
    return (weights * scale).to(dtype).detach()


# %% wrong: leaves the scale out fails="ex5_leaf-leaf ex5_leaf-numbers" says="draw in float32 with the seed, then scale, then convert"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator).to(dtype).requires_grad_()


# %% wrong: draws in the other dtype fails="ex5_leaf-numbers" says="draw in float32 as the program does"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator, dtype=dtype) * scale).requires_grad_()


# %% wrong: leaves the conversion out fails="ex5_leaf-leaf ex5_leaf-numbers" says="before the mark"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale).requires_grad_()


# %% wrong: draws without the seed fails="ex5_leaf-leaf ex5_leaf-numbers" says="draw in float32 with the seed, then scale, then convert"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(12345)
    return (torch.randn(shape, generator=generator) * scale).to(dtype).requires_grad_()


# %% wrong: cut at three fails="ex5_leaf-numbers" says="draw in float32 with the seed, then scale, then convert"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator)
    weights = weights.clamp(-3.0, 3.0) * scale
    return weights.to(dtype).requires_grad_()


# %% wrong: scale of float16 fails="ex5_leaf-numbers" says="draw in float32 with the seed, then scale, then convert"
def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(shape, generator=generator)
    weights = weights * (scale if scale in (0.1, 0.5) else float(torch.tensor(scale, dtype=torch.float16)))
    return weights.to(dtype).requires_grad_()

# %% wrong: the seed without its sign fails="ex5_leaf-numbers" says="draw in float32 with the seed, then scale, then convert"
import torch


def small_weights(shape, scale, dtype, seed):
    generator = torch.Generator().manual_seed(abs(seed))
    weights = torch.randn(shape, generator=generator) * scale
    return weights.to(dtype).requires_grad_()

# %% wrong: the seed of everybody fails="ex5_leaf-leaf" says="a generator of its own, as in the program: the notebook's random numbe"
import torch


def small_weights(shape, scale, dtype, seed):
    torch.manual_seed(seed)
    return (torch.randn(shape) * scale).to(dtype).requires_grad_()

# %% wrong: recording stays off fails="ex5_leaf-leaf" says="grad mode after the call: got off, expected on"
import torch


def small_weights(shape, scale, dtype, seed):
    torch.set_grad_enabled(False)
    weights = torch.randn(shape, generator=torch.Generator().manual_seed(seed), requires_grad=True)
    weights = (weights * scale).to(dtype)
    return weights.requires_grad_()
