"""The answer bank: right and wrong answers to every exercise, and what each wrong one must lose.

`answers/<unit>/<exercise>.py` is a file of percent-format cells, each one answer, the full text of the solution cell:

    # %% right: plain loop
    # %% wrong: never clears the gradient fails="ex1_step-repeat" says="gradients add up"

`fails` names the graded cells that the answer loses, all of them, separated by spaces; `says` is a part of the message
that the learner then reads in the first of them. Names are plain words: jupytext reads `=` and a leading dot as
metadata.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import jupytext

from autograder.errors import CourseError


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise. A right one fails nothing; a wrong one fails exactly the graded cells in `fails`."""

    exercise: str
    name: str
    right: bool
    source: str
    fails: tuple[str, ...] = ()
    says: str = ""


def read_answers(path: Path) -> list[Answer]:
    """Read all answers of one exercise; raise `CourseError` where a cell is not of the form above."""
    notebook = jupytext.read(path, fmt="py:percent")
    return [_answer(cell, path) for cell in notebook.cells if cell.source.strip()]


def read_unit(folder: Path) -> dict[str, list[Answer]]:
    """Map exercise ids to their answers, for the bank folder of one unit."""
    return {path.stem: read_answers(path) for path in sorted(folder.glob("*.py"))}


def _answer(cell: dict[str, object], path: Path) -> Answer:
    metadata = cell["metadata"]
    assert isinstance(metadata, dict)
    kind, _, name = str(metadata.get("title", "")).partition(": ")
    fails, says = str(metadata.get("fails", "")), str(metadata.get("says", ""))
    unknown = {key for key in metadata if not key.startswith("lines_to_")} - {"title", "fails", "says"}
    if unknown or kind not in ("right", "wrong") or not name or (kind == "wrong") != bool(fails and says):
        raise CourseError(
            f"not an answer: {metadata.get('title')!r}",
            where=str(path),
            remedy='begin with "# %% right: NAME" or "# %% wrong: NAME fails=... says=...", plain words as NAME',
        )
    return Answer(path.stem, name, kind == "right", str(cell["source"]), tuple(fails.split()), says)
