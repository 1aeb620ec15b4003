"""What a Dask worker gets from `cluster`: a plugin with the machine's engine, and the task that hands it an item."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from importlib import metadata
from itertools import count
from multiprocessing.connection import Connection

from distributed import Worker, WorkerPlugin, get_worker

from autograder.grading.cluster_engine import DONE, FAILED, NUMBER
from autograder.grading.hashes import code
from autograder.sandbox.server import ServerError

DISTRIBUTION = "autograd-course"
MODULE = "autograder.grading.cluster_engine"


def execute(name: str, item: bytes) -> bytes:
    """The task: execute one work item in the engine of this worker; raise `ServerError` where the grader fails."""
    plugin = get_worker().plugins[name]
    assert isinstance(plugin, EnginePlugin)
    return plugin.link.execute(item)


def requirements() -> list[str]:
    """The packages that grading asks for, by name: those of the distribution, but for what only its tests use."""
    lines = [line for line in metadata.requires(DISTRIBUTION) or () if not re.search(r"extra\s*==\s*.test", line)]
    return sorted({re.split(r"[^\w.-]", line)[0] for line in lines} - {DISTRIBUTION})


def equipment(packages: Iterable[str]) -> dict[str, str]:
    """What results depend on: the kind of machine, Python, the code of the grader, and these packages."""
    found = {"machine": platform.machine(), "python": platform.python_version(), "grader": code()[:12]}
    return found | {name: _version(name) for name in packages}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def differences(wanted: Mapping[str, str]) -> str:
    """Say what this process has otherwise than wanted, which is an `equipment`; empty where nothing is."""
    here = equipment(wanted.keys() - equipment(()).keys())
    other = [name for name in wanted if here[name] != wanted[name]]
    return ", ".join(f"{name} {here[name]} in place of {wanted[name]}" for name in other)


class EnginePlugin(WorkerPlugin):
    """Keeps one engine on a worker, warm from the start, with as many notebooks at once as the worker has threads.

    A worker that cannot grade, since it differs or has no sandbox, leaves the cluster; its log says why.
    """

    def __init__(self, wanted: dict[str, str], limits: dict[str, float], memory: int) -> None:
        self.wanted, self.limits, self.memory = wanted, limits, memory

    async def setup(self, worker: Worker) -> None:
        """Start the engine, and wait until it is warm, while the worker goes on."""
        setup = {"limits": self.limits, "memory": self.memory, "workers": worker.state.nthreads}
        self.link = Link(json.dumps(setup).encode())
        try:
            if other := await asyncio.to_thread(differences, self.wanted):
                raise ServerError(f"{worker.address} has {other}")
            await asyncio.to_thread(self.link.open)
        except ServerError as error:
            worker.loop.call_later(1.0, worker.close, reason=f"it cannot grade: {error}")
            raise ServerError(f"{worker.address}: {error}") from None

    async def teardown(self, worker: Worker) -> None:  # noqa: ARG002  (Dask calls it)
        """End the engine."""
        await asyncio.to_thread(self.link.close)


class Link:
    """The worker's side of the socket to its engine's process, which is started again where it has ended."""

    def __init__(self, setup: bytes) -> None:
        self._setup, self._lock, self._numbers = setup, threading.Lock(), count()
        self._connection: Connection | None = None
        self._waiting: dict[int, Future[bytes]] = {}

    def open(self) -> None:
        """Start the process where there is none; raise `ServerError` where it does not get warm."""
        with self._lock:
            self._open()

    def execute(self, item: bytes) -> bytes:
        """Have one item executed; raise `ServerError` where that fails."""
        waiting: Future[bytes] = Future()
        with self._lock:
            connection, number = self._open(), next(self._numbers)
            self._waiting[number] = waiting
            with suppress(OSError):  # it has ended; the reader says so to all who wait
                connection.send_bytes(number.to_bytes(NUMBER, "big") + item)
        answer = waiting.result()
        if not answer.startswith(DONE):
            raise ServerError(answer[1:].decode())
        return answer[1:]

    def close(self) -> None:
        """Let the process end, if there is one."""
        with self._lock:
            if self._connection is not None:
                with suppress(OSError):
                    self._connection.send_bytes(b"")

    def _open(self) -> Connection:
        if self._connection is not None:
            return self._connection
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", MODULE, str(theirs.fileno())]
            process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True, env=os.environ
            )
        connection = Connection(ours.detach())
        try:
            connection.send_bytes(self._setup)
            answer = connection.recv_bytes()
        except (EOFError, OSError):
            answer = FAILED + b"the engine ended while it started: see the worker's log"
        if not answer.startswith(DONE):
            connection.close()
            process.wait()
            raise ServerError(answer[1:].decode())
        self._connection = connection
        threading.Thread(target=self._read, args=[connection, process], daemon=True).start()
        return connection

    def _read(self, connection: Connection, process: subprocess.Popen[bytes]) -> None:
        """Hand each answer to who waits for it, until the process ends."""
        with suppress(EOFError, OSError):
            while True:
                message = connection.recv_bytes()
                self._waiting.pop(int.from_bytes(message[:NUMBER], "big")).set_result(message[NUMBER:])
        with self._lock:
            self._connection = None
            lost, self._waiting = self._waiting, {}
        for waiting in lost.values():
            waiting.set_exception(ServerError("the engine of a worker has ended"))
        connection.close()
        process.wait()
