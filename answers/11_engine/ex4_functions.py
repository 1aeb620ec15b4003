# %% right: one line each
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% right: hyperbolic cosine, and branches
import math

def power(a, n):
    if not n:
        return 1.0, 0.0
    return a**n, n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 / math.cosh(max(-300.0, min(300.0, a))) ** 2

def relu(a):
    if a <= 0:
        return 0.0, 0.0
    return a, 1.0


# %% right: functions of the value
import math


def power(a, n):
    try:
        return math.pow(a, n), n * math.pow(a, n - 1)
    except ValueError:
        return 1.0, 0.0


def exp(a):
    y = math.e**a
    return (y, y)


def tanh(a):
    y = math.tanh(a)
    return y, (1 - y) * (1 + y)


def relu(a):
    slope = 1.0 if a > 0 else 0.0
    return slope * a, slope


# %% wrong: one at the kink fails="ex4_functions-kink" says="torch chooses 0"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a >= 0)


# %% wrong: one half at the kink fails="ex4_functions-kink" says="torch chooses 0"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), (0.0, 0.5, 1.0)[(a > 0) + (a >= 0)]


# %% wrong: the exponent stays fails="ex4_functions-power" says="the exponent goes down by one"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a**n

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% wrong: does not think of the exponent zero fails="ex4_functions-power" says="got ZeroDivisionError"
import math

def power(a, n):
    return a**n, n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% wrong: zero at the base zero whatever the exponent fails="ex4_functions-power" says="and 0 for n"
import math

def power(a, n):
    return a**n, 0.0 if a == 0 or n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% wrong: tanh with the input in place of the value fails="ex4_functions-smooth" says="the y is the value"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - a**2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% wrong: tanh as a quotient of exps fails="ex4_functions-smooth" says="math range error"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return (math.exp(a) - math.exp(-a)) / (math.exp(a) + math.exp(-a)), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% wrong: exp with the power rule fails="ex4_functions-smooth" says="exp is its own derivative"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), a * math.exp(a - 1)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return max(a, 0.0), float(a > 0)


# %% wrong: the value alone fails="ex4_functions-smooth ex4_functions-power ex4_functions-kink" says="got a float, expected two floats"
import math

def power(a, n):
    return a**n

def exp(a):
    return math.exp(a)

def tanh(a):
    return math.tanh(a)

def relu(a):
    return max(a, 0.0)


# %% wrong: relu lets negative numbers through fails="ex4_functions-kink" says="got the value -2"
import math

def power(a, n):
    return a**n, 0.0 if n == 0 else n * a ** (n - 1)

def exp(a):
    return math.exp(a), math.exp(a)

def tanh(a):
    return math.tanh(a), 1 - math.tanh(a) ** 2

def relu(a):
    return a, float(a > 0)

# %% wrong: differences for the derivative of tanh fails="ex4_functions-smooth" says="1 - value**2"
import math


def power(a, n):
    return float(a**n), 0.0 if n == 0 else float(n * a ** (n - 1))


def exp(a):
    y = math.exp(a)
    return y, y


def tanh(a):
    step = 1e-6
    return math.tanh(a), (math.tanh(a + step) - math.tanh(a - step)) / (2 * step)


def relu(a):
    if a > 0:
        return a, 1.0
    return 0.0, 0.0
