# %% right: whole numbers and decimals
def predictions():
    return {
        "sigmoid": 1 / 4, "tanh": 1, "relu": [0, 0, 1], "20 sigmoids": 9.09e-13, "20 layers": 3325.26,
        "one zero": 0, "returned": 10, "by norm": [3, 4, 0], "by value": [5, 5, 0],
    }


# %% right: computed step by step
def predictions():
    g, limit = [6.0, 8.0, 0.0], 5.0
    norm = sum(entry**2 for entry in g) ** 0.5
    backwards, stopped = 1.0, 1.0
    for layer in range(20):
        backwards *= 1.5
        stopped *= 0.0 if layer == 7 else 1.5
    table = {"sigmoid": 0.5 * (1 - 0.5), "tanh": 1 - 0.0**2, "relu": [0.0, 0.0, 1.0]}
    table |= {"20 sigmoids": table["sigmoid"] ** 20, "20 layers": backwards, "one zero": stopped}
    table |= {"returned": norm, "by norm": [entry * limit / norm for entry in g]}
    return table | {"by value": [min(max(entry, -limit), limit) for entry in g]}


# %% right: zip of names and tuples
def predictions():
    names = "sigmoid tanh relu,20 sigmoids,20 layers,one zero,returned,by norm,by value".replace(" tanh ", ",tanh,")
    values = (0.25, 1.0, (0.0, 0.0, 1.0), 2.0**-40, 1.5**20, 0.0, 10.0, (3.0, 4.0, 0.0), (5.0, 5.0, 0.0))
    return dict(zip(names.split(","), values))


# %% wrong: the factors of a trail are added fails="ex1_predict-products" says="slopes multiply, they do not add"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 20 * 0.25, "20 layers": 20 * 1.5,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: the weights of the layers are forgotten fails="ex1_predict-products" says="each layer has a weight as well"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.0,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: a layer with the weight zero is skipped fails="ex1_predict-products" says="it does not skip the layer"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 1.5**19, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: a tiny product is zero fails="ex1_predict-products" says="a product of positive slopes is not 0"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.0, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: one sigmoid too few fails="ex1_predict-products" says="along a trail slopes multiply; a factor 0 leaves 0"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**19, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: the kink has the slope one half fails="ex1_predict-slopes" says="takes no average at the kink"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.5, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: the kink has the slope one fails="ex1_predict-slopes" says="the slope of the left side"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 1.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: the largest value of the sigmoid for its slope fails="ex1_predict-slopes" says="1 is its largest value"
def predictions():
    return {
        "sigmoid": 1.0, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: ReLU passes its value for its slope fails="ex1_predict-slopes" says="3 is the value there"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 3.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: clipping returns the norm after fails="ex1_predict-clipping" says="from before the clipping"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 5.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: clipping by norm cuts each entry fails="ex1_predict-clipping" says="by norm keeps the direction"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [5.0, 5.0, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: clipping by norm always makes the norm one fails="ex1_predict-clipping" says="this has the norm 1"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [0.6, 0.8, 0.0], "by value": [5.0, 5.0, 0.0],
    }


# %% wrong: clipping by value stretches a zero to the limit fails="ex1_predict-clipping" says="by value each entry on its own"
def predictions():
    return {
        "sigmoid": 0.25, "tanh": 1.0, "relu": [0.0, 0.0, 1.0], "20 sigmoids": 0.25**20, "20 layers": 1.5**20,
        "one zero": 0.0, "returned": 10.0, "by norm": [3.0, 4.0, 0.0], "by value": [5.0, 5.0, 5.0],
    }
