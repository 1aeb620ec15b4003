"""Rebuild the notebook to grade: the skeleton comes from the source, only the text of answers from the submission.

Tags, outputs, metadata, cell types and edited or deleted test cells of a submission therefore have no effect. Answers
are found by `grade_id`, and where an editor has dropped that, by cell id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearOutput, ClearSolutions, LockCells, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.course import read_notebook

START = ""  # where extra cells stand that come before every known cell


class Rebuild(NbGraderPreprocessor):
    """Replace a submitted notebook by the source notebook with the learner's answers in it."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook; its source is found through the configured course directory."""
        about = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        folder = course.format_path(course.source_directory, ".", about["assignment"])
        skeleton = read_notebook(Path(folder) / f"{about['notebook']}.ipynb")
        for stage in (LockCells, ClearSolutions, ClearOutput):
            skeleton, _ = stage(parent=self).preprocess(skeleton, {})
        return rebuild(skeleton, notebook), resources


def rebuild(skeleton: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """Return a copy of `skeleton` with the answers and the extra code cells of `submitted` in their places.

    `skeleton` is the source notebook with stubs in place of solutions. An answer that is missing keeps its stub.
    """
    known = {name: cell for cell in skeleton.cells for name in _names(cell)}
    texts: dict[str, list[str]] = defaultdict(list)  # cell id -> what the submission has for that cell, in order
    extras: dict[str, list[str]] = defaultdict(list)  # cell id -> the code cells that follow it
    place = START
    for cell in submitted.cells:
        match = next((known[name] for name in _names(cell) if name in known), None)
        if match is not None:
            place = match.id
            texts[place].append(cell.source)
        elif cell.cell_type == "code":
            extras[place].append(cell.source)
    rebuilt = deepcopy(skeleton)
    rebuilt.cells = list(_cells(rebuilt.cells, texts, extras))
    return rebuilt


def _cells(
    skeleton: list[NotebookNode], texts: dict[str, list[str]], extras: dict[str, list[str]]
) -> Iterator[NotebookNode]:
    yield from _extra(START, extras[START])
    for cell in skeleton:
        before, after = [], extras[cell.id]
        if is_solution(cell) and texts[cell.id]:
            *before, cell.source = texts[cell.id]  # of a copied answer the last one counts, the others run before it
        elif cell.cell_type == "code" and not (is_grade(cell) or is_locked(cell)):
            after = [text for text in texts[cell.id] if text.strip() != cell.source.strip()] + after
        yield from _extra(f"{cell.id}-before", before)
        yield cell
        yield from _extra(cell.id, after)


def _extra(place: str, texts: list[str]) -> Iterator[NotebookNode]:
    for number, text in enumerate(texts, start=1):
        cell = new_code_cell(text)
        cell["id"] = f"{place[:48]}-extra-{number}".lstrip("-")
        yield cell


def _names(cell: NotebookNode) -> Iterator[str]:
    """The names a cell may be known by, the surest first. Colab keeps the cell id in the metadata."""
    metadata = cell.metadata
    names = (metadata.get("nbgrader", {}).get("grade_id"), cell.get("id"), metadata.get("id"))
    return (name for name in names if name)
