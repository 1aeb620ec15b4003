# %% right: random data against a formula
def check_mse(mse):
    generator = torch.Generator().manual_seed(1)
    p, t = torch.randn(4, generator=generator), torch.randn(4, generator=generator)
    for first, second in (((4,), (4,)), ((4, 1), (4,)), ((4,), (4, 1)), ((4, 1), (4, 1))):
        leaf = p.reshape(first).clone().requires_grad_()
        (gradient,) = torch.autograd.grad(mse(leaf, t.reshape(second)), leaf)
        assert torch.allclose(gradient.reshape(-1), (p - t) / 2, atol=1e-4)
        assert torch.allclose(mse(p.reshape(first), t.reshape(second)), ((p - t) ** 2).mean(), atol=1e-4)


def check_portions(gradient):
    generator = torch.Generator().manual_seed(2)
    x, y = torch.randn(7, generator=generator), torch.randn(7, generator=generator)
    for size in range(1, 9):
        assert abs(gradient(0.3, x, y, size) - (2 * x * (0.3 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    generator = torch.Generator().manual_seed(3)
    x, y = torch.randn(5, 3, generator=generator), torch.randn(5, generator=generator)
    for limit in (0.01, 0.3, 50.0):
        w = torch.tensor([2.0, -1.0, 0.5], requires_grad=True)
        before = w.detach().clone()
        g = 2 / 5 * x.T @ (x @ before - y)
        step(w, x, y, 0.5, limit)
        assert (w.detach() - (before - 0.5 * g * min(1, limit / g.norm()))).abs().max() < 1e-4


# %% right: against an own right program
def check_mse(mse):
    def own(p, t):
        return ((p.reshape(-1) - t.reshape(-1)) ** 2).mean()

    for shape_p in ((3,), (3, 1)):
        for shape_t in ((3,), (3, 1)):
            results = []
            for function in (mse, own):
                p = torch.tensor([1.0, 4.0, -2.0]).reshape(shape_p).requires_grad_()
                loss = function(p, torch.tensor([0.5, 1.0, 3.0]).reshape(shape_t))
                assert loss.dim() == 0
                assert loss.requires_grad
                loss.backward()
                results.append([loss.item(), *p.grad.reshape(-1).tolist()])
            assert all(abs(a - b) < 1e-4 for a, b in zip(*results))


def check_portions(gradient):
    x, y = torch.tensor([0.5, 3.0, -1.0, 2.0, 4.0]), torch.tensor([1.0, -2.0, 3.0, 5.0, 1.0])
    for w in (0.0, 2.0):
        leaf = torch.tensor(w, requires_grad=True)
        ((leaf * x - y) ** 2).mean().backward()
        assert all(abs(gradient(w, x, y, size) - leaf.grad.item()) < 1e-3 for size in (2, 3, 5))


def check_clipping(step):
    for limit in (0.5, 2.0, 30.0):
        places = []
        for clip in (True, False):
            w = torch.tensor([3.0, -4.0], requires_grad=True)
            x, y = torch.tensor([[1.0, 2.0], [0.0, 1.0]]), torch.tensor([1.0, 0.0])
            if clip:
                step(w, x, y, 0.1, limit)
            else:
                ((x @ w - y) ** 2).mean().backward()
                torch.nn.utils.clip_grad_norm_([w], limit)
                w.data -= 0.1 * w.grad
            places.append(w.detach().clone())
        assert torch.allclose(*places, atol=1e-4), f"limit {limit}: {places}"


# %% right: raises by hand
def complain(condition, words):
    if condition:
        raise AssertionError(words)


def check_mse(mse):
    for columns in range(4):
        p = torch.tensor([[0.0], [2.0]]) if columns & 1 else torch.tensor([0.0, 2.0])
        t = torch.tensor([[1.0], [5.0]]) if columns & 2 else torch.tensor([1.0, 5.0])
        loss = mse(p.requires_grad_(), t)
        complain(loss.numel() != 1 or not loss.requires_grad, "no scalar on a trail")
        complain(abs(loss.item() - 5.0) > 1e-4, f"got {loss.item()}")
        loss.backward()
        complain((p.grad.flatten() - torch.tensor([-1.0, -3.0])).norm() > 1e-4, f"gradient {p.grad}")


def check_portions(gradient):
    x, y = torch.tensor([1.0, 1.0, 3.0]), torch.tensor([0.0, 1.0, 1.0])
    for w, right in ((1.0, 14 / 3), (2.0, 12.0)):
        for size in (1, 2, 3):
            got = gradient(w, x, y, size)
            complain(abs(got - right) > 1e-3, f"got {got}, expected {right}")


def check_clipping(step):
    for limit, x0, y0 in ((2.0, 2.88, 3.84), (4.0, 2.76, 3.68), (50.0, 2.7, 3.6)):
        w = torch.tensor([3.0, 4.0], requires_grad=True)
        step(w, torch.eye(2), torch.zeros(2), 0.1, limit)
        a, b = w.tolist()
        complain(abs(a - x0) + abs(b - y0) > 1e-3, f"landed at {a}, {b}")


# %% wrong: rows only fails="ex6_tests-mse" says="try a column"
def check_mse(mse):
    p = torch.tensor([2.0, 3.0], requires_grad=True)
    loss = mse(p, torch.tensor([1.0, 5.0]))
    assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4
    loss.backward()
    assert torch.allclose(p.grad, torch.tensor([1.0, -2.0]))


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), torch.tensor([1.0, 0.0, -2.0, 3.0, 7.0])
    for size in (1, 2, 3, 4, 5):
        assert abs(gradient(0.5, x, y, size) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    for limit, right in ((1.0, [2.94, 3.92]), (2.5, [2.85, 3.8]), (10.0, [2.7, 3.6])):
        w = torch.tensor([3.0, 4.0], requires_grad=True)
        step(w, torch.eye(2), torch.zeros(2), 0.1, limit)
        assert torch.allclose(w.detach(), torch.tensor(right), atol=1e-4)


# %% wrong: the value without the gradient fails="ex6_tests-mse" says="cut off"
def check_mse(mse):
    p, t = torch.tensor([2.0, 3.0]), torch.tensor([1.0, 5.0])
    for first, second in ((p, t), (p[:, None], t), (p, t[:, None]), (p[:, None], t[:, None])):
        loss = mse(first, second)
        assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), torch.tensor([1.0, 0.0, -2.0, 3.0, 7.0])
    for size in (1, 2, 3, 4, 5):
        assert abs(gradient(0.5, x, y, size) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    for limit, right in ((1.0, [2.94, 3.92]), (2.5, [2.85, 3.8]), (10.0, [2.7, 3.6])):
        w = torch.tensor([3.0, 4.0], requires_grad=True)
        step(w, torch.eye(2), torch.zeros(2), 0.1, limit)
        assert torch.allclose(w.detach(), torch.tensor(right), atol=1e-4)


# %% wrong: equal portions fails="ex6_tests-portions" says="equal portions hide it"
def check_mse(mse):
    target = torch.tensor([1.0, 5.0])
    for p_shape in ((2,), (2, 1)):
        for t_shape in ((2,), (2, 1)):
            p = torch.tensor([2.0, 3.0]).reshape(p_shape).requires_grad_()
            loss = mse(p, target.reshape(t_shape))
            assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4
            loss.backward()
            assert torch.allclose(p.grad.reshape(-1), torch.tensor([1.0, -2.0]), atol=1e-4)


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([1.0, 0.0, -2.0, 3.0])
    for size in (1, 2, 4):
        assert abs(gradient(0.5, x, y, size) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    for limit, right in ((1.0, [2.94, 3.92]), (2.5, [2.85, 3.8]), (10.0, [2.7, 3.6])):
        w = torch.tensor([3.0, 4.0], requires_grad=True)
        step(w, torch.eye(2), torch.zeros(2), 0.1, limit)
        assert torch.allclose(w.detach(), torch.tensor(right), atol=1e-4)


# %% wrong: one portion fails="ex6_tests-portions" says="one portion hides it"
def check_mse(mse):
    target = torch.tensor([1.0, 5.0])
    for p_shape in ((2,), (2, 1)):
        for t_shape in ((2,), (2, 1)):
            p = torch.tensor([2.0, 3.0]).reshape(p_shape).requires_grad_()
            loss = mse(p, target.reshape(t_shape))
            assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4
            loss.backward()
            assert torch.allclose(p.grad.reshape(-1), torch.tensor([1.0, -2.0]), atol=1e-4)


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 0.0, -2.0])
    assert abs(gradient(0.5, x, y, 3) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    for limit, right in ((1.0, [2.94, 3.92]), (2.5, [2.85, 3.8]), (10.0, [2.7, 3.6])):
        w = torch.tensor([3.0, 4.0], requires_grad=True)
        step(w, torch.eye(2), torch.zeros(2), 0.1, limit)
        assert torch.allclose(w.detach(), torch.tensor(right), atol=1e-4)


# %% wrong: a long gradient only, and compares floats exactly fails="ex6_tests-clipping ex6_tests-portions" says="try a gradient shorter than limit"
def check_mse(mse):
    target = torch.tensor([1.0, 5.0])
    for p_shape in ((2,), (2, 1)):
        for t_shape in ((2,), (2, 1)):
            p = torch.tensor([2.0, 3.0]).reshape(p_shape).requires_grad_()
            loss = mse(p, target.reshape(t_shape))
            assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4
            loss.backward()
            assert torch.allclose(p.grad.reshape(-1), torch.tensor([1.0, -2.0]), atol=1e-4)


def check_portions(gradient):
    x, y = torch.tensor([0.1, 0.7, 3.3, 4.1, 5.7]), torch.tensor([1.0, 0.3, -2.0, 3.0, 7.0])
    for size in (1, 2, 3, 4, 5):
        assert gradient(0.3, x, y, size) == (2 * x * (0.3 * x - y)).mean().item()


def check_clipping(step):
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    step(w, torch.eye(2), torch.zeros(2), 0.1, 1.0)
    assert torch.allclose(w.detach(), torch.tensor([2.94, 3.92]), atol=1e-4)


# %% wrong: a short gradient only fails="ex6_tests-clipping" says="clipped after the step"
def check_mse(mse):
    target = torch.tensor([1.0, 5.0])
    for p_shape in ((2,), (2, 1)):
        for t_shape in ((2,), (2, 1)):
            p = torch.tensor([2.0, 3.0]).reshape(p_shape).requires_grad_()
            loss = mse(p, target.reshape(t_shape))
            assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4
            loss.backward()
            assert torch.allclose(p.grad.reshape(-1), torch.tensor([1.0, -2.0]), atol=1e-4)


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), torch.tensor([1.0, 0.0, -2.0, 3.0, 7.0])
    for size in (1, 2, 3, 4, 5):
        assert abs(gradient(0.5, x, y, size) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    step(w, torch.eye(2), torch.zeros(2), 0.1, 10.0)
    assert torch.allclose(w.detach(), torch.tensor([2.7, 3.6]), atol=1e-4)


# %% wrong: looks at the length of the step alone fails="ex6_tests-clipping" says="one long and one short gradient, entries that differ, a limit and a ra"
def check_mse(mse):
    target = torch.tensor([1.0, 5.0])
    for p_shape in ((2,), (2, 1)):
        for t_shape in ((2,), (2, 1)):
            p = torch.tensor([2.0, 3.0]).reshape(p_shape).requires_grad_()
            loss = mse(p, target.reshape(t_shape))
            assert loss.shape == () and abs(loss.item() - 2.5) < 1e-4
            loss.backward()
            assert torch.allclose(p.grad.reshape(-1), torch.tensor([1.0, -2.0]), atol=1e-4)


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), torch.tensor([1.0, 0.0, -2.0, 3.0, 7.0])
    for size in (1, 2, 3, 4, 5):
        assert abs(gradient(0.5, x, y, size) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    for limit, length in ((1.0, 0.1), (2.5, 0.25), (10.0, 0.5)):
        w = torch.tensor([3.0, 4.0], requires_grad=True)
        step(w, torch.eye(2), torch.zeros(2), 0.1, limit)
        assert abs((w.detach() - torch.tensor([3.0, 4.0])).norm().item() - length) < 1e-4


# %% wrong: returns booleans and asserts nothing fails="ex6_tests-mse ex6_tests-portions ex6_tests-clipping" says="try a column"
def check_mse(mse):
    p, t = torch.tensor([[2.0], [3.0]]), torch.tensor([1.0, 5.0])
    return abs(mse(p, t).item() - 2.5) < 1e-4


def check_portions(gradient):
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 0.0, -2.0])
    return abs(gradient(0.5, x, y, 2) - (2 * x * (0.5 * x - y)).mean().item()) < 1e-4


def check_clipping(step):
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    step(w, torch.eye(2), torch.zeros(2), 0.1, 1.0)
    return torch.allclose(w, torch.tensor([2.94, 3.92]))


# %% wrong: rejects everything fails="ex6_tests-mse ex6_tests-portions ex6_tests-clipping" says="a right mse"
def check_mse(mse):
    raise AssertionError("wrong")


def check_portions(gradient):
    raise AssertionError("wrong")


def check_clipping(step):
    raise AssertionError("wrong")

# %% wrong: last portion is fitted fails="ex6_tests-portions" says="the share of the last portion lost"
def check_mse(mse):
    numbers, targets = torch.tensor([1.0, 2.0, 4.0]), torch.tensor([2.0, 4.0, 1.0])
    for column_p in (False, True):
        for column_t in (False, True):
            leaf = numbers.clone().requires_grad_()
            p = leaf[:, None] if column_p else leaf
            t = targets[:, None] if column_t else targets.clone()
            value = mse(p, t)
            assert isinstance(value, torch.Tensor) and value.shape == (), "not a scalar tensor"
            assert abs(value.item() - 14 / 3) < 1e-4, f"got {value.item()}"
            assert value.requires_grad, "cut off the prediction"
            (gradient,) = torch.autograd.grad(value, leaf, allow_unused=True)
            assert gradient is not None, "cut off the prediction"
            assert torch.allclose(gradient, 2 / 3 * (numbers - targets), atol=1e-4), "wrong gradient"


def check_portions(gradient):
    w = 2.0
    x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])
    y = torch.tensor([0.0, 1.0, 2.0, 3.0, 10.0])
    right = (2 * x * (w * x - y)).mean().item()
    got = gradient(w, x, y, 2)
    assert isinstance(got, float), "not a float"
    assert abs(got - right) < 1e-4, f"got {got}, expected {right}"


def check_clipping(step):
    x = torch.tensor([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]])
    y = torch.tensor([1.0, -2.0, 0.5])
    start = torch.tensor([1.0, -1.0])
    g = 2 / 3 * x.T @ (x @ start - y)
    length = g.norm().item()
    for lr in (0.1, 1.0):
        for limit in (0.5, 1.0, 0.9 * length, 1.5 * length, 100.0):
            w = start.clone().requires_grad_()
            step(w, x.clone(), y.clone(), lr, limit)
            expected = start - lr * g * min(1.0, limit / length)
            assert w.is_leaf and w.requires_grad, "no leaf any more"
            assert torch.allclose(w.detach(), expected, atol=1e-4), f"limit {limit}: got {w.tolist()}"
