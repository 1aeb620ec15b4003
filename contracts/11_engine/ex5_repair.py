"""11.5 — a backward that forgot, repaired."""

from autograder.contracts import Contract, program


class Part:
    """A number with links, pairs of a parent and the local derivative for it."""

    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, tuple(links)

    def __add__(self, other):
        return Part(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Part(self.data * other.data, [(self, other.data), (other, self.data)])

    def users_first(self):
        """All parts behind this one, every part before its parents."""
        parents_first, seen, todo = [], set(), [(self, False)]
        while todo:
            part, parents_done = todo.pop()
            if parents_done:
                parents_first.append(part)
            elif part not in seen:
                seen.add(part)
                todo += [(part, True), *((parent, False) for parent, _ in part.links)]
        return parents_first[::-1]


def look(*parts):
    return [(part.data, part.grad, len(part.links)) for part in parts]


def once(backward, zero_grad):
    """Graphs that are asked once."""
    a, b, x = Part(1.5), Part(-2.0), Part(3.0)
    c = a * b
    end = c * c + c * a + b
    backward(end)
    double = (x + x) * x + x
    backward(double)
    return look(a, b, c, end), look(x, double)


def doubled(backward, zero_grad):
    """Twelve doublings, and a graph whose end is a leaf."""
    x = end = Part(1.0)
    for _ in range(12):
        end = end + end
    backward(end)
    alone = Part(4.0)
    backward(alone)
    return look(x, end, alone)


def equal_numbers(backward, zero_grad):
    """Different parts that hold the same number, and gradients of 0."""
    a, b, zero = Part(2.0), Part(2.0), Part(0.0)
    end = a * b + zero * a
    backward(end)
    return look(a, b, zero, end)


def again(backward, zero_grad):
    """The same question three times."""
    x, k, found = Part(2.0), Part(3.0), []
    y = k * x
    end = y * y
    for _ in range(3):
        backward(end)
        found.append(look(x, k, y, end))
    return found


def deep_again(backward, zero_grad):
    """A longer way is asked twice."""
    x, found = Part(1.5), []
    y = x * x
    z = y * x + y
    end = z * z
    for _ in range(2):
        backward(end)
        found.append(look(x, y, z, end))
    return found


def two_ends(backward, zero_grad):
    """Two ends that share a part, asked in turn."""
    x, w, found = Part(2.0), Part(5.0), []
    y = x * w
    first, second = y + x, y * y
    for _ in range(3):
        backward(first)
        found.append(look(x, w, y, first, second))
        backward(second)
        found.append(look(x, w, y, first, second))
    return found


def middle_asked(backward, zero_grad):
    """A part in the middle is asked itself, then the end."""
    x = Part(1.5)
    y = x * x
    end = y * x + y
    backward(y)
    first = look(x, y, end)
    backward(end)
    return first, look(x, y, end)


def cleared(backward, zero_grad):
    """Some leaves are cleared."""
    a, b, c = Part(2.0), Part(3.0), Part(-1.0)
    end = a * b + c
    backward(end)
    result = zero_grad([a])
    first = look(a, b, c, end)
    backward(end)
    second = look(a, b, c, end)
    leaves = [a, b, c]
    zero_grad(leaves)
    third = look(a, b, c, end)
    zero_grad([])
    return first, second, third, look(a, b, c, end), result, len(leaves)


def about(hint, *programs):
    """A contract about some programs."""
    return Contract([program(use) for use in programs], names=("seen",), rtol=1e-9, hints={"value": hint})


meet = about("gradients add up where ways meet: +=, from 1 at the end", once, doubled, equal_numbers)
asked_again = about(
    "leaves add up; all other parts start from 0 in each walk", again, deep_again, two_ends, middle_asked
)
zero = about("leaf.grad = 0.0 for each leaf of the list, and nothing else", cleared)
