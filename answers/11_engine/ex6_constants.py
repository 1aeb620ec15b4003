# %% right: two cases and an inverse
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: other + -self
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: other * self.inverse()


# %% right: one rule with two local derivatives
class Friendly(Core):
    @staticmethod
    def rule(a, b, value, da, db):
        x, y = getattr(a, "data", a), getattr(b, "data", b)
        slopes = (a, da(x, y)), (b, db(x, y))
        return Friendly(value(x, y), *[link for link in slopes if isinstance(link[0], Friendly)])

    def __add__(a, b):
        return Friendly.rule(a, b, lambda x, y: x + y, lambda x, y: 1, lambda x, y: 1)

    def __sub__(a, b):
        return Friendly.rule(a, b, lambda x, y: x - y, lambda x, y: 1, lambda x, y: -1)

    def __mul__(a, b):
        return Friendly.rule(a, b, lambda x, y: x * y, lambda x, y: y, lambda x, y: x)

    def __truediv__(a, b):
        return Friendly.rule(a, b, lambda x, y: x / y, lambda x, y: 1 / y, lambda x, y: -x / y**2)

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda a: Friendly.__sub__(0, a)
    __rsub__ = lambda a, b: Friendly.__sub__(b, a)
    __rtruediv__ = lambda a, b: Friendly.__truediv__(b, a)


# %% right: constants become leaves
class Friendly(Core):
    def lift(x):
        return x if isinstance(x, Core) else Friendly(x)

    def __add__(self, other, lift=lift):
        other = lift(other)
        return Friendly(self.data + other.data, (self, 1), (other, 1))

    def __mul__(self, other, lift=lift):
        other = lift(other)
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def __rtruediv__(self, other):
        return Friendly(1 / self.data, (self, -(self.data**-2))) * other

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return other + (-1) * self

    def __truediv__(self, other):
        return self * (1 / other)

    def __neg__(self):
        return 0 - self

    __radd__ = __add__
    __rmul__ = __mul__


# %% wrong: no right hand methods fails="ex6_constants-pairs ex6_constants-left" says="bad operand type"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __sub__ = lambda self, other: self + other * -1
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)


# %% wrong: numbers on the left forgotten fails="ex6_constants-left" says="with the number on the left"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __neg__ = lambda self: self * -1
    __sub__ = lambda self, other: self + -other
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)


# %% wrong: one minus x as x minus one fails="ex6_constants-left" says="that is x - 1"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: self + -other
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: other * self.inverse()


# %% wrong: six over x as x over six fails="ex6_constants-left" says="that is x / 6"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: other + -self
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: self / other


# %% wrong: quotient without the square fails="ex6_constants-pairs ex6_constants-left" says="the square of a quotient"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: other + -self
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: other * self.inverse()


# %% wrong: quotient without the sign fails="ex6_constants-pairs ex6_constants-left" says="mind the sign"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, 1 / self.data**2))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: other + -self
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: other * self.inverse()


# %% wrong: minus loses its sign on the way back fails="ex6_constants-pairs" says="mind the sign"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, other))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    def __sub__(self, other):
        if not isinstance(other, Friendly):
            return self + -other
        return Friendly(self.data - other.data, (self, 1.0), (other, 1.0))
    __rsub__ = lambda self, other: other + -self
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: other * self.inverse()


# %% wrong: pairs alone fails="ex6_constants-right ex6_constants-left" says="no attribute"
class Friendly(Core):
    def __add__(a, b):
        return Friendly(a.data + b.data, (a, 1.0), (b, 1.0))

    def __sub__(a, b):
        return Friendly(a.data - b.data, (a, 1.0), (b, -1.0))

    def __mul__(a, b):
        return Friendly(a.data * b.data, (a, b.data), (b, a.data))

    def __truediv__(a, b):
        return Friendly(a.data / b.data, (a, 1 / b.data), (b, -a.data / b.data**2))

    def __neg__(a):
        return Friendly(-a.data, (a, -1.0))

    __radd__, __rsub__, __rmul__, __rtruediv__ = __add__, __sub__, __mul__, __truediv__


# %% wrong: the constant is lost in the link fails="ex6_constants-right ex6_constants-left" says="got the gradient 1, expected 3"
class Friendly(Core):
    def __add__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data + other, (self, 1.0))
        return Friendly(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Friendly):
            return Friendly(self.data * other, (self, 1.0))
        return Friendly(self.data * other.data, (self, other.data), (other, self.data))

    def inverse(self):
        return Friendly(1 / self.data, (self, -1 / self.data**2))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: Friendly(-self.data, (self, -1.0))
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: other + -self
    __truediv__ = lambda self, other: self * (other.inverse() if isinstance(other, Friendly) else 1 / other)
    __rtruediv__ = lambda self, other: other * self.inverse()
