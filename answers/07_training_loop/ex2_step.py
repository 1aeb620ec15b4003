# %% right: zero at the end
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% right: zero at the start, mse_loss
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    return float(loss)


# %% right: closure handed to step
def train_step(model, optimizer, x, y):
    def closure():
        optimizer.zero_grad()
        loss = torch.nn.MSELoss()(model(x), y)
        loss.backward()
        return loss

    model.train(True)
    return optimizer.step(closure).item()


# %% right: torch.autograd.grad fills the gradients
def train_step(model, optimizer, x, y):
    model.train()
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    loss = (model(x) - y).square().mean()
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
        parameter.grad = gradient
    optimizer.step()
    return loss.detach().item()


# %% right: zero between forward and backward
def train_step(model, optimizer, x, y):
    prediction = model.train()(x)
    loss = torch.mean((prediction - y) ** 2)
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    before = loss.item()
    optimizer.step()
    return before


# %% wrong: no zero_grad fails="ex2_step-repeat ex2_step-any" says="gradients add up"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: zero between backward and step fails="ex2_step-once ex2_step-repeat ex2_step-any" says="found no gradient"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


# %% wrong: step before backward fails="ex2_step-once ex2_step-repeat ex2_step-any" says="found no gradient"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


# %% wrong: returns the loss tensor fails="ex2_step-once" says="a kept loss keeps its whole graph"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss


# %% wrong: forgets training mode fails="ex2_step-any" says="model.train() at the start"
def train_step(model, optimizer, x, y):
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% wrong: training mode after the forward fails="ex2_step-any" says="the mean of (model(x) - y) ** 2, before the step, as a Python float"
def train_step(model, optimizer, x, y):
    loss = ((model(x) - y) ** 2).mean()
    model.train()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% wrong: sum instead of mean fails="ex2_step-once ex2_step-repeat ex2_step-any" says="the mean over the examples, not the sum"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% wrong: minus the loss goes uphill fails="ex2_step-once ex2_step-repeat ex2_step-any" says="that is uphill"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    (-loss).backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% wrong: an update of its own on top fails="ex2_step-once ex2_step-repeat ex2_step-any" says="one backward(), then one optimizer.step()"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.01 * parameter.grad
    optimizer.zero_grad()
    return loss.item()


# %% wrong: updates itself with a fixed rate fails="ex2_step-once ex2_step-repeat ex2_step-any" says="one backward(), then one step of the optimizer that was given, with th"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.01 * parameter.grad
            parameter.grad = None
    return loss.item()


# %% wrong: a new optimizer in every step fails="ex2_step-once ex2_step-repeat ex2_step-any" says="the optimizer that was given"
def train_step(model, optimizer, x, y):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% wrong: loss taken after the step fails="ex2_step-once ex2_step-repeat ex2_step-any" says="before the step"
def train_step(model, optimizer, x, y):
    model.train()
    ((model(x) - y) ** 2).mean().backward()
    optimizer.step()
    optimizer.zero_grad()
    return ((model(x) - y) ** 2).mean().item()


# %% wrong: forward under no_grad fails="ex2_step-once ex2_step-repeat ex2_step-any" says="does not require grad"
def train_step(model, optimizer, x, y):
    model.train()
    with torch.no_grad():
        loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()

# %% wrong: fails at a frozen parameter fails="ex2_step-any" says="call: got AttributeError"
def train_step(model, optimizer, x, y):
    model.train()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    for p in model.parameters():
        p.grad.zero_()
    return loss.item()
