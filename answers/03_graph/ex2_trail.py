# %% right: fills the list from the end
def trail(factors):
    gradients = [1.0] * (len(factors) + 1)
    for k in range(len(factors) - 1, -1, -1):
        gradients[k] = factors[k] * gradients[k + 1]
    return gradients


# %% right: the product of all factors that follow
def trail(factors):
    import math

    return [math.prod(factors[k:], start=1.0) for k in range(len(factors) + 1)]


# %% right: recursion
def trail(factors):
    if not factors:
        return [1.0]
    rest = trail(factors[1:])
    return [factors[0] * rest[0], *rest]


# %% right: accumulate from itertools
def trail(factors):
    from itertools import accumulate
    from operator import mul

    return list(accumulate(reversed(factors), mul, initial=1.0))[::-1]


# %% right: cumulative product of a tensor
def trail(factors):
    ends = torch.tensor([1.0, *reversed(factors)], dtype=torch.float64)
    return ends.cumprod(dim=0).flip(0).tolist()


# %% wrong: forward instead of backward fails="ex2_trail-value ex2_trail-edges" says="in forward order"
def trail(factors):
    gradients = [1.0]
    for factor in factors:
        gradients.append(gradients[-1] * factor)
    return gradients


# %% wrong: the right numbers in backward order fails="ex2_trail-value ex2_trail-edges" says="the 1.0 of the loss comes last"
def trail(factors):
    gradients = [1.0]
    for factor in reversed(factors):
        gradients.append(gradients[-1] * factor)
    return gradients


# %% wrong: forgets the loss itself fails="ex2_trail-value ex2_trail-edges" says="3 factors link 4 values"
def trail(factors):
    gradients, gradient = [], 1.0
    for factor in reversed(factors):
        gradient *= factor
        gradients.insert(0, gradient)
    return gradients


# %% wrong: only the first gradient fails="ex2_trail-value ex2_trail-edges" says="not only the first one"
def trail(factors):
    gradient = 1.0
    for factor in factors:
        gradient = gradient * factor
    return gradient


# %% wrong: adds the local derivatives fails="ex2_trail-value ex2_trail-edges" says="they do not add"
def trail(factors):
    gradients = [sum(factors[k:]) for k in range(len(factors))]
    return [*gradients, 1.0]


# %% wrong: reverses the list of the caller fails="ex2_trail-edges" says="read the list, never change it"
def trail(factors):
    factors.reverse()
    gradients = [1.0]
    for factor in factors:
        gradients.append(gradients[-1] * factor)
    gradients.reverse()
    return gradients


# %% wrong: divides the whole product step by step fails="ex2_trail-edges" says="division by zero"
def trail(factors):
    gradient = 1.0
    for factor in factors:
        gradient *= factor
    gradients = [gradient]
    for factor in factors:
        gradients.append(gradients[-1] / factor)
    return gradients


# %% wrong: does not think of an empty trail fails="ex2_trail-edges" says="list index out of range"
def trail(factors):
    gradients = [1.0, factors[-1]]
    for factor in reversed(factors[:-1]):
        gradients.append(gradients[-1] * factor)
    return gradients[::-1]


# %% wrong: the local derivatives themselves fails="ex2_trail-value ex2_trail-edges" says="product of all three factors"
def trail(factors):
    return [*factors, 1.0]

# %% wrong: changes the caller's list when it holds 1.0 fails="ex2_trail-edges" says="the list is read, never changed"
def trail(factors):
    gradients = [1.0]
    for factor in reversed(factors):
        gradients.append(gradients[-1] * factor)
    while 1.0 in factors:
        factors.remove(1.0)
    return gradients[::-1]

# %% wrong: float32 on the way fails="ex2_trail-value" says="chain rule: entry k is the product of all factors from k on"
import torch

def trail(factors):
    import torch

    row = torch.tensor([1.0] + factors[::-1])
    return row.cumprod(0).flip(0).tolist()
