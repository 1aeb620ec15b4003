# %% right: layer by layer
def gradients_without(model, frozen, x, target):
    for position, layer in enumerate(model):
        if position in frozen:
            layer.requires_grad_(False)
    ((model(x) - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% right: parameter by parameter, with the flag
def gradients_without(model, frozen, x, target):
    for position in frozen:
        for parameter in model[position].parameters():
            parameter.requires_grad = False
    loss = torch.nn.functional.mse_loss(model(x), target)
    loss.backward()
    return dict(model.named_parameters())


# %% right: by the names of the parameters
def gradients_without(model, frozen, x, target):
    parameters = dict(model.named_parameters())
    for name, parameter in parameters.items():
        parameter.requires_grad_(int(name.split(".")[0]) not in frozen)
    error = model(x) - target
    (error * error).mean().backward()
    return parameters


# %% right: gradients written by hand after autograd grad
def gradients_without(model, frozen, x, target):
    for position in frozen:
        model[position].requires_grad_(False)
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    loss = ((model(x) - target) ** 2).mean()
    for parameter, gradient in zip(trainable, torch.autograd.grad(loss, trainable)):
        parameter.grad = gradient
    return dict(model.named_parameters())


# %% wrong: throws the gradients away afterwards fails="ex4_freeze-marks" says="zeroing a gradient freezes nothing"
def gradients_without(model, frozen, x, target):
    ((model(x) - target) ** 2).mean().backward()
    for position in frozen:
        for parameter in model[position].parameters():
            parameter.grad = None
    return dict(model.named_parameters())


# %% wrong: zeroes the gradients fails="ex4_freeze-marks" says="requires_grad True, expected False"
def gradients_without(model, frozen, x, target):
    ((model(x) - target) ** 2).mean().backward()
    for position in frozen:
        model[position].zero_grad(set_to_none=False)
    return dict(model.named_parameters())


# %% wrong: freezes after the forward pass fails="ex4_freeze-marks" says="freeze before the forward pass"
def gradients_without(model, frozen, x, target):
    loss = ((model(x) - target) ** 2).mean()
    for position in frozen:
        model[position].requires_grad_(False)
    loss.backward()
    return dict(model.named_parameters())


# %% wrong: freezes afterwards and cleans up fails="ex4_freeze-marks" says="freeze before the forward pass; data, numbers and modes stay as they a"
def gradients_without(model, frozen, x, target):
    ((model(x) - target) ** 2).mean().backward()
    for position in frozen:
        for parameter in model[position].parameters():
            parameter.requires_grad_(False)
            parameter.grad = None
    return dict(model.named_parameters())


# %% wrong: no_grad around the frozen layers fails="ex4_freeze-gradients ex4_freeze-marks" says="does not require grad"
def gradients_without(model, frozen, x, target):
    for position, layer in enumerate(model):
        layer.requires_grad_(position not in frozen)
        with torch.set_grad_enabled(position not in frozen):
            x = layer(x)
    ((x - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% wrong: detaches after each frozen layer fails="ex4_freeze-gradients ex4_freeze-marks" says="does not require grad"
def gradients_without(model, frozen, x, target):
    for position, layer in enumerate(model):
        if position in frozen:
            layer.requires_grad_(False)
            x = layer(x).detach()
        else:
            x = layer(x)
    ((x - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% wrong: sets a flag on the layer fails="ex4_freeze-marks ex4_freeze-gradients" says="requires_grad True, expected False"
def gradients_without(model, frozen, x, target):
    for position in frozen:
        model[position].requires_grad = False
    ((model(x) - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% wrong: eval mode taken for freezing fails="ex4_freeze-marks ex4_freeze-gradients" says="requires_grad True, expected False"
def gradients_without(model, frozen, x, target):
    for position in frozen:
        model[position].eval()
    ((model(x) - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% wrong: forgets the biases fails="ex4_freeze-marks ex4_freeze-gradients" says="frozen 0.bias"
def gradients_without(model, frozen, x, target):
    for position in frozen:
        if hasattr(model[position], "weight"):
            model[position].weight.requires_grad_(False)
    ((model(x) - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% wrong: freezes the others fails="ex4_freeze-marks ex4_freeze-gradients" says="frozen 0.weight"
def gradients_without(model, frozen, x, target):
    for position, layer in enumerate(model):
        layer.requires_grad_(position in frozen)
    ((model(x) - target) ** 2).mean().backward()
    return dict(model.named_parameters())


# %% wrong: sum in place of the mean fails="ex4_freeze-gradients" says="the loss is a mean, not a sum"
def gradients_without(model, frozen, x, target):
    for position in frozen:
        model[position].requires_grad_(False)
    ((model(x) - target) ** 2).sum().backward()
    return dict(model.named_parameters())
