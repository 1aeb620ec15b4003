# %% right: one program at a time
def to_mark():
    names = []
    names += ["slope", "intercept"]
    names += ["gain"]
    names += ["pixels"]
    names += ["shares"]
    return names


# %% right: from roles
def to_mark():
    roles = {
        "slope": "weight", "sizes": "input", "intercept": "weight", "predicted": "result", "prices": "target", "photo": "input",
        "gain": "weight", "brighter": "result", "wanted": "target", "pixels": "weight", "ghost": "target", "shares": "weight",
        "red": "input", "blue": "input", "mixed": "result", "violet": "target",
    }
    return [name for name, role in roles.items() if role == "weight"]


# %% right: another order, as a tuple
def to_mark():
    return ("shares", "pixels", "gain", "intercept", "slope")


# %% right: words of a string
def to_mark():
    return "pixels slope shares intercept gain".split()


# %% wrong: pixels are data fails="ex3_roles-pictures" says="the pixels themselves are learned"
def to_mark():
    return ["slope", "intercept", "gain", "shares"]


# %% wrong: all pictures are learned fails="ex3_roles-pictures" says="this photo is an input"
def to_mark():
    return ["slope", "intercept", "gain", "photo", "pixels", "shares"]


# %% wrong: inputs as well fails="ex3_roles-numbers ex3_roles-pictures" says="the size of a flat is an input"
def to_mark():
    return ["slope", "intercept", "sizes", "gain", "photo", "pixels", "shares", "red", "blue"]


# %% wrong: targets as well fails="ex3_roles-numbers ex3_roles-pictures" says="a target is given; learning must not change it"
def to_mark():
    return ["slope", "intercept", "prices", "gain", "wanted", "pixels", "ghost", "shares", "violet"]


# %% wrong: results as well fails="ex3_roles-numbers ex3_roles-pictures" says="a result inherits from its inputs"
def to_mark():
    return ["slope", "intercept", "predicted", "gain", "brighter", "pixels", "shares", "mixed"]


# %% wrong: forgets the intercept fails="ex3_roles-numbers" says="a line has two weights"
def to_mark():
    return ["slope", "gain", "pixels", "shares"]


# %% wrong: the paint is learned fails="ex3_roles-pictures" says="mark what learning changes; inputs, targets and results need no mark"
def to_mark():
    return ["slope", "intercept", "gain", "pixels", "red", "blue", "shares"]


# %% wrong: forgets the shares fails="ex3_roles-pictures" says="the shares are learned"
def to_mark():
    return ["slope", "intercept", "gain", "pixels"]


# %% wrong: a dict of yes and no fails="ex3_roles-numbers ex3_roles-pictures" says="expected a list"
def to_mark():
    return {"slope": True, "intercept": True, "gain": True, "pixels": True, "shares": True}
