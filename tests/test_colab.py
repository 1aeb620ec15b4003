"""Take the way through Google Colab: a notebook alone in an environment without the course, then graded as saved there.

Colab is played by an environment that has all packages of this one, less the course, nbgrader and torchviz.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import uuid
import venv
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from autograder.course.layout import Course
from autograder.course.sample import perfect, submission
from autograder.notebooks import read_notebook
from tests.conftest import ROOT, every_unit

pytestmark = pytest.mark.slow

UNIT = "06_descent"
ABSENT = ("__editable__", "autograd_course", "autograder", "graphviz", "nbgrader", "torchviz")
RELEASES = sorted(ROOT.glob("release/*/*.ipynb"))


@dataclass(frozen=True)
class Colab:
    """An environment in which a notebook is the only file."""

    folder: Path

    def run(self, notebook: NotebookNode, *, online: bool) -> NotebookNode:
        """Run all cells, whether they fail or not; offline, pip finds nothing, and the program dot is missing."""
        own = {name: str(self.folder / name) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
        environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"} | own
        if not online:
            environment = {name: text for name, text in environment.items() if not name.startswith("PIP_")}
            environment |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PATH": str(self.folder / "bin")}
        path = Path(tempfile.mkdtemp(dir=self.folder)) / "notebook.ipynb"
        nbformat.write(notebook, path)
        python, options = str(self.folder / "bin" / "python"), ["--to=notebook", "--allow-errors", "--inplace"]
        _command(python, "-m", "nbconvert", "--execute", *options, path.name, cwd=path.parent, env=environment)
        return read_notebook(path)


@pytest.fixture
def colab(tmp_path: Path) -> Colab:
    """Make a fresh environment of links to the packages of this one: pip can install into it, and torch is there."""
    links, folder = tmp_path / "links", tmp_path / "colab"
    links.mkdir()
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for path in Path(place).iterdir():
            if not path.name.startswith(ABSENT):
                (links / path.name).symlink_to(path)
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "links.pth").write_text(f"{links}\n", encoding="utf-8")  # in `links` itself, .pth files have no effect
    return Colab(folder)


def test_there_is_a_release() -> None:
    assert RELEASES, "no notebook in release/. Remedy: make release"


@every_unit
def test_lesson_and_solved_notebook_run_alone_and_lack_only_torchviz_offline(
    colab: Colab, course: Course, unit: str
) -> None:
    notebooks = [_set_up_twice(one) for one in (read_notebook(course.lesson(unit)), _solved(course, unit))]
    with ThreadPoolExecutor() as pool:  # both at once: each waits for its kernel most of the time
        for done in pool.map(partial(colab.run, online=False), notebooks):
            _expect_two_lines(done)
            errors = {cell.id: _error(cell) for cell in done.cells if _error(cell)}
            assert set(errors.values()) <= {"ModuleNotFoundError: No module named 'torchviz'"}, errors


def test_setup_installs_torchviz_in_silence(colab: Colab, course: Course) -> None:
    notebook = _set_up_twice(_solved(course, UNIT))  # the setup cell is the same in all notebooks: test_notebooks
    notebook.cells.append(new_code_cell("import torchviz\nprint(torchviz.__file__)"))
    done = colab.run(notebook, online=True)
    assert [cell.outputs for cell in done.cells if cell.id in ("setup", "setup-again")] == [[], []]
    assert {cell.id: _error(cell) for cell in done.cells if _error(cell)} == {}
    assert _printed(done.cells[-1]).startswith(str(colab.folder)), "torchviz was there before"


def test_saving_in_colab_keeps_the_score(copied: Course) -> None:
    solved = _solved(copied, UNIT)
    variants = {
        "plain": nbformat.writes(solved),
        "colab": json.dumps(_as_colab_saves(solved, keep=True)),
        "colab-lost": json.dumps(_as_colab_saves(solved, keep=False)),
    }
    for learner, text in variants.items():
        path = copied.root / "submitted" / learner / UNIT / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    for arguments in (["generate_assignment", UNIT, "--force"], ["autograde", UNIT]):
        _command(sys.executable, "-m", "nbgrader", *arguments, cwd=copied.root, env=dict(os.environ))
    with Gradebook(f"sqlite:///{copied.root / 'gradebook.db'}") as gradebook:
        graded = [gradebook.find_submission(UNIT, learner) for learner in variants]
        scores = {submission.student.id: submission.score for submission in graded}
        assert graded[0].max_score > 0
        assert scores == dict.fromkeys(variants, graded[0].max_score)


def _solved(course: Course, unit: str) -> NotebookNode:
    """Fill the author's solutions into a released notebook."""
    return submission(read_notebook(course.release(unit)), perfect(course, unit))


def _as_colab_saves(notebook: NotebookNode, *, keep: bool) -> dict[str, Any]:
    """Give a notebook the form in which Colab saves it, with the metadata of cells kept, or lost but for the id."""
    cells: list[dict[str, Any]] = []
    for number, cell in enumerate(notebook.cells):
        random = uuid.uuid5(uuid.NAMESPACE_URL, cell.id)
        metadata = {**cell.metadata, "id": random.hex[:12]} if keep else {"id": cell.id}
        saved = {"cell_type": cell.cell_type, "metadata": metadata, "source": cell.source.splitlines(keepends=True)}
        if cell.cell_type == "code":
            metadata |= {"colab": {"base_uri": "https://localhost:8080/"}, "outputId": str(random)}
            stream = {"output_type": "stream", "name": "stdout", "text": ["printed in Colab\n"]}
            saved |= {"execution_count": number, "outputs": [stream]}
        cells.append(saved)
    kernel = {"name": "python3", "display_name": "Python 3"}
    about = {"colab": {"provenance": []}, "kernelspec": kernel, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 0, "metadata": about, "cells": cells}


def _set_up_twice(notebook: NotebookNode) -> NotebookNode:
    """Put a copy of the setup cell after it."""
    place = [cell.id for cell in notebook.cells].index("setup")
    notebook.cells.insert(place, deepcopy(notebook.cells[place]))
    notebook.cells[place + 1]["id"] = "setup-again"
    return notebook


def _expect_two_lines(done: NotebookNode) -> None:
    """Expect the two setup cells to say what is missing, a line each for torchviz and for dot, and nothing else."""
    first, second = (cell for cell in done.cells if cell.id in ("setup", "setup-again"))
    assert _printed(first) == _printed(second)
    assert _error(first) + _error(second) == ""
    assert re.fullmatch(r".*\btorchviz\b.*\n.*\bdot\b.*\n", _printed(first)), _printed(first)


def _printed(cell: NotebookNode) -> str:
    """Join what a cell has printed, warnings included."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def _error(cell: NotebookNode) -> str:
    """Return the name and the message of the error that ended a cell, or nothing."""
    outputs = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return f"{outputs[0].ename}: {outputs[0].evalue}" if outputs else ""


def _command(*command: str, cwd: Path, env: dict[str, str]) -> None:
    """Run a command; fail with the end of what it says where it fails."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
