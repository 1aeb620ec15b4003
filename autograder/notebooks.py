"""Read notebooks, and tell which exercise a graded cell belongs to."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.errors import CourseError


def exercise_of(grade_id: str) -> str:
    """Return the exercise of a graded cell: `ex8_name-what` belongs to `ex8_name`."""
    return grade_id.partition("-")[0]


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook as nbformat 4; raise `CourseError` where the file is missing or is no notebook."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise CourseError("no such notebook", where=str(path), remedy="check the name of the unit") from None
    except Exception as error:  # nbformat raises many kinds: JSON, validation, encoding
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise CourseError(
            f"not a readable notebook ({reason})", where=str(path), remedy="download or save the notebook again"
        ) from error
    return notebook
