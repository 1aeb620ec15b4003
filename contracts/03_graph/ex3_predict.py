"""3.3 — what a program leaves behind."""

from autograder.contracts import Contract, case

HINTS = {
    "table['loss']": "6 times 7",
    "table['w.grad']": "fan-out: dL/da = b + a = 13, and one more step leads to w",
    "table['b.grad']": "the derivative of a * b with respect to b is the other factor",
    "table['a.grad']": "a is not a leaf, and nobody called a.retain_grad()",
    "table['x.grad']": "x does not require a gradient",
    "table['node']": "the last operation is the product a * b",
    "table['next']": "a is a product, b is a sum, and loss = a * b, so a comes first",
    "table['ends']": "one AccumulateGrad for each leaf that requires a gradient",
    "table['number of entries']": "eight entries, named as in the task",
    "means": "predict: the program itself must not be run",
}


def about(*keys):
    """A contract about some entries of the table."""

    def view(table):
        if not isinstance(table, dict):
            return table
        return {key: plain(key, table.get(key, "missing")) for key in keys} | {"number of entries": len(table)}

    def plain(key, value):
        if key == "next" and isinstance(value, tuple):
            return list(value)
        return float(value) if type(value) is int and key != "ends" else value

    return Contract(
        [case()], names=("table",), view=view, rtol=1e-6, forbid=("torch.tensor", "torch.Tensor.backward"), hints=HINTS
    )


numbers, kept, graph = about("loss", "w.grad", "b.grad"), about("a.grad", "x.grad"), about("node", "next", "ends")
