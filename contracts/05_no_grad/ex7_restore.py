"""5.7 — the mode, restored after an error."""

import torch

from autograder.contracts import Contract, program


class BrokenBatchError(ValueError):
    """A ValueError of a kind of its own."""


class Diary:
    """Functions that note when they were called, with what, and in which mode."""

    def __init__(self, errors=None, train_errors=None):
        self.lines, self.errors, self.train_errors = [], errors or {}, train_errors or {}

    def train(self, batch):
        self.lines.append(("train", batch, torch.is_grad_enabled()))
        if batch in self.train_errors:
            raise self.train_errors[batch]
        return batch * 10

    def score(self, batch):
        self.lines.append(("score", batch, torch.is_grad_enabled()))
        if batch in self.errors:
            raise self.errors[batch]
        return batch + 0.5


def run(train_and_score, batches, outside=True, **errors):
    """Run the loop; return its result or its error, the diary, and the mode afterwards."""
    diary, kept = Diary(**errors), list(batches)
    with torch.set_grad_enabled(outside):
        try:
            result = train_and_score(diary.train, diary.score, batches)
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
        return {"rows": result, "diary": diary.lines, "recording": torch.is_grad_enabled(), "batches": batches == kept}


def three_batches(train_and_score):
    """Three batches."""
    return run(train_and_score, [1.0, 2.0, 3.0])


def few(train_and_score):
    """No batch, and one."""
    return run(train_and_score, []), run(train_and_score, [4.0])


def equal_batches(train_and_score):
    """Batches that are equal."""
    return run(train_and_score, [2.0, 2.0, 2.0])


def weights(train_and_score):
    """Functions with a tracked weight."""
    weight = torch.tensor(2.0, requires_grad=True)
    rows = train_and_score(lambda batch: weight * batch, lambda batch: weight * batch + 1, [1.0, 2.0, 3.0])
    return [(one.item(), other.item(), one.requires_grad, other.requires_grad) for one, other in rows]


def results_of_any_kind(train_and_score):
    """Results that are None, empty, or containers."""
    return train_and_score(lambda batch: [batch], lambda batch: {} if batch else None, [0, 1])


def several_errors(train_and_score):
    """Broken batches: the first, two in a row, the last."""
    errors = {batch: ValueError("broken") for batch in (1.0, 2.0, 4.0)}
    return run(train_and_score, [1.0, 2.0, 3.0, 4.0], errors=errors)


def subclass(train_and_score):
    """A score that raises a subclass of ValueError."""
    return run(train_and_score, [1.0, 2.0], errors={1.0: BrokenBatchError("broken")})


def other_error(train_and_score):
    """A score that raises another error."""
    return [
        run(train_and_score, [1.0, 2.0], errors={2.0: error}) for error in (KeyError("name"), RuntimeError("shape"))
    ]


def error_of_train(train_and_score):
    """A train that raises an error, a ValueError too."""
    return [run(train_and_score, [1.0, 2.0], train_errors={2.0: error}) for error in (TypeError("x"), ValueError("y"))]


def recording_off(train_and_score):
    """Called with recording off, with and without errors."""
    return (
        run(train_and_score, [1.0, 2.0], outside=False),
        run(train_and_score, [1.0, 2.0, 3.0], outside=False, errors={1.0: ValueError(), 2.0: ValueError()}),
        run(train_and_score, [1.0, 2.0], outside=False, errors={1.0: KeyError("name")}),
    )


def on_inside_off(train_and_score):
    """Called under enable_grad, inside no_grad."""
    with torch.no_grad(), torch.enable_grad():
        return run(train_and_score, [1.0, 2.0], errors={1.0: ValueError()}), torch.is_grad_enabled()


HINTS = {
    "result['rows']": "a pair (trained, scored) for each batch; None after a ValueError of score, and only there",
    "result['diary']": "train(batch), then score(batch) with recording off, for one batch after the other",
    "result['recording']": "a block restores what it found, after an error too",
    "result['batches']": "the list of batches stays as it is",
    "result": "train in the mode of the caller, score with recording off: a block around score alone",
    "state": "a block restores what it found",
}


def about(*programs):
    """A contract about some programs."""
    return Contract([program(use) for use in programs], hints=HINTS)


modes = about(three_batches, few, equal_batches, weights, results_of_any_kind)
errors = about(several_errors, subclass, other_error, error_of_train)
caller = about(recording_off, on_inside_off)
