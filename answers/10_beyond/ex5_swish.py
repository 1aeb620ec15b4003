# %% right: the product rule written out
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = x.sigmoid()
        return grad_output * (s + x * s * (1 - s))


def swish(x):
    return Swish.apply(x)


# %% right: the slope from exp
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x / (1 + torch.exp(-x))

    @staticmethod
    def backward(ctx, grad_output):
        x = ctx.saved_tensors[0]
        s = 1 / (1 + torch.exp(-x))
        y = x * s
        return (y + s * (1 - y)) * grad_output


def swish(x):
    return Swish.apply(x)


# %% right: autograd inside the backward
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            copy = x if x.requires_grad else x.detach().requires_grad_()
            (slope,) = torch.autograd.grad((copy * torch.sigmoid(copy)).sum(), copy, create_graph=True)
        return grad_output * slope


def swish(x):
    return Swish.apply(x)


# %% right: setup_context apart from forward
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return torch.mul(grad_output, s * (1 + x - x * s))


def swish(x):
    return Swish.apply(x)


# %% wrong: forgets the gradient that arrives fails="ex5_swish-gradient ex5_swish-second" says="multiply by grad_output"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return s * (1 + x * (1 - s))


def swish(x):
    return Swish.apply(x)


# %% wrong: forgets half of the product rule fails="ex5_swish-gradient ex5_swish-second" says="the product rule"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * torch.sigmoid(x)


def swish(x):
    return Swish.apply(x)


# %% wrong: detaches in the backward fails="ex5_swish-second" says="without detach"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        x = ctx.saved_tensors[0].detach()
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish.apply(x)


# %% wrong: saves the slope instead of the input fails="ex5_swish-second" says="not tracked"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.sigmoid(x)
        ctx.slope = s * (1 + x * (1 - s))
        return x * s

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.slope


def swish(x):
    return Swish.apply(x)


# %% wrong: saves the sigmoid computed in forward fails="ex5_swish-second" says="save x, not numbers"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.sigmoid(x)
        ctx.save_for_backward(x, s)
        return x * s

    @staticmethod
    def backward(ctx, grad_output):
        x, s = ctx.saved_tensors
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish.apply(x)


# %% wrong: says that it is differentiable once fails="ex5_swish-second" says="not tracked"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish.apply(x)


# %% wrong: instantiates the Function fails="ex5_swish-value ex5_swish-gradient ex5_swish-second ex5_swish-node" says="Swish.apply(x), not Swish(x)"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish(x)


# %% wrong: calls the instance fails="ex5_swish-value ex5_swish-gradient ex5_swish-second ex5_swish-node" says="Legacy autograd function"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish()(x)


# %% wrong: returns one gradient too many fails="ex5_swish-gradient ex5_swish-second" says="incorrect number of gradients"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s)), grad_output


def swish(x):
    return Swish.apply(x)


# %% wrong: lets autograd do all the work fails="ex5_swish-node" says="the whole operation is one node"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return x * torch.sigmoid(x)


# %% wrong: another node on top fails="ex5_swish-node" says="the whole operation is one node"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish.apply(x) + 0


# %% wrong: detaches before apply fails="ex5_swish-gradient ex5_swish-second ex5_swish-node" says="got False, expected True"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


def swish(x):
    return Swish.apply(x.detach())


# %% wrong: only the sigmoid fails="ex5_swish-value ex5_swish-gradient ex5_swish-second" says="this is the sigmoid alone"
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 - s)


def swish(x):
    return Swish.apply(x)
