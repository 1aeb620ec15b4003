# %% right: whole numbers
def predictions():
    return {
        "A": None, "B": None, "C": 6, "D": 12, "E": 4, "F": None, "G": 0, "H": "error", "I": [2, 4, 6], "J": [0, 4, 0]
    }


# %% right: zip of letters and values
def predictions():
    values = (None, None, 6.0, 12.0, 4.0, None, 0.0, "error", [2.0, 4.0, 6.0], [0.0, 4.0, 0.0])
    return dict(zip("ABCDEFGHIJ", values))


# %% right: by the rules of calculus
def predictions():
    x, a, b, p, v = 3.0, 2.0, 3.0, 0.8, [1.0, 2.0, 3.0]
    table = dict.fromkeys("ABCDEFGHIJ")  # None wherever nobody has asked
    table.update(C=2 * x, D=2 * a * b, E=a**2, G=2 * (p - 0.8), H="error")
    table.update(I=[2 * entry for entry in v], J=[2 * entry if k == 1 else 0.0 for k, entry in enumerate(v)])
    return table


# %% right: groups by what happens
def predictions():
    nothing = dict.fromkeys("ABF")
    numbers = {"C": 6.0, "D": 12.0, "E": 4.0, "G": 0.0}
    vectors = {"I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0]}
    return nothing | numbers | vectors | {"H": "error"}


# %% wrong: zero before anybody asks fails="ex2_table-steps" says="nobody has asked"
def predictions():
    return {
        "A": 0.0, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: backward returns the gradient fails="ex2_table-steps" says="hand its answer over"
def predictions():
    return {
        "A": None, "B": 6.0, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: an unmarked tensor gets a gradient fails="ex2_table-inputs" says="is k marked"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": 1.0, "G": 0.0,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: an unmarked tensor gets zero fails="ex2_table-inputs" says="is k marked"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": 0.0, "G": 0.0,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: a gradient of zero is None fails="ex2_table-inputs" says="at the goal the slope is"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": None,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: backward on a vector works fails="ex2_table-vectors" says="which of the three outputs counts"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": [2.0, 4.0, 6.0], "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: backward on a vector leaves None fails="ex2_table-vectors" says="only a single number can be asked"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": None, "I": [2.0, 4.0, 6.0], "J": [0.0, 4.0, 0.0],
    }


# %% wrong: one number for a vector fails="ex2_table-vectors" says="grad has the shape of its tensor"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": "error", "I": 12.0, "J": [0.0, 4.0, 0.0],
    }


# %% wrong: one entry alone gets one number fails="ex2_table-vectors" says="w is a leaf with 3 entries"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": 4.0,
    }


# %% wrong: entries that do not matter get None fails="ex2_table-vectors" says="0 where the output does not depend on it"
def predictions():
    return {
        "A": None, "B": None, "C": 6.0, "D": 12.0, "E": 4.0, "F": None, "G": 0.0,
        "H": "error", "I": [2.0, 4.0, 6.0], "J": [None, 4.0, None],
    }


# %% wrong: values in the place of slopes fails="ex2_table-steps ex2_table-inputs ex2_table-vectors" says="9 is the value of y"
def predictions():
    return {
        "A": None, "B": None, "C": 9.0, "D": 17.0, "E": 17.0, "F": None, "G": 0.0,
        "H": "error", "I": [1.0, 4.0, 9.0], "J": [0.0, 4.0, 0.0],
    }
