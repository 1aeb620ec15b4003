# %% right: random data, ten steps
def check_step(step):
    generator = torch.Generator().manual_seed(7)
    for n, lr in ((3, 0.03), (8, 0.1)):
        x, y = torch.randn(n, generator=generator), torch.randn(n, generator=generator)
        kept_x, kept_y = x.clone(), y.clone()
        w = torch.tensor(1.5, requires_grad=True)
        expected = 1.5
        for _ in range(10):
            loss = step(w, x, y, lr)
            assert isinstance(loss, float)
            assert abs(loss - ((expected * kept_x - kept_y) ** 2).mean().item()) < 1e-4
            expected -= lr * (2 * kept_x * (expected * kept_x - kept_y)).mean().item()
            assert abs(w.item() - expected) < 1e-4
        assert w.is_leaf and w.requires_grad
        assert torch.equal(x, kept_x) and torch.equal(y, kept_y)


# %% right: compares two histories
def check_step(step):
    def own(w, x, y, lr):
        error = w.item() * x - y
        w.data -= lr * 2 * (error * x).mean()
        return (error**2).mean().item()

    for lr in (0.01, 0.06):
        histories = []
        for function in (step, own):
            w = torch.tensor(-1.0, requires_grad=True)
            x, y = torch.tensor([0.5, 2.0, -1.5, 1.0]), torch.tensor([1.0, 3.0, 0.0, -2.0])
            entries = []
            for _ in range(6):
                loss = function(w, x, y, lr)
                assert type(loss) is float, type(loss)
                entries += [loss, w.item(), *x.tolist(), *y.tolist()]
            assert w.requires_grad
            histories.append(entries)
        mine, right = map(torch.tensor, histories)
        assert torch.allclose(mine, right, atol=1e-4), (mine - right).abs().max()


# %% right: autograd as the witness
def check_step(step):
    x, y = torch.tensor([1.0, 2.0, -1.0]), torch.tensor([0.0, 3.0, 2.0])
    w = torch.tensor(4.0, requires_grad=True)
    for turn, lr in enumerate((0.1, 0.05, 0.02, 0.1, 0.3)):
        leaf = w.detach().clone().requires_grad_()
        loss = ((leaf * torch.tensor([1.0, 2.0, -1.0]) - torch.tensor([0.0, 3.0, 2.0])) ** 2).mean()
        loss.backward()
        got = step(w, x, y, lr)
        if not isinstance(got, float) or abs(got - loss.item()) > 1e-4:
            raise AssertionError(f"iteration {turn}: loss {got}")
        if abs(w.item() - (leaf - lr * leaf.grad).item()) > 1e-4 or not w.requires_grad:
            raise AssertionError(f"iteration {turn}: w {w}")
        if x.tolist() != [1.0, 2.0, -1.0] or y.tolist() != [0.0, 3.0, 2.0]:
            raise AssertionError("the data were changed")


# %% wrong: one step only fails="ex7_step-late" says="call step again on the same w"
def check_step(step):
    for lr in (0.05, 0.02):
        x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
        w = torch.tensor(0.7, requires_grad=True)
        loss = step(w, x, y, lr)
        assert type(loss) is float and abs(loss - ((0.7 * x - y) ** 2).mean().item()) < 1e-4
        assert abs(w.item() - (0.7 - lr * (2 * x * (0.7 * x - y)).mean().item())) < 1e-4
        assert x.tolist() == [1.0, -2.0, 3.0]


# %% wrong: two steps only fails="ex7_step-catches ex7_step-late" says="several examples, two learning rates, the returned loss and its type, "
def check_step(step):
    x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
    w, expected = torch.tensor(0.7, requires_grad=True), 0.7
    for lr in (0.05, 0.02):
        error = expected * x - y
        loss = step(w, x, y, lr)
        expected -= lr * (2 * x * error).mean().item()
        assert type(loss) is float and abs(loss - (error**2).mean().item()) < 1e-4
        assert abs(w.item() - expected) < 1e-4
        assert x.tolist() == [1.0, -2.0, 3.0] and w.requires_grad


# %% wrong: the running example with one example fails="ex7_step-catches" says="with one example a sum is a mean"
def check_step(step):
    x, y = torch.tensor([2.0]), torch.tensor([5.0])
    w = torch.tensor(10.0, requires_grad=True)
    for expected, wanted in ((4.0, 225.0), (2.8, 9.0), (2.56, 0.36), (2.512, 0.0144)):
        loss = step(w, x, y, 0.1)
        assert type(loss) is float and abs(loss - wanted) < 1e-3
        assert abs(w.item() - expected) < 1e-3
        assert w.requires_grad and x.item() == 2.0


# %% wrong: only whether it ends near the minimum fails="ex7_step-catches ex7_step-late" says="with one example a sum is a mean"
def check_step(step):
    x = torch.tensor([1.0, 2.0, 3.0, 4.0])
    w = torch.tensor(10.0, requires_grad=True)
    for _ in range(200):
        step(w, x, 2.5 * x, 0.01)
    assert abs(w.item() - 2.5) < 0.05


# %% wrong: only whether the loss falls fails="ex7_step-catches ex7_step-late" says="with one example a sum is a mean"
def check_step(step):
    x = torch.tensor([1.0, 2.0, 3.0, 4.0])
    w = torch.tensor(10.0, requires_grad=True)
    losses = [float(step(w, x, 2.5 * x, 0.01)) for _ in range(3)]
    assert losses[0] > losses[1] > losses[2]


# %% wrong: demands that the gradient is cleared at the end fails="ex7_step-accepts ex7_step-catches" says="do not look at w.grad"
def check_step(step):
    for lr in (0.05, 0.02):
        x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
        w, expected = torch.tensor(0.7, requires_grad=True), 0.7
        for _ in range(6):
            error = expected * x - y
            loss = step(w, x, y, lr)
            expected -= lr * (2 * x * error).mean().item()
            assert type(loss) is float and abs(loss - (error**2).mean().item()) < 1e-4
            assert abs(w.item() - expected) < 1e-4
            assert w.grad is None or w.grad.item() == 0
            assert x.tolist() == [1.0, -2.0, 3.0] and w.requires_grad


# %% wrong: compares floats exactly fails="ex7_step-accepts ex7_step-catches ex7_step-late" says="a tolerance of"
def check_step(step):
    for lr in (0.05, 0.02):
        x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
        w, expected = torch.tensor(0.7, requires_grad=True), 0.7
        for _ in range(6):
            error = expected * x - y
            assert step(w, x, y, lr) == (error**2).mean().item()
            expected -= lr * (2 * x * error).mean().item()
            assert w.item() == expected


# %% wrong: forgets what the step returns fails="ex7_step-catches" says="look at what the step returns"
def check_step(step):
    for lr in (0.05, 0.02):
        x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
        w, expected = torch.tensor(0.7, requires_grad=True), 0.7
        for _ in range(6):
            step(w, x, y, lr)
            expected -= lr * (2 * x * (expected * x - y)).mean().item()
            assert abs(w.item() - expected) < 1e-4 and w.requires_grad
            assert x.tolist() == [1.0, -2.0, 3.0]


# %% wrong: the data after the step as witness fails="ex7_step-catches" says="several examples, two learning rates, the returned loss and its type, "
def check_step(step):
    for lr in (0.05, 0.02):
        x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
        w, expected = torch.tensor(0.7, requires_grad=True), 0.7
        for _ in range(6):
            error = expected * x - y
            right = expected - lr * (2 * x * error).mean().item()
            loss = step(w, x, y, lr)
            assert type(loss) is float and abs(loss - (error**2).mean().item()) < 1e-4
            assert abs(w.item() - right) < 1e-4 and w.requires_grad
            expected = right


# %% wrong: always the same learning rate fails="ex7_step-catches" says="several examples, two learning rates, the returned loss and its type, "
def check_step(step):
    x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
    w, expected = torch.tensor(0.7, requires_grad=True), 0.7
    for _ in range(6):
        error = expected * x - y
        loss = step(w, x, y, 0.05)
        expected -= 0.05 * (2 * x * error).mean().item()
        assert type(loss) is float and abs(loss - (error**2).mean().item()) < 1e-4
        assert abs(w.item() - expected) < 1e-4
        assert x.tolist() == [1.0, -2.0, 3.0] and w.requires_grad


# %% wrong: a new w for every step fails="ex7_step-late" says="call step again on the same w"
def check_step(step):
    for w0, lr in ((0.7, 0.05), (-1.0, 0.02), (3.0, 0.1)):
        x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
        w = torch.tensor(w0, requires_grad=True)
        loss = step(w, x, y, lr)
        assert type(loss) is float and abs(loss - ((w0 * x - y) ** 2).mean().item()) < 1e-4
        assert abs(w.item() - (w0 - lr * (2 * x * (w0 * x - y)).mean().item())) < 1e-4
        assert w.is_leaf and w.requires_grad and x.tolist() == [1.0, -2.0, 3.0]


# %% wrong: returns a verdict and asserts nothing fails="ex7_step-accepts ex7_step-catches ex7_step-late" says="raise an AssertionError"
def check_step(step):
    x, y = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([2.0, 1.0, 4.0])
    w = torch.tensor(0.7, requires_grad=True)
    step(w, x, y, 0.05)
    return abs(w.item() - (0.7 - 0.05 * (2 * x * (0.7 * x - y)).mean().item())) < 1e-4


# %% wrong: rejects everything fails="ex7_step-accepts ex7_step-catches ex7_step-late" says="a right step"
def check_step(step):
    raise AssertionError("wrong")
