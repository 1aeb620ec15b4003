"""Read submitted notebooks as they come: any nbformat, odd encodings, half-broken files.

Of a submission only cell types, sources and the names of cells are of use, so nothing else is read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.coursedir import CourseDirectory

from autograder.errors import CourseError

CONFLICT = ("<<<<<<< ", ">>>>>>> ")
AGAIN = "ask for the notebook again: File > Download, or save it in JupyterLab"


class SubmissionExporter(NotebookExporter):
    """Read what lies in `submitted/` leniently, and everything else as nbconvert does."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert the notebook in a file; raise `CourseError` where a submission can't be read."""
        folder = CourseDirectory(parent=self).submitted_directory
        if folder not in Path(filename).parts:
            return super().from_filename(filename, resources, **kwargs)
        converted: tuple[NotebookNode, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            read_submission(Path(filename)), resources, **kwargs
        )
        return converted


def read_submission(path: Path) -> NotebookNode:
    """Return the cells of a submitted notebook, each with type, source, id and nbgrader's `grade_id` where it has them.

    Raises `CourseError`, with the remedy, for a file that is empty, cut off, in conflict or no notebook.
    """
    text = _text(path)
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        what = "the file is cut off or damaged" if text.lstrip().startswith("{") else "the file is no notebook"
        raise CourseError(f"not a readable notebook ({what}{where})", where=str(path), remedy=AGAIN) from None
    cells = [cell for cell in map(_cell, _raw_cells(content)) if cell is not None]
    if not cells:
        raise CourseError("not a readable notebook (it has no cells)", where=str(path), remedy=AGAIN)
    return NotebookNode(new_notebook(cells=cells))


def _text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark, in UTF-16, or else in Latin-1."""
    raw = path.read_bytes()
    if not raw.strip():
        raise CourseError("not a readable notebook (the file is empty)", where=str(path), remedy=AGAIN)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    if all(f"\n{mark}" in text for mark in CONFLICT):
        raise CourseError(
            "not a readable notebook (it has git's conflict markers)",
            where=str(path),
            remedy="resolve the conflict (git checkout --ours or --theirs), then submit it again",
        )
    return text


def _raw_cells(content: Any) -> list[Any]:
    """The cells of nbformat 4, or those of all worksheets of nbformat 3."""
    if not isinstance(content, dict):
        return []
    sheets = content.get("worksheets")
    holders = [content, *(sheets if isinstance(sheets, list) else [])]
    lists = [holder.get("cells") for holder in holders if isinstance(holder, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _cell(raw: Any) -> NotebookNode | None:
    if not isinstance(raw, dict):
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    source = source.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", errors="replace").decode()
    metadata = raw["metadata"] if isinstance(raw.get("metadata"), dict) else {}
    names = {"id": raw.get("id", metadata.get("id"))}  # Colab keeps the cell id in the metadata
    about = metadata.get("nbgrader")
    names["grade_id"] = about.get("grade_id") if isinstance(about, dict) else None
    cell: NotebookNode = new_code_cell(source) if raw.get("cell_type") == "code" else new_markdown_cell(source)
    cell.metadata["submitted"] = {kind: name for kind, name in names.items() if isinstance(name, str) and name}
    return cell
