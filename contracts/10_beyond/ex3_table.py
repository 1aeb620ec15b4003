"""10.3 — what comes back."""

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
        forbid=("torch.tensor", "torch.autograd.grad"),
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()}
        | {"means": "predict: the program itself must not be run"},
    )


vectors = about(
    "AB",
    A="weight times slope, entry by entry",
    B="gradient= must have the shape of the output, one weight each",
)
twice = about(
    "CDEFG",
    C="without create_graph the walk back is not recorded",
    D="a bare number cannot be differentiated",
    E="differentiate by hand, twice",
    F="torch.autograd.grad returns the gradients, and leaves .grad alone",
    G="torch.autograd.grad is strict unless allow_unused is set",
)
hooks = about(
    "HIJ",
    H="a hook waits until a gradient comes by",
    I="the gradient of z at y is 2 y, once",
    J="two ways lead to t, and only one passes s",
)
