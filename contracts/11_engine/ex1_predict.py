"""11.1 — links and gradients."""

from autograder.contracts import Contract, case


def about(letters, **hints):
    """A contract about some of the letters."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {letter: plain(table.get(letter, "missing")) for letter in letters} | {"number of letters": len(table)}

    def plain(value):
        return float(value) if type(value) is int else value

    return Contract(
        [case()],
        names=("table",),
        view=view,
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()},
    )


OTHER, SUM = "for a product it is the other factor", "a sum moves as far as each of its terms"
links = about("ABCD", A=OTHER, B=OTHER, C=SUM, D=SUM)
gradients = about(
    "EFGH",
    E="3 by way of p and 1 directly: gradients add",
    F="1 at p, times the local derivative for b",
    G="y moves as far as p",
    H="both links of c * c deliver 5; the constant delivers nothing",
)
