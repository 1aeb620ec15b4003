"""Main's side of grading on a cluster: work items go to the workers of a Dask scheduler, as bytes, and come back.

It stands in for the engine of this machine, and needs the extra `cluster`. How to set one up, and who can do what to
whom there: docs/cluster.md.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
import uuid
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any, Self, TypeAlias

import distributed
from distributed import Client, KilledWorker

from autograder.errors import MachineError
from autograder.grading import cluster_worker
from autograder.grading.engine import Contracts, Notebook
from autograder.judge.files import Files
from autograder.judge.limits import NotebookLimits
from autograder.sandbox.server import ServerError

Task: TypeAlias = "distributed.Future[Any]"
START = 30.0  # seconds in which the scheduler must answer, and have a worker
ALONE = 120.0  # seconds without any worker after which a run ends
LOOK = 2.0  # seconds between two looks
PAGE = "docs/cluster.md has the commands"


@dataclass
class Cluster:
    """Executes rebuilt notebooks on the workers of the scheduler at `address`, each of which has an engine of its own.

    Use it as a context manager. `memory` is that of a learner's process in bytes, 0 where the user has given up the
    sandbox. Addresses that begin with `tls://` need the keys that Dask's own configuration names.
    """

    address: str
    limits: NotebookLimits = field(default_factory=NotebookLimits)
    memory: int = 0

    def __enter__(self) -> Self:
        """Connect, compare versions, and have engines warmed; raise `MachineError` where that fails."""
        self._name = f"autograder-{uuid.uuid4().hex}"
        self._waiting: dict[Future[Notebook], Task] = {}
        self._lock, self._ended = threading.Lock(), threading.Event()
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # its tracebacks are one line of ours
        try:
            self._client = Client(self.address, timeout=START, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:  # Dask's own, and what its settings lack
            raise self._error(f"no scheduler answers ({error})", "start one with `dask scheduler`") from error
        try:
            self._prepare()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        threading.Thread(target=self._watch, name="cluster", daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Let the engines end, and give up what is under way."""
        self._ended.set()
        if self.alive():
            with suppress(Exception):  # what is gone has no engine
                self._client.unregister_worker_plugin(self._name)
        self._client.close(timeout=LOOK)
        self._fail(ServerError("the cluster was left"))

    def like(self, other: object) -> bool:
        """Whether the other is a cluster at the same address with the same options."""
        return self == other

    def alive(self) -> bool:
        """Whether the scheduler is there to ask, as far as one knows."""
        return str(self._client.status) == "running"

    @property
    def workers(self) -> int:
        """Notebooks that all workers together execute at once, now; 0 where the scheduler is gone."""
        return sum(self._threads().values())

    def submit(
        self, notebook: Notebook, contracts: Contracts | None = None, files: Files | None = None
    ) -> Future[Notebook]:
        """Have a notebook executed as soon as a worker is free; the result is fetched as soon as it is there."""
        item = {"notebook": notebook, "contracts": contracts or {}, "files": (files or Files()).as_data()}
        waiting: Future[Notebook] = Future()
        task = self._client.submit(cluster_worker.execute, self._name, json.dumps(item).encode(), pure=False)
        with self._lock:
            self._waiting[waiting] = task
        waiting.add_done_callback(self._forget)
        assert self._client.loop is not None
        self._client.loop.add_callback(self._fetch, waiting, task)
        return waiting

    def _prepare(self) -> None:
        """Wait for a worker, compare what all have with what is here, and give each an engine."""
        try:
            self._client.wait_for_workers(1, timeout=START)
        except TimeoutError:
            raise self._error("the scheduler has no worker", f"`dask worker {self.address}`") from None
        wanted = cluster_worker.equipment(cluster_worker.requirements())
        found: dict[str, Any] = self._client.run(cluster_worker.differences, wanted, on_error="return")
        if bad := [f"{worker} has {other}" for worker, other in sorted(found.items()) if other]:
            remedy = "install the same versions there, with the same constraints.txt, and start the worker again"
            raise self._error("; ".join(bad)[:2000], remedy)
        plugin = cluster_worker.EnginePlugin(wanted, asdict(self.limits), self.memory)
        try:
            self._client.register_plugin(plugin, name=self._name)
        except Exception as error:  # whatever a worker has met
            remedy = "mend that worker, or leave it out, then run this again"
            raise self._error(f"a worker cannot grade: {error}", remedy) from error

    async def _fetch(self, waiting: Future[Notebook], task: Task) -> None:
        """Wait for a task and hand on what became of it; in the thread of the client."""
        try:
            executed = json.loads(await self._client.gather(task, asynchronous=True))
        except ServerError as error:
            problem: Exception = error
        except KilledWorker as error:
            problem = ServerError(f"{error.allowed_failures + 1} workers ended while they executed it")
        except (asyncio.CancelledError, CancelledError, OSError):
            problem = self._lost()
        except Exception as error:
            problem = ServerError(f"{type(error).__name__}: {error}")
        else:
            with suppress(Exception):  # it may be given up just now
                waiting.set_result(executed)
            return
        with suppress(Exception):
            waiting.set_exception(problem)

    def _forget(self, waiting: Future[Notebook]) -> None:
        """Let the scheduler forget a task that is done, or that nobody waits for any more."""
        with self._lock:
            task = self._waiting.pop(waiting, None)
        if task is not None and waiting.cancelled():
            with suppress(Exception):
                task.cancel()

    def _fail(self, error: Exception) -> None:
        with self._lock:
            waiting = list(self._waiting)
        for one in waiting:
            with suppress(Exception):  # it may be done by now
                one.set_exception(error)

    def _watch(self) -> None:
        """End the run where no worker is left, or no scheduler: what waits would wait for ever."""
        last = time.monotonic()
        while not self._ended.wait(LOOK):
            if not self.alive():
                self._fail(self._lost())
            elif not self._waiting or self._threads():
                last = time.monotonic()
            elif time.monotonic() - last > ALONE:
                self._fail(self._error(f"no worker is left since {ALONE:g} s", f"`dask worker {self.address}`"))

    def _threads(self) -> dict[str, int]:
        """The threads of each worker."""
        try:
            found: dict[str, int] = dict(self._client.nthreads()) if self.alive() else {}
        except Exception:  # the connection is just being lost
            return {}
        return found

    def _lost(self) -> MachineError:
        return self._error("the scheduler is gone", "start it and its workers, then run the command again: it goes on")

    def _error(self, what: str, remedy: str) -> MachineError:
        return MachineError(what, where=self.address, remedy=f"{remedy}; {PAGE}")
