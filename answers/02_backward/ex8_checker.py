# %% right: plain loop over the entries
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    measured, h = [], 1e-5
    for i in range(x.numel()):
        plus, minus = x.double().clone(), x.double().clone()
        plus.view(-1)[i] += h
        minus.view(-1)[i] -= h
        measured.append((f(plus) - f(minus)).item() / (2 * h))
    forgiven = max(0.001 * max(abs(slope) for slope in measured), 1e-6)
    return all(abs(mine - slope) <= forgiven for mine, slope in zip(gradient.reshape(-1).tolist(), measured))


# %% right: torch.allclose with the tolerance of the largest
def is_gradient(f, x, gradient):
    x = x.double()
    measured = torch.zeros_like(x)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = 1e-5
        measured.view(-1)[i] = (f(x + nudge) - f(x - nudge)) / 2e-5
    if gradient.shape != measured.shape:
        return False
    return torch.allclose(gradient.double(), measured, rtol=0, atol=max(1e-6, 2e-3 * measured.abs().max().item()))


# %% right: worst error against the largest entry
def is_gradient(f, x, gradient):
    x, gradient = x.to(torch.float64), gradient.to(torch.float64)
    basis = torch.eye(x.numel(), dtype=x.dtype)
    slopes = [(f(x + 1e-5 * e.view_as(x)) - f(x - 1e-5 * e.view_as(x))) / 2e-5 for e in basis]
    measured = torch.stack([slope.reshape(()) for slope in slopes])
    if tuple(gradient.shape) != tuple(x.shape):
        return False
    worst = (gradient.flatten() - measured).abs().max().item()
    return worst <= 1e-6 or worst < 3e-3 * measured.abs().max().item()


# %% right: numpy does the comparison
def is_gradient(f, x, gradient):
    import numpy as np

    at = x.double().numpy()
    if gradient.shape != x.shape:
        return False
    measured = np.zeros(at.shape)
    for index in np.ndindex(*at.shape):
        nudge = np.zeros(at.shape)
        nudge[index] = 1e-5
        plus, minus = torch.from_numpy(np.asarray(at + nudge)), torch.from_numpy(np.asarray(at - nudge))
        measured[index] = (f(plus) - f(minus)).item() / 2e-5
    return np.allclose(gradient.numpy(), measured, rtol=0, atol=max(1e-6, 1e-3 * np.abs(measured).max()))


# %% wrong: measures in float32 fails="ex8_checker-accepts ex8_checker-catches ex8_checker-scale" says="measure in float64"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    h = 1e-5
    nudges = h * torch.eye(x.numel()).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    tolerance = max(1e-3 * measured.abs().max().item(), 1e-6)
    return bool(((gradient - measured).abs() <= tolerance).all())


# %% wrong: says yes to everything fails="ex8_checker-accepts ex8_checker-catches ex8_checker-scale" says="compare every entry with a measurement"
def is_gradient(f, x, gradient):
    return True


# %% wrong: asks for exact equality fails="ex8_checker-accepts ex8_checker-catches ex8_checker-scale" says="allow for rounding"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    return torch.equal(gradient.double(), measured)


# %% wrong: asks autograd fails="ex8_checker-accepts" says="cannot be its own witness"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    leaf = x.clone().requires_grad_()
    f(leaf).backward()
    tolerance = max(1e-3 * leaf.grad.abs().max().item(), 1e-6)
    return bool(((gradient - leaf.grad).abs() <= tolerance).all())


# %% wrong: a fixed tolerance fails="ex8_checker-accepts ex8_checker-scale" says="compare the shapes, then every entry, with 0.1 % of the largest measur"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    return bool(((gradient - measured).abs() <= 1e-4).all())


# %% wrong: relative error of each entry alone fails="ex8_checker-accepts ex8_checker-scale" says="compare the shapes, then every entry, with 0.1 % of the largest measur"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    return bool(((gradient - measured).abs() <= 1e-3 * measured.abs()).all())


# %% wrong: allclose with a relative tolerance fails="ex8_checker-accepts ex8_checker-scale" says="compare the shapes, then every entry, with 0.1 % of the largest measur"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    return torch.allclose(gradient.double(), measured, rtol=1e-3, atol=1e-6)


# %% wrong: compares the sums fails="ex8_checker-catches" says="no sums, no means"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    tolerance = max(1e-3 * measured.abs().max().item(), 1e-6)
    return abs(gradient.double().sum() - measured.sum()).item() <= tolerance


# %% wrong: never looks at the shape fails="ex8_checker-catches" says="compare the shapes, then every entry, with 0.1 % of the largest measur"
def is_gradient(f, x, gradient):
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges])
    tolerance = max(1e-3 * measured.abs().max().item(), 1e-6)
    return bool(((gradient.reshape(-1) - measured.reshape(-1)).abs() <= tolerance).all())


# %% wrong: looks for a large error, so nan passes fails="ex8_checker-catches" says="compare the shapes, then every entry, with 0.1 % of the largest measur"
def is_gradient(f, x, gradient):
    if gradient.shape != x.shape:
        return False
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    tolerance = max(1e-3 * measured.abs().max().item(), 1e-6)
    return not ((gradient - measured).abs() > tolerance).any().item()


# %% wrong: one answer for each entry fails="ex8_checker-accepts ex8_checker-catches ex8_checker-scale" says="bool(...) makes one answer"
def is_gradient(f, x, gradient):
    x, h = x.double(), 1e-5
    nudges = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape)
    measured = torch.stack([(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]).reshape(x.shape)
    tolerance = max(1e-3 * measured.abs().max().item(), 1e-6)
    return (gradient - measured).abs() <= tolerance

# %% wrong: lengths compared fails="ex8_checker-catches" says="one entry of a hundred off by 1.2 %"
def measure(f, x, h=1e-5):
    x = x.double()
    slopes = []
    for i in range(x.numel()):
        plus, minus = x.flatten().clone(), x.flatten().clone()
        plus[i] += h
        minus[i] -= h
        rise = float(f(plus.reshape(x.shape))) - float(f(minus.reshape(x.shape)))
        slopes.append(rise / (2 * h))
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)


def is_gradient(f, x, gradient):
    """Tell whether gradient is the gradient of f at x, by central differences in
    float64.
    """
    if gradient.shape != x.shape:
        return False
    measured = measure(f, x)
    miss = (gradient.double() - measured).norm()
    return bool(miss <= 5e-3 * measured.norm() + 1e-6)

# %% wrong: no absolute floor fails="ex8_checker-accepts" says="4e-7 for 0"
def measure(f, x, h=1e-5):
    x = x.double()
    slopes = []
    for i in range(x.numel()):
        plus, minus = x.flatten().clone(), x.flatten().clone()
        plus[i] += h
        minus[i] -= h
        rise = float(f(plus.reshape(x.shape))) - float(f(minus.reshape(x.shape)))
        slopes.append(rise / (2 * h))
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)


def is_gradient(f, x, gradient):
    """Tell whether gradient is the gradient of f at x, by central differences in
    float64.
    """
    if gradient.shape != x.shape:
        return False
    measured = measure(f, x)
    allowed = 1e-3 * measured.abs().max()
    return bool(((gradient.double() - measured).abs() <= allowed).all())
