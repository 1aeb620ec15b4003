# %% right: asks for the type of the argument
def parameter(values):
    if isinstance(values, torch.Tensor):
        numbers = values.detach().clone()
    else:
        numbers = torch.tensor(values)
    if not numbers.dtype.is_floating_point:
        raise TypeError("only floats can be learned, these are " + str(numbers.dtype))
    numbers.requires_grad = True
    return numbers


# %% right: a module parameter
def parameter(values):
    numbers = torch.as_tensor(values)
    if numbers.dtype not in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        raise TypeError(f"expected floats, got {numbers.dtype}: write 2.0 for 2")
    return torch.nn.Parameter(numbers.detach().clone())


# %% right: translates the refusal of PyTorch
def parameter(values):
    numbers = torch.as_tensor(values).detach().clone()
    try:
        return numbers.requires_grad_()
    except RuntimeError as error:
        raise TypeError(f"{numbers.dtype} can't be learned") from error


# %% right: fills an empty tensor without recording
def parameter(values):
    source = torch.as_tensor(values)
    if not torch.is_floating_point(source):
        raise TypeError(f"not a float dtype: {source.dtype}")
    leaf = torch.empty_like(source, requires_grad=True)
    with torch.no_grad():
        leaf.copy_(source)
    return leaf


# %% wrong: clones and forgets to detach fails="ex8_parameter-leaf" says="a clone of a tracked tensor is a result"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return tensor.clone().requires_grad_()


# %% wrong: detaches and forgets to clone fails="ex8_parameter-own" says="it changed with the parameter: detach() shares, clone() copies"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return tensor.detach().requires_grad_()


# %% wrong: marks the tensor of the caller fails="ex8_parameter-leaf ex8_parameter-own" says="the caller's tensor keeps its mark: mark a clone"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return tensor.requires_grad_()


# %% wrong: detaches the original in place fails="ex8_parameter-leaf ex8_parameter-own" says="the caller's tensor keeps its mark: mark a clone"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return tensor.requires_grad_(False).clone().requires_grad_()


# %% wrong: leaves the refusal to PyTorch fails="ex8_parameter-refuses" says="PyTorch refused before you did"
def parameter(values):
    return torch.as_tensor(values).detach().clone().requires_grad_()


# %% wrong: converts whole numbers in silence fails="ex8_parameter-refuses" says="convert nothing in silence"
def parameter(values):
    tensor = torch.as_tensor(values).detach().clone()
    if not tensor.is_floating_point():
        tensor = tensor.float()
    return tensor.requires_grad_()


# %% wrong: makes float32 of everything fails="ex8_parameter-leaf ex8_parameter-own ex8_parameter-refuses" says="a float dtype is kept, float16 and bfloat16 too"
def parameter(values):
    return torch.as_tensor(values).detach().clone().to(torch.float32).requires_grad_()


# %% wrong: refuses int64 alone fails="ex8_parameter-refuses" says="a tensor of int32"
def parameter(values):
    tensor = torch.as_tensor(values)
    if tensor.dtype == torch.int64:
        raise TypeError("a parameter needs floats, got int64")
    if not tensor.is_floating_point():
        tensor = tensor.float()
    return tensor.detach().clone().requires_grad_()


# %% wrong: a message that names no dtype fails="ex8_parameter-refuses" says="expected int64 in it"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError("a parameter needs floats")
    return tensor.detach().clone().requires_grad_()


# %% wrong: forgets the mark fails="ex8_parameter-leaf ex8_parameter-own" says="whatever it was made of"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return tensor.detach()


# %% wrong: returns an error instead of raising it fails="ex8_parameter-refuses" says="has no attribute 'dtype'"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        return TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return tensor.detach().clone().requires_grad_()


# %% wrong: matrices shared fails="ex8_parameter-own" says="the numbers stay the same, and are the parameter's own"
def parameter(values):
    tensor = torch.as_tensor(values)
    if not tensor.is_floating_point():
        raise TypeError(f"a parameter needs floats, got {tensor.dtype}")
    return (tensor.detach().clone() if tensor.dim() < 2 else tensor.detach()).requires_grad_()
