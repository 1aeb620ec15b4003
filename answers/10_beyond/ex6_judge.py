# %% right: try and except
def trusted_order(f, x):
    marked = x.double().clone().requires_grad_()
    order = 0
    for check in (torch.autograd.gradcheck, torch.autograd.gradgradcheck):
        try:
            check(f, marked)
        except RuntimeError:
            return order
        order += 1
    return order


# %% right: counts the checks that hold
def trusted_order(f, x):
    x = x.detach().to(torch.float64).requires_grad_(True)
    first = torch.autograd.gradcheck(f, (x,), raise_exception=False)
    return int(first) and 1 + int(torch.autograd.gradgradcheck(f, (x,), raise_exception=False))


# %% right: a table of numbers as the copy
def trusted_order(f, x):
    from torch.autograd import gradcheck, gradgradcheck

    copy = torch.tensor(x.tolist(), dtype=torch.float64, requires_grad=True)
    if gradcheck(f, [copy], raise_exception=False):
        if gradgradcheck(f, [copy], raise_exception=False):
            return 2
        return 1
    return 0


# %% wrong: stays in float32 fails="ex6_judge-right ex6_judge-second" says="make x double"
def trusted_order(f, x):
    import warnings

    warnings.simplefilter("ignore")
    x = x.detach().clone().requires_grad_()
    if not torch.autograd.gradcheck(f, x, raise_exception=False):
        return 0
    return 2 if torch.autograd.gradgradcheck(f, x, raise_exception=False) else 1


# %% wrong: asks about the gradient only fails="ex6_judge-second" says="ask gradgradcheck too"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    return 2 if torch.autograd.gradcheck(f, x, raise_exception=False) else 0


# %% wrong: forgets the mark fails="ex6_judge-right ex6_judge-first ex6_judge-second" says="at least one input tensor to require gradient"
def trusted_order(f, x):
    x = x.double()
    if not torch.autograd.gradcheck(f, x, raise_exception=False):
        return 0
    return 2 if torch.autograd.gradgradcheck(f, x, raise_exception=False) else 1


# %% wrong: lets the checker raise fails="ex6_judge-first ex6_judge-second" says="Jacobian mismatch"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    torch.autograd.gradcheck(f, x)
    return 2 if torch.autograd.gradgradcheck(f, x) else 1


# %% wrong: True instead of a number fails="ex6_judge-right ex6_judge-first ex6_judge-second" says="got a bool"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    first = torch.autograd.gradcheck(f, x, raise_exception=False)
    return first and torch.autograd.gradgradcheck(f, x, raise_exception=False)


# %% wrong: nothing at the end for a wrong gradient fails="ex6_judge-first" says="every way through the function"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    if torch.autograd.gradcheck(f, x, raise_exception=False):
        return 2 if torch.autograd.gradgradcheck(f, x, raise_exception=False) else 1


# %% wrong: asks about the second derivative alone fails="ex6_judge-first ex6_judge-second" says="gradcheck, then gradgradcheck, in double precision, at x as it is"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    return 2 if torch.autograd.gradgradcheck(f, x, raise_exception=False) else 0


# %% wrong: tolerances so wide that all pass fails="ex6_judge-first ex6_judge-second" says="gradcheck says no"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    if not torch.autograd.gradcheck(f, x, atol=100.0, raise_exception=False):
        return 0
    return 2 if torch.autograd.gradgradcheck(f, x, atol=100.0, raise_exception=False) else 1


# %% wrong: counts from one fails="ex6_judge-first" says="gradcheck says no"
def trusted_order(f, x):
    x = x.detach().double().requires_grad_()
    if not torch.autograd.gradcheck(f, x, raise_exception=False):
        return 1
    return 2 if torch.autograd.gradgradcheck(f, x, raise_exception=False) else 1

# %% wrong: sum first fails="ex6_judge-first" says="entries get the gradients of others"
from torch.autograd import gradcheck, gradgradcheck


def trusted_order(f, x):
    point = x.detach().clone().double().requires_grad_()

    def scalar(q):
        return f(q).sum()

    if not gradcheck(scalar, (point,), raise_exception=False):
        return 0
    return 2 if gradgradcheck(scalar, (point,), raise_exception=False) else 1
