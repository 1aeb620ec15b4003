# %% right: torch functions and a tuple comparison
def sprite_loss(pixels, target):
    if tuple(pixels.shape) != tuple(target.shape):
        raise ValueError("the shapes differ")
    return torch.mean(torch.square(pixels - target))


# %% right: mse_loss after the check of the shapes
def sprite_loss(pixels, target):
    if not pixels.size() == target.size():
        raise ValueError("a sprite and its target need one shape")
    return torch.nn.functional.mse_loss(pixels, target)


# %% right: sum divided by the number of values
def sprite_loss(pixels, target):
    if list(pixels.shape) == list(target.shape):
        error = (pixels - target).reshape(-1)
        return (error * error).sum() / error.numel()
    raise ValueError(f"{pixels.shape} is not {target.shape}")


# %% right: dot product of the flat errors
def sprite_loss(pixels, target):
    if pixels.shape != target.shape:
        raise ValueError("shapes")
    error = torch.flatten(pixels) - torch.flatten(target)
    return torch.dot(error, error) / len(error)


# %% wrong: never compares the shapes fails="ex1_loss-refuses" says="expected a ValueError"
def sprite_loss(pixels, target):
    return ((pixels - target) ** 2).mean()


# %% wrong: compares only the number of pixels fails="ex1_loss-refuses" says="compare pixels.shape with target.shape: refuse where they differ, and "
def sprite_loss(pixels, target):
    if pixels.numel() != target.numel():
        raise ValueError("shapes differ")
    return ((pixels.reshape(-1) - target.reshape(-1)) ** 2).mean()


# %% wrong: asserts instead of raising a ValueError fails="ex1_loss-refuses" says="got AssertionError"
def sprite_loss(pixels, target):
    assert pixels.shape == target.shape
    return ((pixels - target) ** 2).mean()


# %% wrong: compares only the number of dimensions fails="ex1_loss-refuses" says="expected a ValueError"
def sprite_loss(pixels, target):
    if pixels.dim() != target.dim():
        raise ValueError("shapes differ")
    return ((pixels - target) ** 2).mean()


# %% wrong: compares only the number of rows fails="ex1_loss-refuses" says="expected a ValueError"
def sprite_loss(pixels, target):
    if pixels.shape[:1] != target.shape[:1]:
        raise ValueError("shapes differ")
    return ((pixels - target) ** 2).mean()


# %% wrong: sum instead of mean fails="ex1_loss-value ex1_loss-refuses" says="not a sum"
def sprite_loss(pixels, target):
    if pixels.shape != target.shape:
        raise ValueError("shapes differ")
    return ((pixels - target) ** 2).sum()


# %% wrong: absolute error fails="ex1_loss-value" says="not without the square"
def sprite_loss(pixels, target):
    if pixels.shape != target.shape:
        raise ValueError("shapes differ")
    return (pixels - target).abs().mean()


# %% wrong: returns a number fails="ex1_loss-value ex1_loss-refuses" says="the loss needs its record"
def sprite_loss(pixels, target):
    if pixels.shape != target.shape:
        raise ValueError("shapes differ")
    return ((pixels - target) ** 2).mean().item()


# %% wrong: detaches the pixels fails="ex1_loss-value" says="got an untracked tensor"
def sprite_loss(pixels, target):
    if pixels.shape != target.shape:
        raise ValueError("shapes differ")
    return ((pixels.detach() - target) ** 2).mean()


# %% wrong: mean over the rows only fails="ex1_loss-value ex1_loss-refuses" says="makes one number of the whole picture"
def sprite_loss(pixels, target):
    if pixels.shape != target.shape:
        raise ValueError("shapes differ")
    return ((pixels - target) ** 2).mean(dim=0)
