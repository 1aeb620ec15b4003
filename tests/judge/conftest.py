"""Processes for learners, started without a sandbox: the tests of the judge need only the boundary."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerProcess

import pytest

from autograder.judge.client import Client
from autograder.learner.service import serve

CONTEXT = multiprocessing.get_context("forkserver")
# A process has one fork server: what the trials of `tests/test_bank.py` need is in it from the start, too.
CONTEXT.set_forkserver_preload(["autograder.learner.ready", "tests.trial", "autograder.learner.warm", "pytest"])


class Learners:
    """Starts a process for each connection that is asked for, and ends the one before."""

    def __init__(self) -> None:
        self.started: list[ForkServerProcess] = []

    def __call__(self) -> socket.socket:
        """Return the connection to a fresh process."""
        self.end()
        here, there = socket.socketpair()
        with there:
            process = CONTEXT.Process(target=serve, args=(there,), daemon=True)
            process.start()
        self.started.append(process)
        return here

    def end(self) -> None:
        """End the processes that are still there."""
        for process in self.started:
            process.kill()
            process.join()


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Start the server that forks, so that no test waits for its imports."""
    first = Learners()
    first().close()
    first.end()


@pytest.fixture
def learners() -> Iterator[Learners]:
    """The learner's processes of one test."""
    made = Learners()
    yield made
    made.end()


@pytest.fixture
def learner(learners: Learners) -> Iterator[Callable[[str], Client]]:
    """Starts a learner's process that has run a cell."""
    opened = []

    def start(source: str, seconds: float = 5.0) -> Client:
        made = Client(learners(), seconds)
        opened.append(made)
        outputs = made.ask("cell", source, seconds=30)
        assert not [output for output in outputs if output["output_type"] == "error"], outputs
        return made

    yield start
    for made in opened:
        made.close()
