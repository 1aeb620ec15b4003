"""Try answers fast: run notebook cells in a process forked from a warm one, and say which cells pass.

This is for the bank and for authors, whose code is trusted. Submissions are graded by nbgrader.
"""

from __future__ import annotations

import io
import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from types import FrameType
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograder.contracts.ahead import provide, reports_of
from autograder.course.bank import Answer


@dataclass(frozen=True)
class Trial:
    """One answer put into a notebook: the cells to run as (id, source), and the ids whose outcome is asked for."""

    answer: Answer
    cells: tuple[tuple[str, str], ...]
    asked: frozenset[str]
    seconds: float = 10.0


@dataclass(frozen=True)
class Verdict:
    """What became of one answer: the graded cells that failed, with the message of each."""

    answer: Answer
    failed: dict[str, str]

    @property
    def as_expected(self) -> bool:
        """Whether the answer lost what its bank entry says, with the message that it says."""
        if set(self.failed) != set(self.answer.fails):
            return False
        return not self.answer.fails or self.answer.says in self.failed[self.answer.fails[0]]


def trial(notebook: NotebookNode, answer: Answer) -> Trial:
    """Put an answer into an authored notebook, keeping the solutions of all other exercises.

    Only the graded cells of the answer's own exercise are asked for; an answer whose exercise is `""` leaves the
    notebook as it is and asks for all.
    """
    cells, asked = [], set()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        if is_grade(cell):
            if answer.exercise and not name.startswith(f"{answer.exercise}-"):
                continue
            asked.add(name)
        replaced = is_solution(cell) and name == answer.exercise
        cells.append((name, answer.source if replaced else cell.source))
    while answer.exercise and asked and cells[-1][0] not in asked:  # what comes after decides nothing
        cells.pop()
    return Trial(answer, tuple(cells), frozenset(asked))


def run_all(trials: Iterable[Trial], processes: int | None = None, *, unit: str = "") -> Iterator[Verdict]:
    """Run each trial in a process of its own, several at a time, and yield the verdicts in order.

    Where a `unit` is given, one more finds out first what the author's solutions do on the cases of its contracts.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.learner.warm", __name__])
    reports: dict[str, tuple[str, str]] = {}
    if unit:
        with context.Pool(1) as pool:
            reports = pool.apply(reports_of, [unit])
    with context.Pool(processes, provide, [reports], maxtasksperchild=1) as pool:
        yield from pool.imap(run, trials, chunksize=1)


def run(trial: Trial) -> Verdict:
    """Run the cells of a trial in this process, each with its time limit; a cell that raises does not stop the rest."""
    import matplotlib

    matplotlib.use("Agg")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    failed = {}
    for name, source in trial.cells:
        message = _run_cell(name, source, namespace, trial.seconds)
        if message is not None and name in trial.asked:
            failed[name] = message
    return Verdict(trial.answer, failed)


class _TimeLimitError(BaseException):
    """Not an Exception, so that an answer's `except Exception` does not swallow it."""


def _run_cell(name: str, source: str, namespace: dict[str, Any], seconds: float) -> str | None:
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            exec(compile(source, f"<{name}>", "exec"), namespace)
    except _TimeLimitError:
        return f"time limit: no result after {seconds:g} s"
    except BaseException as error:  # whatever an answer raises, SystemExit included, is its outcome
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TimeLimitError
