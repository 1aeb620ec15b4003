"""Main's side of grading: the warm servers of judges and learners, and the work items under way."""

from __future__ import annotations

import json
import os
import select
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any, Self

from autograder.judge.files import Files
from autograder.judge.limits import HOW, MEMORY, NotebookLimits
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.child import Child
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import Server, ServerError

Notebook = dict[str, Any]
Contracts = dict[str, Any]  # by unit: what `autograder.contracts.load.provide` takes
JUDGE_CPU = 600  # CPU seconds of a judge; a backstop, its cells have time limits of their own
GRACE = 30.0  # seconds that a judge may take beyond the notebook's time limit, for replays and cells of its own


@dataclass
class Engine:
    """Executes rebuilt notebooks: graded cells in a judge, all others in a sandboxed process of their own.

    Use it as a context manager in the main thread. `workers` is the number of notebooks under way at once; their number
    has no influence on results. `sandbox` is None only where the user has said so: then learners' code runs unwalled.
    `check` is called while the servers warm up; nothing is executed where it raises.
    """

    limits: NotebookLimits = field(default_factory=NotebookLimits)
    sandbox: Sandbox | None = field(default_factory=Sandbox)
    workers: int = field(default_factory=lambda: len(os.sched_getaffinity(0)))
    check: Callable[[], object] = lambda: None
    _asked: dict[str, tuple[Any, Future[dict[str, Any]] | None]] = field(default_factory=dict, init=False, repr=False)

    def __enter__(self) -> Self:
        """Start both servers; raise `CourseError` where the sandbox is not to be had."""
        with ExitStack() as stack:
            self._pool = stack.enter_context(ThreadPoolExecutor(self.workers, "notebook"))
            warm = ["autograder.learner.ready"]
            self._learners = Server("autograder.learner.service:serve", self.sandbox, warm=warm)
            self._judges = Server(
                "autograder.judge.worker:serve", self._walls(), warm=[*warm, "autograder.judge.ready"]
            )
            servers = self._learners, self._judges
            for server in servers:  # both warm up at once
                stack.callback(server.close)
                server.launch()
            self.check()
            for server in servers:
                server.wait()
            # At the end: what waits is given up, and what is under way ends with the servers.
            stack.callback(self._pool.shutdown, wait=False, cancel_futures=True)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _walls(self) -> Sandbox | None:
        """The sandbox of judges, who decode what learners send: as tight, with room for a whole notebook."""
        if self.sandbox is None:
            return None
        return Sandbox(Limits(memory=MEMORY, seconds=self.limits.notebook + 2 * GRACE, cpu=JUDGE_CPU))

    def like(self, other: object) -> bool:
        """Whether the other is an engine with the same options, so that either may do the other's work."""
        if not isinstance(other, Engine):
            return False
        return (self.limits, self.sandbox, self.workers) == (other.limits, other.sandbox, other.workers)

    def alive(self) -> bool:
        """Whether both servers are there to ask."""
        return self._learners.alive() and self._judges.alive()

    def submit(
        self, notebook: Notebook, contracts: Contracts | None = None, files: Files | None = None
    ) -> Future[Notebook]:
        """Begin to execute a notebook as soon as a worker is free.

        `contracts` are those of its unit, if it has any; `files` lie beside it.
        """
        self._find_out(contracts or {})
        return self._pool.submit(self.execute, notebook, contracts, files)

    def _find_out(self, contracts: Contracts) -> None:
        """Where a second notebook of a unit comes, begin to ask what the author's solutions do, once for all."""
        for unit, given in contracts.items():
            known, asked = self._asked.get(unit, (None, None))
            if known != given:
                self._asked[unit] = given, None
            elif asked is None:
                self._asked[unit] = given, self._pool.submit(self._judged, None, {unit: given}, None)

    def _reports(self, contracts: Contracts) -> dict[str, Any]:
        """What is known by now of the author's solutions; where that failed, each judge finds out itself."""
        reports = {}
        for unit, given in contracts.items():
            known, asked = self._asked.get(unit, (None, None))
            if known == given and asked and asked.done() and not asked.cancelled() and not asked.exception():
                reports.update(asked.result())
        return reports

    def execute(self, notebook: Notebook, contracts: Contracts | None = None, files: Files | None = None) -> Notebook:
        """Execute one notebook and return it; raise `ServerError` where the grader itself fails."""
        return self._judged(notebook, contracts or {}, files)

    def _judged(self, notebook: Notebook | None, contracts: Contracts, files: Files | None) -> dict[str, Any]:
        work, judge_work = socket.socketpair()
        requests, judge_requests = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with work, requests, self._judges.spawn(judge_work, judge_requests) as judge:
            item = {
                "notebook": notebook,
                "limits": asdict(self.limits),
                "contracts": contracts,
                "reports": self._reports(contracts) if notebook else {},
                "files": (files or Files()).as_data(),
                "bounded": self.sandbox is not None,
            }
            try:
                work.sendall(json.dumps(item).encode())
                work.shutdown(socket.SHUT_WR)
                answer = self._attend(work, requests)
            except OSError as error:  # it died with the work item half read, or half answered
                raise ServerError(f"the judge {judge.close()} ({error})") from error
            if not answer:
                raise ServerError(f"the judge {judge.close()} without a result")
        answered: dict[str, Any] = json.loads(answer)
        return answered

    def _attend(self, work: socket.socket, requests: socket.socket) -> bytes:
        """Give the judge a fresh learner whenever it asks, until its answer is complete."""
        deadline = time.monotonic() + self.limits.notebook + GRACE
        answer, learner = bytearray(), None
        try:
            while (left := deadline - time.monotonic()) > 0:
                ready, _, _ = select.select([work, requests], [], [], left)
                if requests in ready and (request := requests.recv(64)):
                    if request == HOW and learner:
                        requests.send(str(learner.wait(5) or learner.close()).encode())
                    else:
                        learner = self._replace(learner, requests)
                if work in ready:
                    chunk = work.recv(1 << 20)
                    if not chunk:
                        return bytes(answer)
                    answer += chunk
            raise ServerError(f"the judge did not answer within {self.limits.notebook + GRACE:g} s")
        finally:
            if learner:
                learner.close()

    def _replace(self, learner: Child | None, requests: socket.socket) -> Child:
        if learner:
            learner.close()
        ours, theirs = socket.socketpair()
        fresh = self._learners.spawn(theirs)
        with ours:
            socket.send_fds(requests, [b"here"], [ours.fileno()])
        return fresh
