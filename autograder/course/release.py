"""Make the learners' notebooks: what nbgrader's `generate_assignment` does, plus the right badge and tags for nbval.

The two preprocessors are switched on in `nbgrader_config.py`; `nbgrader generate_assignment` runs them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets import Unicode, default

from autograder.course.kept import keep_typed
from autograder.course.layout import Course
from autograder.course.pages import write_index, write_pages
from autograder.errors import CourseError
from autograder.grading.database import make_tables
from autograder.names import names
from autograder.notebooks import read_notebook

COLAB = re.compile(r"(https://colab\.research\.google\.com/github)/[^/\s]+/[^/\s]+/blob/")


def repoint(text: str, repository: str) -> str:
    """Make every open-in-Colab link in `text` point into `repository` (`owner/name`)."""
    return COLAB.sub(rf"\1/{repository}/blob/", text)


def repoint_files(course: Course, repository: str) -> list[Path]:
    """Repoint the badges of the lessons and of the README; return the files that changed."""
    changed = []
    for path in [*sorted(course.root.glob("notebooks/*.ipynb")), course.root / "README.md"]:
        before = path.read_text(encoding="utf-8")
        after = repoint(before, repository)
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path)
    return changed


class PointBadges(NbGraderPreprocessor):
    """Point open-in-Colab badges at the repository in which the course is published."""

    repository = Unicode(
        help="GitHub repository, owner/name. Default: the git remote, else the one in pyproject.toml."
    ).tag(config=True)

    @default("repository")
    def _repository_default(self) -> str:
        return Course(Path.cwd()).repository

    def preprocess_cell(self, cell: NotebookNode, resources: Any, _index: int) -> tuple[NotebookNode, Any]:
        """Repoint the links of one markdown cell."""
        if cell.cell_type == "markdown":
            cell.source = repoint(cell.source, self.repository)
        return cell, resources


class TagUnsolved(NbGraderPreprocessor):
    """Tag the code cells that fail until an exercise is solved with `raises-exception`.

    So nbval can re-execute an unsolved notebook, and "Run All" in JupyterLab goes on to the end.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Tag the cells in place."""
        wanting = unsolved(notebook)
        for cell in notebook.cells:
            if cell.id in wanting:
                cell.metadata["tags"] = [*cell.metadata.get("tags", []), "raises-exception"]
        return notebook, resources


def unsolved(notebook: NotebookNode) -> set[str]:
    """Return the ids of the code cells that depend on an exercise: all graded cells, and users of learners' names."""
    found: set[str] = set()
    missing: set[str] = set()  # names that are not there, or not right, until an exercise is solved
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        bound, used = names(cell.source)
        if is_solution(cell):
            missing |= bound
            if re.search(r"^raise NotImplementedError", cell.source, re.MULTILINE):
                found.add(cell.id)
        elif is_grade(cell):
            found.add(cell.id)
        elif used & missing:
            found.add(cell.id)
            missing |= bound
    return found


def release(course: Course, units: list[str]) -> list[Path]:
    """Generate `release/` with `nbgrader generate_assignment`, and repoint the badges of lessons and README.

    Returns the copies of what somebody had typed or put into `release/`.
    """
    api, kept = nbgrader_api(course), []
    make_tables(api.coursedir.db_url)
    for unit in units:
        _refuse_other_cells(api.coursedir.db_url, unit, read_notebook(course.source(unit)))
        if copy := keep_typed(course, unit):
            kept.append(copy)
        outcome = api.generate_assignment(unit, force=True)
        if not outcome["success"]:
            log = outcome.get("log", "") + outcome.get("error", "")
            raise CourseError(
                f"generate_assignment failed: {_cause(log)}",
                where=f"source/{unit}",
                remedy=f"see `nbgrader generate_assignment {unit} --force`",
            )
    repoint_files(course, course.repository)
    write_index(course)
    write_pages(course)
    return kept


def _refuse_other_cells(db_url: str, unit: str, source: NotebookNode) -> None:
    """Raise `CourseError` where a unit has submissions, and its source now other cells: nbgrader keeps their grades."""
    if has_other_cells(db_url, unit, source):
        raise CourseError(
            "the graded cells have changed since submissions were graded",
            where=f"source/{unit}",
            remedy=f"`nbgrader db assignment remove {unit} --force` (its grades go), then this command again",
        )


def has_other_cells(db_url: str, unit: str, source: NotebookNode) -> bool:
    """Whether a gradebook has submissions of a unit, and other graded cells than its source has now."""
    with Gradebook(db_url) as gradebook:
        try:
            notebook = gradebook.find_notebook(unit, unit)
        except MissingEntry:
            return False
        before = [
            {cell.name for cell in cells}
            for cells in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
        ]
        kinds = (is_grade, is_solution, is_task)
        now = [{c.metadata.nbgrader.grade_id for c in source.cells if is_kind(c)} for is_kind in kinds]
        return bool(notebook.submissions) and before != now


def _cause(log: str) -> str:
    """Pick the line of an nbgrader log that names the error."""
    errors = re.findall(r"^\s*([\w.]*(?:Error|Exception): .+)$", log, re.MULTILINE)
    return str((errors or log.strip().splitlines() or ["no reason given"])[0])


def nbgrader_api(course: Course | None = None) -> NbGraderAPI:
    """Return nbgrader's interface, configured as in this folder; of a class that has a place of its own, for that."""
    app = NbGraderApp()
    app.load_config_file()
    if course and course.place.parts:
        for step in ("submitted", "autograded", "feedback"):
            app.config.CourseDirectory[f"{step}_directory"] = str(course.place / step)
        app.config.CourseDirectory.db_url = f"sqlite:///{course.desk.absolute() / 'gradebook.db'}"
    return NbGraderAPI(config=app.config)
