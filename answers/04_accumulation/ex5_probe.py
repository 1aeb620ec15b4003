# %% right: torch.autograd.backward and else
def second_backward(f, x):
    leaf = torch.full((), x, requires_grad=True)
    result = f(leaf)
    torch.autograd.backward(result)
    try:
        torch.autograd.backward(result)
    except RuntimeError:
        word = "raises"
    else:
        word = "adds"
    return word


# %% right: one try in the second iteration
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    for word in ("first", "second"):
        try:
            y.backward()
        except RuntimeError:
            if word == "second":
                return "raises"
            raise
    return "adds"


# %% right: counts the walks that went through
def second_backward(f, x):
    y, walks = f(torch.tensor(x, requires_grad=True)), 0
    try:
        while walks < 2:
            y.backward()
            walks += 1
    except RuntimeError:
        if walks == 0:
            raise
    return "adds" if walks == 2 else "raises"


# %% right: contextlib.suppress
def second_backward(f, x):
    from contextlib import suppress

    y, word = f(torch.tensor([x], requires_grad=True).sum()), "raises"
    y.backward()
    with suppress(RuntimeError):
        y.backward()
        word = "adds"
    return word


# %% wrong: both calls inside try fails="ex5_probe-tells ex5_probe-first" says="saved values decide, so probe the graph itself"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    try:
        y.backward()
        y.backward()
    except RuntimeError:
        return "raises"
    return "adds"


# %% wrong: a new graph for the second call fails="ex5_probe-tells ex5_probe-first" says="no new graph"
def second_backward(f, x):
    leaf = torch.tensor(x, requires_grad=True)
    f(leaf).backward()
    try:
        f(leaf).backward()
    except RuntimeError:
        return "raises"
    return "adds"


# %% wrong: keeps the graph fails="ex5_probe-tells ex5_probe-first" says="no retain_graph"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    y.backward(retain_graph=True)
    try:
        y.backward()
    except RuntimeError:
        return "raises"
    return "adds"


# %% wrong: believes that a second call always raises fails="ex5_probe-tells ex5_probe-first" says="got raises, expected adds"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    y.backward()
    return "raises"


# %% wrong: believes that gradients always add fails="ex5_probe-tells ex5_probe-first" says="got adds, expected raises"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    y.backward()
    return "adds"


# %% wrong: goes by the slope fails="ex5_probe-tells ex5_probe-first" says="probe with backward(), twice"
def second_backward(f, x):
    leaf = torch.tensor(x, requires_grad=True)
    f(leaf).backward()
    return "adds" if abs(leaf.grad.item()) == 1 else "raises"


# %% wrong: a list of names of nodes fails="ex5_probe-tells ex5_probe-first" says="saved values decide, so probe the graph itself"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    y.backward()
    return "adds" if y.grad_fn.name() in ("AddBackward0", "SubBackward0", "SumBackward0") else "raises"


# %% wrong: sums whatever comes fails="ex5_probe-tells ex5_probe-first" says="saved values decide, so probe the graph itself"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True)).sum()
    y.backward()
    try:
        y.backward()
    except RuntimeError:
        return "raises"
    return "adds"


# %% wrong: lets the second error through fails="ex5_probe-tells ex5_probe-first" says="second time"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    y.backward()
    y.backward()
    return "adds"


# %% wrong: asks with True and False fails="ex5_probe-tells ex5_probe-first" says="got a bool"
def second_backward(f, x):
    y = f(torch.tensor(x, requires_grad=True))
    y.backward()
    try:
        y.backward()
    except RuntimeError:
        return True
    return False


# %% wrong: every exception caught fails="ex5_probe-first" says="only the second backward() belongs inside try, and every RuntimeError "
def second_backward(f, x):
    result = f(torch.tensor(x, requires_grad=True))
    result.backward()
    try:
        result.backward()
    except Exception:
        return "raises"
    return "adds"


# %% wrong: first error told in other words fails="ex5_probe-tells ex5_probe-first" says="saved values decide, so probe the graph itself"
def second_backward(f, x):
    result = f(torch.tensor(x, requires_grad=True))
    try:
        result.backward()
    except RuntimeError as error:
        raise RuntimeError("the first backward() failed") from error
    try:
        result.backward()
    except RuntimeError:
        return "raises"
    return "adds"

# %% wrong: asks elsewhere fails="ex5_probe-tells ex5_probe-first" says="saved values decide, so probe the graph itself"
import torch


def second_backward(f, x):
    leaf = torch.full((), 0.5, requires_grad=True)
    result = f(leaf)
    result.backward()
    try:
        result.backward()
    except RuntimeError:
        return "raises"
    return "adds"

# %% wrong: a leaf of one row fails="ex5_probe-tells" says="saved values decide, so probe the graph itself"
import torch


def second_backward(f, x):
    leaf = torch.tensor([x], requires_grad=True)
    result = f(leaf)
    result.backward()
    try:
        result.backward()
    except RuntimeError:
        return "raises"
    return "adds"
