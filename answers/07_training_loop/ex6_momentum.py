# %% right: velocities in a list, in place
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% right: velocities in a dict, from the first gradient
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters, self.lr, self.beta, self.velocity = [*parameters], lr, beta, {}

    def step(self):
        for parameter in self.parameters:
            if parameter.grad is None:
                continue
            v = self.velocity.get(parameter)
            v = parameter.grad.clone() if v is None else self.beta * v + parameter.grad
            self.velocity[parameter] = v
            with torch.no_grad():
                parameter.sub_(self.lr * v)

    def zero_grad(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                parameter.grad.zero_()


# %% right: one small object for each parameter
class Ball:
    def __init__(self, parameter):
        self.parameter, self.velocity = parameter, 0.0

    def roll(self, lr, beta):
        if self.parameter.grad is not None:
            self.velocity = beta * self.velocity + self.parameter.grad
            with torch.no_grad():
                self.parameter.add_(self.velocity, alpha=-lr)


class Momentum:
    def __init__(self, parameters, lr, beta):
        self.balls = [Ball(parameter) for parameter in parameters]
        self.rates = (lr, beta)

    def step(self):
        for ball in self.balls:
            ball.roll(*self.rates)

    def zero_grad(self):
        for ball in self.balls:
            ball.parameter.grad = None


# %% right: the last step is remembered, not the velocity
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.lr, self.beta = lr, beta
        self.state = [(parameter, torch.zeros_like(parameter)) for parameter in parameters]

    def step(self):
        with torch.no_grad():
            for parameter, moved in self.state:
                if parameter.grad is not None:
                    moved.copy_(self.beta * moved - self.lr * parameter.grad)
                    parameter.add_(moved)

    def zero_grad(self):
        for parameter, _ in self.state:
            parameter.grad = None


# %% wrong: keeps the iterable fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="keep list(parameters)"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters, self.lr, self.beta = parameters, lr, beta
        self.velocities = [torch.zeros_like(parameter) for parameter in parameters]

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: no momentum at all fails="ex6_momentum-path ex6_momentum-many" says="that is plain descent"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                parameter -= self.lr * parameter.grad

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: average with one minus beta fails="ex6_momentum-path ex6_momentum-many" says="no factor 1 - beta"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_((1 - self.beta) * parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: velocity is the gradient itself fails="ex6_momentum-path ex6_momentum-many" says="has the velocity survived"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters, self.lr, self.beta, self.velocity = list(parameters), lr, beta, {}

    @torch.no_grad()
    def step(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                velocity = self.velocity.setdefault(parameter, parameter.grad)
                if velocity is not parameter.grad:
                    velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                parameter.grad.zero_()


# %% wrong: zero_grad clears the velocities too fails="ex6_momentum-path ex6_momentum-many" says="has the velocity survived"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None
        for velocity in self.velocities:
            velocity.zero_()


# %% wrong: one velocity for all fails="ex6_momentum-many" says="match the broadcast shape"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters, self.lr, self.beta, self.velocity = list(parameters), lr, beta, 0.0

    @torch.no_grad()
    def step(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                self.velocity = self.beta * self.velocity + parameter.grad
                parameter -= self.lr * self.velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: does not skip a missing gradient fails="ex6_momentum-many" says="NoneType"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            velocity.mul_(self.beta).add_(parameter.grad)
            parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: zero_grad does nothing fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="does zero_grad() clear them"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        pass


# %% wrong: uphill fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="downhill is against the gradient"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter += self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: update outside no_grad fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="leaf Variable that requires grad"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: rebinds the parameter fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="still 0.000"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter = parameter - self.lr * velocity

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: moves before the velocity is updated fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="expected 0.375"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                parameter -= self.lr * velocity
                velocity.mul_(self.beta).add_(parameter.grad)

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: looks ahead as Nesterov does fails="ex6_momentum-path ex6_momentum-many" says="expected 0.37500"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for parameter, velocity in zip(self.parameters, self.velocities):
            if parameter.grad is not None:
                velocity.mul_(self.beta).add_(parameter.grad)
                parameter -= self.lr * (parameter.grad + self.beta * velocity)

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: momentum on the gradient only once fails="ex6_momentum-path ex6_momentum-many" says="goes on from step to step"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters, self.lr, self.beta = list(parameters), lr, beta
        self.last = [torch.zeros_like(parameter) for parameter in self.parameters]

    @torch.no_grad()
    def step(self):
        for parameter, last in zip(self.parameters, self.last):
            if parameter.grad is not None:
                parameter -= self.lr * (self.beta * last + parameter.grad)
                last.copy_(parameter.grad)

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None


# %% wrong: torch does it fails="ex6_momentum-plain ex6_momentum-path ex6_momentum-many" says="write the velocity and the update yourself"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.inner = torch.optim.SGD(parameters, lr=lr, momentum=beta)

    def step(self):
        self.inner.step()

    def zero_grad(self):
        self.inner.zero_grad()


# %% wrong: takes a grad of None for zero, so the parameter coasts on with its old velocity fails="ex6_momentum-many" says="every parameter has a v of its own"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.lr, self.beta = lr, beta
        self.v = [torch.zeros_like(p) for p in self.parameters]

    def step(self):
        with torch.no_grad():
            for p, v in zip(self.parameters, self.v):
                v *= self.beta
                if p.grad is not None:
                    v += p.grad
                p -= self.lr * v

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None


# %% wrong: pairs velocities with those that have a gradient, so a None in front shifts them fails="ex6_momentum-many" says="every parameter has a v of its own"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.lr, self.beta = lr, beta
        self.v = [0.0 for _ in self.parameters]

    def step(self):
        active = [p for p in self.parameters if p.grad is not None]
        with torch.no_grad():
            for i, p in enumerate(active):
                self.v[i] = self.beta * self.v[i] + p.grad
                p -= self.lr * self.v[i]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None


# %% wrong: not in place, gives .data a new tensor in other memory fails="ex6_momentum-many" says="every parameter has a v of its own"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.lr, self.beta = lr, beta
        self.v = [torch.zeros_like(p) for p in self.parameters]

    def step(self):
        for i, p in enumerate(self.parameters):
            if p.grad is not None:
                self.v[i] = self.beta * self.v[i] + p.grad.detach()
                p.data = p.data - self.lr * self.v[i]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

# %% wrong: sorts the frozen out when it is made fails="ex6_momentum-many" says="v <- beta v + g, then w <- w - lr v; every parameter has a v of its ow"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = [p for p in parameters if p.requires_grad]
        self.lr, self.beta = lr, beta
        self.v = [torch.zeros_like(p) for p in self.parameters]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.parameters, self.v):
            if p.grad is not None:
                v.mul_(self.beta).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

# %% wrong: the velocity lives on the parameter fails="ex6_momentum-many" says="v <- beta v + g, then w <- w - lr v; every parameter has a v of its ow"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.lr, self.beta = lr, beta

    @torch.no_grad()
    def step(self):
        for p in self.parameters:
            if p.grad is None:
                continue
            p.velocity = self.beta * getattr(p, "velocity", 0.0) + p.grad
            p -= self.lr * p.velocity

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

# %% wrong: a gradient of zero is none fails="ex6_momentum-many" says="v <- beta v + g, then w <- w - lr v; every parameter has a v of its ow"
class Momentum:
    def __init__(self, parameters, lr, beta):
        self.parameters = list(parameters)
        self.lr, self.beta = lr, beta
        self.v = [torch.zeros_like(p) for p in self.parameters]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.parameters, self.v):
            if p.grad is None or not p.grad.any():
                continue
            v.mul_(self.beta).add_(p.grad)
            p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.zero_()
