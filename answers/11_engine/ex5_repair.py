# %% right: sets the middle to zero first
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% right: gradients of the walk in a dict
def backward(end):
    here = {end: 1.0}
    for part in end.users_first():
        gradient = here[part]
        part.grad = gradient if part.links else part.grad + gradient
        for parent, slope in part.links:
            here[parent] = here.get(parent, 0.0) + slope * gradient


def zero_grad(leaves):
    for leaf in list(leaves):
        leaf.grad *= 0.0


# %% right: saves what the leaves hold
def backward(end):
    order = end.users_first()
    old = [0.0 if part.links else part.grad for part in order]
    for part in order:
        part.grad = float(part is end)
    for part in order:
        for parent, slope in part.links:
            parent.grad = parent.grad + slope * part.grad
    for part, before in zip(order, old):
        part.grad += before


def zero_grad(leaves):
    [setattr(leaf, "grad", 0.0) for leaf in leaves]


# %% wrong: the middle is not set to zero fails="ex5_repair-again ex5_repair-zero" says="the middle still held its old 12"
def backward(end):
    order = end.users_first()
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% wrong: everything is set to zero fails="ex5_repair-again ex5_repair-zero" says="a leaf adds up"
def backward(end):
    order = end.users_first()
    for part in order:
        part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% wrong: still overwrites fails="ex5_repair-meet ex5_repair-again ex5_repair-zero" says="the second link overwrites"
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad = slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% wrong: the end is added up as well fails="ex5_repair-again ex5_repair-zero" says="got 144 at x"
def backward(end):
    order = end.users_first()
    end.grad += 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% wrong: the middle is cleared after the walk fails="ex5_repair-meet ex5_repair-again" says="gradients add up where ways meet: +=, from 1 at the end"
def backward(end):
    order = end.users_first()
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad
        if part.links and part is not end:
            part.grad = 0.0


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% wrong: zero as None fails="ex5_repair-zero" says="None + 1.0 fails"
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = None


# %% wrong: clears nothing outside fails="ex5_repair-zero" says="got 3 at a"
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        gradient = leaf.grad
        gradient = 0.0


# %% wrong: clears the data fails="ex5_repair-zero" says="clear grad, not data"
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.data = leaf.grad = 0.0


# %% wrong: from the leaves to the end fails="ex5_repair-meet ex5_repair-again ex5_repair-zero" says="expected 12"
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in reversed(order):
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0


# %% wrong: forgets the local derivative fails="ex5_repair-meet ex5_repair-again ex5_repair-zero" says="expected 12"
def backward(end):
    order = end.users_first()
    for part in order:
        if part.links:
            part.grad = 0.0
    end.grad = 1.0
    for part in order:
        for parent, slope in part.links:
            parent.grad += part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0

# %% wrong: clears the parents of the end only fails="ex5_repair-again" says="leaves add up; all other parts start from 0"
def backward(end):
    for parent, _ in end.links:
        if parent.links:
            parent.grad = 0.0
    end.grad = 1.0 if end.links else end.grad + 1.0
    for part in end.users_first():
        for parent, slope in part.links:
            parent.grad += slope * part.grad


def zero_grad(leaves):
    for leaf in leaves:
        leaf.grad = 0.0
