# %% right: a list filled by position
def gradient_norms(layers, x):
    norms, h = [0.0] * len(layers), x
    for k, layer in enumerate(layers):
        h = layer(h)
        h.register_hook(lambda gradient, k=k: norms.__setitem__(k, float(gradient.norm())))
    h.sum().backward()
    return norms


def scale_gradient(x, factor):
    y = x.clone()
    y.register_hook(lambda gradient: gradient * factor)
    return y


# %% right: insert at the front, and a Function
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.insert(0, gradient.square().sum().sqrt().item()))
    torch.autograd.backward(x.sum())
    return norms


class Scaled(torch.autograd.Function):
    forward = staticmethod(lambda ctx, x, factor: (setattr(ctx, "factor", factor), x.clone())[1])
    backward = staticmethod(lambda ctx, gradient: (ctx.factor * gradient, None))


def scale_gradient(x, factor):
    return Scaled.apply(x, factor)


# %% right: retain_grad and a detached difference
def gradient_norms(layers, x):
    outputs = [x]
    for layer in layers:
        outputs.append(layer(outputs[-1]))
        outputs[-1].retain_grad()
    outputs[-1].sum().backward()
    return [output.grad.norm().item() for output in outputs[1:]]


def scale_gradient(x, factor):
    return x.detach() + factor * (x - x.detach())


# %% wrong: the order of arrival fails="ex7_hooks-record" says="turn the list round"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: hooks on the inputs fails="ex7_hooks-record" says="put them on the outputs"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
        x = layer(x)
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: no backward fails="ex7_hooks-record" says="during backward(), not before"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: tensors in the list fails="ex7_hooks-record" says="gradient.norm().item()"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: the largest entry instead of the norm fails="ex7_hooks-record" says="the norm of the gradient at the output of each layer, first layer firs"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.abs().max().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: one walk for each layer fails="ex7_hooks-record" says="one walk, and each hook records when the gradient comes by"
def gradient_norms(layers, x):
    outputs = []
    for layer in layers:
        x = layer(x)
        outputs.append(x)
    return [torch.autograd.grad(x.sum(), output, retain_graph=True)[0].norm().item() for output in outputs]


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: hook on the tensor itself fails="ex7_hooks-scale ex7_hooks-others" says="a hook on x itself"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: the hook returns nothing fails="ex7_hooks-scale ex7_hooks-others" says="the hook must return"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    def hook(gradient):
        gradient = factor * gradient

    y = x.view_as(x)
    y.register_hook(hook)
    return y


# %% wrong: scales the value fails="ex7_hooks-scale ex7_hooks-others" says="only the gradient is scaled"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    return factor * x


# %% wrong: detaches fails="ex7_hooks-scale ex7_hooks-others" says="detach cuts the way back"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.detach().requires_grad_()
    y.register_hook(lambda gradient: factor * gradient)
    return y


# %% wrong: returns the handle fails="ex7_hooks-scale ex7_hooks-others" says="register_hook returns a handle"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.view_as(x)
    return y.register_hook(lambda gradient: factor * gradient)


# %% wrong: hooks the new tensor and returns the old one fails="ex7_hooks-scale ex7_hooks-others" says="return the hooked copy"
def gradient_norms(layers, x):
    norms = []
    for layer in layers:
        x = layer(x)
        x.register_hook(lambda gradient: norms.append(gradient.norm().item()))
    x.sum().backward()
    return norms[::-1]


def scale_gradient(x, factor):
    y = x.view_as(x)
    y.register_hook(lambda gradient: factor * gradient)
    return x

# %% wrong: eats the layers fails="ex7_hooks-record" says="argument layers: got 0 entries"
def gradient_norms(layers, x):
    norms = []

    def record(gradient):
        norms.append(gradient.norm().item())

    h = x
    while layers:
        h = layers.pop(0)(h)
        h.register_hook(record)
    h.sum().backward()
    norms.reverse()
    return norms


def scale_gradient(x, factor):
    y = x.clone()
    y.register_hook(lambda gradient: factor * gradient)
    return y
