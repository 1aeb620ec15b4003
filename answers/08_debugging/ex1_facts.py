# %% right: asks the tensor, warning kept away
def facts(program):
    t = program()
    found = {"shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.is_leaf, "node": None, "grad": None}
    if t.grad_fn is not None:
        found["node"] = t.grad_fn.name()
    elif t.grad is not None:
        found["grad"] = t.grad.tolist()
    return found


# %% right: the class name of the node
def facts(program):
    tensor = program()
    node, leaf = tensor.grad_fn, tensor.grad_fn is None
    return dict(
        shape=tuple(tensor.size()),
        tracked=tensor.requires_grad,
        leaf=leaf,
        node=None if leaf else type(node).__name__,
        grad=tensor.grad.tolist() if leaf and tensor.grad is not None else None,
    )


# %% right: getattr and zip
def facts(program):
    tensor = program()
    name = getattr(tensor.grad_fn, "name", lambda: None)()
    gradient = getattr(tensor.grad, "tolist", lambda: None)() if tensor.is_leaf else None
    values = ([*tensor.shape], tensor.requires_grad, tensor.is_leaf, name, gradient)
    found = dict(zip(("shape", "tracked", "leaf", "node", "grad"), values))
    found["shape"] = tuple(found["shape"])
    return found


# %% wrong: no node has no name fails="ex1_facts-leaf" says="has no attribute 'name'"
def facts(program):
    t = program()
    grad = t.grad.tolist() if t.is_leaf and t.grad is not None else None
    return {
        "shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.is_leaf, "node": t.grad_fn.name(), "grad": grad
    }


# %% wrong: the node itself fails="ex1_facts-result" says="expected a string"
def facts(program):
    t = program()
    grad = t.grad.tolist() if t.is_leaf and t.grad is not None else None
    return {"shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.is_leaf, "node": t.grad_fn, "grad": grad}


# %% wrong: tracked means leaf fails="ex1_facts-result ex1_facts-leaf" says="an operation made it"
def facts(program):
    t = program()
    node = t.grad_fn.name() if t.grad_fn else None
    grad = t.grad.tolist() if t.is_leaf and t.grad is not None else None
    return {"shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.requires_grad, "node": node, "grad": grad}


# %% wrong: only leaves are tracked fails="ex1_facts-result" says="a result of a tracked tensor is tracked"
def facts(program):
    t = program()
    node = t.grad_fn.name() if t.grad_fn else None
    grad = t.grad.tolist() if t.is_leaf and t.grad is not None else None
    return {
        "shape": tuple(t.shape), "tracked": t.requires_grad and t.is_leaf, "leaf": t.is_leaf, "node": node, "grad": grad
    }


# %% wrong: expects a gradient at every leaf fails="ex1_facts-leaf" says="has no attribute 'tolist'"
def facts(program):
    t = program()
    node = t.grad_fn.name() if t.grad_fn else None
    grad = t.grad.tolist() if t.is_leaf else None
    return {"shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.is_leaf, "node": node, "grad": grad}


# %% wrong: zero where nobody has asked fails="ex1_facts-leaf ex1_facts-result" says="of a leaf with a gradient, as .tolist() gives it; in all other cases N"
def facts(program):
    t = program()
    node = t.grad_fn.name() if t.grad_fn else None
    grad = t.grad.tolist() if t.is_leaf and t.grad is not None else 0.0
    return {"shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.is_leaf, "node": node, "grad": grad}


# %% wrong: asks again with backward fails="ex1_facts-leaf ex1_facts-result" says="call program() once"
def facts(program):
    t = program()
    node = t.grad_fn.name() if t.grad_fn else None
    if t.requires_grad:
        t.sum().backward()
    grad = t.grad.tolist() if t.is_leaf and t.grad is not None else None
    return {"shape": tuple(t.shape), "tracked": t.requires_grad, "leaf": t.is_leaf, "node": node, "grad": grad}


# %% wrong: prints and returns nothing fails="ex1_facts-leaf ex1_facts-result" says="expected a dict"
def facts(program):
    t = program()
    print(t.shape, t.requires_grad, t.is_leaf, t.grad_fn)

# %% wrong: one dict for all fails="ex1_facts-result" says="got the very object of the first call"
FOUND = {"shape": None, "tracked": None, "leaf": None, "node": None, "grad": None}


def facts(program):
    t = program()
    FOUND["shape"] = tuple(t.shape)
    FOUND["tracked"] = t.requires_grad
    FOUND["leaf"] = t.is_leaf
    FOUND["node"] = t.grad_fn.name() if t.grad_fn is not None else None
    FOUND["grad"] = t.grad.tolist() if t.is_leaf and t.grad is not None else None
    return FOUND

# %% wrong: zero grad is none fails="ex1_facts-leaf" says="got None, expected a float"
def facts(program):
    tensor = program()
    grad = None
    if tensor.is_leaf and tensor.grad is not None:
        grad = tensor.grad.tolist() or None
    return {
        "shape": tuple(tensor.shape),
        "tracked": tensor.requires_grad,
        "leaf": tensor.is_leaf,
        "node": tensor.grad_fn.name() if tensor.grad_fn else None,
        "grad": grad,
    }
