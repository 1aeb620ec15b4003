# %% right: a helper for the slope
def slope_of(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item()


def advise(penalty, p):
    slope = slope_of(penalty, p)
    if abs(slope) < 1e-6 or (slope < 0 and p >= 1) or (slope > 0 and p <= 0):
        return "leave"
    return "brighter" if slope < 0 else "darker"


def forecast(penalty, p, nudge):
    return slope_of(penalty, p) * nudge


# %% right: torch.autograd.grad in float64
def advise(penalty, p):
    pixel = torch.tensor(p, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(penalty(pixel), pixel)
    downhill = -slope.item()
    if downhill > 1e-6:
        return "brighter" if p < 1.0 else "leave"
    if downhill < -1e-6:
        return "darker" if p > 0.0 else "leave"
    return "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(penalty(pixel), pixel)
    return (slope * nudge).item()


# %% right: measures instead of asking
def advise(penalty, p):
    words = {1: "darker", -1: "brighter"}
    rise = forecast(penalty, p, 1.0)
    sign = (rise > 1e-6) - (rise < -1e-6)
    blocked = (p >= 1 and sign == -1) or (p <= 0 and sign == 1)
    return "leave" if blocked else words.get(sign, "leave")


def forecast(penalty, p, nudge):
    at, h = torch.tensor(p, dtype=torch.float64), 1e-5
    return nudge * (penalty(at + h) - penalty(at - h)).item() / (2 * h)


# %% right: direction as a number, clamped to the range
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if pixel.grad.abs() < 1e-6:
        return "leave"
    nudged = min(1.0, max(0.0, p - 0.001 * pixel.grad.sign().item()))
    return "brighter" if nudged > p else "darker" if nudged < p else "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return float(pixel.grad) * nudge


# %% wrong: follows the gradient uphill fails="ex5_nudge-way ex5_nudge-limits" says="the gradient points uphill"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if pixel.grad > 1e-6 and p < 1:
        return "brighter"
    if pixel.grad < -1e-6 and p > 0:
        return "darker"
    return "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item() * nudge


# %% wrong: knows no limits fails="ex5_nudge-limits" says="a white pixel cannot get brighter"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if abs(pixel.grad) < 1e-6:
        return "leave"
    return "brighter" if pixel.grad < 0 else "darker"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item() * nudge


# %% wrong: leaves every pixel at a limit alone fails="ex5_nudge-limits" says="can still get darker"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if p in (0.0, 1.0) or abs(pixel.grad) < 1e-6:
        return "leave"
    return "brighter" if pixel.grad < 0 else "darker"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item() * nudge


# %% wrong: the target of the worked number built in fails="ex5_nudge-way ex5_nudge-limits" says="lower is against the sign of the gradient, unless the pixel is at that"
def advise(penalty, p):
    if p < 0.8:
        return "brighter"
    return "darker" if p > 0.8 else "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item() * nudge


# %% wrong: tries large nudges instead of the slope fails="ex5_nudge-way" says="lower is against the sign of the gradient, unless the pixel is at that"
def advise(penalty, p):
    up, down = penalty(torch.tensor(p + 0.1)), penalty(torch.tensor(p - 0.1))
    if up < down - 1e-6:
        return "brighter" if p < 1 else "leave"
    return "darker" if down < up - 1e-6 and p > 0 else "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item() * nudge


# %% wrong: calls a shallow slope zero fails="ex5_nudge-way ex5_nudge-limits" says="lower is against the sign of the gradient, unless the pixel is at that"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if round(pixel.grad.item(), 2) == 0:
        return "leave"
    if pixel.grad < 0:
        return "brighter" if p < 1 else "leave"
    return "darker" if p > 0 else "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item() * nudge


# %% wrong: forecast of the real change fails="ex5_nudge-forecast" says="that is the real change"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if pixel.grad < -1e-6 and p < 1:
        return "brighter"
    return "darker" if pixel.grad > 1e-6 and p > 0 else "leave"


def forecast(penalty, p, nudge):
    return (penalty(torch.tensor(p + nudge)) - penalty(torch.tensor(p))).item()


# %% wrong: forecast without the nudge fails="ex5_nudge-forecast" says="multiply it by the nudge"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if pixel.grad < -1e-6 and p < 1:
        return "brighter"
    return "darker" if pixel.grad > 1e-6 and p > 0 else "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return pixel.grad.item()


# %% wrong: forecast as a size without sign fails="ex5_nudge-forecast" says="keep the sign"
def advise(penalty, p):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    if pixel.grad < -1e-6 and p < 1:
        return "brighter"
    return "darker" if pixel.grad > 1e-6 and p > 0 else "leave"


def forecast(penalty, p, nudge):
    pixel = torch.tensor(p, requires_grad=True)
    penalty(pixel).backward()
    return abs(pixel.grad.item() * nudge)
