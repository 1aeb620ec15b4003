"""12.7 — the film, drawn."""

import re

import torch

from autograder.contracts import Contract, case

draw = torch.Generator().manual_seed(1271)


def read_pictures(figure):
    """What a reader sees: of each axes its place, its title and its pictures."""
    if not hasattr(figure, "axes") or not hasattr(figure, "get_size_inches"):
        return figure
    import matplotlib.pyplot as plt

    figure.draw_without_rendering()
    seen = []
    for axes in figure.axes:
        pictures = [
            {
                "pixels": [[float(pixel) for pixel in row] for row in image.get_array()],
                "range": [float(end) for end in image.get_clim()],
                "map": image.get_cmap().name,
                "on top": bool(axes.yaxis_inverted()),
            }
            for image in axes.images
        ]
        place = [round(float(edge), 3) for edge in axes.get_position().bounds]
        seen.append({"place": place, "title": axes.get_title(), "pictures": pictures})
    plt.close(figure)
    return seen


def in_a_row(got, frames):
    """The axes from left to right, or what is wrong."""
    if not isinstance(got, list):
        return None, f"draw_frames: got {got!r:.40}, expected a figure\nhint: end with return figure"
    if len(got) != len(frames):
        return (
            None,
            f"figure: got {len(got)} axes, expected {len(frames)}\nhint: one for each frame; no colour bars",
        )
    lefts = [axes["place"][0] for axes in got]
    bottoms = [axes["place"][1] for axes in got]
    if len(set(lefts)) < len(got) or max(bottoms) - min(bottoms) > 0.02:
        return None, "figure: got no row of axes\nhint: side by side is plt.subplots(1, len(frames))"
    return [axes for _, axes in sorted(zip(lefts, got, strict=True), key=lambda pair: pair[0])], None


def pictures(got, _reference, given):
    """What is wrong with a picture."""
    frames = given["frames"]
    row, wrong = in_a_row(got, frames)
    if wrong:
        return wrong
    for axes, step in zip(row, sorted(frames), strict=True):
        where = f"axes of step {step}"
        if len(axes["pictures"]) != 1:
            return f"{where}: got {len(axes['pictures'])} pictures, expected 1\nhint: one imshow for each frame"
        picture = axes["pictures"][0]
        shown = torch.tensor(picture["pixels"])
        if shown.shape != (8, 8) or not torch.allclose(shown, frames[step].float(), atol=1e-5):
            return f"{where}: got other pixels than those of its frame\nhint: sort the steps as numbers; no change"
        if picture["range"] != [0.0, 1.0]:
            low, high = picture["range"]
            return f"{where}: got the grey range {low:.4g} to {high:.4g}, expected 0 to 1\nhint: vmin=0, vmax=1"
        if picture["map"] not in ("gray", "grey"):
            return f"{where}: got the colour map {picture['map']}, expected gray\nhint: imshow(..., cmap='gray')"
        if not picture["on top"]:
            return f"{where}: got row 0 at the bottom, expected it on top\nhint: imshow puts it on top by itself"
    return None


def titles(got, _reference, given):
    """What is wrong with a title, on pictures that are there."""
    row, wrong = in_a_row(got, given["frames"])
    if wrong:
        return wrong
    for axes, step in zip(row, sorted(given["frames"]), strict=True):
        numbers = re.findall(r"\d+", axes["title"])
        if numbers != [str(step)] or "step" not in axes["title"].lower():
            return f"title: got {axes['title']!r}, expected step {step}\nhint: the key of the frame, in order"
        if not axes["pictures"]:
            return f"axes of step {step}: got no picture\nhint: axes.imshow(...)"
    return None


def frames(*steps):
    return {step: torch.rand(8, 8, generator=draw) for step in steps}


CASES = (
    case(frames(3, 20, 0)),
    case(frames(10, 100, 9)),
    case({7: 0.3 * torch.eye(8), 5: 1 - 0.3 * torch.eye(8)}, note="a dark frame and a bright one"),
)
HINTS = {"arguments": "the frames are read, never changed", "state": "return the figure"}
shown = Contract(CASES, names=("figure",), view=read_pictures, expect=pictures, hints=HINTS)
titled = Contract(CASES[:2], names=("figure",), view=read_pictures, expect=titles, hints=HINTS)
