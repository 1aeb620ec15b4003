# %% right: line by line
def describe(make):
    tensor = make()
    facts = {}
    facts["tracked"] = tensor.requires_grad
    facts["leaf"] = tensor.is_leaf
    if tensor.grad_fn is None:
        facts["made_by"] = None
    else:
        facts["made_by"] = tensor.grad_fn.name()
    facts["learnable"] = facts["tracked"] and facts["leaf"]
    return facts


# %% right: everything from grad_fn and the mark
def describe(make):
    tensor = make()
    node, tracked = tensor.grad_fn, tensor.requires_grad
    return {
        "tracked": tracked, "leaf": node is None, "made_by": node and node.name(),
        "learnable": tracked and node is None,
    }


# %% right: asks the optimizer itself
def describe(make):
    tensor = make()
    try:
        torch.optim.SGD([tensor], lr=0.1)
        learnable = tensor.requires_grad and not tensor.retains_grad
    except ValueError:
        learnable = False
    made_by = tensor.grad_fn and tensor.grad_fn.name()
    return dict(tracked=tensor.requires_grad, leaf=tensor.is_leaf, made_by=made_by, learnable=learnable)


# %% right: three kinds of tensors
def describe(make):
    tensor = make()
    if not tensor.requires_grad:
        return {"tracked": False, "leaf": True, "made_by": None, "learnable": False}
    if tensor.is_leaf:
        return {"tracked": True, "leaf": True, "made_by": None, "learnable": True}
    return {"tracked": True, "leaf": False, "made_by": tensor.grad_fn.name(), "learnable": False}


# %% wrong: tracked means recorded fails="ex6_describe-leaves ex6_describe-results ex6_describe-learnable" says="a leaf can be tracked as well"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    tracked = made_by is not None
    return {"tracked": tracked, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tracked and tensor.is_leaf}


# %% wrong: a leaf has to be tracked fails="ex6_describe-leaves" says="a leaf need not be tracked"
def describe(make):
    tensor = make()
    leaf = tensor.requires_grad and tensor.is_leaf
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    return {"tracked": tensor.requires_grad, "leaf": leaf, "made_by": made_by, "learnable": leaf}


# %% wrong: every tracked tensor is learnable fails="ex6_describe-learnable" says="two things at once"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tensor.requires_grad}


# %% wrong: every leaf is learnable fails="ex6_describe-learnable" says="two things at once"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tensor.is_leaf}


# %% wrong: every accepted tensor is learnable fails="ex6_describe-learnable" says="data, learnable"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    try:
        torch.optim.SGD([tensor], lr=0.1)
        accepted = True
    except ValueError:
        accepted = False
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": accepted}


# %% wrong: every float leaf is learnable fails="ex6_describe-learnable" says="two things at once"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    learnable = tensor.is_leaf and tensor.is_floating_point()
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": learnable}


# %% wrong: no name for the nothing fails="ex6_describe-leaves ex6_describe-results ex6_describe-learnable" says="has no attribute 'name'"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name()
    learnable = tensor.requires_grad and tensor.is_leaf
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": learnable}


# %% wrong: the word None fails="ex6_describe-leaves ex6_describe-results" says="None itself, not the word"
def describe(make):
    tensor = make()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else "None"
    learnable = tensor.requires_grad and tensor.is_leaf
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": learnable}


# %% wrong: the node in the place of its name fails="ex6_describe-results" says="is the name"
def describe(make):
    tensor = make()
    learnable = tensor.requires_grad and tensor.is_leaf
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": tensor.grad_fn, "learnable": learnable}


# %% wrong: marks before it looks fails="ex6_describe-leaves ex6_describe-learnable" says="mark nothing"
def describe(make):
    tensor = make().requires_grad_()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    learnable = tensor.requires_grad and tensor.is_leaf
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": learnable}


# %% wrong: looks at a copy fails="ex6_describe-results ex6_describe-leaves ex6_describe-learnable" says="result, tracked"
def describe(make):
    tensor = make().detach()
    made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    learnable = tensor.requires_grad and tensor.is_leaf
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": learnable}


# %% wrong: single numbers cannot learn fails="ex6_describe-learnable" says="a tracked leaf is learnable, nothing else is"
def describe(make):
    tensor = make()
    made_by = None if tensor.grad_fn is None else tensor.grad_fn.name()
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tensor.dim() > 0 and tensor.requires_grad and tensor.is_leaf}


# %% wrong: float32 only fails="ex6_describe-learnable" says="a tracked leaf is learnable, nothing else is"
def describe(make):
    tensor = make()
    made_by = None if tensor.grad_fn is None else tensor.grad_fn.name()
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tensor.dtype == torch.float32 and tensor.requires_grad and tensor.is_leaf}


# %% wrong: views are no leaves fails="ex6_describe-leaves" says="no recorded operation has made a leaf: ask tensor.is_leaf"
def describe(make):
    tensor = make()
    made_by = None if tensor.grad_fn is None else tensor.grad_fn.name()
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf and tensor._base is None, "made_by": made_by, "learnable": tensor.requires_grad and tensor.is_leaf}


# %% wrong: names without a number fails="ex6_describe-results" says="tensor.grad_fn.name(), or None where there is no grad_fn"
def describe(make):
    tensor = make()
    made_by = None if tensor.grad_fn is None else tensor.grad_fn.name().rstrip("0123456789") + "0"
    return {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tensor.requires_grad and tensor.is_leaf}


# %% wrong: marked afterwards fails="ex6_describe-leaves" says="facts[0].requires_grad: got True, expected False"
def describe(make):
    tensor = make()
    made_by = None if tensor.grad_fn is None else tensor.grad_fn.name()
    facts = {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": made_by, "learnable": tensor.requires_grad and tensor.is_leaf}
    if tensor.is_floating_point():
        tensor.requires_grad_()
    return facts

# %% wrong: the name of the class fails="ex6_describe-results" says="tensor.grad_fn.name(), or None where there is no grad_fn"
def describe(make):
    tensor = make()
    return {
        "tracked": tensor.requires_grad,
        "leaf": tensor.is_leaf,
        "made_by": None if tensor.is_leaf else type(tensor.grad_fn).__name__,
        "learnable": tensor.requires_grad and tensor.is_leaf,
    }

# %% wrong: takes marks away to see whether it may fails="ex6_describe-leaves" says="facts[1].requires_grad: got False, expected True"
def describe(make):
    tensor = make()
    facts = {"tracked": tensor.requires_grad, "leaf": tensor.is_leaf, "made_by": None}
    if tensor.grad_fn is not None:
        facts["made_by"] = tensor.grad_fn.name()
    try:
        tensor.requires_grad_(False)
        facts["learnable"] = facts["tracked"]
    except RuntimeError:
        facts["learnable"] = False
    return facts

# %% wrong: an optimizer takes kept results as well fails="ex6_describe-learnable" says="a tracked leaf is learnable, nothing else is"
import torch


def describe(make):
    tensor = make()
    try:
        torch.optim.SGD([tensor], lr=0.1)
        accepted = True
    except ValueError:
        accepted = False
    return {
        "tracked": tensor.requires_grad,
        "leaf": tensor.is_leaf,
        "made_by": tensor.grad_fn.name() if tensor.grad_fn else None,
        "learnable": accepted and tensor.requires_grad,
    }

# %% wrong: remembers what it has said of a function fails="ex6_describe-leaves ex6_describe-results ex6_describe-learnable" says="requires_grad, as it is"
import functools


@functools.lru_cache(maxsize=None)
def describe(make):
    tensor = make()
    return {
        "tracked": tensor.requires_grad,
        "leaf": tensor.is_leaf,
        "made_by": tensor.grad_fn.name() if tensor.grad_fn else None,
        "learnable": tensor.requires_grad and tensor.is_leaf,
    }
