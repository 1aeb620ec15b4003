# %% right: one line a letter
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7, "K": "error", "L": "error", "M": [1, 2],
    }


# %% right: zip of letters and values
def predictions():
    values = (True, False, True, False, True, False, True, False, True, 7.0, "error", "error", [1.0, 2.0])
    return dict(zip("ABCDEFGHIJKLM", values))


# %% right: by the rule, recording and a tracked input
def predictions():
    def tracked(recording, *inputs):
        return recording and any(inputs)

    a = w = True
    table = {"A": tracked(True, a), "B": tracked(False, a), "E": w, "F": tracked(False, w)}
    table |= {"C": tracked(True, a, table["B"]), "D": tracked(True, table["B"]), "G": tracked(True, w, table["F"])}
    return table | {"H": False, "I": table["A"], "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0]}


# %% right: groups by what is there
def predictions():
    table = dict.fromkeys("ACEGI", True) | dict.fromkeys("BDFH", False) | dict.fromkeys("KL", "error")
    table["J"], table["M"] = 7.0, [1.0, 2.0]
    return table


# %% wrong: detach takes the tracking from the original fails="ex2_predict-detach" says="takes no tracking from the original"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": False, "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: detach is a copy fails="ex2_predict-detach" says="does detach() copy the numbers"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 2.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: detach keeps the record fails="ex2_predict-detach" says="returns a tensor without a record"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": True, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: tracked input makes a tracked result, always fails="ex2_predict-modes ex2_predict-backward" says="while recording is off"
def predictions():
    return {
        "A": True, "B": True, "C": True, "D": True, "E": True, "F": True, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "works", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: recording on makes every result tracked fails="ex2_predict-modes" says="one of the inputs tracked"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": True, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: the outer block wins fails="ex2_predict-modes" says="enable_grad switches recording on again"
def predictions():
    return {
        "A": True, "B": False, "C": False, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: a leaf made under no_grad is untracked fails="ex2_predict-modes" says="creating a leaf is not one"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": False, "F": False, "G": False,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: a leaf loses its mark when the block ends fails="ex2_predict-modes" says="recording is on, and w is tracked"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": False,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: backward leaves out what is not recorded fails="ex2_predict-backward" says="which way should backward() go"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "works", "L": "error", "M": [1.0, 2.0],
    }


# %% wrong: the flag of a result can be changed fails="ex2_predict-backward" says="on leaves only"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "works", "M": [1.0, 2.0],
    }


# %% wrong: both factors give a gradient fails="ex2_predict-backward" says="only one of the two factors"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [2.0, 4.0],
    }


# %% wrong: detach in one place stops all fails="ex2_predict-backward" says="leaves the other a as it is"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": [0.0, 0.0],
    }


# %% wrong: no gradient at all after detach fails="ex2_predict-backward" says="a is tracked, so a.grad"
def predictions():
    return {
        "A": True, "B": False, "C": True, "D": False, "E": True, "F": False, "G": True,
        "H": False, "I": True, "J": 7.0, "K": "error", "L": "error", "M": None,
    }
