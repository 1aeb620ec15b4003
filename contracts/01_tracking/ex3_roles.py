"""1.3 — which tensors learn."""

from autograder.contracts import Contract, case


def about(*names):
    """A contract about the names of some programs; the order, and a tuple in place of a list, do not matter."""

    def view(marked):
        if not isinstance(marked, (list, tuple)):
            return marked
        return {name: name in marked for name in names} | {"listed twice": len(set(marked)) < len(marked)}

    return Contract(
        [case()],
        names=("marked",),
        view=view,
        hints={
            "marked['intercept']": "a line has two weights, and both are learned",
            "marked['prices']": "a target is given; learning must not change it",
            "marked['predicted']": "a result inherits from its inputs",
            "marked['pixels']": "in program 3 the pixels themselves are learned, so they are marked",
            "marked['shares']": "in program 4 the shares are learned",
            "marked['mixed']": "a result inherits from its inputs",
            "marked['brighter']": "a result inherits from its inputs",
            "value": "mark what learning changes; inputs, targets and results need no mark",
        },
    )


numbers = about("slope", "sizes", "intercept", "predicted", "prices")
pictures = about("photo", "gain", "brighter", "wanted", "pixels", "ghost", "mixed", "shares", "red", "blue", "violet")
