# %% right: a name for each step
def build_a(t):
    product = t * 3
    total = product + 5
    return total.pow(2)


def build_b(w, x, y):
    prediction = x * w
    error = prediction - y
    return torch.mean(error.pow(2))


def build_c(p, q):
    difference = p - q
    square = difference * difference
    return square + q


# %% right: the functions of torch
def build_a(t):
    return torch.square(torch.add(torch.mul(t, 3.0), 5.0))


def build_b(w, x, y):
    return torch.mean(torch.square(torch.sub(torch.mul(w, x), y)))


def build_c(p, q):
    d = torch.sub(p, q)
    return torch.add(torch.mul(d, d), q)


# %% right: the other sign and the other order
def build_a(t):
    return (-5 + t * -3) ** 2


def build_b(w, x, y):
    return ((y - w * x) ** 2).mean()


def build_c(p, q):
    return q + (lambda d: d * d)(q - p)


# %% right: methods in a row and the walrus
def build_a(t):
    return t.mul(3).add(5).pow(2.0)


def build_b(w, x, y):
    return w.mul(x).sub(y).square().mean()


def build_c(p, q):
    return (d := p.sub(q)).mul(d).add(q)


# %% wrong: the difference computed twice fails="ex5_build-fanout" says="node for node as drawn; each node once, and no other"
def build_a(t):
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    return ((w * x - y) ** 2).mean()


def build_c(p, q):
    return (p - q) * (p - q) + q


# %% wrong: a power where a product is drawn fails="ex5_build-fanout" says="node for node as drawn; each node once, and no other"
def build_a(t):
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    return ((w * x - y) ** 2).mean()


def build_c(p, q):
    return (p - q) ** 2 + q


# %% wrong: a product where a power is drawn fails="ex5_build-chain ex5_build-loss" says="expected PowBackward0"
def build_a(t):
    v = 3 * t + 5
    return v * v


def build_b(w, x, y):
    e = w * x - y
    return (e * e).mean()


def build_c(p, q):
    d = p - q
    return d * d + q


# %% wrong: a loss function with a node of its own fails="ex5_build-loss" says="node for node as drawn; each node once, and no other"
def build_a(t):
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    return torch.nn.functional.mse_loss(w * x, y)


def build_c(p, q):
    d = p - q
    return d * d + q


# %% wrong: sum instead of mean fails="ex5_build-loss" says="a mean, not a sum"
def build_a(t):
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    return ((w * x - y) ** 2).sum()


def build_c(p, q):
    d = p - q
    return d * d + q


# %% wrong: square of the mean fails="ex5_build-loss" says="the mean is on top"
def build_a(t):
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    return (w * x - y).mean() ** 2


def build_c(p, q):
    d = p - q
    return d * d + q


# %% wrong: reads the drawing from the bottom fails="ex5_build-chain ex5_build-fanout" says="the square comes last"
def build_a(t):
    return 3 * (t**2) + 5


def build_b(w, x, y):
    return ((w * x - y) ** 2).mean()


def build_c(p, q):
    d = p + q
    return d * d - q


# %% wrong: the other leaf hangs on the sum fails="ex5_build-fanout" says="which leaf hangs on the sum"
def build_a(t):
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    return ((w * x - y) ** 2).mean()


def build_c(p, q):
    d = p - q
    return d * d + p


# %% wrong: returns plain numbers fails="ex5_build-chain ex5_build-loss ex5_build-fanout" says="not its .item()"
def build_a(t):
    return ((3 * t + 5) ** 2).item()


def build_b(w, x, y):
    return ((w * x - y) ** 2).mean().item()


def build_c(p, q):
    d = p - q
    return (d * d + q).item()


# %% wrong: computes with copies of the leaves fails="ex5_build-chain ex5_build-loss ex5_build-fanout" says="compute with t itself"
def build_a(t):
    t = torch.tensor(t.item())
    return (3 * t + 5) ** 2


def build_b(w, x, y):
    w = torch.tensor(w.item())
    return ((w * x - y) ** 2).mean()


def build_c(p, q):
    p, q = torch.tensor(p.item()), torch.tensor(q.item())
    d = p - q
    return d * d + q


# %% wrong: fits the worked numbers with another expression fails="ex5_build-chain" says="66.00"
def build_a(t):
    return (8 * t - 5) ** 2


def build_b(w, x, y):
    return ((w * x - y) ** 2).mean()


def build_c(p, q):
    d = p - q
    return d * d + q
