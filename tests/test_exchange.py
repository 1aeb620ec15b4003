"""Handing out and in on one machine: release, fetch, submit, collect, grade, feedback, by nbgrader's commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import get_username

from autograder.configure import exchange_in
from autograder.course.layout import Course
from autograder.course.sample import perfect, submission
from autograder.notebooks import read_notebook

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]

UNIT = "01_tracking"


def nbgrader(folder: Path, exchange: Path, *words: str) -> str:
    """Run a command as the person whose home is `folder`."""
    own = {"NBGRADER_EXCHANGE": str(exchange), "HOME": str(folder), "JUPYTER_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_an_assignment_goes_out_and_comes_back_with_feedback(
    copied: Course, tmp_path_factory: pytest.TempPathFactory
) -> None:
    exchange, home = tmp_path_factory.mktemp("outside") / "exchange", tmp_path_factory.mktemp("learner")
    (home / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'autograd'\nc.Exchange.root = '{exchange}'\n"
    )
    nbgrader(copied.root, exchange, "generate_assignment", UNIT, "--force")
    nbgrader(copied.root, exchange, "release_assignment", UNIT)
    assert exchange.stat().st_mode & 0o7777 == 0o1777

    assert UNIT in nbgrader(home, exchange, "list")
    nbgrader(home, exchange, "fetch_assignment", UNIT)
    fetched = home / UNIT / f"{UNIT}.ipynb"
    nbformat.write(submission(read_notebook(fetched), perfect(copied, UNIT)), fetched)
    nbgrader(home, exchange, "submit", UNIT)

    nbgrader(copied.root, exchange, "collect", UNIT)
    for command in ("autograde", "generate_feedback", "release_feedback"):
        nbgrader(copied.root, exchange, command, UNIT)
    with Gradebook(f"sqlite:///{copied.root / 'gradebook.db'}", "autograd") as gradebook:
        [graded] = gradebook.assignment_submissions(UNIT)
        assert (graded.student.id, graded.score) == (get_username(), graded.max_score)
        points = f"{graded.score:g}"

    nbgrader(home, exchange, "fetch_feedback", UNIT)
    [page] = (home / UNIT / "feedback").rglob("*.html")
    assert re.search(rf"{points}\s*(of|/|out of)\s*{points}", page.read_text(encoding="utf-8"))


def test_a_folder_that_cannot_be_made_is_left_to_the_command_that_needs_it(tmp_path: Path) -> None:
    from traitlets.config import Config

    (tmp_path / "file").write_text("")
    config = Config()
    exchange_in(str(tmp_path / "file" / "exchange"), config)
    assert config.Exchange.root.endswith("file/exchange")
