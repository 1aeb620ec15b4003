# %% right: torch.autograd.grad with allow_unused
def slopes(f, *inputs):
    leaves = [torch.tensor(value).requires_grad_() for value in inputs]
    gradients = torch.autograd.grad(f(*leaves), leaves, allow_unused=True)
    return tuple(float(gradient) if gradient is not None else 0.0 for gradient in gradients)


# %% right: one vector, unpacked
def slopes(f, *inputs):
    vector = torch.tensor(inputs, requires_grad=True)
    y = f(*vector)
    y.backward()
    return tuple(vector.grad.tolist())


# %% right: plain loop in float64
def slopes(f, *inputs):
    leaves = []
    for value in inputs:
        leaves.append(torch.tensor(value, dtype=torch.float64, requires_grad=True))
    f(*leaves).backward()
    answer = []
    for leaf in leaves:
        if leaf.grad is None:
            answer.append(0.0)
        else:
            answer.append(leaf.grad.item())
    return tuple(answer)


# %% right: adds nothing of every leaf so that none is unused
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    total = f(*leaves) + 0 * sum(leaves)
    total.backward()
    return tuple(leaf.grad.item() for leaf in leaves)


# %% wrong: forgets that an unused leaf holds None fails="ex3_slopes-unused" says="has no attribute 'item'"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    f(*leaves).backward()
    return tuple(leaf.grad.item() for leaf in leaves)


# %% wrong: leaves unused inputs out fails="ex3_slopes-unused" says="an unused input has a gradient too"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    f(*leaves).backward()
    return tuple(leaf.grad.item() for leaf in leaves if leaf.grad is not None)


# %% wrong: None for unused inputs fails="ex3_slopes-unused" says="got None, expected 0.0"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    f(*leaves).backward()
    return tuple(None if leaf.grad is None else leaf.grad.item() for leaf in leaves)


# %% wrong: one backward for each input fails="ex3_slopes-once" says="expected 1"
def slopes(f, *inputs):
    answer = []
    for k in range(len(inputs)):
        leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
        f(*leaves).backward()
        answer.append(0.0 if leaves[k].grad is None else leaves[k].grad.item())
    return tuple(answer)


# %% wrong: asks twice on the same leaves fails="ex3_slopes-values ex3_slopes-unused ex3_slopes-once" says="call backward() once"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    for _ in leaves:
        f(*leaves).backward()
    return tuple(0.0 if leaf.grad is None else leaf.grad.item() for leaf in leaves)


# %% wrong: a bare number for one input fails="ex3_slopes-values" says="one input gives a tuple"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    f(*leaves).backward()
    gradients = tuple(0.0 if leaf.grad is None else leaf.grad.item() for leaf in leaves)
    return gradients[0] if len(gradients) == 1 else gradients


# %% wrong: tensors inside the tuple fails="ex3_slopes-values ex3_slopes-unused ex3_slopes-once" says="got a Tensor inside"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    f(*leaves).backward()
    return tuple(torch.tensor(0.0) if leaf.grad is None else leaf.grad for leaf in leaves)


# %% wrong: gradients in reverse order fails="ex3_slopes-values ex3_slopes-unused ex3_slopes-once" says="the order of the gradients"
def slopes(f, *inputs):
    leaves = [torch.tensor(value, requires_grad=True) for value in inputs]
    f(*leaves).backward()
    return tuple(0.0 if leaf.grad is None else leaf.grad.item() for leaf in reversed(leaves))


# %% wrong: central differences fails="ex3_slopes-once" says="expected 1"
def slopes(f, *inputs):
    h, answer = 1e-5, []
    for k in range(len(inputs)):
        plus = [torch.tensor(v + h * (j == k), dtype=torch.float64) for j, v in enumerate(inputs)]
        minus = [torch.tensor(v - h * (j == k), dtype=torch.float64) for j, v in enumerate(inputs)]
        answer.append((f(*plus) - f(*minus)).item() / (2 * h))
    return tuple(answer)


# %% wrong: marks the first input only fails="ex3_slopes-values ex3_slopes-unused ex3_slopes-once" says="for b, expected 4.00"
def slopes(f, *inputs):
    leaves = [torch.tensor(value) for value in inputs]
    leaves[0].requires_grad_()
    f(*leaves).backward()
    return tuple(0.0 if leaf.grad is None else leaf.grad.item() for leaf in leaves)
