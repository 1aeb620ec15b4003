"""3.1 — the chain rule by hand."""

from autograder.contracts import Contract, case

CASES = (
    case(1.5, -2.0, 0.5),
    case(-0.7, 3.25, 2.0),
    case(0.0, 1.3, -4.0),
    case(2.0, 0.0, 3.0),
    case(2.0, 1.5, 3.0, note="the loss is 0"),
    case(-1.2, -0.8, 0.0),
    case(1e-4, 0.02, -3e-3),
    case(35.0, 12.0, -7.0),
)


def about(*keys):
    """A contract about some entries of the table."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {key: table.get(key, "missing") for key in keys} | {"number of entries": len(table)}

    return Contract(
        CASES,
        names=("table",),
        view=view,
        walks="count",
        hints={
            "table['y']": "y = w * x",
            "table['loss']": "(y - target) ** 2",
            "table['dL_dy']": "the derivative of (y - target) ** 2 with respect to y is 2 (y - target)",
            "table['dy_dw']": "y = w x; nudge w, and y moves x times as far",
            "table['dL_dw']": "chain rule: dL_dy times dy_dw",
            "table['number of entries']": "five entries: y, loss, dL_dy, dy_dw, dL_dw",
            "type": "plain arithmetic with floats, no tensors",
            "walks": "by hand: multiply the local derivatives yourself",
        },
    )


forward, backward = about("y", "loss"), about("dL_dy", "dy_dw", "dL_dw")
