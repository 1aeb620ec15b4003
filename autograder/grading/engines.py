"""The owner of the engine: one at a time, with the options asked for, alive, and gone soon after its last use.

A command grades and ends; formgrader's Autograde button grades inside the Jupyter server, which goes on for days.
"""

from __future__ import annotations

import atexit
import threading
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from autograder.grading.engine import Contracts, Engine, Notebook
from autograder.judge.files import Files

if TYPE_CHECKING:  # it needs the extra `cluster`
    from autograder.grading.cluster import Cluster

Executor: TypeAlias = "Engine | Cluster"
IDLE = 3.0  # seconds without work after which the engine ends


class Engines:
    """Keeps the engine asked for last. Ask from the main thread: servers end with the thread that starts them."""

    def __init__(self, idle: float = IDLE) -> None:
        """Start nothing yet; `idle` is in seconds."""
        self._idle = idle
        self._lock = threading.Lock()
        self._engine: Executor | None = None
        self._under_way = 0
        self._timer: threading.Timer | None = None
        atexit.register(self.close)

    def submit(
        self, wanted: Executor, notebook: Notebook, contracts: Contracts | None = None, files: Files | None = None
    ) -> Future[Notebook]:
        """Begin to execute a notebook in an engine with the options of `wanted`, which is started where there is none.

        An engine with other options, or whose servers have died, ends first; what it had under way fails with
        `ServerError`. Raises `CourseError` where the sandbox is not to be had.
        """
        engine = self._take(wanted)
        if engine is None:
            self.close()
            engine = replace(wanted).__enter__()
            with self._lock:
                self._engine, self._under_way = engine, 1
        future = engine.submit(notebook, contracts, files)
        future.add_done_callback(lambda _: self._done(engine))
        return future

    def workers(self) -> int:
        """Return how many notebooks the present engine executes at once; 0 where there is none."""
        with self._lock:
            engine = self._engine
        return engine.workers if engine else 0  # not under the lock: a cluster is asked, which waits for callbacks

    def close(self) -> None:
        """End the engine; the next `submit` starts another."""
        with self._lock:
            self._wait_no_longer()
            engine, self._engine = self._engine, None
        if engine is not None:  # not under the lock, which what is under way needs in order to end
            engine.__exit__(None, None, None)

    def _take(self, wanted: Executor) -> Executor | None:
        """Return the present engine, which has one more piece of work now, if it will do."""
        with self._lock:
            self._wait_no_longer()
            engine = self._engine
            if engine is None or not engine.like(wanted) or not engine.alive():
                return None
            self._under_way += 1
            return engine

    def _done(self, engine: Executor) -> None:
        """Count what has ended, and wait a moment for more work where that was all."""
        with self._lock:
            if engine is not self._engine:
                return
            self._under_way -= 1
            if self._under_way == 0:
                self._timer = threading.Timer(self._idle, self._retire, [engine])
                self._timer.daemon = True
                self._timer.start()

    def _retire(self, engine: Executor) -> None:
        with self._lock:
            idle = engine is self._engine and self._under_way == 0
        if idle:
            self.close()

    def _wait_no_longer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


engines = Engines()  # of this process
