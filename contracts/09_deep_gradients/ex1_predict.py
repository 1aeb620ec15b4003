"""9.1 — slopes, products and clipped gradients, on paper."""

from autograder.contracts import Contract, case


def about(*keys, hint):
    """A contract about some entries; whole numbers and tuples do as well."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {key: as_floats(table.get(key, "missing")) for key in keys} | {"number of entries": len(table)}

    def as_floats(value):
        if isinstance(value, (list, tuple)):
            return [as_floats(item) for item in value]
        return float(value) if type(value) is int else value

    return Contract(
        [case()],
        names=("table",),
        view=view,
        rtol=0.0101,
        forbid=("torch.tensor", "torch.sigmoid", "torch.tanh", "torch.relu", "torch.nn.utils.clip_grad_norm_"),
        hints={"value": hint, "means": "on paper: torch must not be asked"},
    )


slopes = about(
    "sigmoid", "tanh", "relu", hint="s * (1 - s), 1 - tanh**2, and 0, 0, 1: at the kink the left side counts"
)
products = about("20 sigmoids", "20 layers", "one zero", hint="along a trail slopes multiply; a factor 0 leaves 0")
clipping = about("returned", "by norm", "by value", hint="by norm one factor for all; by value each entry on its own")
