"""What somebody types into `release/` outlives the next release."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course.kept import keep_typed
from autograder.course.layout import Course
from autograder.notebooks import read_notebook
from tests.conftest import ROOT, UNITS

UNIT = "06_descent"


@pytest.fixture
def small(tmp_path: Path) -> Course:
    """A course of one unit, released."""
    for folder in ("source", "release"):
        shutil.copytree(ROOT / folder / UNIT, tmp_path / folder / UNIT)
    return Course(tmp_path)


@pytest.mark.parametrize("unit", UNITS)
def test_every_release_is_sealed(unit: str) -> None:
    assert keep_typed(Course(ROOT), unit) is None, "run `make release` and commit the result"


def test_a_run_of_all_cells_is_nothing_to_keep(small: Course) -> None:
    notebook = read_notebook(small.release(UNIT))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
    nbformat.write(notebook, small.release(UNIT))
    assert keep_typed(small, UNIT) is None


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_what_is_typed_is_kept(small: Course, kind: str) -> None:
    notebook = read_notebook(small.release(UNIT))
    next(cell for cell in notebook.cells if cell.cell_type == kind).source += "\nmine"
    nbformat.write(notebook, small.release(UNIT))
    text = small.release(UNIT).read_bytes()
    copy = keep_typed(small, UNIT)
    assert copy
    assert copy.relative_to(small.root).parts[0] == "kept"
    assert (copy / f"{UNIT}.ipynb").read_bytes() == text


@pytest.mark.parametrize(("name", "text"), [("mine.ipynb", "{}"), ("notes.txt", "x"), (f"{UNIT}.ipynb", "cut off")])
def test_a_file_of_a_person_is_kept(small: Course, name: str, text: str) -> None:
    (small.release(UNIT).parent / name).write_text(text)
    copy = keep_typed(small, UNIT)
    assert copy
    assert (copy / name).read_text() == text


def test_a_file_that_is_released_beside_the_notebook_is_ours(small: Course) -> None:
    for folder in (small.source(UNIT).parent, small.release(UNIT).parent):
        (folder / "table.csv").write_text("1")
    assert keep_typed(small, UNIT) is None
    (small.release(UNIT).parent / "table.csv").write_text("2")
    assert keep_typed(small, UNIT)
