"""Read submitted notebooks as they come: any nbformat, odd encodings, half-broken files.

Of a submission only cell types, sources and the names of cells are of use, so nothing else is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import ValidationError, from_dict, validate
from nbformat.corpus.words import generate_corpus_id
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from autograder.errors import CourseError
from autograder.grading.database import enrol
from autograder.grading.hashes import hashes
from autograder.grading.prepare import prepare

FILE = 64 << 20  # bytes of a submitted file
CELLS = 2_000  # cells of a submission
SOURCE = 1_000_000  # characters of all cells of a submission
AGAIN = "ask for the notebook again: File > Download, or save it in JupyterLab"


class SubmissionExporter(NotebookExporter):
    """Read what lies in `submitted/` leniently, and everything else as nbconvert does."""

    def __init__(self, **kwargs: Any) -> None:
        """Prepare folders and gradebook: nbgrader makes one exporter a run, before it looks at the first submission."""
        self.run: object = None  # what `ExecuteInJudge` keeps for a run
        self.skeletons: dict[tuple[str, str], NotebookNode] = {}  # what `Rebuild` keeps
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        if isinstance(self.parent, Autograde):
            prepare(self.parent)
            enrol(self.parent)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert the notebook in a file. A submission that can't be read becomes an empty notebook that says why."""
        course = CourseDirectory(parent=self)
        about = (resources or {}).get("nbgrader", {})
        place = [about.get("student", ""), about.get("assignment", "")]
        if Path(filename).parent != Path(course.format_path(course.submitted_directory, *place)):
            return super().from_filename(filename, resources, **kwargs)
        now = hashes(course, about["student"], about["assignment"])  # first: what changes from here on is graded again
        notebook = read_or_explain(Path(filename), outputs=not self.config.ClearOutput.get("enabled", True))
        notebook.metadata["hashes"] = asdict(now)
        converted: tuple[NotebookNode, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            notebook, resources, **kwargs
        )
        return converted


def read_or_explain(path: Path, *, outputs: bool = False) -> NotebookNode:
    """Read a submission; where that fails return an empty notebook with the reason in `metadata.unreadable`."""
    try:
        return read_submission(path, outputs=outputs)
    except CourseError as error:
        return NotebookNode(new_notebook(metadata={"unreadable": str(error), **_kernel_in(path)}))


def read_submission(path: Path, *, outputs: bool = False) -> NotebookNode:
    """Return the cells of a submitted notebook, each with type, source, id and nbgrader's `grade_id` where it has them.

    Outputs are dropped, unless they are wanted because nothing is to be executed (`--no-execute`). Raises
    `CourseError`, with the remedy, for a file that is empty, cut off, in conflict, a link or no notebook.
    """
    try:
        return _read(path, outputs=outputs)
    except CourseError:
        raise
    except Exception as error:  # whatever a file of any bytes brings about is that file's own fault
        what = f"not a readable notebook ({type(error).__name__})"
        raise CourseError(what, where=path.name, remedy=AGAIN) from error


def _read(path: Path, *, outputs: bool) -> NotebookNode:
    if path.is_symlink() or not path.is_file():
        raise CourseError("not a readable notebook (it is a link or no file)", where=path.name, remedy=AGAIN)
    if (size := path.stat().st_size) > FILE:
        what = f"not a readable notebook (it has {size >> 20} MiB, {FILE >> 20} are allowed)"
        raise CourseError(what, where=path.name, remedy="clear all outputs, save, and submit it again")
    text = _text(path)
    sides = _sides(text) or [text]
    try:
        versions = [_cells(side, path, outputs=outputs) for side in sides]
    except CourseError:
        if len(sides) == 1:
            raise
        versions = []
    told = [[(cell.cell_type, cell.source, cell.metadata) for cell in version.cells] for version in versions]
    if not told or told[0] != told[-1]:  # else git has found a conflict in outputs or metadata alone
        raise CourseError(
            "not a readable notebook (it has git's conflict markers)",
            where=path.name,
            remedy="resolve the conflict (git checkout --ours or --theirs), then submit it again",
        )
    return versions[0]


def _sides(text: str) -> list[str]:
    """The two versions of a file between git's conflict markers; nothing where it has none. One pass over the lines."""
    ours: list[str] = []
    theirs: list[str] = []
    part = ""  # where we are: "" outside, else "<", "|" or "=": after the marker of that kind
    met = False
    for line in text.splitlines(keepends=True):
        mark = line[:7]
        if not part and mark == "<<<<<<<":
            part, met = "<", True
        elif part == "<" and mark == "|||||||":
            part = "|"
        elif part in ("<", "|") and mark == "=======":
            part = "="
        elif part == "=" and mark == ">>>>>>>":
            part = ""
        else:
            if part in ("", "<"):
                ours.append(line)
            if part in ("", "="):
                theirs.append(line)
    return ["".join(ours), "".join(theirs)] if met and not part else []


def _cells(text: str, path: Path, *, outputs: bool) -> NotebookNode:
    try:
        content = json.loads(text, parse_int=_integer)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        what = "the file is cut off or damaged" if text.lstrip().startswith("{") else "the file is no notebook"
        raise CourseError(f"not a readable notebook ({what}{where})", where=path.name, remedy=AGAIN) from None
    raw = [(raw, _cell(raw)) for raw in _raw_cells(content)]
    cells = [cell for _, cell in raw if cell is not None]
    if not cells:
        raise CourseError("not a readable notebook (it has no cells)", where=path.name, remedy=AGAIN)
    if len(cells) > CELLS or sum(len(cell.source) for cell in cells) > SOURCE:
        what = f"not a readable notebook (it has more than {CELLS} cells, or {SOURCE} characters of text)"
        raise CourseError(what, where=path.name, remedy="keep the cells of the problem set and your answers")
    if outputs:
        for kept, cell in raw:
            if cell is not None and cell.cell_type == "code":
                cell.outputs = list(_outputs(kept))
    return NotebookNode(new_notebook(cells=cells, metadata=_kernel(content)))


def _integer(digits: str) -> float:
    """A number of a file, which may have a million digits: then Python takes long, or refuses."""
    return int(digits) if len(digits) < 20 else float(digits)


def _kernel_in(path: Path) -> dict[str, Any]:
    """The kernel that a file without cells names."""
    try:
        readable = path.is_file() and not path.is_symlink() and path.stat().st_size <= FILE
        return _kernel(json.loads(_text(path), parse_int=_integer)) if readable else {}
    except Exception:  # it is no notebook at all
        return {}


def _kernel(content: Any) -> dict[str, Any]:
    """Name and language of the kernel, where they are texts; nothing else of the metadata is used."""
    metadata = content.get("metadata") if isinstance(content, dict) else None
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    told = [kernel.get(name) for name in ("name", "language")] if isinstance(kernel, dict) else []
    name, language = [value if isinstance(value, str) else "" for value in told] or ["", ""]
    return {"kernelspec": {"name": name, "language": language or "python", "display_name": name}} if name else {}


def _outputs(raw: dict[str, Any]) -> Iterator[NotebookNode]:
    """The outputs of a cell that are valid, each by itself."""
    found = raw.get("outputs")
    for output in found if isinstance(found, list) else []:
        with suppress(ValidationError):
            validate(output, ref="output", version=4)
            yield from_dict(output)


def _text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark, in UTF-16, or else in Latin-1."""
    raw = path.read_bytes()
    if not raw.strip():
        raise CourseError("not a readable notebook (the file is empty)", where=path.name, remedy=AGAIN)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
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
    # Not `new_code_cell`: it validates what is made here, at ten times the cost.
    cell = NotebookNode(id=generate_corpus_id(), cell_type="markdown", metadata=NotebookNode(), source=source)
    if raw.get("cell_type") == "code":
        cell |= NotebookNode(cell_type="code", execution_count=None, outputs=[])
    cell.metadata["submitted"] = {kind: name for kind, name in names.items() if isinstance(name, str) and name}
    return cell
