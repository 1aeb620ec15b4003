# %% right: einsum and a module for the softmax
def mix(scores, palette):
    return torch.einsum("rck,kd->rcd", torch.nn.Softmax(dim=2)(scores), palette)


def choose(scores, palette):
    return palette.detach()[scores.max(dim=2).indices]


# %% right: exponentials relative to the largest score
def mix(scores, palette):
    powers = torch.exp(scores - scores.max(dim=-1, keepdim=True).values)
    weights = powers / powers.sum(dim=-1, keepdim=True)
    return (weights.unsqueeze(-1) * palette).sum(dim=-2)


@torch.no_grad()
def choose(scores, palette):
    return palette[torch.argmax(scores, dim=2)]


# %% right: adds colour after colour
def mix(scores, palette):
    weights = scores.softmax(-1)
    return sum(weights[..., k, None] * color for k, color in enumerate(palette))


def choose(scores, palette):
    with torch.no_grad():
        rows, columns, k = scores.shape
        best = scores.reshape(-1, k).argmax(dim=1)
        return palette.index_select(0, best).reshape(rows, columns, 3)


# %% wrong: scores as weights fails="ex5_palette-mix ex5_palette-gradient" says="not the scores"
def mix(scores, palette):
    return scores @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: softmax over the columns fails="ex5_palette-mix ex5_palette-gradient" says="softmax over the k scores"
def mix(scores, palette):
    return torch.softmax(scores, dim=1) @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: softmax over the whole picture fails="ex5_palette-mix ex5_palette-gradient" says="expected 0.75"
def mix(scores, palette):
    return torch.softmax(scores.reshape(-1), dim=0).reshape(scores.shape) @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: sigmoid instead of softmax fails="ex5_palette-gradient ex5_palette-mix" says="slope of the first score"
def mix(scores, palette):
    return torch.sigmoid(scores) @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: exponentials overflow fails="ex5_palette-mix" says="softmax over the k scores of a pixel, dim=-1, then @ palette"
def mix(scores, palette):
    return scores.exp() / scores.exp().sum(dim=-1, keepdim=True) @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: mixes under no_grad fails="ex5_palette-gradient" says="got an untracked picture"
def mix(scores, palette):
    with torch.no_grad():
        return torch.softmax(scores, dim=-1) @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: the largest score already in the mix fails="ex5_palette-mix ex5_palette-gradient" says="expected 0.75"
def mix(scores, palette):
    return palette[scores.argmax(dim=-1)]


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: detaches the palette in the mix fails="ex5_palette-gradient" says="the record leads through the softmax to the scores, and through the pr"
def mix(scores, palette):
    return torch.softmax(scores, dim=-1) @ palette.detach()


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)].detach()


# %% wrong: tracked choice fails="ex5_palette-choose" says="palette[scores.argmax(dim=-1)] looks the colour up, exactly"
def mix(scores, palette):
    return torch.softmax(scores, dim=-1) @ palette


def choose(scores, palette):
    return palette[scores.argmax(dim=-1)]


# %% wrong: chooses the mixture fails="ex5_palette-choose" says="exactly the colour"
def mix(scores, palette):
    return torch.softmax(scores, dim=-1) @ palette


def choose(scores, palette):
    return mix(scores, palette).detach()


# %% wrong: switches the recording off for good fails="ex5_palette-choose" says="palette[scores.argmax(dim=-1)] looks the colour up, exactly"
def mix(scores, palette):
    return torch.softmax(scores, dim=-1) @ palette


def choose(scores, palette):
    palette.requires_grad_(False)
    return palette[scores.argmax(dim=-1)]
