# %% right: slices with a running start
def accumulate(loss, w, x, y, sizes):
    w.grad, start, total = None, 0, 0.0
    for size in sizes:
        rows = slice(start, start + size)
        part = loss(w, x[rows], y[rows])
        (size / sum(sizes) * part).backward()
        total += part.item() * size / sum(sizes)
        start += size
    return total


# %% right: weighs the gradient that backward starts from
def accumulate(loss, w, x, y, sizes):
    w.grad, total, n = None, 0.0, len(x)
    for xs, ys in zip(torch.split(x, sizes), torch.split(y, sizes)):
        part = loss(w, xs, ys)
        part.backward(torch.tensor(len(xs) / n))
        total += part.item() * len(xs)
    return total / n


# %% right: sums first, divides the gradient at the end
def accumulate(loss, w, x, y, sizes):
    if w.grad is not None:
        w.grad.zero_()
    total = 0.0
    for xs, ys, size in zip(x.split(sizes), y.split(sizes), sizes):
        part = size * loss(w, xs, ys)
        part.backward()
        total += part.item()
    w.grad /= len(x)
    return total / len(x)


# %% right: torch.autograd.grad and one assignment
def accumulate(loss, w, x, y, sizes):
    total, gradient = 0.0, torch.zeros_like(w)
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        share = loss(w, xs, ys) * (len(xs) / len(x))
        gradient += torch.autograd.grad(share, w)[0]
        total += float(share)
    w.grad = gradient
    return total


# %% wrong: divides by the number of portions fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="1 / 3 counts the small portion too much"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        share = loss(w, xs, ys) / len(sizes)
        share.backward()
        total += share.item()
    return total


# %% wrong: no weights fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="a sum of means"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        part = loss(w, xs, ys)
        part.backward()
        total += part.item()
    return total


# %% wrong: keeps the old gradient fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="the share n_k / N of each portion makes it equal to the full batch; an"
def accumulate(loss, w, x, y, sizes):
    total = 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        share = loss(w, xs, ys) * len(xs) / len(x)
        share.backward()
        total += share.item()
    return total


# %% wrong: clears in each portion fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="the last portion alone"
def accumulate(loss, w, x, y, sizes):
    total = 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        w.grad = None
        share = loss(w, xs, ys) * len(xs) / len(x)
        share.backward()
        total += share.item()
    return total


# %% wrong: one backward at the end fails="ex7_micro-state ex7_micro-portions" says="let each graph go after its walk: no retain_graph"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        total = total + loss(w, xs, ys) * len(xs) / len(x)
    total.backward()
    return total.item()


# %% wrong: the whole batch at once fails="ex7_micro-portions" says="one backward() for each portion"
def accumulate(loss, w, x, y, sizes):
    w.grad = None
    whole = loss(w, x, y)
    whole.backward()
    return whole.item()


# %% wrong: multiplies by the size and forgets to divide fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="divide by N"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        part = loss(w, xs, ys) * len(xs)
        part.backward()
        total += part.item()
    return total / len(x)


# %% wrong: portions all of the first size fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="the last portion is missing"
def accumulate(loss, w, x, y, sizes):
    w.grad, total, size = None, 0.0, sizes[0]
    for start in range(0, len(x) - size + 1, size):
        share = loss(w, x[start : start + size], y[start : start + size]) * size / len(x)
        share.backward()
        total += share.item()
    return total


# %% wrong: a running total of tensors fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="the mean over the whole batch: the same shares, n_k / N, as for the gr"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        share = loss(w, xs, ys) * len(xs) / len(x)
        share.backward()
        total = total + share
    return total


# %% wrong: right gradient and the mean of the means as loss fails="ex7_micro-state" says="the mean over the whole batch: the same shares, n_k / N, as for the gr"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        part = loss(w, xs, ys)
        (part * len(xs) / len(x)).backward()
        total += part.item() / len(sizes)
    return total


# %% wrong: clears at the end as well fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="leave the sum in w.grad"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        share = loss(w, xs, ys) * len(xs) / len(x)
        share.backward()
        total += share.item()
    w.grad = None
    return total


# %% wrong: a squared error of its own fails="ex7_micro-unequal ex7_micro-state ex7_micro-portions" says="call: got RuntimeError: The size of tensor a (3) must match the size o"
def accumulate(loss, w, x, y, sizes):
    w.grad, total = None, 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        share = ((w * xs - ys) ** 2).sum() / len(x)
        share.backward()
        total += share.item()
    return total


# %% wrong: old gradient of a matrix kept fails="ex7_micro-unequal ex7_micro-portions" says="the share n_k / N of each portion makes it equal to the full batch; an"
def accumulate(loss, w, x, y, sizes):
    if w.grad is not None and w.grad.dim() == 0:
        w.grad = None
    total, start = 0.0, 0
    for size in sizes:
        value = loss(w, x[start:start + size], y[start:start + size]) * size / len(x)
        value.backward()
        total += value.item()
        start += size
    return total

# %% wrong: keeps all graphs to the end fails="ex7_micro-state" says="let each graph go after its walk: no retain_graph"
def accumulate(loss, w, x, y, sizes):
    w.grad = None
    parts = []
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        parts.append(loss(w, xs, ys) * (len(xs) / len(x)))
        parts[-1].backward(retain_graph=True)
    return sum(parts).item()

# %% wrong: the old gradient times zero fails="ex7_micro-unequal ex7_micro-portions" says="the share n_k / N of each portion makes it equal to the full batch; an"
def accumulate(loss, w, x, y, sizes):
    if w.grad is not None:
        w.grad *= 0
    total = 0.0
    for xs, ys in zip(x.split(sizes), y.split(sizes)):
        part = loss(w, xs, ys) * (len(xs) / len(x))
        part.backward()
        total += part.item()
    return total
