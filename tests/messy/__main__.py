"""Write `docs/messy.md` from the corpus: `python -m tests.messy`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tabulate import tabulate

from tests.messy import ENTRIES

PAGE = Path(__file__).parents[2] / "docs" / "messy.md"
FAMILIES = {
    "files": "How editors and platforms save a notebook",
    "cells": "What people do to cells",
    "running": "Cells that print, draw or wait",
    "faults": "Cells that fail, hang, or end the process",
    "broken": "Files that can't be read, or have another name",
}


def page() -> str:
    """The page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What messy submissions get"
    yield ""
    yield f"Made by `make release` from `tests/messy`: {len(ENTRIES)} honest submissions, each a solved"
    yield "notebook to which something happened. The tests grade them in one run of `nbgrader autograde`. An answer"
    yield "that still works keeps its points; a fault costs the exercise in whose cell it is, and nobody else anything."
    for family, title in FAMILIES.items():
        rows = [
            [entry.name, _cost(entry.lost), f"`{entry.says}`" if entry.says else ""]
            for entry in ENTRIES
            if entry.family == family
        ]
        yield f"\n## {title}\n"
        yield str(tabulate(rows, ["what happened", "costs", "what is said about it"], tablefmt="pipe"))


def _cost(lost: tuple[str, ...] | None) -> str:
    return "not graded" if lost is None else ", ".join(lost) or "nothing"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
