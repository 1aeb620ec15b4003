# %% right: torch sums to the size
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                parent.grad = parent.grad + gradient.sum_to_size(parent.data.shape)


# %% right: sums over a list of dimensions
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                shape = (1,) * (gradient.dim() - parent.data.dim()) + tuple(parent.data.shape)
                dims = [k for k, length in enumerate(shape) if length == 1]
                total = gradient.sum(dim=dims, keepdim=True) if dims else gradient
                parent.grad = parent.grad + total.reshape(parent.data.shape)


# %% right: functions in place of links
class Grid:
    def __init__(self, data, parents=(), push=None):
        self.data, self.grad, self.parents, self.push = data, 0 * data, parents, push

    def take(self, gradient):
        extra = gradient.dim() - self.data.dim()
        gradient = gradient.sum(dim=tuple(range(extra))) if extra else gradient
        for k in range(gradient.dim()):
            if self.data.shape[k] < gradient.shape[k]:
                gradient = gradient.sum(dim=k, keepdim=True)
        self.grad += gradient

    def __add__(self, other):
        return Grid(self.data + other.data, (self, other), lambda g: (self.take(g), other.take(g)))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other), lambda g: (self.take(g * other.data), other.take(g * self.data)))

    def sum(self):
        return Grid(self.data.sum(), (self,), lambda g: self.take(g.expand(self.data.shape)))

    def backward(self):
        done = {}

        def visit(grid):
            if grid not in done:
                for parent in grid.parents:
                    visit(parent)
                done[grid] = True

        visit(self)
        self.grad += 1.0
        for grid in reversed(done):
            if grid.push:
                grid.push(grid.grad)


# %% wrong: does not add the copies up fails="ex8_grid-added ex8_grid-stretched" says="b was copied for each row"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                parent.grad = parent.grad + gradient


# %% wrong: takes the first copy fails="ex8_grid-added ex8_grid-stretched" says="do not take one of them"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                while gradient.dim() > parent.data.dim():
                    gradient = gradient[0]
                parent.grad = parent.grad + gradient


# %% wrong: takes the mean of the copies fails="ex8_grid-added ex8_grid-stretched" says="add the rows of the gradient up"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                while gradient.dim() > parent.data.dim():
                    gradient = gradient.mean(dim=0)
                for k, length in enumerate(parent.data.shape):
                    gradient = gradient.mean(dim=k, keepdim=True) if length == 1 else gradient
                parent.grad = parent.grad + gradient


# %% wrong: forgets the stretched dimensions fails="ex8_grid-stretched" says="keepdim"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                while gradient.dim() > parent.data.dim():
                    gradient = gradient.sum(dim=0)
                parent.grad = parent.grad + gradient


# %% wrong: forgets the added dimensions fails="ex8_grid-added ex8_grid-stretched" says="b was copied for each row"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                for k, length in enumerate(parent.data.shape):
                    gradient = gradient.sum(dim=k, keepdim=True) if length == 1 else gradient
                parent.grad = parent.grad + gradient


# %% wrong: overwrites in place of adding fails="ex8_grid-same ex8_grid-added ex8_grid-stretched" says="they add"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, other.data), (other, self.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                parent.grad = gradient.sum_to_size(parent.data.shape)


# %% wrong: the own factor as local derivative fails="ex8_grid-same ex8_grid-added ex8_grid-stretched" says="got [2.0, 3.0, 4.0]"
class Grid:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = data, torch.zeros_like(data), links

    def __add__(self, other):
        one = torch.tensor(1.0, dtype=torch.float64)
        return Grid(self.data + other.data, (self, one), (other, one))

    def __mul__(self, other):
        return Grid(self.data * other.data, (self, self.data), (other, other.data))

    def sum(self):
        return Grid(self.data.sum(), (self, torch.ones_like(self.data)))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = torch.ones_like(self.data)
        for grid in reversed(self.order([])):
            for parent, slope in grid.links:
                gradient = slope * grid.grad
                parent.grad = parent.grad + gradient.sum_to_size(parent.data.shape)


# %% wrong: lets autograd do it fails="ex8_grid-same ex8_grid-added ex8_grid-stretched" says="mark nothing"
class Grid:
    def __init__(self, data):
        self.data = data if data.requires_grad else data.clone().requires_grad_()

    @property
    def grad(self):
        return torch.zeros_like(self.data) if self.data.grad is None else self.data.grad

    def __add__(self, other):
        return Grid(self.data + other.data)

    def __mul__(self, other):
        return Grid(self.data * other.data)

    def sum(self):
        return Grid(self.data.sum())

    def backward(self):
        self.data.backward()
