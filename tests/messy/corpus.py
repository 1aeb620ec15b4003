"""What an entry of the corpus is, and what entries are made with."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Change = Callable[[Json], Json | bytes | None]  # changes the notebook in place, or returns what is to be written

ONE, TWO = "ex1_step", "ex2_loop"
UNIT = "06_descent"
ENTRIES: list[Messy] = []


@dataclass(frozen=True)
class Messy:
    """An honest submission: what happened to the solved notebook, and what that may cost.

    `lost` names the exercises whose points go; None where the file can't be read. `says` is what the learner then
    reads: at the checks of the lost exercises, as the reason why the file can't be read, or, where nothing is lost, at
    the cell that went wrong. `files` are the names under which the notebook is submitted.
    """

    family: str
    name: str
    change: Change
    lost: tuple[str, ...] | None
    says: str
    files: tuple[str, ...]


def messy(
    family: str, lost: tuple[str, ...] | None = (), says: str = "", files: tuple[str, ...] = (f"{UNIT}.ipynb",)
) -> Callable[[Change], Change]:
    """Register a change; its docstring says in a sentence what happened to the file."""

    def register(change: Change) -> Change:
        ENTRIES.append(Messy(family, (change.__doc__ or "").rstrip("."), change, lost, says, files))
        return change

    return register


def index(notebook: Json, name: str) -> int:
    """The place of the cell with this id."""
    return next(k for k, cell in enumerate(notebook["cells"]) if cell.get("id") == name)


def find(notebook: Json, name: str) -> Json:
    """The cell with this id."""
    cell: Json = notebook["cells"][index(notebook, name)]
    return cell


def text(cell: Json) -> str:
    """The source of a cell as one string."""
    return "".join(cell["source"])


def code(source: str) -> Json:
    """A new code cell of the learner's own."""
    about: Json = {"metadata": {}, "outputs": [], "execution_count": None, "id": uuid.uuid4().hex[:8]}
    return {"cell_type": "code", "source": source, **about}


def insert(notebook: Json, source: str, before: str = ONE) -> None:
    """Put a cell of the learner's own before the cell with this id."""
    notebook["cells"].insert(index(notebook, before), code(source))


def inside(notebook: Json, line: str, name: str = ONE) -> None:
    """Write a line into the learner's function, before all that it does."""
    cell = find(notebook, name)
    head, docstring, body = text(cell).split("\n", 2)
    cell["source"] = f"{head}\n{docstring}\n    {line}\n{body}"


def above(notebook: Json, line: str, name: str = ONE) -> None:
    """Write a line at the top of the cell of an answer."""
    cell = find(notebook, name)
    cell["source"] = f"{line}\n{text(cell)}"
