# %% right: one line for each entry
def chain_rule(w, x, target):
    table = {}
    table["y"] = w * x
    table["loss"] = (table["y"] - target) ** 2
    table["dL_dy"] = 2 * (table["y"] - target)
    table["dy_dw"] = x
    table["dL_dw"] = table["dL_dy"] * table["dy_dw"]
    return table


# %% right: the expanded derivative
def chain_rule(w, x, target):
    return dict(
        y=w * x,
        loss=w * w * x * x - 2 * w * x * target + target * target,
        dL_dy=2 * w * x - 2 * target,
        dy_dw=x,
        dL_dw=2 * w * x * x - 2 * target * x,
    )


# %% right: the error counted from the other side
def chain_rule(w, x, target):
    y = w * x
    missing = target - y
    dL_dy = -2.0 * missing
    return {"y": y, "loss": missing * missing, "dL_dy": dL_dy, "dy_dw": x, "dL_dw": x * dL_dy}


# %% right: exact central differences
def chain_rule(w, x, target):
    def loss(y):
        return (y - target) ** 2

    y = w * x
    dL_dy = (loss(y + 0.5) - loss(y - 0.5)) / 1.0  # exact for a parabola
    dy_dw = (w + 0.5) * x - (w - 0.5) * x
    return {"y": y, "loss": loss(y), "dL_dy": dL_dy, "dy_dw": dy_dw, "dL_dw": dL_dy * dy_dw}


# %% wrong: stops at the prediction fails="ex1_chain-backward" says="one domino is still to come"
def chain_rule(w, x, target):
    y = w * x
    slope = 2 * (y - target)
    return {"y": y, "loss": (y - target) ** 2, "dL_dy": slope, "dy_dw": x, "dL_dw": slope}


# %% wrong: adds the local derivatives fails="ex1_chain-backward" says="local derivatives multiply"
def chain_rule(w, x, target):
    y = w * x
    dL_dy, dy_dw = 2 * (y - target), x
    return {"y": y, "loss": (y - target) ** 2, "dL_dy": dL_dy, "dy_dw": dy_dw, "dL_dw": dL_dy + dy_dw}


# %% wrong: the derivative for the input instead of the weight fails="ex1_chain-backward" says="dy_dw: got 1.00"
def chain_rule(w, x, target):
    y = w * x
    dL_dy, dy_dw = 2 * (y - target), w
    return {"y": y, "loss": (y - target) ** 2, "dL_dy": dL_dy, "dy_dw": dy_dw, "dL_dw": dL_dy * dy_dw}


# %% wrong: forgets the factor two of the square fails="ex1_chain-backward" says="a factor 2 down"
def chain_rule(w, x, target):
    y = w * x
    dL_dy = y - target
    return {"y": y, "loss": dL_dy**2, "dL_dy": dL_dy, "dy_dw": x, "dL_dw": dL_dy * x}


# %% wrong: sign of the error turned round fails="ex1_chain-backward" says="the sign"
def chain_rule(w, x, target):
    y = w * x
    dL_dy = 2 * (target - y)
    return {"y": y, "loss": (target - y) ** 2, "dL_dy": dL_dy, "dy_dw": x, "dL_dw": dL_dy * x}


# %% wrong: lets autograd do it fails="ex1_chain-backward" says="by hand: multiply the local derivatives yourself"
def chain_rule(w, x, target):
    weight = torch.tensor(w, requires_grad=True)
    y = weight * x
    y.retain_grad()
    loss = (y - target) ** 2
    loss.backward()
    return {"y": y.item(), "loss": loss.item(), "dL_dy": y.grad.item(), "dy_dw": x, "dL_dw": weight.grad.item()}


# %% wrong: the loss without the square fails="ex1_chain-forward" says="still has to be squared"
def chain_rule(w, x, target):
    y = w * x
    error = y - target
    return {"y": y, "loss": error, "dL_dy": 2 * error, "dy_dw": x, "dL_dw": 2 * error * x}


# %% wrong: tensors instead of floats fails="ex1_chain-forward ex1_chain-backward" says="got a Tensor, expected a float"
def chain_rule(w, x, target):
    w, x, target = torch.tensor(w), torch.tensor(x), torch.tensor(target)
    y = w * x
    dL_dy = 2 * (y - target)
    return {"y": y, "loss": (y - target) ** 2, "dL_dy": dL_dy, "dy_dw": x, "dL_dw": dL_dy * x}


# %% wrong: the numbers of the worked example fails="ex1_chain-forward ex1_chain-backward" says="y = w * x"
def chain_rule(w, x, target):
    return {"y": 2.0, "loss": 9.0, "dL_dy": -6.0, "dy_dw": 2.0, "dL_dw": -12.0}
