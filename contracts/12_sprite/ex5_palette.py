"""12.5 — a palette, mixed and chosen from."""

import torch

from autograder.contracts import Contract, case, program

draw = torch.Generator().manual_seed(1251)


def canvas(rows, columns, k, tracked=False, dtype=torch.float32):
    scores = torch.randn(rows, columns, k, generator=draw, dtype=dtype).requires_grad_(tracked)
    return scores, torch.rand(k, 3, generator=draw, dtype=dtype)


LARGE = torch.tensor([[[200.0, 0.0, 0.0], [-200.0, 150.0, 149.0], [1e4, 0.0, -1e4]]])
COLOURS = torch.tensor([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]])
CLOSE = torch.tensor([[[1.0, 1.0001, 0.9], [0.0, -1e-6, -1.0], [300.0, 300.5, -5.0], [-3.0, -1.0, -2.0]]])


def slopes(mix):
    """The gradients in the scores and in a tracked palette."""
    draw = torch.Generator().manual_seed(1252)
    scores = torch.randn(4, 3, 3, generator=draw).requires_grad_()
    palette, pull = torch.rand(3, 3, generator=draw).requires_grad_(), torch.randn(4, 3, 3, generator=draw)
    (mix(scores, palette) * pull).sum().backward()
    return scores.grad, palette.grad


def untracked_scores(mix):
    """Scores that are not tracked, with a palette that is, and the reverse."""
    scores, palette = torch.zeros(1, 1, 3), COLOURS.clone()
    marks = (
        (scores, palette),
        (scores.clone().requires_grad_(), palette),
        (scores, palette.clone().requires_grad_()),
    )
    return [mix(*pair).requires_grad for pair in marks]


HINTS = {
    "shape": "(rows, columns, k) @ (k, 3) is (rows, columns, 3)",
    "arguments": "scores and palette stay as they are, their marks too",
    "state": "a with block restores the mode",
}
mix = Contract(
    answers=("mix",),
    cases=[
        case(*canvas(2, 4, 3)),
        case(*canvas(8, 8, 4)),
        case(*canvas(3, 3, 3)),
        case(*canvas(1, 1, 2)),
        case(*canvas(2, 5, 1), note="one colour"),
        case(*canvas(4, 1, 4)),
        case(*canvas(2, 3, 5, dtype=torch.float64)),
        case(LARGE, COLOURS, note="large scores"),
    ],
    names=("picture",),
    atol=1e-6,
    hints=HINTS | {"value": "softmax over the k scores of a pixel, dim=-1, then @ palette"},
)
gradient = Contract(
    answers=("mix",),
    cases=[program(slopes), program(untracked_scores), case(*canvas(2, 2, 3, tracked=True))],
    names=("picture",),
    atol=1e-6,
    hints=HINTS
    | {"value": "the record leads through the softmax to the scores, and through the product to the palette"},
)


def marks(choose):
    """The mark of the choice, for all kinds of marks; and recording afterwards."""
    found = []
    for one in (False, True):
        for other in (False, True):
            scores, palette = CLOSE.clone().requires_grad_(one), COLOURS.clone().requires_grad_(other)
            found.append((choose(scores, palette).requires_grad, scores.requires_grad, palette.requires_grad))
    with torch.no_grad():
        choose(CLOSE, COLOURS)
        found.append(torch.is_grad_enabled())
    return found, torch.is_grad_enabled()


choose = Contract(
    answers=("choose",),
    cases=[
        case(*canvas(2, 3, 3)),
        case(*canvas(8, 8, 5, tracked=True)),
        case(*canvas(3, 3, 3)),
        case(*canvas(1, 4, 1), note="one colour"),
        case(CLOSE, COLOURS, note="scores that are close"),
        case(LARGE, COLOURS, note="large scores"),
        case(*canvas(2, 3, 4, dtype=torch.float64)),
        program(marks),
    ],
    names=("picture",),
    rtol=1e-7,
    hints=HINTS
    | {
        "value": "palette[scores.argmax(dim=-1)] looks the colour up, exactly",
        "tracking": "under no_grad, or detach()",
    },
)
