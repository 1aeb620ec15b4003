# %% right: zeros as a new tensor
def clear(parameters, to_none=True):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = None if to_none else torch.zeros_like(parameter.grad)


# %% right: two plain loops
def clear(parameters, to_none=True):
    if to_none:
        for parameter in parameters:
            parameter.grad = None
        return
    for parameter in parameters:
        if parameter.grad is None:
            continue
        parameter.grad.fill_(0)


# %% right: del and fill_
def clear(parameters, to_none=True):
    for parameter in parameters:
        if to_none:
            del parameter.grad
        elif parameter.grad is not None:
            parameter.grad.fill_(0)


# %% right: filters first
def clear(parameters, to_none=True):
    asked = [parameter for parameter in parameters if parameter.grad is not None]
    for parameter in asked:
        if to_none:
            setattr(parameter, "grad", None)
        else:
            torch.zero_(parameter.grad)


# %% wrong: multiplies by zero fails="ex3_clear-zeros" says="inf times 0 is nan"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            parameter.grad.mul_(0)


# %% wrong: subtracts the gradient from itself fails="ex3_clear-zeros" says="inf minus inf"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            parameter.grad -= parameter.grad.clone()


# %% wrong: zero_ on a leaf that nobody has asked about fails="ex3_clear-zeros" says="no attribute 'zero_'"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if to_none:
            parameter.grad = None
        else:
            parameter.grad.zero_()


# %% wrong: always None fails="ex3_clear-zeros" says="a gradient becomes zeros"
def clear(parameters, to_none=True):
    for parameter in parameters:
        parameter.grad = None


# %% wrong: always zeros fails="ex3_clear-none" says="let go of the tensor"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.zero_()


# %% wrong: zeros also where there was None fails="ex3_clear-zeros" says="what is None stays None"
def clear(parameters, to_none=True):
    for parameter in parameters:
        parameter.grad = None if to_none else torch.zeros_like(parameter)


# %% wrong: stops at the first leaf without a gradient fails="ex3_clear-none ex3_clear-zeros" says="for every parameter: None stays None; inf times 0 is nan, so fill with"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if parameter.grad is None:
            return
        if to_none:
            parameter.grad = None
        else:
            parameter.grad.zero_()


# %% wrong: the first parameter alone fails="ex3_clear-none ex3_clear-zeros" says="not only the first"
def clear(parameters, to_none=True):
    parameter = parameters[0]
    if to_none:
        parameter.grad = None
    elif parameter.grad is not None:
        parameter.grad.zero_()


# %% wrong: binds a name instead of changing the attribute fails="ex3_clear-none ex3_clear-zeros" says="let go of the tensor"
def clear(parameters, to_none=True):
    for parameter in parameters:
        grad = parameter.grad
        if to_none:
            grad = None
        elif grad is not None:
            grad = torch.zeros_like(grad)


# %% wrong: zeros the parameter itself fails="ex3_clear-none ex3_clear-zeros" says="clear w.grad, not w"
def clear(parameters, to_none=True):
    for parameter in parameters:
        parameter.data.zero_()
        if to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            parameter.grad.zero_()


# %% wrong: assigns the number zero fails="ex3_clear-zeros" says="TypeError"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            parameter.grad = 0


# %% wrong: zero without the underscore fails="ex3_clear-zeros" says="no attribute 'zero'"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            parameter.grad.zero()


# %% wrong: the flag is the wrong way round fails="ex3_clear-none ex3_clear-zeros" says="let go of the tensor"
def clear(parameters, to_none=True):
    for parameter in parameters:
        if not to_none:
            parameter.grad = None
        elif parameter.grad is not None:
            parameter.grad.zero_()


# %% wrong: a gradient with the sum zero stays fails="ex3_clear-zeros" says="for every parameter: None stays None; inf times 0 is nan, so fill with"
def clear(parameters, to_none=True):
    for p in parameters:
        if p.grad is None:
            continue
        if to_none:
            p.grad = None
        elif p.grad.sum() != 0:
            p.grad.zero_()


# %% wrong: matrices forgotten fails="ex3_clear-none ex3_clear-zeros" says="for every parameter: None stays None; inf times 0 is nan, so fill with"
def clear(parameters, to_none=True):
    for p in parameters:
        if p.dim() > 1:
            continue
        if to_none:
            p.grad = None
        elif p.grad is not None:
            p.grad.zero_()


# %% wrong: only the first row fails="ex3_clear-zeros" says="for every parameter: None stays None; inf times 0 is nan, so fill with"
def clear(parameters, to_none=True):
    for p in parameters:
        if to_none:
            p.grad = None
        elif p.grad is not None:
            if p.dim() < 2:
                p.grad.zero_()
            else:
                p.grad[0] = 0

# %% wrong: zeros that parameters share fails="ex3_clear-zeros" says="zeros of its own"
import torch


def clear(parameters, to_none=True):
    zeros = {}
    for p in parameters:
        if to_none:
            p.grad = None
        elif p.grad is not None:
            key = (p.shape, p.dtype)
            p.grad = zeros.setdefault(key, torch.zeros_like(p.grad))
