"""What main and the judge's process agree on, apart from what keeps it, so that main need not import torch."""

from __future__ import annotations

from dataclasses import dataclass

MORE = b"a learner, please"  # what the judge says on its second socket to get a connection to a fresh learner
HOW = b"how did it end?"  # what it says there to be told how the last learner's process ended

REPLAYS = 10  # fresh processes that one notebook may use

MEMORY = 2 << 30  # bytes that a judge may take beyond those of the warm server, whatever a learner sends


@dataclass(frozen=True)
class NotebookLimits:
    """Time limits in seconds: of a cell, of one call in a graded cell, and of the whole notebook."""

    cell: float = 10.0
    call: float = 5.0
    notebook: float = 120.0
