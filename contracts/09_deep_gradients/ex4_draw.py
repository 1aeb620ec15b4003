"""9.4 — curves of norms on a logarithmic axis."""

import math

from autograder.contracts import Contract, case, read_figure


def axes_of(got):
    """The only axes, or what is wrong."""
    if not isinstance(got, list):
        return None, f"plot_norms: got {got!r}, expected a figure\nhint: end with return figure"
    if len(got) != 1:
        return None, f"figure: got {len(got)} axes, expected 1\nhint: all curves into one pair of axes, to compare them"
    return got[0], None


def drawn(got, _reference, given):
    """What is wrong with a curve or a scale."""
    axes, wrong = axes_of(got)
    if wrong:
        return wrong
    if len(axes["lines"]) != len(given["curves"]):
        return f"axes: got {len(axes['lines'])} lines, expected {len(given['curves'])}\nhint: one curve for each entry"
    for name, norms in given["curves"].items():
        shown = [line for line in axes["lines"] if same(line["y"], norms)]
        if not shown:
            return f"curve {name}: got no line through its norms\nhint: the axis takes the logarithm, the data stay"
        if not any(line["x"] == list(range(1, len(norms) + 1)) for line in shown):
            return f"curve {name}: got x {shown[0]['x'][:4]}, expected 1 to {len(norms)}\nhint: layers count from 1"
    if (axes["yscale"], axes["xscale"]) != ("log", "linear"):
        return f"scales: got x {axes['xscale']}, y {axes['yscale']}, expected linear and log\nhint: semilogy"
    return None


def worded(got, _reference, given):
    """What is wrong with a word or a label."""
    axes, wrong = axes_of(got)
    if wrong:
        return wrong
    for name, norms in given["curves"].items():
        if not any(line["label"] == str(name) and same(line["y"], norms) for line in axes["lines"]):
            return f"curve {name}: got no label, or another one\nhint: label=name for each curve"
    if sorted(axes["legend"] or []) != sorted(map(str, given["curves"])):
        return f"legend: got {axes['legend'] or 'no names'}, expected all\nhint: axes.legend() after the curves"
    if not axes["title"].strip():
        return "title: got none, expected one\nhint: axes.set_title(...) states what the axes show"
    if "layer" not in axes["xlabel"].lower() or "norm" not in axes["ylabel"].lower():
        return f"labels: got {axes['xlabel']!r}, {axes['ylabel']!r}\nhint: the words layer and norm, for any dict"
    return None


def same(ys, norms):
    """Whether a line goes through these norms."""
    return len(ys) == len(norms) and all(
        math.isclose(y, norm, rel_tol=1e-6, abs_tol=1e-300) for y, norm in zip(ys, norms, strict=True)
    )


CURVES = (
    {"half": [2e-9, 3e-5, 0.5], "b": [7.0, 8.0, 9.0, 6.0, 5.0], "c": [1e5, 1e2, 3.0, 2.0]},
    {"alone": [0.25]},
    {str(k): [0.1 * k] * 8 for k in range(1, 7)},
)


def about(expect):
    """A contract about one part of the figure."""
    return Contract(
        [case(curves) for curves in CURVES],
        names=("figure",),
        view=read_figure,
        expect=expect,
        free=("state",),
        hints={"arguments": "draw the lists as they are", "again": "each call makes a figure of its own"},
    )


curves, words_on_axes = about(drawn), about(worded)
