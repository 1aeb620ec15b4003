"""Rules for the notebooks of a course: those of all notebooks, and those of lessons."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade

WIDTH = 88  # columns of code, and of what it prints
PICTURE = 300_000  # bytes of a moving picture
FILE = 2_000_000  # bytes of a notebook
LINK = re.compile(r"\]\((?!\w+:|//|#|attachment:)([^)\s#]+)")

Rule = Callable[[Path, NotebookNode], Iterator[tuple[str, str]]]  # yields the cell's id and what is wrong with it
RULES: dict[Rule, tuple[frozenset[str], str]] = {}  # kinds of notebooks, and the remedy


def rule(*kinds: str, remedy: str) -> Callable[[Rule], Rule]:
    """Make a function a rule for notebooks of these kinds: lesson or source."""

    def enter(function: Rule) -> Rule:
        RULES[function] = frozenset(kinds), remedy
        return function

    return enter


@rule("lesson", "source", remedy="begin as the other notebooks do")
def begins_like_all(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Badge, title and number, what you can do afterwards, the time; then setup and style."""
    top = "\n".join(cell.source for cell in notebook.cells[:2])
    for pattern, what in (
        (rf"^# {int(path.stem[:2])} · \w+", "no title with the unit's number"),
        (r"you can", "it does not say what you can do afterwards"),
        (r"\*\*Time:\*\* about \d+ minutes", "it does not say how long it takes"),
        (r"colab\.research\.google\.com", "no badge to open it in Colab"),
    ):
        if not re.search(pattern, top, re.MULTILINE):
            yield "", what
    if [cell.id for cell in code_cells(notebook)][:2] != ["setup", "style"]:
        yield "", "the first code cells are not `setup` and `style`"


@rule("lesson", "source", remedy="collapse it: `# @title …`, jupyter.source_hidden and cellView, or none of the three")
def collapsed_cells_have_titles(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Collapsed in JupyterLab, and a form with the same title in Colab; checks and helpers always."""
    for cell in code_cells(notebook):
        titled = re.match(r"# @title \S", cell.source) is not None
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        if not titled == hidden == (cell.metadata.get("cellView") == "form"):
            yield cell.id, "collapsed in one place, and not in the other"
        if not titled and (cell.id == "setup" or cell.id.startswith("helper-") or is_grade(cell)):
            yield cell.id, "no title"
        elif is_grade(cell):
            title = f"# @title Check {int(path.stem[:2])}.{numbered(cell.id)}"
            if cell.source.splitlines()[0] != title:
                yield cell.id, f"its title should be: {title}"


@rule("lesson", "source", remedy="([on Colab](https://colab.research.google.com/github/…)) behind it")
def links_live_alone(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """On Colab, or fetched from an exchange, a notebook has no neighbours."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for found in re.finditer(r"\]\(((?:\.\./)+[^)#]*\.ipynb)\)(?! \(\[on Colab\])", cell.source):
                yield cell.id, f"the link to {found[1]} is dead where the notebook is alone"


@rule("lesson", "source", remedy="choose words and names that a newcomer reads with pleasure")
def words(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Readable ids; nothing is called simple."""
    for cell in notebook.cells:
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", cell.id):
            yield cell.id, "the id is not readable"
        if cell.cell_type == "markdown" and (found := re.search(r"\b(simply|just)\b", cell.source, re.IGNORECASE)):
            yield cell.id, f"it says {found[1]!r}"


@rule("lesson", "source", remedy="break the line, or print less")
def widths(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Code and output fit a page."""
    for cell in code_cells(notebook):
        printed = [line for output in cell.outputs for line in output.get("text", "").splitlines()]
        for line in (*cell.source.splitlines(), *printed):
            if len(line) > WIDTH:
                yield cell.id, f"{len(line)} columns: {line[:40]}…"
        if "(no unit)" in cell.source:
            yield cell.id, "a label says (no unit)"


@rule("lesson", "source", remedy="one statement a line")
def statements(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """No golf."""
    for cell in code_cells(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Tuple):
                yield cell.id, f"statements joined in a tuple in line {node.lineno}"


@rule("lesson", "source", remedy="name a file that is there, from the notebook's own folder")
def links(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Relative links are alive."""
    for cell in notebook.cells:
        for target in LINK.findall(cell.source) if cell.cell_type == "markdown" else []:
            folders = (path.parent, Path(str(path.parent).replace("/source/", "/release/")))
            if not any((folder / unquote(target)).exists() for folder in folders):
                yield cell.id, f"a link to nothing: {target}"


@rule("lesson", remedy="make lessons")
def has_outputs(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """A lesson is stored as it was run, without an error."""
    for cell in code_cells(notebook):
        if not cell.execution_count:
            yield cell.id, "not run"
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield cell.id, "its output has an error or a warning"


@rule("lesson", remedy="see docs/grading.md and the other lessons")
def has_parts(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Predictions, and what comes at the end."""
    text = "\n".join(cell.source for cell in notebook.cells)
    for heading in ("## Recap", "## On your own", "## Further reading"):
        if heading not in text:
            yield "", f"no {heading}"
    if text.count("**Predict") < 4:
        yield "", "fewer than four predictions"


@rule("lesson", remedy="put one sentence in italics below the figure, and the same into the metadata `alt`")
def alt_texts(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Every figure has its sentence."""
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], NotebookNode(source="")], strict=True):
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if kinds & {"image/png", "image/svg+xml"}:
            sentence = re.match(r"\*([^*]+)\*", after.source)
            if not sentence or " ".join(sentence[1].split()) != cell.metadata.get("alt"):
                yield cell.id, "no sentence below the figure, or another one than its alt text"


@rule("lesson", remedy="fewer or smaller frames, an alt text, and a still")
def moving_pictures(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Small, with an alt text and a still."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            for picture in re.findall(r"<img [^>]*>", output.get("data", {}).get("text/html", "")):
                if len(picture) * 3 / 4 > PICTURE:
                    yield cell.id, f"a picture of {len(picture) * 3 // 4} bytes"
                if not re.search(r'alt="[^"]{20,}"', picture) or "image/png" not in output.data:
                    yield cell.id, "a moving picture without alt text or still"
    if path.stat().st_size > FILE:
        yield "", f"{path.stat().st_size} bytes"


def numbered(name: str) -> str:
    """The number of a check's exercise, and what it checks in words: `ex3_curve-loss_first` gives `3: loss first`."""
    found = re.fullmatch(r"ex(\d+)_\w+-([\w-]+)", name)
    return f"{found[1]}: {re.sub('[-_]', ' ', found[2])}" if found else name


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_of(notebook: NotebookNode) -> str:
    """The text of all text cells of a notebook."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
