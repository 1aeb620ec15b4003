# %% right: worked out with the rules
def predictions():
    a, b, c = 2.0, 3.0, 5.0
    table = {"A": b, "B": a, "C": 1.0, "D": 1.0, "G": 1.0}
    table["E"] = table["G"] * table["A"] + table["D"]
    table["F"] = table["G"] * table["B"]
    table["H"] = c + c
    return table


# %% right: the list of numbers
def predictions():
    return dict(zip("ABCDEFGH", [3.0, 2.0, 1.0, 1.0, 4.0, 2.0, 1.0, 10.0]))


# %% right: measured with whole steps
def predictions():
    def y(a, b):
        return a * b + a

    table = {"A": 3 * 3 - 2 * 3, "B": 2 * 4 - 2 * 3, "C": 1, "D": 1, "G": 1}
    return table | {"E": y(3, 3) - y(2, 3), "F": y(2, 4) - y(2, 3), "H": (6**2 - 4**2) / 2}


# %% wrong: the own factor instead of the other fails="ex1_predict-links ex1_predict-gradients" says="how far does p move when a moves"
def predictions():
    return {"A": 2.0, "B": 3.0, "C": 1.0, "D": 1.0, "E": 3.0, "F": 3.0, "G": 1.0, "H": 10.0}


# %% wrong: only the way along the product fails="ex1_predict-gradients" says="a has two users"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 3.0, "F": 2.0, "G": 1.0, "H": 10.0}


# %% wrong: only the direct way fails="ex1_predict-gradients" says="a has two users"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 1.0, "F": 2.0, "G": 1.0, "H": 10.0}


# %% wrong: a gradient in the place of a local derivative fails="ex1_predict-links" says="a link knows of its own sum alone"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 4.0, "E": 4.0, "F": 2.0, "G": 1.0, "H": 10.0}


# %% wrong: one link for the square fails="ex1_predict-gradients" says="c is used twice"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 4.0, "F": 2.0, "G": 1.0, "H": 5.0}


# %% wrong: the middle keeps nothing fails="ex1_predict-gradients" says="our engine keeps every gradient"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 4.0, "F": 2.0, "G": None, "H": 10.0}


# %% wrong: the value of the product fails="ex1_predict-links" says="6 is the value of p"
def predictions():
    return {"A": 6.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 4.0, "F": 2.0, "G": 1.0, "H": 10.0}


# %% wrong: the constant counted as well fails="ex1_predict-gradients" says="the constant delivers nothing"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 4.0, "F": 2.0, "G": 1.0, "H": 11.0}


# %% wrong: a zero in the middle fails="ex1_predict-gradients" says="p is not a leaf"
def predictions():
    return {"A": 3.0, "B": 2.0, "C": 1.0, "D": 1.0, "E": 4.0, "F": 2.0, "G": 0.0, "H": 10.0}
