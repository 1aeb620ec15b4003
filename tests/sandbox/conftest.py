"""One warm sandboxed server and one trusted one for all tests of the sandbox, and a way to talk to their children."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.child import Child, Death
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.server import Server
from tests.sandbox import handlers

HERE = Path(__file__).parent
LIMITS = Limits(memory=512 * MIB, cpu=2, file_size=96 * MIB, disk=64 * MIB)
NUMBERS = pytest.StashKey[list[tuple[str, str]]]()


@dataclass
class Learner:
    """A child that runs snippets, with main's end of its connection."""

    child: Child
    connection: socket.socket

    def run(self, source: str) -> str:
        """Run a snippet in the child and return what it printed."""
        self.connection.settimeout(20)
        handlers.send(self.connection, source)
        return handlers.receive(self.connection).strip()

    def start(self, source: str) -> None:
        """Send a snippet and do not wait for its end."""
        handlers.send(self.connection, source)

    def end(self, timeout: float = 10) -> Death:
        """Wait for the child's end by itself."""
        death = self.child.wait(timeout)
        assert death is not None, "the child lives on"
        return death


Spawn = Callable[[], Learner]


def spawn(server: Server) -> Learner:
    """Fork a child of a server with the handler `run`."""
    ours, theirs = socket.socketpair()
    return Learner(server.spawn(theirs), ours)


def spawning(server: Server) -> Iterator[Spawn]:
    """Give children, and end them after the test."""
    with ExitStack() as stack:

        def give() -> Learner:
            learner = spawn(server)
            stack.callback(learner.child.close)
            stack.enter_context(learner.connection)
            return learner

        yield give


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the tests have measured."""
    if numbers := config.stash.get(NUMBERS, []):
        terminalreporter.section("sandbox: what was measured")
        for what, value in numbers:
            terminalreporter.write_line(f"{what}: {value}")


def record(config: pytest.Config, what: str, value: str) -> None:
    """Keep a measured value for the summary."""
    config.stash.setdefault(NUMBERS, []).append((what, value))


@pytest.fixture(scope="session")
def sandboxed(pytestconfig: pytest.Config) -> Iterator[Server]:
    """A warm server of learners."""
    began = time.monotonic()
    with Server("handlers:run", Sandbox(LIMITS), warm=["autograder.learner.warm"], paths=[HERE]) as server:
        record(pytestconfig, "start of a warm sandboxed server", f"{time.monotonic() - began:.2f} s")
        yield server


@pytest.fixture(scope="session")
def trusted() -> Iterator[Server]:
    """A server of judges, with nothing imported."""
    with Server("handlers:run", paths=[HERE], warm=()) as server:
        yield server


@pytest.fixture
def learner(sandboxed: Server) -> Iterator[Spawn]:
    """Fork sandboxed children."""
    yield from spawning(sandboxed)


@pytest.fixture
def judge(trusted: Server) -> Iterator[Spawn]:
    """Fork trusted children."""
    yield from spawning(trusted)
