# %% right: one dict
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% right: zip of letters and values
def predictions():
    values = [False, False, False, True, True, True, 1, 1, 1, None]
    return dict(zip("ABCDEFGHIJ", values))


# %% right: by two switches
def predictions():
    training = {"A": True, "B": True, "E": False}
    table = {letter: not on for letter, on in training.items()}  # two calls agree outside of training
    table |= {"D": True, "C": False, "F": True}
    table |= {"G": 1.0, "J": None}
    return table | dict.fromkeys("HI", 0.9 * 0 + 0.1 * 10)


# %% right: groups of equal values
def predictions():
    table = dict.fromkeys("ABC", False)
    table.update(dict.fromkeys("DEF", True))
    table.update(dict.fromkeys("GHI", 1.0))
    table.update(J=None)
    return table


# %% wrong: no_grad switches dropout off fails="ex3_table-layers" says="does dropout ask for it"
def predictions():
    return {
        "A": False, "B": True, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: no_grad sets eval mode fails="ex3_table-layers" says="no_grad leaves the mode as it is"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": False, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: dropout works in eval mode too fails="ex3_table-layers" says="which of eval() and no_grad stops the drawing"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": False,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: two calls in training agree fails="ex3_table-layers" says="which of eval() and no_grad stops the drawing"
def predictions():
    return {
        "A": True, "B": True, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: eval stops the recording fails="ex3_table-recording" says="which of eval() and no_grad stops the recording"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": False, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: no gradient in eval mode fails="ex3_table-recording" says="keep gradients from flowing"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": None, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: half a gradient in eval mode fails="ex3_table-recording" says="how much of each entry"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 0.5, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: output is tracked under no_grad fails="ex3_table-recording" says="stops the recording"
def predictions():
    return {
        "A": False, "B": False, "C": True, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: recording and modes swapped fails="ex3_table-recording" says="no_grad switches recording off"
def predictions():
    return {
        "A": False, "B": False, "C": True, "D": True, "E": True,
        "F": False, "G": 1.0, "H": 1.0, "I": 1.0, "J": None,
    }


# %% wrong: no_grad keeps the running mean fails="ex3_table-state" says="Does no_grad keep it"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 0.0, "I": 1.0, "J": None,
    }


# %% wrong: running mean jumps to the mean of the batch fails="ex3_table-state" says="a tenth of the way"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 10.0, "I": 10.0, "J": None,
    }


# %% wrong: running mean moves in eval mode fails="ex3_table-state" says="Does it still update"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.9, "J": None,
    }


# %% wrong: zero_grad leaves zeros fails="ex3_table-state" says="not a gradient of zero"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": 0.0,
    }


# %% wrong: zero_grad leaves the gradient fails="ex3_table-state" says="zero_grad() sets None"
def predictions():
    return {
        "A": False, "B": False, "C": False, "D": True, "E": True,
        "F": True, "G": 1.0, "H": 1.0, "I": 1.0, "J": 1.0,
    }


# %% wrong: eval and no_grad are the same thing fails="ex3_table-layers ex3_table-recording ex3_table-state" says="does dropout ask for it"
def predictions():
    return {
        "A": False, "B": True, "C": False, "D": False, "E": True,
        "F": False, "G": None, "H": 0.0, "I": 0.0, "J": None,
    }
