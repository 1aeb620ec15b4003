"""Honest submissions get the points of their answers, whatever editors and platforms did to the notebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from autograder.bank import Answer
from autograder.course import Course, exercises, read_notebook
from autograder.intake import read_submission
from autograder.rebuild import rebuild
from autograder.sample import perfect, submission
from autograder.trial import Trial, run_all
from tests.messy import LOST, MESSY


def graded_cells(notebook: NotebookNode) -> Trial:
    cells = [(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    asked = frozenset(cell.id for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    return Trial(Answer("", "", True, ""), tuple(cells), asked)


@pytest.mark.slow
def test_each_messy_submission_gets_the_points_of_its_answers(course: Course, tmp_path: Path) -> None:
    unit = course.sample_unit
    source = read_notebook(course.source(unit))
    solved = json.loads(json.dumps(submission(read_notebook(course.release(unit)), perfect(course, unit))))
    skeleton, _ = ClearSolutions(code_stub={"python": "raise NotImplementedError"}).preprocess(source, {})
    trials = []
    for number, change in enumerate(MESSY.values()):
        notebook = json.loads(json.dumps(solved))
        content = change(notebook) or notebook
        path = tmp_path / f"{number}.ipynb"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        trials.append(graded_cells(rebuild(skeleton, read_submission(path))))
    assert len(trials) >= 35
    checks = {name: set(task.checks) for name, task in exercises(source).items()}
    lost = {name: set(verdict.failed) for name, verdict in zip(MESSY, run_all(trials), strict=True)}
    assert lost == {name: checks[LOST[name]] if name in LOST else set() for name in MESSY}
