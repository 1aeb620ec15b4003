"""12.2 — rates and factors."""

from autograder.contracts import Contract, case


def about(letters, **hints):
    """A contract about some of the letters."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {letter: plain(table.get(letter, "missing")) for letter in letters}

    def plain(value):
        return float(value) if type(value) is int else value

    return Contract(
        [case()],
        names=("table",),
        view=view,
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()},
    )


step = about(
    "ABCD",
    A="2/n times the error",
    B="1/L'' with L'' = 2/64",
    C="1 - 16 * 2/64",
    D="the loss is the square of the error",
)
limits = about(
    "EFGH",
    E="the limit is 2/L'', with L'' = 2/64",
    F="16 x 16 numbers, L'' = 2/256",
    G="8 x 8 x 3 numbers, L'' = 2/192",
    H="the curvature of a sum is 2 for each pixel",
)
