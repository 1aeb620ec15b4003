# %% right: detached factor, detached change
def weigh(f, g, x):
    constant = f(x).detach()
    return constant * g(x)


def posterize(p, levels):
    steps = levels - 1
    change = (p * steps).round() / steps - p
    return p + change.detach()


# %% right: blocks of no_grad
def weigh(f, g, x):
    with torch.no_grad():
        constant = f(x).clone()
    return constant * g(x)


def posterize(p, levels):
    with torch.no_grad():
        change = torch.round(p * (levels - 1)) / (levels - 1) - p
    return p + change


# %% right: detached inputs of the constant parts
def weigh(f, g, x):
    return torch.mul(g(x), f(x.detach()).detach())


def posterize(p, levels):
    plain = p.detach()
    rounded = torch.floor(plain * (levels - 1) + 0.5) / (levels - 1)
    return rounded + (p - plain)


# %% right: p minus its change
def weigh(f, g, x):
    weight, value = f(x), g(x)
    return value * weight.detach()


def posterize(p, levels):
    tones = torch.linspace(0, 1, levels)
    nearest = (p.detach().unsqueeze(-1) - tones).abs().argmin(dim=-1)
    return p - (p - tones[nearest]).detach()


# %% wrong: nothing is stopped fails="ex8_stop-weigh" says="both ways are open"
def weigh(f, g, x):
    return f(x) * g(x)


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p).detach()


# %% wrong: the other factor is detached fails="ex8_stop-weigh" says="the wrong way is stopped"
def weigh(f, g, x):
    return f(x) * g(x).detach()


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p).detach()


# %% wrong: the product is detached fails="ex8_stop-weigh" says="not x and not the product"
def weigh(f, g, x):
    return (f(x) * g(x)).detach()


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p).detach()


# %% wrong: detach is called, its result is lost fails="ex8_stop-weigh" says="both ways are open"
def weigh(f, g, x):
    constant = f(x)
    constant.detach()
    return constant * g(x)


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p).detach()


# %% wrong: everything under no_grad fails="ex8_stop-weigh ex8_stop-posterize" says="got an untracked result"
@torch.no_grad()
def weigh(f, g, x):
    return f(x) * g(x)


@torch.no_grad()
def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p)


# %% wrong: item in the place of detach fails="ex8_stop-weigh" says="cannot be converted to Scalar"
def weigh(f, g, x):
    return f(x).item() * g(x)


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p).detach()


# %% wrong: no_grad lets the tensor itself pass fails="ex8_stop-weigh" says="f(x) as a whole is the constant, with all that is inside; the way thro"
def weigh(f, g, x):
    with torch.no_grad():
        constant = f(x)
    return constant * g(x)


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p).detach()


# %% wrong: plain rounding fails="ex8_stop-posterize" says="the slope of round() came in"
def weigh(f, g, x):
    return f(x).detach() * g(x)


def posterize(p, levels):
    return (p * (levels - 1)).round() / (levels - 1)


# %% wrong: adds the change without detaching fails="ex8_stop-posterize" says="got zeros"
def weigh(f, g, x):
    return f(x).detach() * g(x)


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p + (rounded - p)


# %% wrong: the p in front is detached fails="ex8_stop-posterize" says="the wrong p is detached"
def weigh(f, g, x):
    return f(x).detach() * g(x)


def posterize(p, levels):
    rounded = (p * (levels - 1)).round() / (levels - 1)
    return p.detach() + (rounded - p)


# %% wrong: one tone too many fails="ex8_stop-posterize" says="two steps of 1 / (levels - 1)"
def weigh(f, g, x):
    return f(x).detach() * g(x)


def posterize(p, levels):
    rounded = (p * levels).round() / levels
    return p + (rounded - p).detach()


# %% wrong: a rounded copy as a new leaf fails="ex8_stop-posterize" says="a way back to p"
def weigh(f, g, x):
    return f(x).detach() * g(x)


def posterize(p, levels):
    rounded = (p.detach() * (levels - 1)).round() / (levels - 1)
    return rounded.requires_grad_()
