# %% right: a list of sizes
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    def unpack(tensor):
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, unpack):
        f(values.detach().clone().requires_grad_(True))
    return sum(sizes)


# %% right: a running total with nonlocal
def saved_bytes(f, values):
    total = 0

    def pack(tensor):
        nonlocal total
        total += tensor.numel() * tensor.element_size()
        return tensor

    leaf = values.clone()
    leaf.requires_grad = True
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(leaf)
    return total


# %% right: keeps the tensors, and weighs them later
def saved_bytes(f, values):
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: kept.append(tensor) or tensor, lambda tensor: tensor):
        f(values.clone().requires_grad_())
    return sum(tensor.nbytes for tensor in kept)


# %% right: a class that counts
class Scale:
    def __init__(self):
        self.bytes = 0

    def pack(self, tensor):
        self.bytes += tensor.nbytes
        return tensor


def saved_bytes(f, values):
    scale, leaf = Scale(), torch.empty_like(values).copy_(values).requires_grad_()
    with torch.autograd.graph.saved_tensors_hooks(scale.pack, lambda tensor: tensor):
        f(leaf)
    return scale.bytes


# %% wrong: the leaf is not tracked fails="ex6_bytes-counts ex6_bytes-clean" says="is the leaf tracked"
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values)
    return sum(sizes)


# %% wrong: marks the tensor of the caller fails="ex6_bytes-clean" says="changes the caller's tensor"
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values.requires_grad_())
    return sum(sizes)


# %% wrong: counts tensors fails="ex6_bytes-counts ex6_bytes-clean" says="the number of tensors"
def saved_bytes(f, values):
    kept = []

    def pack(tensor):
        kept.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values.clone().requires_grad_())
    return len(kept)


# %% wrong: counts entries fails="ex6_bytes-counts ex6_bytes-clean" says="the number of entries"
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.numel())
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values.clone().requires_grad_())
    return sum(sizes)


# %% wrong: four bytes for every dtype fails="ex6_bytes-counts ex6_bytes-clean" says="add up nbytes of each tensor that pack gets, as often as it gets it"
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(4 * tensor.numel())
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values.clone().requires_grad_())
    return sum(sizes)


# %% wrong: a tensor kept twice counts once fails="ex6_bytes-counts ex6_bytes-clean" says="counts twice"
def saved_bytes(f, values):
    sizes = {}

    def pack(tensor):
        sizes[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values.clone().requires_grad_())
    return sum(sizes.values())


# %% wrong: the size of the result fails="ex6_bytes-counts ex6_bytes-clean" says="counts twice"
def saved_bytes(f, values):
    return f(values.clone().requires_grad_()).nbytes


# %% wrong: counts when backward fetches fails="ex6_bytes-counts ex6_bytes-clean" says="got 0, expected 4000"
def saved_bytes(f, values):
    sizes = []

    def unpack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: tensor, unpack):
        f(values.clone().requires_grad_())
    return sum(sizes)


# %% wrong: fetches everything with a backward fails="ex6_bytes-clean" says="does not require grad"
def saved_bytes(f, values):
    sizes = []

    def unpack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: tensor, unpack):
        f(values.clone().requires_grad_()).sum().backward()
    return sum(sizes)


# %% wrong: the block ends before f runs fails="ex6_bytes-counts ex6_bytes-clean" says="does f run inside the block"
def saved_bytes(f, values):
    sizes = []
    leaf = values.clone().requires_grad_()
    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: sizes.append(tensor.nbytes), lambda tensor: tensor):
        pass
    f(leaf)
    return sum(sizes)


# %% wrong: the clone is recorded, and no leaf fails="ex6_bytes-clean" says="make the leaf from a clone"
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(values.requires_grad_().clone())
    return sum(sizes)

# %% wrong: counts the whole storage of a part fails="ex6_bytes-counts ex6_bytes-clean" says="what is kept is a part of a larger tensor"
def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.untyped_storage().nbytes())
        return tensor

    leaf = values.clone().requires_grad_()
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        f(leaf)
    return sum(sizes)

# %% right: a class that tallies
class Tally:
    def __init__(self):
        self.bytes = 0

    def pack(self, tensor):
        self.bytes += tensor.element_size() * tensor.numel()
        return tensor

    @staticmethod
    def unpack(tensor):
        return tensor


def saved_bytes(f, values):
    tally = Tally()
    leaf = torch.nn.Parameter(values.clone())
    with torch.autograd.graph.saved_tensors_hooks(tally.pack, tally.unpack):
        f(leaf)
    return tally.bytes

# %% wrong: hooks that stay fails="ex6_bytes-clean" says="leave the block of hooks, also after an error"
import torch

def saved_bytes(f, values):
    total = [0]

    def pack(tensor):
        total[0] += tensor.nbytes
        return tensor

    torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t).__enter__()
    f(values.clone().requires_grad_())
    return total[0]

# %% wrong: marks the values themselves for a while fails="ex6_bytes-clean" says="make the leaf from a clone: values stay as they are, untracked"
import torch

def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    values.requires_grad_(True)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        f(values)
    values.requires_grad_(False)
    return sum(sizes)

# %% wrong: hooks that an error leaves behind fails="ex6_bytes-clean" says="leave the block of hooks, also after an error"
import torch

def saved_bytes(f, values):
    sizes = []
    hooks = torch.autograd.graph.saved_tensors_hooks(
        lambda t: sizes.append(t.nbytes) or t, lambda t: t
    )
    leaf = values.clone().requires_grad_()
    hooks.__enter__()
    f(leaf)
    hooks.__exit__(None, None, None)
    return sum(sizes)

# %% wrong: the memory of the values fails="ex6_bytes-clean" says="make the leaf from a clone: values stay as they are, untracked"
import torch

def saved_bytes(f, values):
    sizes = []

    def pack(tensor):
        sizes.append(tensor.nbytes)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        f(values.detach().requires_grad_())
    return sum(sizes)
