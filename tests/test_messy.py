"""Honest submissions get the points of their answers, whatever editors, platforms, people and cells did."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.utils import is_grade
from tabulate import tabulate

from autograder.course.layout import Course, Exercise, exercises
from autograder.course.sample import perfect, submission
from autograder.grade import why
from autograder.grading.record import OPEN, verdict
from autograder.notebooks import read_notebook
from tests.conftest import copy_course
from tests.messy import ENTRIES, UNIT, Messy
from tests.messy.__main__ import PAGE, page

NBGRADER = str(Path(sys.executable).with_name("nbgrader"))
LIMITS = (
    "--ExecuteInJudge.cell_seconds=8",
    "--ExecuteInJudge.call_seconds=2",
)  # the storms need some on a busy machine
OUTCOMES = pytest.StashKey[list[str]]()
every_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.change.__name__ for entry in ENTRIES])


@dataclass(frozen=True)
class Graded:
    """The course in which all entries have been graded, and the log of the command."""

    course: Course
    log: str
    code: int
    tasks: dict[str, Exercise]

    def score(self, entry: Messy) -> float:
        """The points in the gradebook."""
        with Gradebook(f"sqlite:///{self.course.root / 'gradebook.db'}") as gradebook:
            return float(gradebook.find_submission(UNIT, learner(entry)).score)

    def cells(self, entry: Messy) -> list[NotebookNode]:
        """The cells of the autograded notebook; none where it was not graded."""
        path = self.course.root / "autograded" / learner(entry) / UNIT / f"{UNIT}.ipynb"
        return list(read_notebook(path).cells) if path.exists() else []

    def said(self, entry: Messy) -> list[str]:
        """What the learner reads: at each check of the lost exercises, else anywhere in the notebook."""
        if not named(entry):
            return [why(self.course, UNIT, learner(entry))]
        cells = self.cells(entry)
        if entry.lost is None:
            return [words(cell) for cell in cells if is_grade(cell)]
        if not entry.lost:
            return ["\n".join(words(cell) for cell in cells)]
        checks = {check for name in entry.lost for check in self.tasks[name].checks}
        return [words(cell) for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") in checks]


def named(entry: Messy) -> bool:
    """Whether a notebook has the name under which nbgrader looks for it."""
    return f"{UNIT}.ipynb" in entry.files


def learner(entry: Messy) -> str:
    return entry.change.__name__.strip("_").replace("_", "-")


def words(cell: NotebookNode) -> str:
    """All that the outputs of a cell say."""
    return "\n".join(_words(cell.get("outputs", [])))


def _words(outputs: list[NotebookNode]) -> Iterator[str]:
    for output in outputs:
        yield output.get("text") or output.get("data", {}).get("text/plain", "")
        yield f"{output.get('ename', '')}: {output.get('evalue', '')}"


def content(entry: Messy, solved: dict[str, Any]) -> bytes:
    """What the learner submits."""
    notebook = json.loads(json.dumps(solved))
    made = entry.change(notebook)
    return made if isinstance(made, bytes) else json.dumps(made or notebook).encode()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A copy of the course in which one run of `nbgrader autograde` has graded all entries."""
    course = copy_course(tmp_path_factory.mktemp("messy"))
    solved = submission(read_notebook(course.release(UNIT)), perfect(course, UNIT))
    for entry in ENTRIES:
        folder = course.root / "submitted" / learner(entry) / UNIT
        folder.mkdir(parents=True)
        for name in entry.files:
            (folder / name).write_bytes(content(entry, solved))
    subprocess.run([NBGRADER, "generate_assignment", UNIT, "--force"], cwd=course.root, check=True, capture_output=True)
    command = [NBGRADER, "autograde", UNIT, *LIMITS]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    return Graded(course, done.stdout + done.stderr, done.returncode, exercises(read_notebook(course.source(UNIT))))


@every_entry
@pytest.mark.slow
def test_a_messy_submission_gets_the_points_of_its_answers_or_a_reason(entry: Messy, graded: Graded) -> None:
    if not named(entry):
        assert not graded.cells(entry)
    elif entry.lost is None:
        assert {verdict(cell) for cell in graded.cells(entry) if is_grade(cell)} == {OPEN}
    else:
        points = sum(task.points for name, task in graded.tasks.items() if name not in entry.lost)
        problems = [f"{cell.id}: {words(cell)}" for cell in graded.cells(entry) if "rror: " in words(cell)]
        assert graded.score(entry) == points, "\n".join(problems)
    said = graded.said(entry)
    assert said
    assert [text for text in said if entry.says not in text] == []


@pytest.mark.slow
def test_no_run_is_aborted(graded: Graded, pytestconfig: pytest.Config) -> None:
    refused = {learner(entry) for entry in ENTRIES if not named(entry)}
    assert graded.code == 1, graded.log[-2000:]
    assert {name for name in refused if f"for student '{name}'" in graded.log} == refused
    assert graded.log.count("There was an error processing assignment '") == len(refused)
    rows = [
        [entry.name, "not graded" if entry.lost is None else f"{graded.score(entry):g}", graded.said(entry)[0]]
        for entry in ENTRIES
    ]
    short = [
        [name, points, reason_line(said, entry.says)] for (name, points, said), entry in zip(rows, ENTRIES, strict=True)
    ]
    table = str(tabulate(short, ["what happened", "points", "what is said about it"]))
    pytestconfig.stash.setdefault(OUTCOMES, []).append(table)


def reason_line(said: str, expected: str) -> str:
    """The line that says what was expected."""
    return next((line.strip()[:100] for line in said.splitlines() if expected and expected in line), "")


def test_the_corpus_is_large_and_every_entry_says_what_happened() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(set(names)) == len(names) >= 35
    assert all(names)


def test_the_page_equals_a_fresh_generation() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make release"
