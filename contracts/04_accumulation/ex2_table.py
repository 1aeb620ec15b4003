"""4.2 — what is in grad."""

from autograder.contracts import Contract, case


def about(letters, **hints):
    """A contract about some of the letters."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {letter: as_float(table.get(letter, "missing")) for letter in letters} | {
            "number of letters": len(table)
        }

    def as_float(value):
        return float(value) if type(value) is int else value

    return Contract(
        [case()],
        names=("table",),
        view=view,
        forbid=("torch.tensor",),
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()}
        | {"means": "predict: the programs themselves must not be run"},
    )


IN_PLACE = "backward() adds in place, so g sees it, until None puts a new tensor in w.grad"
FREED = "saved values are freed by the first backward()"
piles = about(
    "ABDEF",
    A="two questions, and nobody clears",
    B="zero_() has cleared the pile in between",
    D=IN_PLACE,
    E=IN_PLACE,
    F="a new tensor, with one question in it",
)
clear = about(
    "CGH",
    C="w.grad is None, and None has no zero_()",
    G="the default of optimizer.zero_grad() leaves None",
    H="zero_() keeps the tensor, filled with zeros",
)
twice = about(
    "IJKL",
    I=FREED,
    J="a sum saves nothing, so a second walk adds",
    K=FREED,
    L="a second walk that is not refused doubles the gradient",
)
