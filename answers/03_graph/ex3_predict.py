# %% right: worked out line by line
def predictions():
    w, x = 3.0, 2.0
    a = w * x
    b = a + 1
    dL_da, dL_db = b + a, a  # two ways lead from a to the loss
    return {
        "loss": a * b, "w.grad": dL_da * x, "b.grad": dL_db, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% right: the square written out
def predictions():
    a = 6.0  # loss = a * a + a
    table = dict.fromkeys(["a.grad", "x.grad"])
    table.update({"loss": a * a + a, "w.grad": (2 * a + 1) * 2, "b.grad": a})
    table.update({"node": "MulBackward0", "next": ("MulBackward0", "AddBackward0"), "ends": 1})
    return table


# %% right: whole numbers
def predictions():
    keys = ["loss", "w.grad", "b.grad", "a.grad", "x.grad", "node", "next", "ends"]
    values = [42, 26, 6, None, None, "MulBackward0", ["MulBackward0", "AddBackward0"], 1]
    return dict(zip(keys, values))


# %% wrong: only the way along the product fails="ex3_predict-numbers" says="in two ways"
def predictions():
    return {
        "loss": 42.0, "w.grad": 14.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: only the way through b fails="ex3_predict-numbers" says="in two ways"
def predictions():
    return {
        "loss": 42.0, "w.grad": 12.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: the two ways multiplied fails="ex3_predict-numbers" says="from a to the loss add"
def predictions():
    return {
        "loss": 42.0, "w.grad": 84.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: stops one step before w fails="ex3_predict-numbers" says="one more step leads to w"
def predictions():
    return {
        "loss": 42.0, "w.grad": 13.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: the factor itself as gradient of b fails="ex3_predict-numbers" says="is the other factor"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 7.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: b keeps no gradient either fails="ex3_predict-numbers" says="after retain_grad()"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": None, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: every value in the middle keeps its gradient fails="ex3_predict-kept" says="is it kept there"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 6.0, "a.grad": 13.0, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: data get a gradient too fails="ex3_predict-kept ex3_predict-graph" says="does x require a gradient"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 6.0, "a.grad": None, "x.grad": 39.0,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 2,
    }


# %% wrong: None written as a word fails="ex3_predict-kept" says="without quotes"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 6.0, "a.grad": "None", "x.grad": "None",
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 1,
    }


# %% wrong: next nodes sought at the leaves fails="ex3_predict-graph" says="both results of an operation"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["AccumulateGrad", "AddBackward0"], "ends": 1,
    }


# %% wrong: one AccumulateGrad for each way fails="ex3_predict-graph" says="one leaf has one AccumulateGrad"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "MulBackward0", "next": ["MulBackward0", "AddBackward0"], "ends": 2,
    }


# %% wrong: the node of the first operation fails="ex3_predict-graph" says="which operation made the loss"
def predictions():
    return {
        "loss": 42.0, "w.grad": 26.0, "b.grad": 6.0, "a.grad": None, "x.grad": None,
        "node": "AddBackward0", "next": ["AddBackward0", "MulBackward0"], "ends": 1,
    }
