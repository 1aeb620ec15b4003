"""Rebuild the notebook to grade: the skeleton comes from the source, only the text of answers from the submission.

Tags, outputs, metadata, cell types and edited or deleted test cells of a submission therefore have no effect. An answer
is found by its `grade_id`, else by its cell id, else by the names it defines, else by its place and its likeness to the
stub. What was guessed is recorded in the metadata of the rebuilt notebook.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from logging import getLogger
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    LockCells,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
)
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from rapidfuzz.fuzz import ratio

from autograder.errors import CourseError
from autograder.grading.written import KEY, is_written
from autograder.names import bound_names
from autograder.notebooks import read_notebook

QUIET = getLogger("autograder.quiet")  # nothing has changed where a test was made from an autotest
QUIET.disabled = True
START = ""  # the place of extra cells that come before every known cell
ALIKE = 60.0  # rapidfuzz ratio, 0 to 100: how like the stub an answer without any name must be


class Rebuild(NbGraderPreprocessor):
    """Replace a submitted notebook by the source notebook with the learner's answers in it."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook; its source is found through the configured course directory."""
        about = resources["nbgrader"]
        skeleton = self.skeleton(about["assignment"], about["notebook"])
        _only_python(skeleton, notebook)
        _only_known(skeleton, notebook)
        rebuilt = rebuild(skeleton, notebook)
        noted = {name: notebook.metadata[name] for name in ("hashes", "unreadable") if name in notebook.metadata}
        rebuilt.metadata["autograder"] |= noted
        for guess in rebuilt.metadata["autograder"]["guessed"]:
            self.log.warning("%s of %s: %s", about["notebook"], about["student"], guess)
        return rebuilt, resources

    def skeleton(self, assignment: str, name: str) -> NotebookNode:
        """Return the source notebook with stubs in place of solutions: made once a run, so change only copies."""
        made: dict[tuple[str, str], NotebookNode] = getattr(self.parent, "skeletons", {})
        if (assignment, name) not in made:
            made[assignment, name] = self._skeleton(assignment, name)
        return made[assignment, name]

    def _skeleton(self, assignment: str, name: str) -> NotebookNode:
        course = CourseDirectory(parent=self)
        folder = course.format_path(course.source_directory, ".", assignment)
        skeleton = _with_ids(read_notebook(Path(folder) / f"{name}.ipynb"))
        for stage in (LockCells, ClearSolutions, ClearOutput):
            skeleton, _ = stage(parent=self).preprocess(skeleton, {})
        # What `generate_assignment` has written down: tests made from autotests, points, checksums, the kernel.
        about = {"notebook": name, "assignment": assignment, "db_url": course.db_url}
        log = QUIET if any("AUTOTEST" in cell.source for cell in skeleton.cells) else self.log  # it warns of changes
        for stage in (OverwriteKernelspec, OverwriteCells):
            skeleton, _ = stage(parent=self, log=log).preprocess(skeleton, {"nbgrader": about})
        if unknown := [cell.source[:40] for cell in skeleton.cells if _is_unknown(cell)]:
            what = f"a cell that the gradebook does not know: {unknown[0]!r}"
            raise CourseError(what, where=folder, remedy=f"nbgrader generate_assignment {assignment} --force")
        return skeleton


def _is_unknown(cell: NotebookNode) -> bool:
    return "nbgrader" in cell.metadata and "grade_id" not in cell.metadata.nbgrader


def _with_ids(notebook: NotebookNode) -> NotebookNode:
    """Give cells of a notebook older than nbformat 4.5 ids, always the same: by these answers find their places."""
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        for number, cell in enumerate(notebook.cells, start=1):
            cell["id"] = f"cell-{number}"
        notebook.nbformat_minor = 5
    return notebook


def _only_python(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    """Refuse a notebook whose source, or where that does not say, whose submission is written for another language."""
    kernel = skeleton.metadata.get("kernelspec") or submitted.metadata.get("kernelspec") or {}
    language = str(kernel.get("language", "python"))
    if language.lower() != "python":
        what = f"its kernel, {kernel.get('name', language)}, runs {language}, and the judge runs Python only"
        raise CourseError(what, where="kernelspec", remedy="set c.Autograde.autograde_preprocessors to nbgrader's own")


def _only_known(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    """Refuse a submission with graded cells where the source has none: one of both is not what it should be."""
    told = sorted({cell.metadata["submitted"]["grade_id"] for cell in submitted.cells if _told(cell)})
    if told and not any(_grade_id(cell) for cell in skeleton.cells):
        what = f"the source has no graded cell, the submission has {', '.join(told[:3])}"
        raise CourseError(what, where="source", remedy="look which of both is the wrong file")


def _told(cell: NotebookNode) -> bool:
    return "grade_id" in cell.metadata.get("submitted", {})


def rebuild(skeleton: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """Return a copy of `skeleton` with the answers and the extra code cells of `submitted` in their places.

    `skeleton` is the source notebook with stubs in place of solutions, `submitted` what `read_submission` returns. An
    answer that is missing keeps its stub.
    """
    owners, guessed = _match(skeleton.cells, submitted.cells)
    texts: dict[str, list[str]] = defaultdict(list)  # cell id -> what the submission has for that cell, in order
    outputs: dict[str, list[NotebookNode]] = {}  # cell id -> those of the submission, where they were read
    extras: dict[str, list[NotebookNode]] = defaultdict(list)  # cell id -> the cells of the learner that follow it
    read = {cell.id for cell in skeleton.cells if is_task(cell) or is_written(cell)}  # what follows is read, text too
    place = START
    for cell, owner in zip(submitted.cells, owners, strict=True):
        if owner is not None:
            place = owner
            texts[place].append(cell.source)
            outputs[place] = cell.get("outputs", [])
        elif cell.cell_type == "code" or place in read:
            extras[place].append(cell)
    written = filter(is_written, skeleton.cells)
    guessed += [note for cell in written if (note := _taken_from_below(cell, texts, extras))]
    rebuilt = deepcopy(skeleton)
    rebuilt.cells = list(_cells(rebuilt.cells, texts, extras))
    for cell in rebuilt.cells:
        if cell.cell_type == "code" and outputs.get(cell.id):
            cell.outputs = outputs[cell.id]
    rebuilt.metadata["autograder"] = {"guessed": guessed}
    return rebuilt


def _taken_from_below(stub: NotebookNode, texts: dict[str, list[str]], extras: dict[str, list[NotebookNode]]) -> str:
    """Where a written answer has only its stub, take the learner's text cells below it; tell what was guessed."""
    written = [text for text in texts[stub.id] if text.strip() not in ("", stub.source.strip())]
    texts[stub.id] = written
    own = [cell.source for cell in extras[stub.id] if cell.cell_type == "markdown" and cell.source.strip()]
    if written or not own:
        return ""
    texts[stub.id] = ["\n\n".join(own)]
    extras[stub.id] = [cell for cell in extras[stub.id] if cell.cell_type == "code"]
    return f"answer {stub.id} found in the text below its cell"


def _match(skeleton: list[NotebookNode], submitted: list[NotebookNode]) -> tuple[list[str | None], list[str]]:
    """Find for each submitted cell the id of the skeleton cell it belongs to; also tell what was guessed."""
    known = {name: cell.id for cell in skeleton for name in (cell.id, _grade_id(cell)) if name}
    seen = Counter(cell.metadata.get("submitted", {}).get("id") for cell in submitted)
    owners: list[str | None] = []
    for cell in submitted:
        names = cell.metadata.get("submitted", {})
        by_id = names.get("id") if seen[names.get("id")] == 1 else None
        owners.append(known.get(names.get("grade_id")) or known.get(by_id))
    _match_given(skeleton, submitted, owners)
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


def _match_given(skeleton: list[NotebookNode], submitted: list[NotebookNode], owners: list[str | None]) -> None:
    """Where cells have no names at all, as in old notebooks, find given cells by their text, in order."""
    given = {cell.id: _released(cell) for cell in skeleton if not _grade_id(cell) and cell.id not in owners}
    for place, cell in enumerate(submitted):
        if owners[place] is None and not cell.metadata.get("submitted"):
            found = next((name for name, text in given.items() if text == cell.source.strip()), None)
            if found:
                owners[place] = found
                del given[found]


def _released(cell: NotebookNode) -> str:
    """The text of a given cell as learners have it, without what it tells the grader."""
    copy, _ = ClearMarkScheme(enforce_metadata=False).preprocess_cell(deepcopy(cell), {}, 0)
    return str(copy.source).strip()


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
    """The unknown cell most like the stub, among those between the nearest known cells before and after it.

    A written answer is not like its stub: it is the only text there.
    """
    order = [cell.id for cell in skeleton]
    here = order.index(stub.id)
    places = {owner: place for place, owner in enumerate(owners) if owner is not None}
    before = max((places[name] for name in order[:here] if name in places), default=-1)
    after = min((places[name] for name in order[here:] if name in places), default=len(submitted))
    between = [place for place in range(before + 1, after) if owners[place] is None]
    if is_written(stub):
        texts = [p for p in between if submitted[p].cell_type == "markdown" and submitted[p].source.strip()]
        return texts[0] if len(texts) == 1 else None
    likeness = {place: ratio(stub.source, submitted[place].source) for place in between}
    best = max(likeness, key=lambda place: likeness[place], default=None)
    return best if best is not None and likeness[best] >= ALIKE else None


def _cells(
    skeleton: list[NotebookNode], texts: dict[str, list[str]], extras: dict[str, list[NotebookNode]]
) -> Iterator[NotebookNode]:
    yield from _extra(START, extras[START])
    for cell in skeleton:
        before: list[str] = []
        after = extras[cell.id]
        if is_solution(cell) and texts[cell.id]:
            *before, cell.source = texts[cell.id]  # of a copied answer the last one counts, the others run before it
        elif cell.cell_type == "code" and not (is_grade(cell) or is_locked(cell)):
            after = [new_code_cell(text) for text in texts[cell.id] if text.strip() != cell.source.strip()] + after
        yield from _extra(f"{cell.id}-before", map(new_markdown_cell if is_written(cell) else new_code_cell, before))
        yield cell
        yield from _extra(cell.id, after)


def _extra(place: str, cells: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    for number, submitted in enumerate(cells, start=1):
        cell = new_code_cell(submitted.source) if submitted.cell_type == "code" else new_markdown_cell(submitted.source)
        if cell.cell_type == "markdown":
            cell.metadata[KEY] = NotebookNode(own=True)
        cell["id"] = f"{place[:48]}-extra-{number}".lstrip("-")
        yield cell


def _grade_id(cell: NotebookNode) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(name) if name else None
