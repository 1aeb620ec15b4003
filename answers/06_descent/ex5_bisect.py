# %% right: while loop, returns the stable end
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low):
        raise ValueError("low is not stable")
    if is_stable(high):
        raise ValueError("high is stable")
    while abs(high - low) > tolerance:
        mid = low + (high - low) / 2
        if is_stable(mid):
            low = mid
        else:
            high = mid
    return low


# %% right: recursion
def find_limit(is_stable, low, high, tolerance):
    def between(low, high):
        middle = 0.5 * (low + high)
        if high - low <= tolerance:
            return middle
        return between(middle, high) if is_stable(middle) else between(low, middle)

    if is_stable(low) and not is_stable(high):
        return between(low, high)
    raise ValueError("no limit here")


# %% right: number of halvings from a logarithm
def find_limit(is_stable, low, high, tolerance):
    import math

    if is_stable(low) == is_stable(high):
        raise ValueError(f"both {low} and {high} are on one side of the limit")
    if is_stable(high):
        raise ValueError("low and high are the wrong way round")
    for _ in range(math.ceil(math.log2((high - low) / tolerance))):
        middle = (low + high) / 2
        low, high = (middle, high) if is_stable(middle) else (low, middle)
    return (low + high) / 2


# %% right: the bisect module with a key
def find_limit(is_stable, low, high, tolerance):
    from bisect import bisect

    if not is_stable(low) or is_stable(high):
        raise ValueError("low must be stable and high unstable")
    cells = int((high - low) / tolerance) + 1
    width = (high - low) / cells
    first = bisect(range(cells), False, key=lambda k: not is_stable(low + k * width))
    return low + (first - 0.5) * width


# %% right: a step that shrinks
def find_limit(is_stable, low, high, tolerance):
    stable = [is_stable(lr) for lr in (low, high)]
    if stable != [True, False]:
        raise ValueError(f"stable at low and high: {stable}")
    lr, step = low, high - low
    while step > tolerance:
        step /= 2
        if is_stable(lr + step):
            lr += step
    return float(lr)


# %% wrong: no refusal fails="ex5_bisect-finds ex5_bisect-refuses" says="then raise ValueError"
def find_limit(is_stable, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: refuses an unstable low only fails="ex5_bisect-finds ex5_bisect-refuses" says="ask is_stable for low and high first, then raise ValueError(...); else"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low):
        raise ValueError("low is not stable")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: refuses with None fails="ex5_bisect-finds ex5_bisect-refuses" says="got None, expected a ValueError"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        print("ValueError: no limit between low and high")
        return None
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: refuses with assert fails="ex5_bisect-finds ex5_bisect-refuses" says="ask is_stable for low and high first, then raise ValueError(...); else"
def find_limit(is_stable, low, high, tolerance):
    assert is_stable(low), "low is not stable"
    assert not is_stable(high), "high is stable"
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: returns the error fails="ex5_bisect-finds ex5_bisect-refuses" says="expected a ValueError"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        return ValueError("no limit")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: swapped branches fails="ex5_bisect-finds ex5_bisect-calls ex5_bisect-refuses" says="it becomes the new low"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


# %% wrong: fine grid fails="ex5_bisect-calls" says="no grid"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    lr = low
    while is_stable(lr + tolerance):
        lr += tolerance
    return lr + tolerance / 2


# %% wrong: ten halvings, whatever the tolerance fails="ex5_bisect-finds ex5_bisect-calls ex5_bisect-refuses" says="not a number of iterations"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    for _ in range(10):
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: fifty halvings, whatever the tolerance fails="ex5_bisect-calls" says="stop when the interval is within tolerance"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    for _ in range(50):
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: asks about the ends in every turn fails="ex5_bisect-calls" says="one call a halving"
def find_limit(is_stable, low, high, tolerance):
    while True:
        if not is_stable(low) or is_stable(high):
            raise ValueError("no limit")
        if high - low <= tolerance:
            return (low + high) / 2
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle


# %% wrong: loop condition turned round fails="ex5_bisect-finds ex5_bisect-calls ex5_bisect-refuses" says="this is the first middle"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    while high - low < tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


# %% wrong: returns the interval fails="ex5_bisect-finds ex5_bisect-calls ex5_bisect-refuses" says="got a tuple, expected a float"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return low, high


# %% wrong: forgets to return fails="ex5_bisect-finds ex5_bisect-calls ex5_bisect-refuses" says="got a NoneType, expected a float"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    print((low + high) / 2)


# %% wrong: number of the example fails="ex5_bisect-finds ex5_bisect-calls ex5_bisect-refuses" says="keep the limit between low and high"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit")
    return 0.3

# %% wrong: refuses a negative low fails="ex5_bisect-finds ex5_bisect-refuses" says="ask is_stable for low and high first, then raise ValueError(...); else"
def find_limit(is_stable, low, high, tolerance):
    if low < 0 or not is_stable(low) or is_stable(high):
        raise ValueError("low has to be stable and positive, high unstable")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2

# %% wrong: rounds the limit fails="ex5_bisect-finds ex5_bisect-refuses" says="keep the limit between low and high at every halving, until they are w"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit between low and high")
    while high - low > tolerance:
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return round((low + high) / 2, 4)

# %% wrong: twenty halvings at most fails="ex5_bisect-finds ex5_bisect-refuses" says="keep the limit between low and high at every halving, until they are w"
def find_limit(is_stable, low, high, tolerance):
    if not is_stable(low) or is_stable(high):
        raise ValueError("no limit between low and high")
    for _ in range(20):
        if high - low <= tolerance:
            break
        middle = (low + high) / 2
        if is_stable(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2
