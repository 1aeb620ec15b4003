"""The judge's process: reads one notebook from main, walks it, and writes it back with outputs and verdicts."""

from __future__ import annotations

import json
import resource
import socket

from autograder.contracts.load import provide
from autograder.judge.limits import HOW, MORE, NotebookLimits
from autograder.judge.notebook import run_notebook
from autograder.sandbox.limits import measure

MEMORY = 2 << 30  # bytes that a judge may take beyond those of the warm server, whatever a learner sends


def serve(work: socket.socket, learners: socket.socket) -> None:
    """Serve one work item, JSON with `notebook`, `limits` and `contracts`, on `work` up to its end; the notebook back.

    `learners` carries requests for a learner's process to main, and the connections to them back; also how they ended.
    """
    bound_memory(MEMORY)
    with work.makefile("rb") as reader:
        item = json.loads(reader.read())
    limits = NotebookLimits(**item["limits"])
    provide(item["contracts"])
    executed = run_notebook(item["notebook"], lambda: _fresh(learners), limits, lambda: _how(learners))
    work.sendall(json.dumps(executed).encode())
    work.shutdown(socket.SHUT_WR)


def bound_memory(more: int) -> None:
    """Allow this process `more` bytes of data than it has now; then `MemoryError` costs the cell, not the machine."""
    _, data = measure()
    resource.setrlimit(resource.RLIMIT_DATA, (data + more, data + more))


def _fresh(learners: socket.socket) -> socket.socket:
    learners.send(MORE)
    _, files, _, _ = socket.recv_fds(learners, 16, 1)
    if not files:
        raise ConnectionError("main gave no learner")
    return socket.socket(fileno=files[0])


def _how(learners: socket.socket) -> str:
    learners.send(HOW)
    return learners.recv(200).decode() or "ended"
