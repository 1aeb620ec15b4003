"""`nbgrader autograde` with the engine: looks ahead, is the same for any number of workers, and may be killed."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.ahead import Run
from autograder.grading.engine import Notebook
from autograder.grading.rebuild import Rebuild
from autograder.notebooks import read_notebook
from bench.memory import descendants
from tests.conftest import ROOT, broken_bwrap

NBGRADER = str(Path(sys.executable).with_name("nbgrader"))
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
SHORT = ("--ExecuteInJudge.cell_seconds=3", "--ExecuteInJudge.call_seconds=1")
ANSWERS = {
    "ada": "def f(x):\n    return x**2",
    "ben": "def f(x):\n    return x**3",
    "cy": "def f(x):\n    while x == 2: pass\n    return x**2",
    "dee": "import os\ndef f(x):\n    if x == 3: os._exit(1)\n    return x**2",
    "eve": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nprint('eve')\ndef f(x):\n    return x * x",
    "flo": "def f(x):\n    return x**2 # another",
}
POINTS = {"ada": 3, "ben": 0, "cy": 2, "dee": 1, "eve": 3, "flo": 3, "gil": 0}
DONE = "Setting destination file permissions"


def cell(name: str, source: str, *, solution: bool = False, points: int | None = None) -> nbformat.NotebookNode:
    about = {"grade_id": name, "solution": solution, "grade": points is not None, "locked": points is not None}
    about |= {"schema_version": 3, "task": False} | ({} if points is None else {"points": points})
    made: nbformat.NotebookNode = new_code_cell(source, id=name, metadata={"nbgrader": about})
    return made


def make_course(folder: Path) -> Path:
    """Make a course of one unit, `u`, with the submissions of `ANSWERS` and one that can't be read."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    task = cell("ex", f"### BEGIN SOLUTION\n{ANSWERS['ada']}\n### END SOLUTION", solution=True)
    checks = cell("ex-two", "assert f(2) == 4", points=1), cell("ex-three", "assert f(3) == 9", points=2)
    source = folder / "source" / "u" / "u.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_code_cell("import torch", id="setup"), task, *checks]), source)
    for name, answer in ANSWERS.items():
        submitted = folder / "submitted" / name / "u" / "u.ipynb"
        submitted.parent.mkdir(parents=True)
        handed_in = [cell("ex", answer, solution=True), *checks]
        nbformat.write(new_notebook(cells=handed_in), submitted)
    unreadable = folder / "submitted" / "gil" / "u" / "u.ipynb"
    unreadable.parent.mkdir(parents=True)
    unreadable.write_text('{"cells": [')
    return folder


def nbgrader(course: Path, *words: str) -> str:
    done = subprocess.run([NBGRADER, *words], cwd=course, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def scores(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {graded.student.id: graded.score for graded in gradebook.assignment_submissions("u")}


def executed(course: Path) -> dict[str, str]:
    """The text of the autograded notebooks, without the times."""
    found = course.glob("autograded/*/u/u.ipynb")
    return {path.parts[-3]: re.sub(r'("seconds": )[\d.]+', r"\1-", path.read_text()) for path in found}


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A small course whose unit has been released."""
    course = make_course(tmp_path)
    nbgrader(course, "generate_assignment", "u")
    return course


class Given(Rebuild):
    """Needs no gradebook: the look-ahead is what is tried."""

    def skeleton(self, assignment: str, name: str) -> NotebookNode:
        """Read the source as it is."""
        return read_notebook(Path(CourseDirectory(parent=self).root) / "source" / assignment / f"{name}.ipynb")


def record(notebook: Notebook, about: dict[str, str]) -> Future[Notebook]:
    """Write down the answer that is to be executed, and never begin."""
    assert about["assignment"] == "u"
    asked.append(next(c["source"] for c in notebook["cells"] if c["id"] == "ex"))
    return Future()


asked: list[str] = []


def test_the_look_ahead_is_in_order_bounded_and_forgets_what_was_passed(tmp_path: Path) -> None:
    asked.clear()
    make_course(tmp_path)
    config = Config({"CourseDirectory": {"root": str(tmp_path), "assignment_id": "u"}})
    converter = Autograde(coursedir=CourseDirectory(config=config))
    converter.init_notebooks()
    (tmp_path / "autograded" / "cy" / "u").mkdir(parents=True)  # the command will skip it
    about = {name: {"student": name, "assignment": "u", "notebook": "u"} for name in POINTS}
    run = Run(converter, about["ada"], record)

    def turn(name: str, text: str) -> Future[Notebook]:
        future = run.take(about[name], new_notebook(cells=[new_code_cell(text, id="ex")]))
        run.look_ahead(2, Given(config=config))
        return future

    def ahead(*names: str) -> list[str]:
        return [ANSWERS[name] for name in names]

    turn("ada", ANSWERS["ada"])
    assert ahead("ada", "ben", "dee") == asked, "two ahead; cy is done already"
    waiting = [future for _, future in run._ahead.values()]
    turn("eve", "not what was planned")
    assert [future.cancelled() for future in waiting] == [True, True], "the command has passed ben and dee by"
    assert ["not what was planned", *ahead("flo")] == asked[3:], "gil can't be read; its own turn says so"


@pytest.mark.slow
def test_results_are_the_same_for_any_number_of_workers(released: Path) -> None:
    found = []
    for words in (["workers=1", "ahead=0"], ["workers=1"], ["workers=3"]):
        log = nbgrader(released, "autograde", "u", "--force", *SHORT, *(f"--ExecuteInJudge.{word}" for word in words))
        assert "grading u" not in log, "a progress bar where nobody looks"
        found.append((scores(released), executed(released)))
    assert found[0][0] == POINTS
    assert sorted(found[0][1]) == sorted(POINTS)
    assert "image/png" in found[0][1]["eve"]
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_no_process_and_the_next_run_completes(released: Path) -> None:
    command = [NBGRADER, "autograde", "u", *SHORT]
    for sign, count, least in (("Sanitizing", 1, 0), ("Autograding", 1, 0), (DONE, 1, 3), ("Writing", 5, 3)):
        with subprocess.Popen(command, cwd=released, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as main:
            assert main.stderr is not None
            while count and (line := main.stderr.readline()):
                count -= sign in line
            family = descendants(main.pid)
            main.send_signal(signal.SIGKILL)
        assert count == 0, f"the run ended before {sign!r}"
        assert len(family) >= least, "the two servers, a judge and a learner are to be killed too"
        assert left_of(family) == []
    nbgrader(released, "autograde", "u", *SHORT)
    assert scores(released) == POINTS
    assert sorted(executed(released)) == sorted(POINTS)


@pytest.mark.slow
def test_without_a_sandbox_nothing_is_graded_unless_that_is_asked_for(released: Path, tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "PATH": f"{broken_bwrap(tmp_path)}:{ENVIRONMENT['PATH']}"}
    command = [NBGRADER, "autograde", "u", *SHORT]
    refused = subprocess.run(command, cwd=released, env=environment, capture_output=True, text=True)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("autograder: bwrap: the sandbox did not start: ")
    assert "Remedy: " in refused.stderr.splitlines()[-1]
    assert set(scores(released).values()) == {0.0}
    log = nbgrader(released, "autograde", "u", *SHORT, "--ExecuteInJudge.sandbox=False")
    assert "Learners' code runs WITHOUT A SANDBOX" in log
    assert scores(released) == POINTS


def left_of(family: set[int]) -> list[int]:
    """The processes of a family that have not ended after some seconds."""
    deadline = time.monotonic() + 20
    while (left := [pid for pid in family if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def kill_servers(of: int) -> None:
    for pid in descendants(of):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.slow
def test_servers_that_died_are_replaced_and_nobody_loses_anything(released: Path) -> None:
    command = [NBGRADER, "autograde", "u", *SHORT, "--ExecuteInJudge.workers=1"]
    with subprocess.Popen(command, cwd=released, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as main:
        assert main.stderr is not None
        log = ""
        for line in main.stderr:
            log += line
            if DONE in line and log.count(DONE) in (1, 3):
                kill_servers(main.pid)
    assert main.returncode == 0
    assert "The grader failed: " in log
    assert scores(released) == POINTS


@pytest.mark.slow
def test_where_the_grader_fails_twice_scores_stay_open_and_the_next_run_completes(released: Path) -> None:
    command = [NBGRADER, "autograde", "u", *SHORT, "--ExecuteInJudge.workers=1"]
    with subprocess.Popen(command, cwd=released, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as main:
        assert main.stderr is not None
        log = ""
        for line in main.stderr:
            log += line
            if (DONE in line and log.count(DONE) == 1) or "Once more." in line:  # ada is graded
                time.sleep(0 if DONE in line else 0.3)  # the second time: once the next servers are there
                kill_servers(main.pid)
            if "failed again" in line:
                break
        log += main.stderr.read()
    assert main.returncode in (0, 1)
    assert "The score stays open." in log or "did not start" in log
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}") as gradebook:
        grades = {graded.student.id: graded.notebooks[0].grades for graded in gradebook.assignment_submissions("u")}
        found = {name: {(grade.auto_score, grade.needs_manual_grade) for grade in of} for name, of in grades.items()}
    assert found["ada"] == {(1, False), (2, False)}
    nbgrader(released, "autograde", "u", *SHORT)
    assert scores(released) == POINTS


@pytest.mark.slow
def test_interrupted_it_says_how_far_it_was_leaves_no_process_and_the_next_run_completes(released: Path) -> None:
    command = [NBGRADER, "autograde", "u", *SHORT, "--ExecuteInJudge.workers=1"]
    with subprocess.Popen(command, cwd=released, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as main:
        assert main.stderr is not None
        log = ""
        while log.count("Autograding") < 3 and (line := main.stderr.readline()):  # cy's answer never ends
            log += line
        family = descendants(main.pid)
        time.sleep(0.5)
        main.send_signal(signal.SIGINT)
        start = time.monotonic()
        log += main.stderr.read()
    assert time.monotonic() - start < 10
    assert main.returncode != 0
    assert "interrupted: 2 of 7 graded. Run the command again" in log
    assert left_of(family) == []
    nbgrader(released, "autograde", "u", *SHORT)
    assert scores(released) == POINTS


@pytest.mark.slow
def test_at_a_terminal_a_bar_with_an_estimate_stands_below_the_log(released: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([NBGRADER, "autograde", "u", *SHORT], cwd=released, env=ENVIRONMENT, stderr=theirs) as main:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert main.returncode == 0, text
    assert re.search(r"grading u .* 6/7 .*still \d:\d\d:\d\d", text)
    lines = [line for line in re.split(r"[\r\n]+", text) if "[AutogradeApp" in line]
    assert sum(DONE in line for line in lines) == len(POINTS)
    assert all(line.startswith("[AutogradeApp | INFO]") for line in lines), lines


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side has closed it
        return b""
