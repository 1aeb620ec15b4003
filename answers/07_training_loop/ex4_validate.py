# %% right: weighted by the size of the batch
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.train(was_training)
    return total / count


# %% right: decorator and sum of squares
@torch.no_grad()
def validate(model, batches):
    mode = model.training
    model.eval()
    squares = [(model(x) - y).square() for x, y in batches]
    model.train(mode)
    return torch.cat(squares).mean().item()


# %% right: inference mode, and try with finally
def validate(model, batches):
    mode = model.training
    try:
        model.eval()
        with torch.inference_mode():
            errors = torch.cat([model(x) - y for x, y in batches])
            return float((errors**2).sum() / errors.numel())
    finally:
        model.train(mode)


# %% right: switches recording by hand and restores it
def validate(model, batches):
    mode, recording = model.training, torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    model.eval()
    total = count = 0
    for x, y in batches:
        total += torch.nn.functional.mse_loss(model(x), y, reduction="sum").item()
        count += y.numel()
    if mode:
        model.train()
    torch.set_grad_enabled(recording)
    return total / count


# %% wrong: mean of the means of the batches fails="ex4_validate-mean" says="a mean of means"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item()
            count += 1
    model.train(was_training)
    return total / count


# %% wrong: no eval fails="ex4_validate-mode" says="switches dropout off"
def validate(model, batches):
    was_training = model.training
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.train(was_training)
    return total / count


# %% wrong: no no_grad fails="ex4_validate-untracked" says="eval() does not stop the recording"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    for x, y in batches:
        total += ((model(x) - y) ** 2).mean().item() * len(x)
        count += len(x)
    model.train(was_training)
    return total / count


# %% wrong: leaves the model in eval mode fails="ex4_validate-mode" says="give the mode back"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    return total / count


# %% wrong: always ends in training mode fails="ex4_validate-mode" says="the mode that you found"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.train()
    return total / count


# %% wrong: returns before it gives the mode back fails="ex4_validate-mode" says="give the mode back"
def validate(model, batches):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        return torch.cat([(model(x) - y) ** 2 for x, y in batches]).mean().item()
    model.train(was_training)


# %% wrong: saves the mode after eval fails="ex4_validate-mode" says="give the mode back"
def validate(model, batches):
    model.eval()
    was_training = model.training
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.train(was_training)
    return total / count


# %% wrong: eval after the loop fails="ex4_validate-mode" says="before the first batch"
def validate(model, batches):
    was_training = model.training
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.eval()
    model.train(was_training)
    return total / count


# %% wrong: detaches the output only fails="ex4_validate-untracked" says="no_grad() does"
def validate(model, batches):
    was_training = model.training
    model.eval()
    squares = [(model(x).detach() - y) ** 2 for x, y in batches]
    model.train(was_training)
    return torch.cat(squares).mean().item()


# %% wrong: switches recording off for ever fails="ex4_validate-mean ex4_validate-mode ex4_validate-untracked" says="give the mode back, and leave recording as it was"
def validate(model, batches):
    was_training = model.training
    model.eval()
    torch.set_grad_enabled(False)
    squares = [(model(x) - y) ** 2 for x, y in batches]
    model.train(was_training)
    return torch.cat(squares).mean().item()


# %% wrong: sum of squares fails="ex4_validate-mean ex4_validate-mode ex4_validate-untracked" says="that is the sum"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.train(was_training)
    return total


# %% wrong: sum divided by the number of batches fails="ex4_validate-mean ex4_validate-mode ex4_validate-untracked" says="not of batches"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean().item() * len(x)
            count += len(x)
    model.train(was_training)
    return total / len(batches)


# %% wrong: returns a tensor fails="ex4_validate-mean ex4_validate-mode ex4_validate-untracked" says="takes the number out"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).mean() * len(x)
            count += len(x)
    model.train(was_training)
    return total / count


# %% wrong: last batch only fails="ex4_validate-mean ex4_validate-mode ex4_validate-untracked" says="got 25.000"
def validate(model, batches):
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total = ((model(x) - y) ** 2).mean().item() * len(x)
            count = len(x)
    model.train(was_training)
    return total / count

# %% wrong: clears the gradients first fails="ex4_validate-untracked" says="the sum of the squared errors of all examples, divided by the number o"
def validate(model, batches):
    was_training = model.training
    model.eval()
    model.zero_grad()
    total, count = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            total += ((model(x) - y) ** 2).sum().item()
            count += len(x)
    model.train(was_training)
    return total / count
