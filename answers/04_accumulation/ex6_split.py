# %% right: torch.autograd.grad never touches grad
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    return [torch.autograd.grad(head(middle), leaf, retain_graph=True)[0] for head in heads]


# %% right: a clone, then zeros
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle, result = trunk(leaf), []
    for head in heads:
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad.clone())
        leaf.grad.zero_()
    return result


# %% right: frees the graph at the last head
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for k, head in enumerate(heads, start=1):
        leaf.grad = None
        head(middle).backward(retain_graph=k < len(heads))
        result.append(leaf.grad)
    return result


# %% right: each head on a leaf of its own, then through the trunk
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        end = middle.detach().clone().requires_grad_()
        head(end).backward()
        leaf.grad = None
        middle.backward(gradient=end.grad, retain_graph=True)
        result.append(leaf.grad)
    return result


# %% wrong: the program of the task fails="ex6_split-alone ex6_split-once" says="second time"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        head(middle).backward()
        result.append(leaf.grad)
    return result


# %% wrong: the cure of the error text alone fails="ex6_split-alone ex6_split-once" says="one tensor that grows"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad)
    return result


# %% wrong: clones but never clears fails="ex6_split-alone ex6_split-once" says="this is both heads"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad.clone())
    return result


# %% wrong: zeros wipe the list fails="ex6_split-alone ex6_split-once" says="zero_() wipes the tensor"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad)
        leaf.grad.zero_()
    return result


# %% wrong: zeros before each head after the first fails="ex6_split-alone ex6_split-once" says="the list holds one tensor twice"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        if leaf.grad is not None:
            leaf.grad.zero_()
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad)
    return result


# %% wrong: computes the trunk for each head fails="ex6_split-once" says="retain_graph keeps one graph of the trunk for all heads"
def pulls(trunk, heads, x):
    result = []
    for head in heads:
        leaf = x.clone().requires_grad_()
        head(trunk(leaf)).backward()
        result.append(leaf.grad)
    return result


# %% wrong: marks the tensor of the caller fails="ex6_split-once" says="mark a clone"
def pulls(trunk, heads, x):
    leaf = x.requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad)
        leaf.grad = None
    return result


# %% wrong: one walk for the sum of all heads fails="ex6_split-alone ex6_split-once" says="one gradient for each head"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    sum(head(middle) for head in heads).backward()
    return [leaf.grad]


# %% wrong: stops at the result of the trunk fails="ex6_split-alone ex6_split-once" says="go on to x"
def pulls(trunk, heads, x):
    middle = trunk(x).detach().requires_grad_()
    result = []
    for head in heads:
        head(middle).backward()
        result.append(middle.grad)
        middle.grad = None
    return result


# %% wrong: numbers for tensors fails="ex6_split-alone ex6_split-once" says="expected tensors"
def pulls(trunk, heads, x):
    leaf = x.clone().requires_grad_()
    middle = trunk(leaf)
    result = []
    for head in heads:
        head(middle).backward(retain_graph=True)
        result.append(leaf.grad.sum().item())
        leaf.grad = None
    return result
