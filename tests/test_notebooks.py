"""What all notebooks have in common; `tests/course/test_inspect.py` looks at each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.course.layout import Course, exercises
from autograder.course.pictures import pictures
from autograder.notebooks import read_notebook
from tests.conftest import ROOT, UNITS

LESSONS = [ROOT / "notebooks" / f"{unit}.ipynb" for unit in UNITS]
SOURCES = [ROOT / "source" / unit / f"{unit}.ipynb" for unit in UNITS]
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
every_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
every_notebook = pytest.mark.parametrize("path", LESSONS + SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def code(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


@every_notebook
def test_it_has_the_common_setup(path: Path) -> None:
    notebook = read_notebook(path)
    course = Course(ROOT)
    pattern = {cell.id: cell.source for cell in read_notebook(course.lesson(course.sample_unit)).cells}
    own = {cell.id: cell.source for cell in notebook.cells}
    assert own["setup"].startswith(pattern["setup"])
    assert own["style"] == pattern["style"]


def test_common_cells_are_the_same_in_all_notebooks() -> None:
    """The setup of lessons, the setup of problem sets, and each helper."""
    variants: dict[tuple[str, str], set[str]] = {}
    for path in LESSONS + SOURCES:
        for cell in code(read_notebook(path)):
            if cell.id == "setup":
                variants.setdefault((path.parts[-3 if path in SOURCES else -2], cell.id), set()).add(cell.source)
            elif cell.id.startswith("helper-"):
                variants.setdefault(("all", cell.id), set()).add(cell.source)
    assert {name for name, sources in variants.items() if len(sources) > 1} == set()
    assert ("notebooks", "setup") in variants
    assert ("source", "setup") in variants


@every_notebook
def test_code_is_worth_copying(path: Path) -> None:
    """88 columns, formatted, one statement a line, nothing unused or undefined."""
    options = ("--isolated", "--line-length=88", str(path))
    for command in (("format", "--diff"), ("check", "--select=E,F,W", "--ignore=E402,F811")):
        ruff = (sys.executable, "-m", "ruff", *command, *options)
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@every_source
def test_a_problem_set_is_an_afternoons_work(path: Path) -> None:
    tasks = exercises(read_notebook(path))
    assert 5 <= len(tasks) <= 8
    assert 15 <= sum(task.points for task in tasks.values()) <= 25


def test_the_pictures_of_the_readme_are_those_of_the_lessons(course: Course) -> None:
    readme = (course.root / "README.md").read_text(encoding="utf-8")
    taken = dict(pictures(course))
    assert taken
    assert sorted(taken) == sorted((course.root / "docs" / "pictures").iterdir())
    for path, content in taken.items():
        assert path.read_bytes() == content, "run `make lessons`"
        assert path.relative_to(course.root).as_posix() in readme
