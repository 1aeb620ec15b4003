"""The engine of a worker machine, in a process of its own: work items come in, executed notebooks go out, as bytes.

A Dask worker has threads, and a process with threads must not fork; so `cluster_worker` starts this one beside it, and
speaks with it over a socket. It ends with the socket, and so with the worker, however that ends.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.errors import CourseError
from autograder.grading.engine import Engine, Notebook
from autograder.grading.engines import Engines
from autograder.judge.files import Files
from autograder.judge.limits import NotebookLimits
from autograder.sandbox import doctor
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import ServerError

NUMBER = 8  # bytes before an item, and before its answer
DONE, FAILED = b"+", b"-"  # how an answer goes on: with the notebook, or with the reason
IDLE = 600.0  # seconds without work after which the warm servers end; the next item starts them again


def main() -> None:
    """Serve until the socket ends. The one argument is its number; the first message is the setup."""
    connection = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError):  # the worker has gone
        serve(connection, json.loads(connection.recv_bytes()))


def serve(connection: Connection, setup: dict[str, Any]) -> None:
    """Warm up, say so, and answer items until an empty message comes."""
    wanted, engines, lock = _engine(setup), Engines(IDLE), threading.Lock()

    def send(*parts: bytes) -> None:
        with lock:
            connection.send_bytes(b"".join(parts))

    try:
        engines.submit(wanted, {"cells": []}).result()
    except (CourseError, ServerError) as error:
        send(FAILED, str(error).encode())
        return
    send(DONE)
    try:
        while message := connection.recv_bytes():
            number, item = message[:NUMBER], json.loads(message[NUMBER:])
            try:
                future = engines.submit(wanted, item["notebook"], item["contracts"], Files.from_data(item["files"]))
            except CourseError as error:
                send(number, FAILED, str(error).encode())
            else:
                future.add_done_callback(partial(_answer, partial(send, number)))
    finally:
        engines.close()


def _answer(send: Callable[..., None], future: Future[Notebook]) -> None:
    try:
        executed = future.result()
    except BaseException as error:  # whatever it is, somebody waits
        answer = FAILED, (str(error) or type(error).__name__).encode()
    else:
        answer = DONE, json.dumps(executed).encode()
    with suppress(OSError):  # the worker has gone
        send(*answer)


def _engine(setup: dict[str, Any]) -> Engine:
    """Return an engine with these options, not started."""
    sandbox = Sandbox(Limits(memory=setup["memory"])) if setup["memory"] else None
    engine = Engine(NotebookLimits(**setup["limits"]), sandbox, setup["workers"])
    if sandbox:
        engine.check = _tried
    return engine


def _tried() -> None:
    """Try the sandbox of this machine, as before grading without a cluster; no course lies here."""
    with TemporaryDirectory(prefix="autograder-") as folder:
        doctor.require(Path(folder))


if __name__ == "__main__":
    main()
