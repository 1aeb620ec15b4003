"""Keep what somebody has typed or put into `release/`, before it is made anew."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.grading.hashes import of_data
from autograder.notebooks import read_notebook

KEPT = "kept"  # the folder of dated copies; `make clean` puts the gradebook there, too
IGNORED = (".ipynb_checkpoints", ".DS_Store")


def seal(notebook: NotebookNode) -> str:
    """Return the hash of all that a person can type into a released notebook; outputs do not count."""
    return of_data({"cells": [(cell.cell_type, cell.source) for cell in notebook.cells]})


class Seal(NbGraderPreprocessor):
    """Put the seal into a released notebook, so that what is typed into it later is not lost."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Seal the notebook in place: the last stage of a release."""
        notebook.metadata["autograder"] = {"seal": seal(notebook)}
        return notebook, resources


def strangers(course: Course, unit: str) -> list[Path]:
    """The files in `release/<unit>/` that were not generated, or in which somebody has typed since."""
    folder = course.release(unit).parent
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_ours(course, unit, path)]


def keep_typed(course: Course, unit: str) -> Path | None:
    """Copy `release/<unit>/` into a dated folder where it holds what was not generated; return that copy, if any."""
    folder = course.release(unit).parent
    if not strangers(course, unit):
        return None
    copy = course.root / KEPT / f"{datetime.now():%Y-%m-%dT%H-%M-%S.%f}" / folder.relative_to(course.root)
    shutil.copytree(folder, copy, symlinks=True)
    return copy


def _is_ours(course: Course, unit: str, path: Path) -> bool:
    if any(part in IGNORED for part in path.parts):
        return True
    if path != course.release(unit):  # what lies beside the source is released with it
        original = course.source(unit).parent / path.relative_to(course.release(unit).parent)
        return original.is_file() and original.read_bytes() == path.read_bytes()
    try:
        released = read_notebook(path)
    except CourseError:
        return False
    return bool(released.metadata.get("autograder", {}).get("seal") == seal(released))
