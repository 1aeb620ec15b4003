# %% right: nudges a clone and takes the nudge back
def numerical_gradient(f, x, h):
    work, result = x.clone(), torch.empty_like(x)
    flat, slots = work.view(-1), result.view(-1)
    for i in range(len(flat)):
        kept = flat[i].item()
        flat[i] = kept + h
        plus = float(f(work))
        flat[i] = kept - h
        minus = float(f(work))
        flat[i] = kept
        slots[i] = (plus - minus) / (2 * h)
    return result


# %% right: rows of a unit matrix as nudges
def numerical_gradient(f, x, h):
    nudges = h * torch.eye(x.numel(), dtype=x.dtype).reshape(-1, *x.shape)
    slopes = [float(f(x + nudge) - f(x - nudge)) / (2 * h) for nudge in nudges]
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)


# %% right: multi-dimensional index from itertools
def numerical_gradient(f, x, h):
    import itertools

    result = torch.zeros(x.shape, dtype=torch.float64)
    for index in itertools.product(*(range(n) for n in x.shape)):
        plus, minus = x.clone(), x.clone()
        plus[index] += h
        minus[index] -= h
        result[index] = (f(plus) - f(minus)) / 2 / h
    return result


# %% right: lists of Python floats
def numerical_gradient(f, x, h):
    def at(i, change):
        values = x.flatten().tolist()
        values[i] += change
        return float(f(torch.tensor(values, dtype=torch.float64).reshape(x.shape)))

    slopes = [(at(i, h) - at(i, -h)) / (h + h) for i in range(x.numel())]
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)


# %% wrong: one-sided difference fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="one-sided"
def numerical_gradient(f, x, h):
    result = torch.zeros_like(x)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = h
        result.view(-1)[i] = (f(x + nudge) - f(x)) / h
    return result


# %% wrong: divides by h fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="2 * h long"
def numerical_gradient(f, x, h):
    result = torch.zeros_like(x)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = h
        result.view(-1)[i] = (f(x + nudge) - f(x - nudge)) / h
    return result


# %% wrong: precedence of the division fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="with parentheses"
def numerical_gradient(f, x, h):
    result = torch.zeros_like(x)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = h
        result.view(-1)[i] = (f(x + nudge) - f(x - nudge)) / 2 * h
    return result


# %% wrong: nudges all entries at once fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="(f(x + h e_i) - f(x - h e_i)) / (2 h), where entry i alone moves"
def numerical_gradient(f, x, h):
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return torch.full_like(x, float(slope))


# %% wrong: nudges the tensor of the caller fails="ex7_numeric-entries ex7_numeric-untouched" says="(f(x + h e_i) - f(x - h e_i)) / (2 h), where entry i alone moves"
def numerical_gradient(f, x, h):
    result = torch.zeros_like(x)
    for i in range(x.numel()):
        x.view(-1)[i] += h
        plus = float(f(x))
        x.view(-1)[i] -= 2 * h
        result.view(-1)[i] = (plus - float(f(x))) / (2 * h)
    return result


# %% wrong: two names for one tensor fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="(f(x + h) - f(x - h))"
def numerical_gradient(f, x, h):
    result = torch.zeros_like(x)
    for i in range(x.numel()):
        plus, minus = x, x
        plus.view(-1)[i] += h
        minus.view(-1)[i] -= h
        result.view(-1)[i] = (f(plus) - f(minus)) / (2 * h)
    return result


# %% wrong: keeps earlier nudges fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="(f(x + h e_i) - f(x - h e_i)) / (2 h), where entry i alone moves"
def numerical_gradient(f, x, h):
    result, plus, minus = torch.zeros_like(x), x.clone(), x.clone()
    for i in range(x.numel()):
        plus.view(-1)[i] += h
        minus.view(-1)[i] -= h
        result.view(-1)[i] = (f(plus) - f(minus)) / (2 * h)
    return result


# %% wrong: result in float32 fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="got dtype torch.float32"
def numerical_gradient(f, x, h):
    result = torch.zeros(x.shape)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = h
        result.view(-1)[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return result


# %% wrong: asks autograd fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="a step of 0.1 misses by 0.01"
def numerical_gradient(f, x, h):
    leaf = x.clone().requires_grad_()
    f(leaf).backward()
    return leaf.grad


# %% wrong: a step of its own fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="use the h that is given"
def numerical_gradient(f, x, h):
    h, result = 1e-5, torch.zeros_like(x)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = h
        result.view(-1)[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return result


# %% wrong: counts rows where it should count entries fails="ex7_numeric-formula ex7_numeric-entries ex7_numeric-untouched" says="got TypeError"
def numerical_gradient(f, x, h):
    result = torch.zeros_like(x)
    for i in range(len(x)):
        nudge = torch.zeros_like(x)
        nudge[i] = h
        result[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return result

# %% wrong: value moves along fails="ex7_numeric-formula" says="f returns an entry of x itself"
def numerical_gradient(f, x, h):
    """Return the central differences of f at the float64 tensor x, one for each entry,
    with step h.
    """
    result = torch.zeros_like(x)
    for i in range(x.numel()):
        copy = x.clone()
        copy.view(-1)[i] = x.view(-1)[i] + h
        up = f(copy)
        copy.view(-1)[i] = x.view(-1)[i] - h
        down = f(copy)
        result.view(-1)[i] = (up - down) / (2 * h)
    return result
