"""Say which known mistake an answer makes, and where the lesson speaks of it.

`answers/<unit>/behaviours.json` holds, for each graded cell, what the wrong answers of the bank do there, as digests
(`autograder.contracts.behaviour`), with their names. An answer that does the same makes the same mistake. Without such
an answer nothing is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.course.layout import Course
from autograder.course.pages import concepts
from autograder.notebooks import read_notebook

FILE = "behaviours.json"
MOST = 3  # names that are told; answers of more names do the same for too many reasons

Behaviours = Mapping[str, Mapping[str, list[str]]]  # graded cell -> digest -> names of wrong answers


@dataclass(frozen=True)
class Section:
    """A section of a lesson: its heading, and where it can be read."""

    title: str
    url: str


def read_behaviours(course: Course, unit: str) -> Behaviours:
    """Read what the bank's wrong answers do; empty where there is no such file."""
    path = behaviours_path(course, unit)
    if not path.exists():
        return {}
    found: Behaviours = json.loads(path.read_text(encoding="utf-8"))
    return found


def behaviours_path(course: Course, unit: str) -> Path:
    """The file of a unit."""
    return course.root / "answers" / unit / FILE


def write_behaviours(path: Path, found: Behaviours) -> None:
    """Write what was found, in an order that does not change."""
    path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def diagnose(known: Behaviours, check: str, behaviour: str) -> str:
    """Name the mistake of an answer that has lost a check, in words of the bank; empty where none is known."""
    names = known.get(check, {}).get(behaviour, []) if behaviour else []
    return " or: ".join(names) if len(names) <= MOST else ""


def sections(course: Course, unit: str) -> dict[str, Section]:
    """Map each graded cell to the section of the lesson that teaches what it checks, where the concepts know it.

    The address is that of the notebook on GitHub.
    """
    base = f"https://github.com/{course.repository}/blob/main/notebooks/{unit}.ipynb"
    headings, last = {}, ""
    for cell in read_notebook(course.lesson(unit)).cells:
        found = re.findall(r"^##+ (.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else []
        begins = bool(found) and (cell.source.startswith("#") or not last)
        headings[cell.id] = found[0] if begins else last  # else it ends a section, before it opens the next
        last = found[-1] if found else last
    told: dict[str, Section] = {}
    for mapped in concepts(course, unit).values():
        title = next((headings[cell] for cell in mapped["taught"] if headings.get(cell)), "")
        for check in mapped["exercised"] if title else ():
            told.setdefault(check, Section(title, f"{base}#{quote(title.replace(' ', '-'))}"))
    return told
