# %% right: whole numbers
def predictions():
    return {"A": [2, 0, 60], "B": "error", "C": False, "D": "error", "E": 48, "F": None, "G": "error", "H": [], "I": [12], "J": 4}


# %% right: zip of letters and values
def predictions():
    return dict(zip("ABCDEFGHIJ", ([2.0, 0.0, 60.0], "error", False, "error", 48.0, None, "error", [], [12.0], 4.0)))


# %% right: by the rules of calculus
def predictions():
    u, weights, x = (1.0, 2.0, 3.0), (1.0, 0.0, 10.0), 2.0
    table = dict.fromkeys("BDG", "error")
    table.update(A=[2 * a * b for a, b in zip(u, weights)], C=False, E=12 * x**2, F=None)
    table.update(H=[], I=[2 * 3 * x], J=-1.0 + 5.0)
    return table


# %% wrong: the weights are ignored fails="ex3_table-vectors" says="says how much each output counts"
def predictions():
    return {
        "A": [2.0, 4.0, 6.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: only the weights come back fails="ex3_table-vectors" says="multiplied by the slopes"
def predictions():
    return {
        "A": [1.0, 0.0, 10.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: weights of another shape are broadcast fails="ex3_table-vectors" says="the shape of the output"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": None, "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: a first derivative is tracked fails="ex3_table-twice" says="the walk back is not recorded"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": True, "D": 48.0, "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: a bare number can be differentiated fails="ex3_table-twice" says="a bare number cannot be differentiated"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": 48.0, "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: the slope in the place of the second derivative fails="ex3_table-twice" says="slope of the slope"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 32.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: autograd grad writes into grad fails="ex3_table-twice" says="write into .grad"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": 32.0,
        "G": "error", "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: an unused input gets zero fails="ex3_table-twice" says="unless allow_unused is set"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": 0.0, "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: an unused input gets None fails="ex3_table-twice" says="unless allow_unused is set"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": None, "H": [], "I": [12.0], "J": 4.0,
    }


# %% wrong: a hook runs in the forward pass fails="ex3_table-hooks" says="a hook waits until a gradient comes by"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [12.0], "I": [12.0], "J": 4.0,
    }


# %% wrong: the hook sees the value fails="ex3_table-hooks" says="not the value of y"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [6.0], "J": 4.0,
    }


# %% wrong: the hook sees the gradient at the leaf fails="ex3_table-hooks" says="the hook sits on y"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [36.0], "J": 4.0,
    }


# %% wrong: the hook is ignored fails="ex3_table-hooks" says="turns the sign"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": 6.0,
    }


# %% wrong: the hook catches all uses fails="ex3_table-hooks" says="come by at s"
def predictions():
    return {
        "A": [2.0, 0.0, 60.0], "B": "error", "C": False, "D": "error", "E": 48.0, "F": None,
        "G": "error", "H": [], "I": [12.0], "J": -6.0,
    }
