# %% right: a recursive order in a list
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope * node.grad


# %% right: a function in each node, run in order of birth
class Node:
    births = 0

    def __init__(self, data, parents=(), push=lambda gradient: None):
        self.data, self.grad, self.parents, self.push = float(data), 0.0, parents, push
        Node.births += 1
        self.born = Node.births

    def __add__(self, other):
        return Node(self.data + other.data, (self, other), lambda g: (self.take(g), other.take(g)))

    def __mul__(self, other):
        return Node(self.data * other.data, (self, other), lambda g: (self.take(g * other.data), other.take(g * self.data)))

    def take(self, gradient):
        self.grad += gradient

    def backward(self):
        found, self.grad = [self], 1.0
        for node in found:
            found += [parent for parent in dict.fromkeys(node.parents) if parent not in found]
        for node in sorted(found, key=lambda node: -node.born):
            node.push(node.grad)


# %% right: each path with a gradient of its own
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def backward(self, gradient=1.0):
        self.grad += gradient
        for parent, slope in self.links:
            parent.backward(gradient * slope)


# %% right: counts the users that still have to deliver
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def backward(self):
        found, users = [self], {}
        for node in found:
            for parent, _ in node.links:
                users[parent] = users.get(parent, 0) + 1
                if parent not in found:
                    found.append(parent)
        self.grad, ready = 1.0, [self]
        while ready:
            node = ready.pop()
            for parent, slope in node.links:
                parent.grad += slope * node.grad
                users[parent] -= 1
                if users[parent] == 0:
                    ready.append(parent)


# %% wrong: overwrites in place of adding fails="ex2_node-gradients ex2_node-fanout" says="along a trail local derivatives multiply; leaves add up"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad = slope * node.grad


# %% wrong: passes on at once and again fails="ex2_node-fanout" says="behind the fan-out"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def backward(self):
        self.grad = 1.0
        self.walk()

    def walk(self):
        for parent, slope in self.links:
            parent.grad += slope * self.grad
            parent.walk()


# %% wrong: passes on once but too early fails="ex2_node-fanout" says="behind the fan-out"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def backward(self):
        self.grad, seen = 1.0, set()

        def walk(node):
            if node not in seen:
                seen.add(node)
                for parent, slope in node.links:
                    parent.grad += slope * node.grad
                    walk(parent)

        walk(self)


# %% wrong: the own factor as local derivative fails="ex2_node-gradients ex2_node-fanout" says="is the other factor, b"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, self.data), (other, other.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope * node.grad


# %% wrong: forgets the one at the end fails="ex2_node-gradients ex2_node-fanout" says="end.grad starts at 1"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope * node.grad


# %% wrong: walks from the leaves to the end fails="ex2_node-gradients ex2_node-fanout" says="each link multiplies"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in self.order([]):
            for parent, slope in node.links:
                parent.grad += slope * node.grad


# %% wrong: adds the local derivative without the gradient fails="ex2_node-gradients ex2_node-fanout" says="along a trail local derivatives multiply"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope


# %% wrong: no grad before the question fails="ex2_node-values ex2_node-gradients ex2_node-fanout" says="got a NoneType"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), None, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope * node.grad


# %% wrong: data stays a whole number fails="ex2_node-values" says="self.data = float(data)"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = data, 0.0, links

    def __add__(self, other):
        return Node(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope * node.grad


# %% wrong: a sum that changes its left side fails="ex2_node-values ex2_node-gradients ex2_node-fanout" says="its parents stay"
class Node:
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0.0, links

    def __add__(self, other):
        self.data += other.data
        self.links = [*self.links, (other, 1.0)]
        return self

    def __mul__(self, other):
        return Node(self.data * other.data, [(self, other.data), (other, self.data)])

    def order(self, done):
        for parent, _ in self.links:
            if parent not in done:
                parent.order(done)
        done.append(self)
        return done

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order([])):
            for parent, slope in node.links:
                parent.grad += slope * node.grad
