"""What contracts are made from, read as text: main sends it to the judge, and so need not import torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = "contracts"
CONFIG = "nbgrader_config.py"  # marks a course folder


@dataclass(frozen=True)
class Material:
    """What the contracts of one unit are made from: their texts by exercise, and the code cells of the source.

    A cell is its `grade_id`, empty for a cell that is not graded or a solution, and its text; `tests` are the texts of
    the graded cells, which ask for contracts.
    """

    contracts: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[tuple[str, str], ...] = ()
    tests: tuple[str, ...] = ()


def read(root: Path, unit: str) -> Material:
    """Read the material of a unit from a course folder; nothing where the unit has no contracts."""
    files = sorted((root / FOLDER / unit).glob("*.py"))
    source = root / "source" / unit / f"{unit}.ipynb"
    if not files or not source.exists():
        return Material()
    cells = [cell for cell in json.loads(source.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return Material(
        {path.stem: path.read_text(encoding="utf-8") for path in files},
        tuple((_grade_id(cell), "".join(cell["source"])) for cell in cells if not _is_graded(cell)),
        tuple("".join(cell["source"]) for cell in cells if _is_graded(cell)),
    )


def _about(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    about: Mapping[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return about


def _is_graded(cell: Mapping[str, Any]) -> bool:
    return bool(_about(cell).get("grade"))


def _grade_id(cell: Mapping[str, Any]) -> str:
    return str(_about(cell).get("grade_id", "")) if _about(cell).get("solution") else ""
