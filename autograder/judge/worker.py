"""The judge's process: reads one notebook from main, walks it, and writes it back with outputs and verdicts."""

from __future__ import annotations

import json
import os
import resource
import socket
from typing import Any

from autograder.contracts import ahead, load
from autograder.judge.files import Files, beside
from autograder.judge.limits import HOW, MEMORY, MORE, NotebookLimits
from autograder.judge.notebook import run_notebook
from autograder.sandbox.limits import measure


def serve(work: socket.socket, learners: socket.socket) -> None:
    """Serve one work item on `work`, JSON with `notebook`, `limits`, `contracts`, `reports`, `files` and `bounded`.

    The executed notebook goes back; where it is None, what `reports_of` says of the units of `contracts`.

    `learners` carries requests for a learner's process to main, and the connections to them back; also how they ended.
    """
    with work.makefile("rb") as reader:
        item = json.loads(reader.read())
    if not item["bounded"]:  # by the sandbox, which has its limits
        bound_memory(MEMORY)
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # graded cells may ask, as under stock; learners' code may not
    load.provide(item["contracts"])
    ahead.provide(item["reports"])
    if item["notebook"] is None:
        executed: Any = {key: report for unit in item["contracts"] for key, report in ahead.reports_of(unit).items()}
    else:
        executed = _executed(item, learners)
    work.sendall(json.dumps(executed).encode())
    work.shutdown(socket.SHUT_WR)


def _executed(item: dict[str, Any], learners: socket.socket) -> dict[str, Any]:
    limits = NotebookLimits(**item["limits"])
    files = Files.from_data(item["files"])
    with beside(files, bounded=item["bounded"]) as folder:
        prepare = (str(folder), *(part for pair in files.both.items() for part in pair)) if files.both else ()
        return run_notebook(item["notebook"], lambda: _fresh(learners), limits, lambda: _how(learners), prepare)


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
