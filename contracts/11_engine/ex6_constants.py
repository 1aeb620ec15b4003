"""11.6 — plain numbers take part."""

from autograder.contracts import Contract, program


def ask(Friendly, f, *numbers):
    """Value, kind and gradients of an expression."""
    leaves = [Friendly(number) for number in numbers]
    end = f(*leaves)
    kind = type(end) is Friendly
    end.backward()
    return {
        "value": end.data,
        "a Friendly": kind,
        "gradients": [leaf.grad for leaf in leaves],
        "data": [n.data for n in leaves],
    }


def each(name, **expressions):
    """A program that asks several expressions."""

    def use(Friendly):
        found = {}
        for what, (f, *numbers) in expressions.items():
            found[what] = ask(Friendly, f, *numbers)
        return found

    use.__doc__ = name
    return program(use)


PAIRS = each(
    "Two Friendly numbers",
    plus=(lambda a, b: a + b, 1.5, 4.0),
    minus=(lambda a, b: a - b, 1.5, 4.0),
    times=(lambda a, b: a * b, 1.5, -4.0),
    over=(lambda a, b: a / b, 1.5, -4.0),
    negative=(lambda a: -a, 3.0),
    twice_negative=(lambda a: -(a * -a), 3.0),
    itself=(lambda a: a * a - a / a + (a - a), 2.5),
    zero=(lambda a, b: a * b + a / b, 0.0, 3.0),
    long=(lambda a, b: (a - b) / (a + b) - a * b, 1.25, 2.5),
    nested=(lambda a, b, c: a / (b / c) - (a - (b - c)), 1.25, 2.5, -3.0),
)
RIGHT = each(
    "A plain number on the right",
    plus=(lambda x: x + 3, 2.0),
    minus=(lambda x: x - 3, 2.0),
    times=(lambda x: x * 3, 2.0),
    over=(lambda x: x / 2, 2.0),
    plus_float=(lambda x: x + 0.25, -2.0),
    minus_float=(lambda x: x - 0.25, -2.0),
    times_zero=(lambda x: x * 0, 2.0),
    over_negative=(lambda x: x / -4, 2.0),
    long=(lambda x: (x - 7) * 7 + x / 7, 1.5),
    chain=(lambda x: ((x + 1) * 2 - 3) / 4, 1.5),
)
LEFT = each(
    "A plain number on the left",
    plus=(lambda x: 3 + x, 2.0),
    minus=(lambda x: 1 - x, 2.0),
    times=(lambda x: 3 * x, 2.0),
    over=(lambda x: 6 / x, 2.0),
    minus_float=(lambda x: 0.25 - x, -2.0),
    over_negative=(lambda x: -4 / x, -2.5),
    zero_over=(lambda x: 0 / x + 0 * x, 2.0),
    long=(lambda x: 7 / (2 - x) + (7 - x) * (1 + 7 * x), 1.5),
    nested=(lambda x, y: 1 - (2 - x) * (3 / (4 - y)), 1.5, 2.5),
)


def sums(Friendly):
    """Python's sum, which begins with 0."""
    numbers = [Friendly(number) for number in (1.0, 2.0, 4.5)]
    total = sum(numbers) / len(numbers)
    total.backward()
    return total.data, [number.grad for number in numbers], type(total) is Friendly


def constants_stay(Friendly):
    """Two expressions of one leaf, and a second question."""
    x = Friendly(2.0)
    first, second = 6 / x - 1, 2 - 3 * x
    first.backward()
    second.backward()
    return x.grad, x.data, first.data, second.data


def about(hint, *cases):
    """A contract about some programs."""
    return Contract(cases, names=("seen",), rtol=1e-9, walks="count", hints={"value": hint})


pairs = about("the links of both sides: how far does the result move when each moves?", PAIRS)
right = about("a constant does not move; each result is a Friendly", RIGHT)
left = about(
    "1 - x is not x - 1, and 6 / x is not x / 6; a constant does not move", LEFT, program(sums), program(constants_stay)
)
