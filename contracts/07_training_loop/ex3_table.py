"""7.3 — what each switch does."""

from autograder.contracts import Contract, case

DRAWS = "eval() and train() alone switch dropout; no_grad leaves the mode as it is"
MEAN = "in training mode each call updates it, also under no_grad; in eval mode none does"


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
        forbid=("torch.ones", "torch.nn.Dropout", "torch.nn.BatchNorm1d"),
        rtol=1e-6,
        hints={f"table['{letter}']": hint for letter, hint in hints.items()}
        | {"means": "predict: the program itself must not be run"},
    )


layers = about("ABDE", A="two draws", B=DRAWS, D=DRAWS, E="nothing is drawn in eval mode")
recording = about(
    "CFG",
    C="no_grad switches recording off",
    F="eval() does not switch recording",
    G="in eval mode dropout hands its input on, and autograd records it",
)
state = about("HIJ", H=MEAN, I=MEAN, J="zero_grad() sets None")
