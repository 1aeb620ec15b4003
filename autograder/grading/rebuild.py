"""Rebuild the notebook to grade: the skeleton comes from the source, only the text of answers from the submission.

Tags, outputs, metadata, cell types and edited or deleted test cells of a submission therefore have no effect. An answer
is found by its `grade_id`, else by its cell id, else by the names it defines, else by its place and its likeness to the
stub. What was guessed is recorded in the metadata of the rebuilt notebook.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearOutput, ClearSolutions, LockCells, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution
from rapidfuzz.fuzz import ratio

from autograder.names import bound_names
from autograder.notebooks import read_notebook

START = ""  # the place of extra cells that come before every known cell
ALIKE = 60.0  # rapidfuzz ratio, 0 to 100: how like the stub an answer without any name must be


class Rebuild(NbGraderPreprocessor):
    """Replace a submitted notebook by the source notebook with the learner's answers in it."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook; its source is found through the configured course directory."""
        about = resources["nbgrader"]
        rebuilt = rebuild(self.skeleton(about["assignment"], about["notebook"]), notebook)
        noted = {name: notebook.metadata[name] for name in ("hashes", "unreadable") if name in notebook.metadata}
        rebuilt.metadata["autograder"] |= noted
        for guess in rebuilt.metadata["autograder"]["guessed"]:
            self.log.warning("%s of %s: %s", about["notebook"], about["student"], guess)
        return rebuilt, resources

    def skeleton(self, assignment: str, name: str) -> NotebookNode:
        """Return the source notebook with stubs in place of solutions."""
        course = CourseDirectory(parent=self)
        folder = course.format_path(course.source_directory, ".", assignment)
        skeleton = read_notebook(Path(folder) / f"{name}.ipynb")
        for stage in (LockCells, ClearSolutions, ClearOutput):
            skeleton, _ = stage(parent=self).preprocess(skeleton, {})
        return skeleton


def rebuild(skeleton: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """Return a copy of `skeleton` with the answers and the extra code cells of `submitted` in their places.

    `skeleton` is the source notebook with stubs in place of solutions, `submitted` what `read_submission` returns. An
    answer that is missing keeps its stub.
    """
    owners, guessed = _match(skeleton.cells, submitted.cells)
    texts: dict[str, list[str]] = defaultdict(list)  # cell id -> what the submission has for that cell, in order
    extras: dict[str, list[str]] = defaultdict(list)  # cell id -> the code cells that follow it
    place = START
    for cell, owner in zip(submitted.cells, owners, strict=True):
        if owner is not None:
            place = owner
            texts[place].append(cell.source)
        elif cell.cell_type == "code":
            extras[place].append(cell.source)
    rebuilt = deepcopy(skeleton)
    rebuilt.cells = list(_cells(rebuilt.cells, texts, extras))
    rebuilt.metadata["autograder"] = {"guessed": guessed}
    return rebuilt


def _match(skeleton: list[NotebookNode], submitted: list[NotebookNode]) -> tuple[list[str | None], list[str]]:
    """Find for each submitted cell the id of the skeleton cell it belongs to; also tell what was guessed."""
    known = {name: cell.id for cell in skeleton for name in (cell.id, _grade_id(cell)) if name}
    seen = Counter(cell.metadata.get("submitted", {}).get("id") for cell in submitted)
    owners: list[str | None] = []
    for cell in submitted:
        names = cell.metadata.get("submitted", {})
        by_id = names.get("id") if seen[names.get("id")] == 1 else None
        owners.append(known.get(names.get("grade_id")) or known.get(by_id))
    guessed = []
    for cell in skeleton:
        if not is_solution(cell) or cell.id in owners:
            continue
        for how, found in (("the names it defines", _by_names), ("its place and text", _by_place)):
            place = found(cell, skeleton, submitted, owners)
            if place is not None:
                owners[place] = cell.id
                guessed.append(f"answer {cell.id} found by {how}, in cell {place + 1}")
                break
    return owners, guessed


def _by_names(
    stub: NotebookNode, skeleton: list[NotebookNode], submitted: list[NotebookNode], owners: list[str | None]
) -> int | None:
    """The last submitted cell that defines what the stub defines, answers of other exercises aside."""
    wanted = bound_names(stub.source)
    answers = {cell.id for cell in skeleton if is_solution(cell)}
    found = [
        place
        for place, cell in enumerate(submitted)
        if owners[place] not in answers and wanted and wanted <= bound_names(cell.source)
    ]
    return found[-1] if found else None


def _by_place(
    stub: NotebookNode, skeleton: list[NotebookNode], submitted: list[NotebookNode], owners: list[str | None]
) -> int | None:
    """The unknown cell most like the stub, among those between the nearest known cells before and after it."""
    order = [cell.id for cell in skeleton]
    here = order.index(stub.id)
    places = {owner: place for place, owner in enumerate(owners) if owner is not None}
    before = max((places[name] for name in order[:here] if name in places), default=-1)
    after = min((places[name] for name in order[here:] if name in places), default=len(submitted))
    between = [place for place in range(before + 1, after) if owners[place] is None]
    likeness = {place: ratio(stub.source, submitted[place].source) for place in between}
    best = max(likeness, key=lambda place: likeness[place], default=None)
    return best if best is not None and likeness[best] >= ALIKE else None


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


def _grade_id(cell: NotebookNode) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(name) if name else None
