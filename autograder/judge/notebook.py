"""Walk a rebuilt notebook: the learner's cells run in the learner's process, graded cells in this one.

The way of a notebook is a pure function: notebook in, executed notebook with verdicts out. Where the learner's process
dies or does not answer, that costs the cell in which it happened: the cells before are replayed in a fresh process.
"""

from __future__ import annotations

import copy
import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.judge.cell import Outcome, failure, only_contracts, run_cell
from autograder.judge.client import Client
from autograder.judge.hints import Faults
from autograder.judge.limits import REPLAYS, NotebookLimits
from autograder.names import bound_names, names
from autograder.wire.outputs import NOTEBOOK, checked

DIAGNOSIS = 2.0  # seconds for what an answer does on the cases of a contract, after all is graded


def run_notebook(
    notebook: dict[str, Any],
    learners: Callable[[], socket.socket],
    limits: NotebookLimits | None = None,
    ending: Callable[[], str] = lambda: "ended",
    files: tuple[Any, ...] = (),
) -> dict[str, Any]:
    """Execute a notebook (nbformat 4 as a dict) and return it with outputs and verdicts.

    `learners` returns the connection to a fresh process of the learner, and ends the one before; `ending` tells how the
    last one ended, such as "died of SIGSEGV". `files` are the arguments of the operation of that name, which comes
    first in each process, where there are any. A graded cell gets in its metadata `autograder`: verdict (passed,
    failed, timeout, died or not-run), seconds and number of calls; and `behaviour` where it has failed and has a
    contract.
    """
    executed = copy.deepcopy(notebook)
    run = _Run(learners, limits or NotebookLimits(), ending, files)
    try:
        for index, cell in enumerate(executed["cells"]):
            if cell["cell_type"] == "code":
                run.cell(index, cell)
        run.diagnose(executed["cells"])
    finally:
        run.close()
    return executed


def is_graded(cell: dict[str, Any]) -> bool:
    """Whether the judge runs a cell: nbgrader's autograded tests."""
    about = cell.get("metadata", {}).get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(about.get("grade")) and not about.get("solution")


class _Run:
    """The state of one walk."""

    def __init__(
        self,
        learners: Callable[[], socket.socket],
        limits: NotebookLimits,
        ending: Callable[[], str],
        files: tuple[Any, ...],
    ) -> None:
        self._learners, self._limits, self._ending, self._files = learners, limits, ending, files
        self._deadline = time.monotonic() + limits.notebook
        self._learner: Client | None = None
        self._starts = 0
        self._done: dict[int, str] = {}  # the learner's cells that have run, by place
        self._killers: set[int] = set()
        self._faults = Faults()
        self._binders: dict[str, int] = {}  # the last of the learner's cells whose text binds a name
        self._known: dict[str, tuple[int, Any]] = {}  # what graded cells have bound, and where
        self._count = 0
        self._budget = dict(NOTEBOOK)  # of outputs

    def close(self) -> None:
        """Let the learner's process end."""
        if self._learner:
            self._learner.close()

    def cell(self, index: int, cell: dict[str, Any]) -> None:
        """Run one code cell, and write its outputs and its verdict into it."""
        self._count += 1
        cell["execution_count"] = self._count
        cell.setdefault("metadata", {})
        start = time.monotonic()
        if is_graded(cell):
            outcome = self._graded(index, cell)
            cell["outputs"] = outcome.outputs
            about = {"verdict": outcome.verdict, "seconds": round(outcome.seconds, 3), "calls": outcome.calls}
            about |= {"behaviour": outcome.behaviour} if outcome.verdict == "failed" else {}
        else:
            cell["outputs"] = self._plain(index, cell["source"])
            about = {"seconds": round(time.monotonic() - start, 3)}
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = self._count
            if output["output_type"] == "error":
                self._faults.explain(output)
        if not is_graded(cell):
            self._faults.note(cell.get("id") or f"number {index + 1}", cell)
        cell["metadata"]["autograder"] = about | {"attempt": self._starts}

    def diagnose(self, cells: list[dict[str, Any]]) -> None:
        """Find out what answers do where a check failed before its contract was asked. It comes last: it costs nobody.

        An answer that ends or blocks its process here loses no more than that.
        """
        for index, cell in enumerate(cells):
            about = cell["metadata"].get("autograder", {}) if is_graded(cell) else {}
            source = only_contracts(cell["source"]) if about.get("verdict") == "failed" else ""
            if not source or about["behaviour"] or self._learner is None or self._learner.fault or self._left() <= 0:
                continue
            outcome = run_cell(f"diagnosis of {index}", source, self._learner, {}, min(self._left(), DIAGNOSIS))
            about["behaviour"] = outcome.behaviour

    def _graded(self, index: int, cell: dict[str, Any]) -> Outcome:
        name = cell["metadata"]["nbgrader"].get("grade_id", f"cell {index}")
        learner, seconds = self._fresh(), self._left()
        if learner is None or seconds <= 0:
            return Outcome("not-run", [self._not_run(seconds)], 0, 0, {})
        known = {name: value for name, (place, value) in self._known.items() if place > self._binders.get(name, -1)}
        outcome = run_cell(name, cell["source"], learner, _read(cell["source"], known), seconds)
        bound = bound_names(cell["source"]) & outcome.bound.keys()
        self._known |= {name: (index, outcome.bound[name]) for name in bound}
        if not learner.fault:
            self._ask(learner, "settle")
        return outcome

    def _plain(self, index: int, source: str) -> list[dict[str, Any]]:
        self._binders |= dict.fromkeys(bound_names(source), index)
        learner, seconds = self._fresh(), self._left()
        if learner is None or seconds <= 0:
            return [self._not_run(seconds)]
        self._done[index] = source
        outputs = self._ask(learner, "cell", source, seconds=seconds)
        if not learner.fault:
            return checked(outputs, self._budget)
        self._killers.add(index)
        kind = "TimeoutError" if learner.fault == "timeout" else "DeadKernelError"
        return [failure(kind, f"{learner.reason}, in this cell\nThe cells after this one ran without it.")]

    def _not_run(self, seconds: float) -> dict[str, Any]:
        if seconds <= 0:
            limit = f"{self._limits.notebook:g} s"
            return failure(
                "TimeoutError", f"not run: time limit of the notebook, {limit}, used up by cells before this one"
            )
        return failure("DeadKernelError", f"not run: cells before this one ended the process {REPLAYS} times")

    def _left(self) -> float:
        return min(self._limits.cell, self._deadline - time.monotonic())

    def _fresh(self) -> Client | None:
        """Return the learner's process, a new one with the cells so far replayed where the last is lost."""
        while self._learner is None or self._learner.fault:
            if self._starts > REPLAYS or self._left() <= 0:
                return None
            self._starts += 1
            self.close()
            self._learner = Client(self._learners(), self._limits.call)
            self._learner.ending = self._ending
            if self._files:
                self._ask(self._learner, "files", *self._files)
            for index, source in self._done.items():
                if index in self._killers:
                    continue
                self._ask(self._learner, "cell", source, seconds=max(self._left(), 0.001))
                if self._learner.fault:
                    self._killers.add(index)
                    break
        return self._learner

    def _ask(self, learner: Client, what: str, *arguments: Any, seconds: float | None = None) -> Any:
        try:
            return learner.ask(what, *arguments, seconds=seconds)
        except BaseException:  # it is gone, or answers with an error of its own making, SystemExit for one
            return None


def _read(source: str, known: dict[str, Any]) -> dict[str, Any]:
    try:
        return {name: known[name] for name in names(source)[1] & known.keys()}
    except (SyntaxError, ValueError):
        return {}
