"""6.3 — a figure of the descent: curves, scales and words."""

import math
import re

from autograder.contracts import Contract, case, read_figure


def descent(rate, steps, target=2.5):
    """Lists as `descend` returns them, for x = [2] and the best weight 2.5."""
    ws, losses = [10.0], []
    for _ in range(steps):
        losses.append((2 * ws[-1] - 5) ** 2)
        ws.append(ws[-1] - rate * 4 * (2 * ws[-1] - 5))
    return case(ws, losses, target)


LOSSES = [3e-9, 225.0, 40.0, 2e-11, 1.0] * 5
SWING = case([4.0, 2.0, 3.5, 2.5, 2.6] * 5 + [2.5], LOSSES, -1.0, note="losses that rise and fall")


def axes_of(got):
    """The two axes, or what is wrong."""
    if not isinstance(got, list):
        return None, f"plot_descent: got {got!r}, expected a figure\nhint: end with return figure"
    if len(got) != 2:
        return None, f"figure: got {len(got)} axes, expected 2\nhint: plt.subplots(1, 2)"
    if got[0]["place"][0] >= got[1]["place"][0]:
        return None, "figure: got no left and right axes\nhint: side by side is plt.subplots(1, 2)"
    return got, None


def loss_curve(got, _reference, given):
    """What is wrong with the left curve."""
    axes, wrong = axes_of(got)
    return wrong or left_curve(axes[0], given["losses"])


def weight_curve(got, _reference, given):
    """What is wrong with the right curve, or with the line at the target."""
    axes, wrong = axes_of(got)
    return wrong or right_curve(axes[1], given["ws"], given["target"])


def labels(got, _reference, _given):
    """What is wrong with the words, on curves that are right."""
    axes, wrong = axes_of(got)
    return wrong or words(*axes)


def left_curve(left, losses):
    """What is wrong with the left curve."""
    loss = line(left, losses)
    if loss is None:
        return "left axes: got no curve of the losses given\nhint: draw the list losses as it is: left.semilogy(losses)"
    if loss["x"] != list(range(len(losses))):
        return f"loss curve: got steps {loss['x'][:4]}…, expected 0, 1, 2, …\nhint: matplotlib counts from 0 by itself"
    if (left["yscale"], left["xscale"]) != ("log", "linear"):
        return f"left axes: got {left['yscale']} y and {left['xscale']} x, expected log and linear\nhint: semilogy"
    return None


def right_curve(right, ws, target):
    """What is wrong with the right curve, or with the line at the target."""
    weights = line(right, ws)
    if weights is None:
        return "right axes: got no curve of the weights given\nhint: right.plot(ws)"
    if weights["x"] != list(range(len(ws))):
        return f"curve of w: got steps {weights['x'][:4]}…, expected 0, 1, 2, …\nhint: the start is step 0"
    if right["yscale"] != "linear" or right["xscale"] != "linear":
        return f"right axes: got a {right['yscale']} y axis, expected linear\nhint: only losses need a logarithm"
    level = [one for one in right["lines"] if one["y"] and all(y == target for y in one["y"])]
    if not level:
        return f"target line: got no line at {target:g}\nhint: draw it at the argument target"
    if not any(one["spans_axes"] or (min(one["x"]) <= 0 and max(one["x"]) >= len(ws) - 1) for one in level):
        return "target line: got one shorter than the curve of w\nhint: axhline reaches across"
    return None


def words(left, right):
    """What is wrong with a label or a title."""
    names = ("left", left, "loss", "loss"), ("right", right, "w or weight", r"(?<![a-z])w(eights?)?(?![a-z])")
    for side, axes, name, pattern in names:
        if not axes["title"].strip():
            return f"{side} axes: got no title\nhint: axes.set_title(...) states what these axes show"
        if "step" not in axes["xlabel"].lower():
            return f"{side} x label: got {axes['xlabel']!r}, expected the word step\nhint: say what is counted"
        if not re.search(pattern, axes["ylabel"].lower()):
            return f"{side} y label: got {axes['ylabel']!r}, expected the word {name}\nhint: say what is measured"
    return None


def line(axes, values):
    """The first line through these values, or None."""
    for one in axes["lines"]:
        if len(one["y"]) == len(values) and all(
            math.isclose(y, value, rel_tol=1e-6, abs_tol=1e-12) for y, value in zip(one["y"], values, strict=True)
        ):
            return one
    return None


def about(expect):
    """A contract about one part of the figure."""
    return Contract(
        [SWING, descent(0.26, 1)],
        names=("figure",),
        view=read_figure,
        expect=expect,
        free=("state",),
        hints={"arguments": "draw the lists as they are", "again": "each call makes a figure of its own"},
    )


loss, weight, words_on_axes = about(loss_curve), about(weight_curve), about(labels)
