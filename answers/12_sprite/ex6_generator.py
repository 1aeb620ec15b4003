# %% right: linear and unflatten
def generate(z, weight, bias):
    return torch.nn.functional.linear(z, weight.T, bias).sigmoid().unflatten(1, (8, 8))


@torch.no_grad()
def paint(z, weight, bias):
    return generate(z, weight, bias)


# %% right: addmm and view
def generate(z, weight, bias):
    return torch.addmm(bias, z, weight).sigmoid().view(len(z), 8, 8)


def paint(z, weight, bias):
    with torch.set_grad_enabled(False):
        return generate(z, weight, bias)


# %% right: detached inputs and the sigmoid by its formula
def generate(z, weight, bias):
    return (1 / (1 + torch.exp(-(torch.matmul(z, weight) + bias)))).reshape(z.shape[0], 8, 8)


def paint(z, weight, bias):
    return generate(z.detach(), weight.detach(), bias.detach())


# %% wrong: detaches afterwards fails="ex6_generator-paint" says="the same sprites as generate, under no_grad: nothing is kept, the mark"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    return generate(z, weight, bias).detach()


# %% wrong: unmarks the weights fails="ex6_generator-paint" says="got unmarked by paint"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    weight.requires_grad_(False)
    bias.requires_grad_(False)
    return generate(z, weight, bias)


# %% wrong: leaves the recording off fails="ex6_generator-paint" says="a with block restores"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    torch.set_grad_enabled(False)
    return generate(z, weight, bias)


# %% wrong: switches the recording on afterwards fails="ex6_generator-paint" says="the same sprites as generate, under no_grad: nothing is kept, the mark"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    torch.set_grad_enabled(False)
    sprites = generate(z, weight, bias)
    torch.set_grad_enabled(True)
    return sprites


# %% wrong: paints with a record fails="ex6_generator-paint" says="got tracked sprites"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    return generate(z, weight, bias)


# %% wrong: forgets the sigmoid fails="ex6_generator-forward ex6_generator-gradient ex6_generator-paint" says="the sigmoid brings it"
def generate(z, weight, bias):
    return (z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    with torch.no_grad():
        return generate(z, weight, bias)


# %% wrong: flat sprites fails="ex6_generator-forward ex6_generator-gradient" says="becomes (n, 8, 8)"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias)


def paint(z, weight, bias):
    with torch.no_grad():
        return generate(z, weight, bias).reshape(-1, 8, 8)


# %% wrong: column by column fails="ex6_generator-forward ex6_generator-gradient ex6_generator-paint" says="filled row by row"
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8).transpose(1, 2)


def paint(z, weight, bias):
    with torch.no_grad():
        return generate(z, weight, bias)


# %% wrong: generates under no_grad too fails="ex6_generator-gradient" says="generate records"
@torch.no_grad()
def generate(z, weight, bias):
    return torch.sigmoid(z @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    return generate(z, weight, bias)


# %% wrong: detaches the latent fails="ex6_generator-gradient" says="nothing on the way may cut the record"
def generate(z, weight, bias):
    return torch.sigmoid(z.detach() @ weight + bias).reshape(-1, 8, 8)


def paint(z, weight, bias):
    with torch.no_grad():
        return generate(z, weight, bias)
