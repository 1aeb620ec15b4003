"""Honest submissions as they come: ways in which editors, platforms and people change a solved notebook.

Each entry turns the JSON of a solved notebook of `UNIT`, with the exercises `ONE` and `TWO` among others, into the
content of the submitted file, and says what that may cost.
"""

from tests.messy import broken, cells, faults, files, running  # noqa: F401
from tests.messy.corpus import ENTRIES, UNIT, Messy

__all__ = ["ENTRIES", "UNIT", "Messy"]
