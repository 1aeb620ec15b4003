"""2.2 — what is in grad."""

from autograder.contracts import Contract, case


def about(letters, **hints):
    """A contract about some of the letters."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {letter: plain(table.get(letter, "missing")) for letter in letters} | {"number of letters": len(table)}

    def plain(value):
        if isinstance(value, (list, tuple)):
            return [plain(entry) for entry in value]
        return float(value) if type(value) is int else value

    return Contract(
        [case()],
        names=("table",),
        view=view,
        forbid=("torch.tensor", "torch.Tensor.backward"),
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()}
        | {"means": "predict: the program itself must not be run"},
    )


steps = about(
    "ABC",
    A="nobody has asked yet, so there is nothing, not even a 0",
    B="backward() writes into x.grad and returns nothing",
    C="the slope of the square at 3 is 2 times 3",
)
inputs = about(
    "DEFG",
    D="move a, and keep b",
    E="move b, and keep a",
    F="nobody asks about k, so there is nothing",
    G="at a minimum the slope is 0",
)
vectors = about(
    "HIJ",
    H="only a single number can be asked",
    I="one number for each entry",
    J="one number for each entry of w; 0 where the output does not depend on it",
)
