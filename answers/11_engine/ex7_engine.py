# %% right: recursive order in a list
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% right: gradients of the walk in a dict
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        here = {self: 1.0}
        for value in reversed(self.order([])):
            value.grad = here[value] + (0.0 if value.links else value.grad)
            for parent, slope in value.links:
                here[parent] = here.get(parent, 0.0) + here[value] * slope


# %% right: every path by itself
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def backward(self, gradient=1.0):
        self.grad += gradient
        for parent, slope in self.links:
            parent.backward(gradient * slope)


# %% right: in the order of birth
class Engine:
    born = 0

    def __init__(self, data, *links):
        Engine.born += 1
        self.born = Engine.born
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def behind(self):
        found, todo = set(), [self]
        while todo:
            value = todo.pop()
            if value not in found:
                found.add(value)
                todo += [parent for parent, _ in value.links]
        return sorted(found, key=lambda value: -value.born)

    def backward(self):
        walk = self.behind()
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: overwrites in place of adding fails="ex7_engine-figures ex7_engine-functions ex7_engine-random ex7_engine-again" says="both ways add up"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad = slope * value.grad


# %% wrong: passes on at once and again fails="ex7_engine-random ex7_engine-again" says="after all its users"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def backward(self):
        self.grad += 1.0
        self.walk()

    def walk(self):
        for parent, slope in self.links:
            parent.grad += slope * self.grad
            parent.walk()


# %% wrong: passes on once but too early fails="ex7_engine-random ex7_engine-again" says="after all its users"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def backward(self):
        self.grad, seen = 1.0, []

        def walk(value):
            if value not in seen:
                seen.append(value)
                for parent, slope in value.links:
                    parent.grad += slope * value.grad
                    walk(parent)

        walk(self)


# %% wrong: the middle keeps its old gradient fails="ex7_engine-again" says="values in the middle start"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        self.grad = 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: every question clears the leaves fails="ex7_engine-again" says="leaves add up, as in torch"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: one at the kink fails="ex7_engine-functions" says="torch chooses 0"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data >= 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: tanh with the input in place of the value fails="ex7_engine-functions ex7_engine-random" says="tanh: 1 - value**2"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - a.data**2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: one minus x as x minus one fails="ex7_engine-figures ex7_engine-random" says="test each operator by itself, with plain numbers on both sides"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: a + b * -1
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: the exponent stays fails="ex7_engine-figures ex7_engine-functions ex7_engine-random ex7_engine-again" says="test each operator"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __radd__, __rmul__ = __add__, __mul__
    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data**n if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad


# %% wrong: constants on the left forgotten fails="ex7_engine-figures ex7_engine-functions ex7_engine-random ex7_engine-again" says="unsupported operand"
class Engine:
    def __init__(self, data, *links):
        self.data, self.grad, self.links = float(data), 0.0, links

    def lift(x):
        return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Engine(self.data * other.data, (self, other.data), (other, self.data))

    __pow__ = lambda a, n: Engine(a.data**n, (a, n * a.data ** (n - 1) if n else 0.0))
    __neg__ = lambda a: a * -1
    __sub__ = lambda a, b: a + b * -1
    __rsub__ = lambda a, b: b + -a
    __truediv__ = lambda a, b: a * b**-1
    __rtruediv__ = lambda a, b: b * a**-1
    exp = lambda a: Engine(math.exp(a.data), (a, math.exp(a.data)))
    tanh = lambda a: Engine(math.tanh(a.data), (a, 1 - math.tanh(a.data) ** 2))
    relu = lambda a: Engine(max(a.data, 0.0), (a, 1.0 if a.data > 0 else 0.0))

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        walk = self.order([])[::-1]
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad

# %% wrong: power zero at zero raises fails="ex7_engine-figures" says="ZeroDivisionError"
import math


class Engine:
    """A number with data, grad, + - * / **, exp(), tanh(), relu() and backward()."""

    def __init__(self, data, *links):
        self.data = float(data)
        self.grad = 0.0
        self.links = links

    def __add__(self, other):
        if isinstance(other, Engine):
            return Engine(self.data + other.data, (self, 1.0), (other, 1.0))
        return Engine(self.data + other, (self, 1.0))

    def __mul__(self, other):
        if isinstance(other, Engine):
            return Engine(self.data * other.data, (self, other.data), (other, self.data))
        return Engine(self.data * other, (self, other))

    def __pow__(self, n):
        return Engine(self.data**n, (self, n * self.data ** (n - 1)))

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        y = math.exp(self.data)
        return Engine(y, (self, y))

    def tanh(self):
        y = math.tanh(self.data)
        return Engine(y, (self, 1 - y**2))

    def relu(self):
        return Engine(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))

    def order(self):
        out, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for parent, _ in value.links:
                    visit(parent)
                out.append(value)

        visit(self)
        return out[::-1]

    def backward(self):
        walk = self.order()
        for value in walk:
            if value.links:
                value.grad = 0.0
        self.grad += 1.0
        for value in walk:
            for parent, slope in value.links:
                parent.grad += slope * value.grad
