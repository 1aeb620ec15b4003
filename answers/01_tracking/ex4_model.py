# %% right: a loop with two branches
def prepare(tensors, learned):
    model = {}
    for name, tensor in tensors.items():
        if name in learned:
            model[name] = tensor.clone().requires_grad_()
        else:
            model[name] = tensor
    return model


# %% right: copies all, then marks
def prepare(tensors, learned):
    model = {name: tensor.clone() for name, tensor in tensors.items()}
    for name in learned:
        model[name].requires_grad = True
    return model


# %% wrong: new leaves over the memory of the old ones fails="ex4_model-learned" says="the learned tensors are their own: detach() shares the numbers, clone("
def prepare(tensors, learned):
    return tensors | {name: tensors[name].detach().requires_grad_() for name in learned}


# %% right: module parameters
def prepare(tensors, learned):
    return {name: torch.nn.Parameter(tensor.clone()) if name in learned else tensor for name, tensor in tensors.items()}


# %% wrong: marks the tensors of the caller fails="ex4_model-learned ex4_model-others" says="requires_grad_() marks this very tensor; mark a clone"
def prepare(tensors, learned):
    for name in learned:
        tensors[name].requires_grad_()
    return dict(tensors)


# %% wrong: marks everything that is float fails="ex4_model-learned ex4_model-others" says="clone first, mark last, and only the names in learned"
def prepare(tensors, learned):
    return {name: tensor.clone().requires_grad_(tensor.is_floating_point()) for name, tensor in tensors.items()}


# %% wrong: forgets to mark fails="ex4_model-learned ex4_model-others" says="so it needs the mark"
def prepare(tensors, learned):
    return {name: tensor.clone() for name, tensor in tensors.items()}


# %% wrong: marks and then clones fails="ex4_model-learned ex4_model-others" says="a clone of a marked tensor is a result"
def prepare(tensors, learned):
    return {name: tensor.requires_grad_().clone() if name in learned else tensor for name, tensor in tensors.items()}


# %% wrong: marks the wrong ones fails="ex4_model-learned ex4_model-others" says="so it needs the mark"
def prepare(tensors, learned):
    model = {name: tensor.clone() for name, tensor in tensors.items()}
    for name, tensor in model.items():
        if tensor.is_floating_point():
            tensor.requires_grad_(name not in learned)
    return model


# %% wrong: makes floats of everything fails="ex4_model-others ex4_model-learned" says="convert nothing"
def prepare(tensors, learned):
    return {name: tensor.clone().float().requires_grad_(name in learned) for name, tensor in tensors.items()}


# %% wrong: returns the learned ones alone fails="ex4_model-learned ex4_model-others" says="the new dict has all the names of the old one"
def prepare(tensors, learned):
    return {name: tensors[name].clone().requires_grad_() for name in learned}


# %% wrong: numbers that start anew fails="ex4_model-learned ex4_model-others" says="the numbers stay the same"
def prepare(tensors, learned):
    return {name: torch.zeros_like(tensor).requires_grad_(name in learned) for name, tensor in tensors.items()}


# %% wrong: names as parts of names fails="ex4_model-learned" says="clone first, mark last, and only the names in learned"
def prepare(tensors, learned):
    model = {}
    for name, tensor in tensors.items():
        model[name] = tensor.clone()
        if name in str(learned) and tensor.is_floating_point():
            model[name].requires_grad_()
    return model


# %% wrong: first letters fails="ex4_model-learned" says="clone first, mark last, and only the names in learned"
def prepare(tensors, learned):
    model = {}
    for name, tensor in tensors.items():
        model[name] = tensor.clone()
        if name[0] in [other[0] for other in learned] and tensor.is_floating_point():
            model[name].requires_grad_()
    return model


# %% wrong: two learned at most fails="ex4_model-learned" says="clone first, mark last, and only the names in learned"
def prepare(tensors, learned):
    model = {}
    for name, tensor in tensors.items():
        model[name] = tensor.clone()
        if name in learned[:2]:
            model[name].requires_grad_()
    return model

# %% wrong: the own dict where nothing is learned fails="ex4_model-others" says="a new dict, also where nothing is learned"
def prepare(tensors, learned):
    if not learned:
        return tensors
    model = tensors.copy()
    for name in learned:
        model[name] = tensors[name].clone().requires_grad_()
    return model
