"""5.2 — what is tracked."""

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
        forbid=("torch.tensor", "torch.ones"),
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()}
        | {"means": "predict: the program itself must not be run"},
    )


modes = about(
    "ABCDEFG",
    A="recording is on, and a is tracked",
    B="recording is off",
    C="recording is on again inside enable_grad, and a is tracked",
    D="recording is on, but c, the only tensor in it, is not tracked",
    E="no_grad stops the recording of operations; creating a leaf is not one",
    F="recording is off",
    G="recording is on, and w is tracked",
)
detach = about(
    "HIJ",
    H="detach() returns a tensor without a record",
    I="detach() makes a new tensor; it takes no tracking from the original",
    J="h and b share one storage, so a change of h is a change of b",
)
backward = about(
    "KLM",
    K="c was computed without a record",
    L="the mark can be changed on leaves only; b is a result",
    M="the slope of constant times a is the constant",
)
