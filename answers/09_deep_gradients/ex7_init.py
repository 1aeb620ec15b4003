# %% right: normal_ on empty leaves
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        w = torch.empty(n_in, n_out).normal_(0.0, (2 / n_in if activation == "relu" else 1 / n_in) ** 0.5, generator=generator)
        weights.append(w.requires_grad_())
    return weights


# %% right: kaiming with the mode for rows as inputs
def initial_weights(sizes, activation, seed):
    torch.manual_seed(seed)
    weights = [torch.empty(a, b, requires_grad=True) for a, b in zip(sizes, sizes[1:])]
    for w in weights:
        torch.nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity=activation)  # fan_out counts the rows
    return weights


# %% right: uniform numbers of the same spread
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    weights = []
    for k in range(len(sizes) - 1):
        bound = (3 * (1 + (activation == "relu")) / sizes[k]) ** 0.5
        w = torch.rand(sizes[k], sizes[k + 1], generator=generator) * 2 * bound - bound
        w.requires_grad = True
        weights.append(w)
    return weights


# %% right: a leaf scaled in place under no_grad
def initial_weights(sizes, activation, seed):
    torch.manual_seed(seed)
    weights = [torch.randn(size, requires_grad=True) for size in zip(sizes[:-1], sizes[1:])]
    with torch.no_grad():
        for w in weights:
            w *= {"relu": 2**0.5, "linear": 1.0}[activation] / w.shape[0] ** 0.5
    return weights


# %% wrong: one over root n for every activation fails="ex7_init-signal ex7_init-widths" says="where is the factor 2"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((1 / a) ** 0.5 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: factor two for every activation fails="ex7_init-signal ex7_init-widths" says="the scale depends on the number of inputs and on the activation"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((2 / a) ** 0.5 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: variance for standard deviation fails="ex7_init-signal ex7_init-widths" says="the weights are too small"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append((gain / a * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: standard normal numbers without a scale fails="ex7_init-signal ex7_init-widths" says="the weights are too large"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append((1.0 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: a small number that fits all fails="ex7_init-signal ex7_init-widths" says="the weights are too small"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append((0.01 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: counts the outputs fails="ex7_init-widths" says="the sum runs over the inputs"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / b) ** 0.5 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: mean of inputs and outputs fails="ex7_init-widths" says="where n counts the inputs of this layer"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((2 * gain / (a + b)) ** 0.5 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: kaiming with its defaults fails="ex7_init-widths" says="the sum runs over the inputs"
def initial_weights(sizes, activation, seed):
    torch.manual_seed(seed)
    weights = [torch.empty(a, b, requires_grad=True) for a, b in zip(sizes, sizes[1:])]
    for w in weights:
        torch.nn.init.kaiming_normal_(w, nonlinearity=activation)
    return weights


# %% wrong: a leaf made non-leaf by its scale fails="ex7_init-leaves" says="a scaled leaf is not a leaf"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / a) ** 0.5 * torch.randn(a, b, generator=generator, requires_grad=True)))
    return weights


# %% wrong: weights that require no gradient fails="ex7_init-leaves" says="weights are learned"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / a) ** 0.5 * torch.randn(a, b, generator=generator)))
    return weights


# %% wrong: seeds again in each layer fails="ex7_init-leaves ex7_init-signal" says="seed once, before the loop"
def initial_weights(sizes, activation, seed):
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / a) ** 0.5 * torch.randn(a, b, generator=torch.Generator().manual_seed(seed))).requires_grad_())
    return weights


# %% wrong: ignores the seed fails="ex7_init-leaves" says="draw from a generator with this seed"
def initial_weights(sizes, activation, seed):
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / a) ** 0.5 * torch.randn(a, b)).requires_grad_())
    return weights


# %% wrong: all weights zero fails="ex7_init-leaves ex7_init-signal ex7_init-widths" says="got equal numbers"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append((0.0 * torch.randn(a, b, generator=generator)).requires_grad_())
    return weights


# %% wrong: columns as inputs fails="ex7_init-leaves ex7_init-signal ex7_init-widths" says="rows are inputs"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / a) ** 0.5 * torch.randn(b, a, generator=generator)).requires_grad_())
    return weights


# %% wrong: uniform numbers from zero to the scale fails="ex7_init-signal ex7_init-widths" says="the weights are too large"
def initial_weights(sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    gain = 2.0 if activation == "relu" else 1.0
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights.append(((gain / a) ** 0.5 * torch.rand(a, b, generator=generator)).requires_grad_())
    return weights

# %% wrong: first width for all fails="ex7_init-signal" says="the scale depends on the number of inputs"
import torch


def initial_weights(sizes, activation, seed):
    """Return random weight matrices that keep the root mean square of a signal."""
    gain = 2.0 if activation == "relu" else 1.0
    scale = (gain / sizes[0]) ** 0.5
    generator = torch.Generator().manual_seed(seed)
    return [
        (scale * torch.randn(sizes[k], sizes[k + 1], generator=generator)).requires_grad_()
        for k in range(len(sizes) - 1)
    ]
