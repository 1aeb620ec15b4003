# %% right: fractions
def predictions():
    return {"A": 1 / 64, "B": 32.0, "C": 1 / 2, "D": 1 / 4, "E": 64.0, "F": 256.0, "G": 192.0, "H": 1.0}


# %% right: from the curvature
def predictions():
    curvature = 2 / 64
    table = {"A": curvature * (0.9 - 0.4), "B": 1 / curvature, "C": 1 - 16 * curvature}
    table["D"] = table["C"] ** 2
    return table | {"E": 2 / curvature, "F": 2 / (2 / 16**2), "G": 2 / (2 / (8 * 8 * 3)), "H": 2 / 2}


# %% right: zip of letters and values
def predictions():
    return dict(zip("ABCDEFGH", (0.015625, 32, 0.5, 0.25, 64, 256, 192, 1)))


# %% wrong: gradient of a sum fails="ex2_rates-step" says="the mean divides by the 64 pixels"
def predictions():
    return {"A": 1.0, "B": 32, "C": 0.5, "D": 0.25, "E": 64, "F": 256, "G": 192, "H": 1}


# %% wrong: error and loss exchanged fails="ex2_rates-step" says="they are exchanged"
def predictions():
    return {"A": 1 / 64, "B": 32, "C": 0.25, "D": 0.5, "E": 64, "F": 256, "G": 192, "H": 1}


# %% wrong: limit and best rate exchanged fails="ex2_rates-step ex2_rates-limits" says="the factor 0, not the factor -1"
def predictions():
    return {"A": 1 / 64, "B": 64, "C": 0.5, "D": 0.25, "E": 32, "F": 128, "G": 96, "H": 0.5}


# %% wrong: one over the curvature as the limit fails="ex2_rates-limits" says="this lands in one step"
def predictions():
    return {"A": 1 / 64, "B": 32, "C": 0.5, "D": 0.25, "E": 32, "F": 128, "G": 96, "H": 0.5}


# %% wrong: colour like grey fails="ex2_rates-limits" says="red, green and blue too"
def predictions():
    return {"A": 1 / 64, "B": 32, "C": 0.5, "D": 0.25, "E": 64, "F": 256, "G": 64, "H": 1}


# %% wrong: a sum like a mean fails="ex2_rates-limits" says="the curvature of a sum"
def predictions():
    return {"A": 1 / 64, "B": 32, "C": 0.5, "D": 0.25, "E": 64, "F": 256, "G": 192, "H": 64}


# %% wrong: side instead of area fails="ex2_rates-limits" says="16 x 16 numbers"
def predictions():
    return {"A": 1 / 64, "B": 32, "C": 0.5, "D": 0.25, "E": 64, "F": 128, "G": 192, "H": 1}


# %% wrong: sign of the gradient fails="ex2_rates-step" says="more brightness costs more"
def predictions():
    return {"A": -1 / 64, "B": 32, "C": 0.5, "D": 0.25, "E": 64, "F": 256, "G": 192, "H": 1}


# %% wrong: the two of the square forgotten fails="ex2_rates-step ex2_rates-limits" says="2/n times the error"
def predictions():
    return {"A": 0.5 / 64, "B": 32, "C": 0.75, "D": 0.5625, "E": 128, "F": 512, "G": 384, "H": 2}

# %% right: other order
from collections import OrderedDict


def predictions():
    return OrderedDict(
        H=1, G=192, F=256, E=64, D=2**-2, C=2**-1, B=32, A=2**-6, worked=4
    )
