"""1.2 — the truth table of a program that is not run."""

from autograder.contracts import Contract, case


def about(*names):
    """A contract about some of the names."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {name: facts_of(table.get(name)) for name in names} | {"number of names": len(table)}

    def facts_of(facts):
        return tuple(facts) if isinstance(facts, (list, tuple)) else facts

    return Contract(
        [case()],
        names=("table",),
        view=view,
        forbid=("torch.tensor", "torch.randn"),
        hints={
            "means": "predict: the program itself must not be run",
            "table['data']": "not marked, so no record begins here, and a leaf",
            "table['weight']": "marked, and made by no operation: a tracked leaf",
            "table['shifted']": "no input is tracked, so nothing is recorded, and it counts as a leaf",
            "table['result']": "one input is tracked, so the multiplication is recorded",
            "table['pixel']": "requires_grad_() marks this very tensor, and it stays a leaf",
            "table['early']": "the record starts at the mark; nothing is written down afterwards",
            "table['late']": "computed after the mark, so the multiplication is recorded",
            "table['small']": "a leaf times 0.1 is a result, and not a leaf",
            "table['above']": "only floats can be tracked, so a comparison leaves no record",
            "table['copied']": "detach returns a new tensor that is not tracked",
            "table['rebuilt']": "torch.tensor builds anew, and knows nothing of weight",
        },
    )


basics = about("data", "weight", "shifted", "result")
later = about("pixel", "early", "late")
traps = about("small", "above", "copied", "rebuilt")
