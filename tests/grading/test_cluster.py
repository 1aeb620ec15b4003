"""Grading on a Dask cluster: scheduler and workers are processes of their own on this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from autograder.judge.limits import NotebookLimits
from bench.memory import descendants
from tests.conftest import ROOT
from tests.grading.test_execute import ENVIRONMENT, POINTS, SHORT, executed, make_course, nbgrader, scores

LIMITS = NotebookLimits(cell=4, call=1, notebook=30)
DASK = (sys.executable, "-m", "dask")


def wait(for_what: Callable[[], Any], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not (done := bool(for_what())) and time.monotonic() < end:
        time.sleep(0.1)
    return done


@dataclass
class Dask:
    """A scheduler and its workers, with what they log. `settings` are Dask's own, as environment variables."""

    folder: Path
    protocol: str = "tcp"
    settings: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start the scheduler, on a port that is free."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"{self.protocol}://127.0.0.1:{port}"
        self.scheduler = self._start("scheduler", "--port", str(port), "--protocol", self.protocol)

    def worker(self, *more: str) -> subprocess.Popen[bytes]:
        """Start one worker of one thread."""
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", *more)

    def log(self, process: subprocess.Popen[bytes]) -> str:
        """What a process has logged."""
        return self._log(self.processes.index(process)).read_text()

    def _log(self, number: int) -> Path:
        return self.folder / f"{number}.log"

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        command = [*DASK, what, *words, "--host", "127.0.0.1", "--no-dashboard"]
        command += ["--local-directory", str(self.folder)] if what == "worker" else []
        with self._log(len(self.processes)).open("wb") as log:
            environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **self.settings}
            process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def close(self) -> None:
        """Kill all, and see that what they have started ends too."""
        family = {pid for process in self.processes for pid in descendants(process.pid)}
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        assert wait(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family)), "nothing outlives its worker"


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """A scheduler without workers, which gives up an item with which two workers have ended."""
    folder = tmp_path / "dask"
    folder.mkdir()
    started = Dask(folder, settings={"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"})
    yield started
    started.close()


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A small course whose unit has been released."""
    (tmp_path / "course").mkdir()
    course = make_course(tmp_path / "course")
    nbgrader(course, "generate_assignment", "u")
    return course


def graded(course: Path, dask: Dask) -> str:
    return nbgrader(course, "autograde", "u", "--force", *SHORT, f"--ExecuteInJudge.scheduler={dask.address}")


@pytest.mark.slow
def test_a_class_graded_on_two_workers_is_equal_to_one_graded_here(released: Path, dask: Dask) -> None:
    nbgrader(released, "autograde", "u", "--force", *SHORT)
    here, points = executed(released), scores(released)
    workers = dask.worker(), dask.worker()
    log = graded(released, dask)
    assert scores(released) == points == POINTS
    assert executed(released) == here
    assert "whoever reaches it can run programs on it" in log
    assert wait(lambda: not any(descendants(one.pid) for one in workers)), "engines end with the command"
