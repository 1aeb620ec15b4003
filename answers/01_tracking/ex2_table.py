# %% right: groups of equal facts
def predictions():
    untracked = dict.fromkeys(["data", "shifted", "early", "above", "copied", "rebuilt"], (False, True, False))
    learnable = dict.fromkeys(["weight", "pixel"], (True, True, False))
    results = dict.fromkeys(["result", "late", "small"], (True, False, True))
    return untracked | learnable | results


# %% right: from what is tracked and what has a grad_fn
def predictions():
    names = "data weight shifted result pixel early late small above copied rebuilt".split()
    made = {"result", "late", "small"}
    tracked = made | {"weight", "pixel"}
    return {name: (name in tracked, name not in made, name in made) for name in names}


# %% right: lists instead of tuples
def predictions():
    table = {"data": [False, True, False], "weight": [True, True, False], "shifted": [False, True, False]}
    table.update(result=[True, False, True], pixel=[True, True, False], early=[False, True, False])
    table.update(late=[True, False, True], small=[True, False, True], above=[False, True, False])
    table.update(copied=[False, True, False], rebuilt=[False, True, False])
    return table


# %% right: letters for the rows
def predictions():
    rows = {"plain": (False, True, False), "leaf": (True, True, False), "result": (True, False, True)}
    kinds = {"data": "plain", "weight": "leaf", "shifted": "plain", "result": "result", "pixel": "leaf", "early": "plain"}
    kinds |= {"late": "result", "small": "result", "above": "plain", "copied": "plain", "rebuilt": "plain"}
    return {name: rows[kind] for name, kind in kinds.items()}


# %% wrong: small is still a leaf fails="ex2_table-traps" says="after the multiplication by 0.1"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": L, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: the mark reaches back to early results fails="ex2_table-later" says="table['early'][0]: got True, expected False"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": R, "late": R,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: what is computed is no leaf fails="ex2_table-basics" says="table['shifted'][1]: got False, expected True"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": (False, False, True), "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: a leaf has to be tracked fails="ex2_table-basics ex2_table-later ex2_table-traps" says="a leaf is a tensor without a grad_fn"
def predictions():
    U, L, R = (False, False, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: a result loses the mark fails="ex2_table-basics ex2_table-later" says="table['result'][0]: got False, expected True"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": U, "pixel": L, "early": U, "late": U,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: a comparison is tracked fails="ex2_table-traps" says="which dtypes can be tracked"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": R, "copied": U, "rebuilt": U,
    }


# %% wrong: detach leaves a tracked tensor fails="ex2_table-traps" says="table['copied'][0]: got True, expected False"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": U, "copied": R, "rebuilt": U,
    }


# %% wrong: detach unmarks the original fails="ex2_table-basics" says="table['weight'][0]: got False, expected True"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": U, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: a copy of the number remembers fails="ex2_table-traps" says="what does it know of weight"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": U, "copied": U, "rebuilt": R,
    }


# %% wrong: the mark makes a copy fails="ex2_table-later" says="the underscore changes pixel itself"
def predictions():
    U, L, R = (False, True, False), (True, True, False), (True, False, True)
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": U, "early": U, "late": U,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: names in the place of booleans fails="ex2_table-basics ex2_table-later ex2_table-traps" says="expected three booleans"
def predictions():
    U, L, R = (False, True, None), (True, True, None), (True, False, "MulBackward0")
    return {
        "data": U, "weight": L, "shifted": U, "result": R, "pixel": L, "early": U, "late": R,
        "small": R, "above": U, "copied": U, "rebuilt": U,
    }


# %% wrong: plain as well fails="ex2_table-basics ex2_table-later ex2_table-traps" says="table['number of names']: got 12, expected 11"
def predictions():
    return {
        "data": (False, True, False),
        "weight": (True, True, False),
        "shifted": (False, True, False),
        "result": (True, False, True),
        "pixel": (True, True, False),
        "early": (False, True, False),
        "late": (True, False, True),
        "small": (True, False, True),
        "above": (False, True, False),
        "copied": (False, True, False),
        "rebuilt": (False, True, False),
        "plain": (False, True, False),
    }
