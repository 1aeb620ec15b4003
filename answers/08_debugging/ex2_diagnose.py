# %% right: a chain of ifs
def diagnose(message):
    if "does not require grad" in message:
        return "cut"
    if "second time" in message:
        return "twice"
    if "leaf Variable that requires grad" in message:
        return "leaf"
    if "modified by an inplace" in message:
        return "changed"
    if "scalar outputs" in message:
        return "vector"
    if "can require gradients" in message:
        return "integer"
    if "not have been used" in message:
        return "unused"
    return "unknown"


# %% right: regular expressions
import re


def diagnose(message):
    patterns = (
        ("cut", r"element \d+ of \w+ does not require grad|does not require grad"),
        ("twice", r"through the graph a second time"),
        ("leaf", r"a leaf Variable that requires grad"),
        ("changed", r"needed for gradient computation has been modified"),
        ("vector", r"implicitly created only for scalar"),
        ("integer", r"[oO]nly Tensors of floating point"),
        ("unused", r"not have been used in the graph"),
    )
    for word, pattern in patterns:
        if re.search(pattern, message):
            return word
    return "unknown"


# %% right: one list of hits in lower case
def diagnose(message):
    words = "cut twice leaf changed vector integer unused".split()
    fragments = (
        "does not require grad", "second time", "leaf variable that requires grad", "inplace operation",
        "for scalar outputs", "require gradients", "used in the graph",
    )
    hits = [word for word, fragment in zip(words, fragments) if fragment in message.lower()]
    return hits[0] if hits else "unknown"


# %% right: match on what partition finds
def diagnose(message):
    table = "does not require grad:cut|graph a second time:twice|leaf Variable that:leaf|modified by an inplace:changed"
    table += "|only for scalar outputs:vector|can require gradients:integer|have been used in the graph:unused"
    answer = "unknown"
    for row in table.split("|"):
        fragment, _, word = row.partition(":")
        if message.partition(fragment)[1]:
            answer = word
    return answer


# %% wrong: nothing for other messages fails="ex2_diagnose-unknown" says="end with return 'unknown'"
def diagnose(message):
    if "does not require grad" in message:
        return "cut"
    if "second time" in message:
        return "twice"
    if "leaf Variable that requires grad" in message:
        return "leaf"
    if "modified by an inplace operation" in message:
        return "changed"
    if "only for scalar outputs" in message:
        return "vector"
    if "require gradients" in message:
        return "integer"
    if "not have been used in the graph" in message:
        return "unused"


# %% wrong: any leaf will do fails="ex2_diagnose-unknown" says="non-leaf"
def diagnose(message):
    causes = {
        "does not require grad": "cut", "second time": "twice", "leaf": "leaf", "inplace operation": "changed",
        "scalar outputs": "vector", "require gradients": "integer", "not have been used": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: requires grad in any sentence is a cut fails="ex2_diagnose-live ex2_diagnose-drift ex2_diagnose-unknown" says="a message of leaf: got cut"
def diagnose(message):
    causes = {
        "does not require grad": "cut", "requires grad": "cut", "second time": "twice", "leaf Variable": "leaf",
        "inplace operation": "changed", "scalar outputs": "vector", "require gradients": "integer", "been used": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: whole messages of this version fails="ex2_diagnose-drift ex2_diagnose-live ex2_diagnose-unknown" says="an older wording of twice"
def diagnose(message):
    causes = {
        "element 0 of tensors does not require grad and does not have a grad_fn": "cut",
        "(or directly access saved tensors after they have already been freed)": "twice",
        "a leaf Variable that requires grad is being used in an in-place operation.": "leaf",
        "modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of": "changed",
        "grad can be implicitly created only for scalar outputs": "vector",
        "Only Tensors of floating point and complex dtype can require gradients": "integer",
        "The differentiated Tensor at index 0 appears to not have been used in the graph": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: scalar anywhere is a vector fails="ex2_diagnose-unknown" says="a short fragment lives long, and must stand in every message of its ki"
def diagnose(message):
    causes = {
        "does not require grad": "cut", "second time": "twice", "leaf Variable that": "leaf", "inplace operation": "changed",
        "scalar": "vector", "require gradients": "integer", "not have been used": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: the freed buffers of old versions only fails="ex2_diagnose-live ex2_diagnose-drift" says="a message of twice: got unknown"
def diagnose(message):
    causes = {
        "does not require grad": "cut", "but the": "twice", "leaf Variable that": "leaf", "inplace operation": "changed",
        "only for scalar outputs": "vector", "require gradients": "integer", "not have been used": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: spells in-place with a hyphen fails="ex2_diagnose-live ex2_diagnose-drift" says="a message of leaf: got changed"
def diagnose(message):
    causes = {
        "does not require grad": "cut", "second time": "twice", "in-place operation": "changed", "leaf Variable that": "leaf",
        "only for scalar outputs": "vector", "require gradients": "integer", "not have been used": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: only the capital letter fails="ex2_diagnose-live ex2_diagnose-drift ex2_diagnose-unknown" says="a short fragment lives long, and must stand in every message of its ki"
def diagnose(message):
    causes = {
        "does not require grad": "cut", "second time": "twice", "leaf Variable that": "leaf", "inplace operation": "changed",
        "only for scalar outputs": "vector", "Only Tensors": "integer", "not have been used": "unused",
    }
    return next((word for part, word in causes.items() if part in message), "unknown")


# %% wrong: always unknown fails="ex2_diagnose-live ex2_diagnose-drift ex2_diagnose-unknown" says="a message of cut"
def diagnose(message):
    return "unknown"
