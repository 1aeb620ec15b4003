"""How many submissions a second a gradebook takes, from one command and from several at once: SQLite and PostgreSQL.

    .venv/bin/python -m bench.writers            # 1, 2 and 4 writers, 50 submissions each
    .venv/bin/python -m bench.writers 20 1 8     # 20 submissions each; 1 and 8 writers

A writer does with the gradebook what `nbgrader autograde` does for a submission, and executes nothing. Each writes a
unit of its own, of the same learners. Both databases wait for the disk at each commit.
"""

from __future__ import annotations

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.grading.record import SaveVerdicts
from autograder.grading.written import KEY
from bench.postgresql import PostgreSQL

CHECKS = 22  # graded cells of a submission, as in a unit of this course
ANSWERS = 8
HASHES = dict.fromkeys(("submission", "source", "contracts", "engine"), "")


@dataclass(frozen=True)
class Speed:
    """Submissions a second of all writers together, seconds of one, and how many failed."""

    each_second: float
    median: float
    longest: float
    cpu: float  # seconds of the writer's processor for one submission
    failed: int


def main(submissions: int, writers: list[int]) -> None:
    """Print a table for both databases and each number of writers."""
    table = Table(title=f"{submissions} submissions for each writer, {CHECKS} checks each")
    columns = ("gradebook", "writers", "submissions a second", "ms each", "ms, longest", "ms of CPU", "failed")
    for column in columns:
        table.add_column(column, justify="right")
    load = os.getloadavg()[0]
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # where nbgrader finds alembic
    with PostgreSQL(durable=True) as server, tempfile.TemporaryDirectory() as folder:
        for number in writers:
            root = Path(folder) / str(number)
            for name, url in (("SQLite", f"sqlite:///{root}.db"), ("PostgreSQL", server.create(f"writers_{number}"))):
                speed = measure(root / name, url, number, submissions)
                milliseconds = (f"{1000 * value:.0f}" for value in (speed.median, speed.longest, speed.cpu))
                table.add_row(name, str(number), f"{speed.each_second:.1f}", *milliseconds, str(speed.failed))
    console = Console(width=120)
    console.print(table)
    cores, after = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    console.print(f"{cores} cores; load average {load:.1f} before, {after:.1f} after")


def measure(root: Path, url: str, writers: int, submissions: int) -> Speed:
    """Let so many processes write at once, each as many submissions as said."""
    learners = [f"learner-{number:04}" for number in range(submissions + 1)]  # the first one is not measured
    units = [f"u{number}" for number in range(writers)]
    make_class(root, url, units, learners)
    command = [sys.executable, "-W", "ignore", "-m", "bench.writers", "write", str(root), url]
    started = [
        subprocess.Popen([*command, unit], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for unit in units
    ]
    for one in started:  # all are ready before the first begins
        assert one.stdout
        one.stdout.readline()
    start = time.perf_counter()
    for one in started:
        assert one.stdin
        one.stdin.close()
    said = [one.stdout.read().split() for one in started if one.stdout]
    took = time.perf_counter() - start
    if any(one.wait() for one in started):
        raise SystemExit("bench: a writer has failed")
    seconds = [float(second) for *each, _ in said for second in each if second != "failed"]
    failed = writers * submissions - len(seconds)
    cpu = sum(float(last) for *_, last in said) / (writers * submissions)
    return Speed(len(seconds) / took, statistics.median(seconds), max(seconds), cpu, failed)


def make_class(root: Path, url: str, units: list[str], learners: list[str]) -> None:
    """Make units and learners known to the gradebook, and submissions that nobody reads."""
    with Gradebook(url) as gradebook:
        for learner in learners:
            gradebook.add_student(learner)
        for unit in units:
            gradebook.add_assignment(unit)
            gradebook.add_notebook(unit, unit)
            for cell in graded(unit).cells:
                about = cell.metadata.nbgrader
                if about.grade:
                    gradebook.add_grade_cell(about.grade_id, unit, unit, max_score=1, cell_type="code")
                if about.solution:
                    gradebook.add_solution_cell(about.grade_id, unit, unit)
    for unit in units:
        for learner in learners:
            folder = root / "submitted" / learner / unit
            folder.mkdir(parents=True)
            (folder / f"{unit}.ipynb").touch()


def write(root: Path, url: str, unit: str) -> None:
    """Be one writer: say `ready`, wait for the word, print the seconds of each submission, and the CPU time of all."""
    config = Config({"CourseDirectory": {"root": str(root), "db_url": url, "assignment_id": unit}})
    converter, stage = Autograde(coursedir=CourseDirectory(config=config)), SaveVerdicts()
    for log in (converter.log, stage.log):
        log.setLevel(logging.CRITICAL)
    converter.init_notebooks()

    def one(folder: str) -> None:
        learner, notebook = Path(folder).parent.name, graded(unit)
        converter.notebooks = converter.assignments[folder]
        converter.init_assignment(unit, learner)
        about = {"notebook": unit, "assignment": unit, "student": learner, "db_url": url}
        stage.preprocess(notebook, {"nbgrader": about})

    first, *others = sorted(converter.assignments)
    one(first)  # SQLAlchemy prepares its statements
    print("ready", flush=True)
    sys.stdin.read()
    cpu = time.process_time()
    for folder in others:
        start = time.perf_counter()
        try:
            one(folder)
        except (SQLAlchemyError, InvalidEntry):
            print("failed")
        else:
            print(time.perf_counter() - start)
    print(time.process_time() - cpu)


def graded(unit: str) -> NotebookNode:
    """A notebook that has been executed: every second check has failed."""
    cells = []
    for number in range(CHECKS + ANSWERS):
        check = number < CHECKS
        about = {
            "grade_id": f"{unit}-{number}",
            "grade": check,
            "solution": not check,
            "points": 1,
            "schema_version": 3,
        }
        verdict = {KEY: {"verdict": "failed" if number % 2 else "passed", "seconds": 0.1}} if check else {}
        cells.append(new_code_cell("pass", metadata={"nbgrader": {**about, "task": False, "locked": check}, **verdict}))
    made: NotebookNode = new_notebook(cells=cells, metadata={KEY: {"hashes": HASHES}})
    return made


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", root, url, unit]:
            write(Path(root), url, unit)
        case [submissions, *writers]:
            main(int(submissions), [int(number) for number in writers] or [1, 2, 4])
        case _:
            main(50, [1, 2, 4])
