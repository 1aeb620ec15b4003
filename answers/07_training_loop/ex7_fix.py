# %% right: five lines repaired
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% right: two helpers
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()

    def learn(x, y):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item() * len(y)

    @torch.no_grad()
    def judge():
        return torch.nn.functional.mse_loss(model.eval()(x_val), y_val).item()

    size, train_losses, val_losses = sum(len(y) for _, y in batches), [], []
    for _ in range(epochs):
        model.train()
        train_losses.append(sum(learn(x, y) for x, y in batches) / size)
        val_losses.append(judge())
    return train_losses, val_losses


# %% right: collects the squared errors
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    history = []
    while len(history) < epochs:
        squares = []
        for x, y in batches:
            square = (model(x) - y) ** 2
            square.mean().backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            squares.append(square.detach())
        model.eval()
        with torch.inference_mode():
            val = torch.mean((model(x_val) - y_val) ** 2)
        model.train()
        history.append((torch.cat(squares).mean().item(), val.item()))
    return [train for train, _ in history], [val for _, val in history]


# %% right: sums of squares, and one split of the recording
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [0.0] * epochs, [0.0] * epochs
    n = sum(x.shape[0] for x, _ in batches)
    for epoch in range(epochs):
        for training in (True, False):
            model.train(training)
            with torch.set_grad_enabled(training):
                for x, y in batches if training else [(x_val, y_val)]:
                    loss = (model(x) - y).square().mean()
                    if training:
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                        train_losses[epoch] += float(loss) * x.shape[0] / n
                    else:
                        val_losses[epoch] = float(loss)
    return train_losses, val_losses


# %% wrong: as it stands fails="ex7_fix-numbers ex7_fix-gradient ex7_fix-mode ex7_fix-mean" says="a kept loss keeps its graph"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        total = 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss
        train_losses.append(total / len(batches))
        model.eval()
        val_losses.append(((model(x_val) - y_val) ** 2).mean())
    return train_losses, val_losses


# %% wrong: gradients never cleared fails="ex7_fix-gradient" says="gradients add up"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: gradients cleared once an epoch fails="ex7_fix-gradient" says="each batch counts as often as it has examples; each loss is taken befo"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: zero before the step fails="ex7_fix-gradient" says="zero after the step"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: never back to training mode fails="ex7_fix-mode" says="someone has to call model.train()"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: validation without eval fails="ex7_fix-mode" says="model.eval() before the validation"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: validation recorded fails="ex7_fix-mode" says="one step a batch, with the gradient of its own loss; then validate, in"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: train losses are tensors fails="ex7_fix-numbers" says="a kept loss keeps its graph"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: validation losses are tensors fails="ex7_fix-numbers" says="val_losses: holds tensors"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean())
    return train_losses, val_losses


# %% wrong: mean of the means fails="ex7_fix-mean" says="a mean of means"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
            count += 1
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: sum of the batch means over examples fails="ex7_fix-numbers ex7_fix-gradient ex7_fix-mode ex7_fix-mean" says="each batch counts as often as it has examples; each loss is taken befo"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: total goes on through the epochs fails="ex7_fix-numbers ex7_fix-gradient ex7_fix-mode ex7_fix-mean" says="each batch counts as often as it has examples; each loss is taken befo"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    total, count = 0.0, 1e-9
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / (count / (epoch + 1)))
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: one entry for each batch fails="ex7_fix-numbers ex7_fix-gradient ex7_fix-mode ex7_fix-mean" says="each batch counts as often as it has examples; each loss is taken befo"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
            train_losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses


# %% wrong: one graph for all epochs fails="ex7_fix-gradient ex7_fix-numbers ex7_fix-mode ex7_fix-mean" says="second time"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    losses = [((model(x) - y) ** 2).mean() for x, y in batches]
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        for loss in losses:
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        train_losses.append(sum(loss.item() for loss in losses) / len(losses))
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
        model.train()
    return train_losses, val_losses


# %% wrong: learns from the validation data fails="ex7_fix-gradient ex7_fix-mode" says="uses the gradient of its own batch"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    train_losses, val_losses = [], []
    for epoch in range(epochs):
        model.train()
        total, count = 0.0, 0
        for x, y in batches:
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(x)
            count += len(x)
        train_losses.append(total / count)
        model.eval()
        loss = ((model(x_val) - y_val) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        val_losses.append(loss.item())
    return train_losses, val_losses

# %% wrong: steps by the share of the batch fails="ex7_fix-gradient" says="result['val_losses'][0]: got 2.684, expected 2.663"
def fit(make, batches, x_val, y_val, epochs):
    model, optimizer = make()
    count = sum(len(x) for x, _ in batches)
    train_losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for x, y in batches:
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).sum() / count
            (loss * len(batches)).backward()
            optimizer.step()
            total += loss.item()
        train_losses.append(total)
        model.eval()
        with torch.no_grad():
            val_losses.append(((model(x_val) - y_val) ** 2).mean().item())
    return train_losses, val_losses
