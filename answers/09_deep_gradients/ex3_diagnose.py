# %% right: comparisons that a nan fails
def diagnose(norms):
    if any(not norm < float("inf") for norm in norms):
        return "broken"
    if not any(norms):
        return "dead"
    if 1000 * norms[0] < norms[-1] or all(norm < 1e-5 for norm in norms):
        return "vanishing"
    if norms[0] > 1000 * norms[-1] or any(norm > 1e4 for norm in norms):
        return "exploding"
    return "healthy"


# %% right: tensors and masks
def diagnose(norms):
    t = torch.tensor(norms, dtype=torch.float64)
    rules = {
        "broken": ~torch.isfinite(t).all(),
        "dead": (t == 0).all(),
        "vanishing": (t[0] < t[-1] / 1000) | (t < 1e-5).all(),
        "exploding": (t[0] > t[-1] * 1000) | (t > 1e4).any(),
    }
    return next((word for word, holds in rules.items() if holds), "healthy")


# %% right: a ratio that minds the zero
def diagnose(norms):
    import math

    if any(math.isnan(norm) or math.isinf(norm) for norm in norms):
        return "broken"
    if set(norms) == {0.0}:
        return "dead"
    ratio = norms[0] / norms[-1] if norms[-1] > 0 else math.inf if norms[0] > 0 else 1.0
    if ratio < 1e-3 or max(norms) < 1e-5:
        return "vanishing"
    return "exploding" if ratio > 1e3 or max(norms) > 1e4 else "healthy"


# %% wrong: the ratio upside down fails="ex3_diagnose-ratio ex3_diagnose-level" says="the first layer comes first in the list"
def diagnose(norms):
    import math

    if not all(math.isfinite(norm) for norm in norms):
        return "broken"
    if max(norms) == 0:
        return "dead"
    if norms[-1] < norms[0] / 1000 or max(norms) < 1e-5:
        return "vanishing"
    if norms[-1] > norms[0] * 1000 or max(norms) > 1e4:
        return "exploding"
    return "healthy"


# %% wrong: looks at the ratio alone fails="ex3_diagnose-level" says="look at the level"
def diagnose(norms):
    import math

    if not all(math.isfinite(norm) for norm in norms):
        return "broken"
    if max(norms) == 0:
        return "dead"
    if norms[0] < norms[-1] / 1000:
        return "vanishing"
    return "exploding" if norms[0] > norms[-1] * 1000 else "healthy"


# %% wrong: compares with nan fails="ex3_diagnose-level" says="math.isfinite finds nan"
def diagnose(norms):
    if any(norm == float("nan") or norm == float("inf") for norm in norms):
        return "broken"
    if all(norm == 0 for norm in norms):
        return "dead"
    if norms[0] < norms[-1] / 1000 or all(norm < 1e-5 for norm in norms):
        return "vanishing"
    if norms[0] > norms[-1] * 1000 or any(norm > 1e4 for norm in norms):
        return "exploding"
    return "healthy"


# %% wrong: divides by the last norm fails="ex3_diagnose-level" says="got ZeroDivisionError"
def diagnose(norms):
    import math

    ratio = norms[0] / norms[-1]
    if not all(math.isfinite(norm) for norm in norms):
        return "broken"
    if max(norms) == 0:
        return "dead"
    if ratio < 1e-3 or max(norms) < 1e-5:
        return "vanishing"
    return "exploding" if ratio > 1e3 or max(norms) > 1e4 else "healthy"


# %% wrong: vanishing before dead fails="ex3_diagnose-level" says="comes before the rule of vanishing"
def diagnose(norms):
    import math

    if not all(math.isfinite(norm) for norm in norms):
        return "broken"
    if norms[0] < norms[-1] / 1000 or max(norms) < 1e-5:
        return "vanishing"
    if norms[0] > norms[-1] * 1000 or max(norms) > 1e4:
        return "exploding"
    return "dead" if max(norms) == 0 else "healthy"


# %% wrong: smallest against largest fails="ex3_diagnose-ratio ex3_diagnose-level" says="the five rules in their order; first against last; the last norm may b"
def diagnose(norms):
    import math

    if not all(math.isfinite(norm) for norm in norms):
        return "broken"
    if max(norms) == 0:
        return "dead"
    if norms[0] <= norms[-1] and min(norms) < max(norms) / 1000 or max(norms) < 1e-5:
        return "vanishing"
    if min(norms) < max(norms) / 1000 or max(norms) > 1e4:
        return "exploding"
    return "healthy"


# %% wrong: vanishing as soon as one norm is tiny fails="ex3_diagnose-ratio ex3_diagnose-level" says="the five rules in their order; first against last; the last norm may b"
def diagnose(norms):
    import math

    if not all(math.isfinite(norm) for norm in norms):
        return "broken"
    if max(norms) == 0:
        return "dead"
    if norms[0] < norms[-1] / 1000 or min(norms) < 1e-5:
        return "vanishing"
    if norms[0] > norms[-1] * 1000 or max(norms) > 1e4:
        return "exploding"
    return "healthy"


# %% wrong: infinity counts as exploding fails="ex3_diagnose-level" says="the five rules in their order"
def diagnose(norms):
    import math

    if any(math.isnan(norm) for norm in norms):
        return "broken"
    if max(norms) == 0:
        return "dead"
    if norms[0] < norms[-1] / 1000 or max(norms) < 1e-5:
        return "vanishing"
    if norms[0] > norms[-1] * 1000 or max(norms) > 1e4:
        return "exploding"
    return "healthy"


# %% wrong: prints the word and returns nothing fails="ex3_diagnose-ratio ex3_diagnose-level" says="got a NoneType, expected a string"
def diagnose(norms):
    first, last = norms[0], norms[-1]
    if first < last / 1000:
        print("vanishing")
    elif first > last * 1000:
        print("exploding")
    else:
        print("healthy")
