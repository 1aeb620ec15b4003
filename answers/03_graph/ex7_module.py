# %% right: a dict built by hand
def draw_module(model, x, saved=False):
    from torchviz import make_dot

    names = {}
    for name, parameter in model.named_parameters():
        names[name] = parameter
    loss = torch.mean(model(x))
    return make_dot(loss, params=names, show_saved=saved)


# %% right: two calls, one for each wish
def draw_module(model, x, saved=False):
    import torchviz as tv

    loss = model.forward(x).mean()
    parameters = dict(model.named_parameters())
    if saved:
        return tv.make_dot(loss, parameters, show_saved=True)
    return tv.make_dot(loss, parameters)


# %% right: options collected first
def draw_module(model, x, saved=False):
    import torchviz

    options = {"params": {**dict(model.named_parameters())}}
    options["show_saved"] = bool(saved)
    return torchviz.make_dot(model(x).mean(), **options)


# %% right: a comprehension, arguments by position
def draw_module(model, x, saved=False):
    import torchviz

    parameters = {name: parameter for name, parameter in model.named_parameters()}
    return torchviz.make_dot(model(x).mean(), parameters, saved, saved)


# %% wrong: no names fails="ex7_module-named" says="without a name"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x).mean(), show_saved=saved)


# %% wrong: the state dict, whose tensors are other objects fails="ex7_module-named" says="without a name"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x).mean(), params=dict(model.state_dict()), show_saved=saved)


# %% wrong: numbers instead of names fails="ex7_module-named" says="expected bias and weight"
def draw_module(model, x, saved=False):
    import torchviz

    names = {f"p{k}": parameter for k, parameter in enumerate(model.parameters())}
    return torchviz.make_dot(model(x).mean(), params=names, show_saved=saved)


# %% wrong: names fixed for a single layer fails="ex7_module-named ex7_module-nodes ex7_module-saved" says="has no attribute 'weight'"
def draw_module(model, x, saved=False):
    import torchviz

    names = {"weight": model.weight, "bias": model.bias}
    return torchviz.make_dot(model(x).mean(), params=names, show_saved=saved)


# %% wrong: no mean at the end fails="ex7_module-nodes" says="no MeanBackward0"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x), params=dict(model.named_parameters()), show_saved=saved)


# %% wrong: sum instead of mean fails="ex7_module-nodes" says="the loss is model(x).mean()"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x).sum(), params=dict(model.named_parameters()), show_saved=saved)


# %% wrong: the number instead of the loss fails="ex7_module-nodes ex7_module-named ex7_module-saved" says="not its number"
def draw_module(model, x, saved=False):
    import torchviz

    loss = torch.tensor(model(x).mean().item())
    return torchviz.make_dot(loss, params=dict(model.named_parameters()), show_saved=saved)


# %% wrong: never shows the saved tensors fails="ex7_module-saved" says="got no orange box"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x).mean(), params=dict(model.named_parameters()))


# %% wrong: always shows the saved tensors fails="ex7_module-saved" says="without saved"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x).mean(), params=dict(model.named_parameters()), show_saved=True)


# %% wrong: attributes instead of saved tensors fails="ex7_module-saved" says="got no orange box"
def draw_module(model, x, saved=False):
    import torchviz

    return torchviz.make_dot(model(x).mean(), params=dict(model.named_parameters()), show_attrs=saved)


# %% wrong: returns nothing fails="ex7_module-nodes ex7_module-named ex7_module-saved" says="got a NoneType"
def draw_module(model, x, saved=False):
    import torchviz

    drawing = torchviz.make_dot(model(x).mean(), params=dict(model.named_parameters()), show_saved=saved)
    print(drawing.source)

# %% right: the names of the state, where a shared layer has its second name
def draw_module(model, x, saved=False):
    from torchviz import make_dot

    names = model.state_dict(keep_vars=True)
    params = {name: tensor for name, tensor in names.items() if isinstance(tensor, torch.nn.Parameter)}
    return make_dot(model(x).mean(), params=params, show_saved=saved)

# %% wrong: a graphviz.Source made from the drawing fails="ex7_module-nodes ex7_module-named ex7_module-saved" says="return torchviz.make_dot(...) itself"
def draw_module(model, x, saved=False):
    import graphviz
    import torchviz

    drawing = torchviz.make_dot(model(x).mean(), params=dict(model.named_parameters()), show_saved=saved)
    return graphviz.Source(drawing.source)

# %% wrong: sets the seed fails="ex7_module-nodes ex7_module-named ex7_module-saved" says="random seed after the call: got set, expected left alone"
import torch


def draw_module(model, x, saved=False):
    import torchviz

    torch.manual_seed(0)
    loss = model(x).mean()
    return torchviz.make_dot(loss, params=dict(model.named_parameters()), show_saved=saved)
