"""Run one graded cell in the judge: its names, its time limit, its outputs, and the verdict."""

from __future__ import annotations

import ast
import builtins
import io
import linecache
import math
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from types import CodeType, FrameType
from typing import Any

import torch

from autograder.contracts.check import DiffersError
from autograder.judge.client import MISSING, Client, GoneError, Module
from autograder.judge.files import modules
from autograder.judge.handles import Handle
from autograder.names import as_python, names
from autograder.wire.exceptions import OWN

TEXT = 100_000  # characters that a cell may print
MESSAGE = 10_000  # characters of an error's message, and of a line of its traceback
LINES = 100  # of a traceback
HERE = str(__file__).rpartition("/")[0]
ALIASES = {"np": "numpy", "plt": "matplotlib.pyplot", "mpl": "matplotlib", "pd": "pandas", "F": "torch.nn.functional"}


@dataclass(frozen=True)
class Outcome:
    """What became of a graded cell. `verdict` is passed, failed, timeout, died or not-run; `bound` are its globals.

    `behaviour` is that of the answer in a contract that it breaks (`autograder.contracts.behaviour`), else empty.
    """

    verdict: str
    outputs: list[dict[str, Any]]
    seconds: float
    calls: int
    bound: dict[str, Any]
    behaviour: str = ""


class _CellTimeoutError(BaseException):
    """Not an Exception, so that a test's `except Exception` does not swallow it."""


def run_cell(name: str, source: str, learner: Client, known: dict[str, Any], seconds: float) -> Outcome:
    """Run the source of a graded cell; `known` are names that it takes from the judge, and not from the learner."""
    start, calls, printed = time.monotonic(), learner.calls, _Text()
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    outputs: list[dict[str, Any]] = []
    error: BaseException | None = None
    learner.deadline, learner.quiet = start + seconds, printed
    learner.agree_on_random()

    def run() -> None:
        body, last = _compiled(name, source)
        found = _resolve(source, learner, known)
        namespace.update(found)
        learner.rebound = _rebound(namespace, {name: found[name] for name in found.keys() & names(source)[0]})
        try:
            exec(body, namespace)
            outputs.extend(_result(eval(last, namespace)) if last else [])
        finally:
            if not learner.fault:
                learner.agree_on_names()

    try:
        with (
            _time_limit(seconds, run.__code__),
            redirect_stdout(printed),
            redirect_stderr(printed),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("default")
            run()
    except BaseException as raised:  # whatever a test raises, SystemExit included, is its outcome
        error = raised
        if isinstance(raised, _CellTimeoutError):
            learner.give_up("timeout", "time limit: the cell did not end")  # the alarm may have cut off anything
    finally:
        learner.deadline = math.inf
        learner.rebound = lambda: ({}, [])
        torch.set_grad_enabled(True)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")
    if text := readable(printed.getvalue()):
        outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text})
    verdict, failure = _verdict(error, learner, seconds)
    if failure:
        outputs = [output for output in outputs if output["output_type"] == "stream"] + [failure]
    shown = getattr(error, "behaviour", "") if type(error) is DiffersError else ""
    return Outcome(verdict, outputs, time.monotonic() - start, learner.calls - calls, namespace, shown)


def only_contracts(source: str) -> str:
    """The lines of a graded cell that compare the answer with contracts; empty where it has none."""
    try:
        body = ast.parse(as_python(source)).body
    except (SyntaxError, ValueError):
        return ""
    calls = [ast.unparse(node) for node in body if isinstance(node, ast.Expr) and _calls_check(node.value)]
    return "\n".join(["from autograder.contracts import check", *calls]) if calls else ""


def _calls_check(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"


def _compiled(name: str, source: str) -> tuple[Any, Any]:
    """Compile a cell, and its last expression apart where it has one that is to be shown."""
    file = f"<{name}>"
    text = as_python(source)
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    tree = ast.parse(text, file)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not text.rstrip().endswith(";"):
        last = compile(ast.Expression(tree.body.pop().value), file, "eval", dont_inherit=True)  # type: ignore[attr-defined]
    return compile(tree, file, "exec", dont_inherit=True), last


def _resolve(source: str, learner: Client, known: dict[str, Any]) -> dict[str, Any]:
    """Look up the names that a cell takes from cells before it."""
    wanted = sorted(names(source)[1] - vars(builtins).keys() - known.keys())
    values = learner.ask("names", *wanted) if wanted else []
    if type(values) is not list or len(values) != len(wanted):
        raise GoneError("the learner's process did not return the names asked for")
    found = {name: _module(name, value) for name, value in zip(wanted, values, strict=True) if value is not MISSING}
    classes = [pair for value in found.values() if isinstance(value, Handle) for pair in Handle.itself(value)]
    learner.named = set(classes)
    return {**found, **known}


def _rebound(namespace: dict[str, Any], shared: dict[str, Any]) -> Callable[[], tuple[dict[str, Any], list[str]]]:
    """Return a function that tells which of the names that a cell has taken from the learner it has since changed."""

    def changes() -> tuple[dict[str, Any], list[str]]:
        deleted = [name for name, value in shared.items() if value is not MISSING and name not in namespace]
        changed = {name: namespace[name] for name, value in shared.items() if namespace.get(name, value) is not value}
        shared.update(changed)
        shared.update(dict.fromkeys(deleted, MISSING))
        return changed, deleted

    return changes


def _module(name: str, value: Any) -> Any:
    """Return the judge's own module where a global of the learner is a module of that name; never any other.

    So `torch` is torch and `np` numpy, and no name stands for a module that has the functions that a learner likes.
    """
    if not isinstance(value, Module):
        return value
    own = name if name in sys.modules else ALIASES.get(name, value.name)
    if own == value.name and own in modules:
        import_module(own)
    fits = own == value.name and (own.rpartition(".")[2] == name or name in ALIASES)
    return sys.modules.get(own, value.handle) if fits else value.handle


def _result(value: Any) -> list[dict[str, Any]]:
    """Show the value of the last expression where it is a number: partial credit, as nbgrader defines it."""
    if type(value) not in (int, float):
        return []
    data = {"text/plain": repr(value)}
    return [{"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}]


def _verdict(error: BaseException | None, learner: Client, seconds: float) -> tuple[str, dict[str, Any] | None]:
    """Judge how a cell ended. One in which the learner's process was lost has not passed, whatever it caught."""
    if isinstance(error, _CellTimeoutError) or learner.fault == "timeout":
        own = f"time limit: no result after {seconds:g} s"
        text = own if isinstance(error, _CellTimeoutError) else learner.reason
        return "timeout", failure("TimeoutError", text)
    if learner.fault:
        return "died", failure("DeadKernelError", learner.reason)
    if error is None:
        return "passed", None
    return "failed", failure(type(error).__name__, _message(error), _traceback(error))


def _message(error: BaseException) -> str:
    """The text of an error, which may be a handle of the learner's, whose text is the learner's code."""
    try:
        own = [note for note in getattr(error, "__notes__", ()) if note.startswith(OWN)]
        return "\n".join([str(error)[:MESSAGE], *own]).lstrip("\n")
    except BaseException:
        return "(its message cannot be shown)"


def failure(name: str, text: str, lines: list[str] | None = None) -> dict[str, Any]:
    """Make an error output, of characters that a file can hold: half an emoji is none."""
    shown = [readable(line[:MESSAGE]) for line in (lines or [f"{name}: {text}"])[-LINES:]]
    return {"output_type": "error", "ename": readable(name[:100]), "evalue": readable(text), "traceback": shown}


def readable(text: str) -> str:
    """Replace what UTF-8 cannot hold."""
    return text.encode(errors="replace").decode()


def _traceback(error: BaseException) -> list[str]:
    """Format a traceback without the frames of the judge itself."""
    described = traceback.TracebackException.from_exception(error)
    inner: traceback.TracebackException | None = described
    while inner is not None:
        inner.stack = traceback.StackSummary.from_list([f for f in inner.stack if not f.filename.startswith(HERE)])
        inner = inner.__cause__ or inner.__context__
    return "".join(described.format()).splitlines()


class _Text(io.StringIO):
    """Printed text up to a limit."""

    def write(self, text: str) -> int:
        room = TEXT - self.tell()
        if room > 0:
            super().write(text if len(text) <= room else text[:room] + f"\n[cut: a cell may print {TEXT} characters]\n")
        return len(text)


@contextmanager
def _time_limit(seconds: float, code: CodeType) -> Iterator[None]:
    """Interrupt the function that has this code after some seconds; what runs around it is never interrupted.

    The alarm comes again and again: a test may swallow it, and Python loses it where an object is being cleaned up.
    """

    def stop(_number: int, frame: FrameType | None) -> None:
        while frame and frame.f_code is not code:
            frame = frame.f_back
        if frame:
            raise _CellTimeoutError

    def lost(about: sys.UnraisableHookArgs) -> None:
        if about.exc_type is not _CellTimeoutError:
            tell(about)

    before, tell = signal.signal(signal.SIGALRM, stop), sys.unraisablehook
    sys.unraisablehook = lost
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.unraisablehook = tell
