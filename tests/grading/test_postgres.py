"""The gradebook on a real PostgreSQL server: two graders at once, a person in between, a kill, a lost connection."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Grade, Gradebook, SubmittedNotebook

from bench.postgresql import PostgreSQL
from tests.conftest import ROOT

PROGRAMS = Path(sys.executable).parent
UNITS = ("01_u", "02_v")
RIGHT, WRONG = "def f(x):\n    return x**2", "def f(x):\n    return x + 2"
POINTS = {f"learner-{number:02}": 3.0 if number % 3 else 1.0 for number in range(12)}
DONE = "Setting destination file permissions"  # in nbgrader's log: one submission is done

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Class:
    """A course of two units in which every learner has handed in both, with its gradebook on a server."""

    root: Path
    url: str
    server: PostgreSQL

    def start(self, unit: str) -> subprocess.Popen[str]:
        """Start to grade a unit."""
        command = [str(PROGRAMS / "nbgrader"), "autograde", unit, "--ExecuteInJudge.workers=1"]
        return subprocess.Popen(
            command, cwd=self.root, env=self.environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def environment(self) -> dict[str, str]:
        """What a command needs to find the programs and the gradebook."""
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "NBGRADER_DB_URL": self.url, "COLUMNS": "100"}

    def run(self, *words: str) -> str:
        """Run a command that must succeed; return what it printed."""
        done = subprocess.run(words, cwd=self.root, env=self.environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def scores(self, unit: str) -> dict[str, float]:
        """The points of a unit; nothing is there twice."""
        with Gradebook(self.url) as gradebook:
            found = [(graded.student.id, graded.score) for graded in gradebook.assignment_submissions(unit)]
            rows = Counter(gradebook.db.query(Grade.notebook_id, Grade.cell_id).all())
            notebooks = Counter(gradebook.db.query(SubmittedNotebook.assignment_id).all())
        assert set(rows.values()) == set(notebooks.values()) == {1}
        assert len(dict(found)) == len(found)
        return dict(found)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """One server for all tests; each has a database of its own."""
    with PostgreSQL() as started:
        yield started


@pytest.fixture
def klass(server: PostgreSQL, tmp_path: Path) -> Class:
    """The class, its units not yet released."""
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for unit in UNITS:
        write(tmp_path / "source" / unit, f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION")
        for number, (learner, points) in enumerate(POINTS.items()):
            answer = f"{RIGHT if points == 3 else WRONG}  # {number}"
            write(tmp_path / "submitted" / learner / unit, answer)
    name = tmp_path.name.replace("-", "_")[-60:]
    return Class(tmp_path, server.create(name), server)


def write(folder: Path, answer: str) -> None:
    """Write the notebook of a unit with this answer."""
    about = {"schema_version": 3, "task": False}
    solution = {**about, "grade_id": "ex", "solution": True, "grade": False, "locked": False}
    cells = [new_code_cell(answer, id="ex", metadata={"nbgrader": solution})]
    for name, source, points in (("ex-two", "assert f(2) == 4", 1), ("ex-three", "assert f(3) == 9", 2)):
        test = {**about, "grade_id": name, "solution": False, "grade": True, "locked": True, "points": points}
        cells.append(new_code_cell(source, id=name, metadata={"nbgrader": test}))
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{folder.name}.ipynb")


def test_two_graders_at_once_lose_nothing_and_do_nothing_twice(klass: Class) -> None:
    for unit in UNITS:
        klass.run("nbgrader", "generate_assignment", unit)
    graders = [klass.start(unit) for unit in UNITS]
    logs = [grader.communicate()[1] for grader in graders]
    assert [grader.returncode for grader in graders] == [0, 0], "\n".join(logs)
    assert [klass.scores(unit) for unit in UNITS] == [POINTS, POINTS]
