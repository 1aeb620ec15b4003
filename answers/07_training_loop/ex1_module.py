# %% right: two parameters of shape ()
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.b = torch.nn.Parameter(torch.tensor(b))

    def forward(self, x):
        return self.w * x + self.b


# %% right: register_parameter in a loop
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        for name, value in (("w", w), ("b", b)):
            self.register_parameter(name, torch.nn.Parameter(torch.tensor(float(value))))

    def forward(self, x):
        return torch.add(self.b, torch.mul(x, self.w))


# %% right: filled after it was made
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w, self.b = (torch.nn.Parameter(torch.empty(())) for _ in range(2))
        torch.nn.init.constant_(self.w, w)
        torch.nn.init.constant_(self.b, b)

    def forward(self, x):
        return torch.addcmul(self.b, self.w, x)


# %% right: parameters by the other name of the class
from torch.nn.parameter import Parameter


class Line(torch.nn.Module):
    def __init__(self, *starts):
        torch.nn.Module.__init__(self)
        self.w, self.b = map(Parameter, torch.tensor(starts))

    def forward(self, x):
        line = x * self.w
        line = line + self.b
        return line


# %% wrong: plain tensors that require grad fails="ex1_module-found" says="found nothing"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.tensor(w, requires_grad=True)
        self.b = torch.tensor(b, requires_grad=True)

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: parameters in a Python list fails="ex1_module-found ex1_module-forward" says="found nothing"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.both = [torch.nn.Parameter(torch.tensor(value)) for value in (w, b)]

    def forward(self, x):
        return self.both[0] * x + self.both[1]


# %% wrong: parameter times one is no parameter fails="ex1_module-found ex1_module-forward" says="found nothing"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(1.0)) * w
        self.b = torch.nn.Parameter(torch.tensor(1.0)) * b

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: intercept is a buffer fails="ex1_module-found ex1_module-forward" says="found 1, not exactly w and b"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.register_buffer("b", torch.tensor(b))

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: parameters of shape one fails="ex1_module-found ex1_module-forward" says="has the shape ()"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor([w]))
        self.b = torch.nn.Parameter(torch.tensor([b]))

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: random start fails="ex1_module-found ex1_module-forward" says="start at the arguments"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        torch.manual_seed(0)
        self.w = torch.nn.Parameter(torch.randn(()))
        self.b = torch.nn.Parameter(torch.randn(()))

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: frozen fails="ex1_module-found ex1_module-forward" says="requires no grad"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w), requires_grad=False)
        self.b = torch.nn.Parameter(torch.tensor(b), requires_grad=False)

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: shared by all lines fails="ex1_module-found ex1_module-forward" says="start at the arguments"
SHARED = torch.nn.ParameterDict({"w": torch.tensor(0.0), "b": torch.tensor(0.0)})


class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w, self.b = SHARED["w"], SHARED["b"]

    def forward(self, x):
        return self.w * x + self.b


# %% wrong: computes with numbers fails="ex1_module-forward" says="not with their numbers"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.b = torch.nn.Parameter(torch.tensor(b))

    def forward(self, x):
        return self.w.item() * x + self.b.item()


# %% wrong: detaches the intercept fails="ex1_module-forward" says="w * x + b, entry by entry"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.b = torch.nn.Parameter(torch.tensor(b))

    def forward(self, x):
        return self.w * x + self.b.detach()


# %% wrong: prints instead of returning fails="ex1_module-forward" says="end forward with return"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.b = torch.nn.Parameter(torch.tensor(b))

    def forward(self, x):
        print(self.w * x + self.b)


# %% wrong: forgets the constructor of Module fails="ex1_module-found ex1_module-forward" says="before Module.__init__"
class Line(torch.nn.Module):
    def __init__(self, w, b):
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.b = torch.nn.Parameter(torch.tensor(b))

    def forward(self, x):
        return self.w * x + self.b
