# %% right: marks afterwards
def make_weight(value):
    weight = torch.tensor(value)
    return weight.requires_grad_()


# %% right: sets the attribute
def make_weight(value):
    weight = torch.zeros(()) + value
    weight.requires_grad = True
    return weight


# %% right: full with the mark
def make_weight(value):
    return torch.full((), value, requires_grad=True)


# %% right: a module parameter
def make_weight(value):
    return torch.nn.Parameter(torch.tensor(value))


# %% wrong: forgets the mark fails="ex1_mark-tracked" says="marks the tensor"
def make_weight(value):
    return torch.tensor(value)


# %% wrong: brackets around the value fails="ex1_mark-tracked" says="no brackets around the value"
def make_weight(value):
    return torch.tensor([value], requires_grad=True)


# %% wrong: marks a whole number fails="ex1_mark-tracked" says="can require gradients"
def make_weight(value):
    return torch.tensor(int(value), requires_grad=True)


# %% wrong: computes after the mark fails="ex1_mark-tracked" says="compute first, mark last"
def make_weight(value):
    return torch.ones((), requires_grad=True) * value


# %% wrong: converts after the mark fails="ex1_mark-tracked" says="compute first, mark last"
def make_weight(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True).to(torch.float32)


# %% wrong: marks a clone and returns the other one fails="ex1_mark-tracked" says="requires_grad: got False"
def make_weight(value):
    weight = torch.tensor(value)
    weight.clone().requires_grad_()
    return weight


# %% wrong: double precision fails="ex1_mark-tracked" says="becomes float32 by itself"
def make_weight(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


# %% wrong: prints instead of returning fails="ex1_mark-tracked" says="got a NoneType"
def make_weight(value):
    print(torch.tensor(value, requires_grad=True))


# %% wrong: always the worked number fails="ex1_mark-tracked" says="holds the value that was given"
def make_weight(value):
    return torch.tensor(2.5, requires_grad=True)
