# %% right: whole numbers where possible
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12, "E": 12, "F": 6,
        "G": None, "H": 0, "I": "error", "J": 2, "K": "error", "L": 24,
    }


# %% right: zip of letters and values
def predictions():
    values = (-1.2, -0.6, "error", 12.0, 12.0, 6.0, None, 0.0, "error", 2.0, "error", 24.0)
    return dict(zip("ABCDEFGHIJKL", values))


# %% right: slopes times the number of calls
def predictions():
    penalty, square, cube = 2 * (0.5 - 0.8), 2 * 3.0, 3 * 2.0**2
    table = dict.fromkeys("CIK", "error")
    table.update(A=2 * penalty, B=penalty, D=2 * square, E=2 * square, F=square)
    return table | {"G": None, "H": 0.0, "J": 2 * 1.0, "L": 2 * cube}


# %% right: groups by what happens
def predictions():
    raises = {letter: "error" for letter in "CIK"}
    doubled = {"A": -1.2, "D": 12.0, "E": 12.0, "J": 2.0, "L": 24.0}
    cleared = {"B": -0.6, "F": 6.0, "G": None, "H": 0.0}
    return {**raises, **doubled, **cleared}


# %% wrong: backward replaces the old gradient fails="ex2_table-piles ex2_table-twice" says="that is one backward()"
def predictions():
    return {
        "A": -0.6, "B": -0.6, "C": "error", "D": 6.0, "E": 6.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 1.0, "K": "error", "L": 12.0,
    }


# %% wrong: zero_ does not clear fails="ex2_table-piles" says="what did zero_() do in between"
def predictions():
    return {
        "A": -1.2, "B": -1.8, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: a name is a copy fails="ex2_table-piles" says="is g a copy"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 6.0, "E": 6.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: the name follows to the new tensor fails="ex2_table-piles" says="which one does g name"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 6.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: None wipes the tensor fails="ex2_table-piles" says="it does not wipe it"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 0.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: None does not clear fails="ex2_table-piles" says="w.grad was cleared before"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 18.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: the old tensor keeps growing fails="ex2_table-piles" says="makes a new tensor"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 18.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: zeros after optimizer zero_grad fails="ex2_table-clear" says="since PyTorch 2.0"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": 0.0, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: None after zero_ fails="ex2_table-clear" says="stays where it is"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": None, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: zero_ works on a fresh leaf fails="ex2_table-clear" says="whose zero_() is called"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": 0.0, "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: the optimizer does not know the parameter fails="ex2_table-clear" says="the optimizer knows v"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": 5.0, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 24.0,
    }


# %% wrong: every second backward doubles fails="ex2_table-twice" says="is it still there"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": -1.2, "J": 2.0, "K": 4.0, "L": 24.0,
    }


# %% wrong: every second backward raises fails="ex2_table-twice" says="through a sum have to keep"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": "error", "K": "error", "L": 24.0,
    }


# %% wrong: a factor is not saved fails="ex2_table-twice" says="where does that 2 come from"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": 4.0, "L": 24.0,
    }


# %% wrong: retain_graph does not add fails="ex2_table-twice" says="nobody clears in between"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": 12.0,
    }


# %% wrong: retain_graph raises all the same fails="ex2_table-twice" says="keeps what the second walk needs"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": "error", "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": "error", "J": 2.0, "K": "error", "L": "error",
    }


# %% wrong: errors written as None fails="ex2_table-clear ex2_table-twice" says="whose zero_() is called"
def predictions():
    return {
        "A": -1.2, "B": -0.6, "C": None, "D": 12.0, "E": 12.0, "F": 6.0,
        "G": None, "H": 0.0, "I": None, "J": 2.0, "K": None, "L": 24.0,
    }
