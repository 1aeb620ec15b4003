"""Execute rebuilt notebooks in the engine instead of nbgrader's kernel, later submissions ahead of their turn.

The stock command grades one submission after the other: it executes, writes the notebook, writes the gradebook. Here
the submissions that come next are executed while it writes, so that it uses every core, with one writer as before.
"""

from __future__ import annotations

import atexit
import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from rich.progress import Progress
from traitlets import Bool, Float, Integer

from autograder.contracts import load
from autograder.errors import CourseError, Refused
from autograder.grading.engine import Contracts, Engine, Notebook
from autograder.grading.intake import read_submission
from autograder.grading.prepare import autograded, submissions
from autograder.grading.progress import beside_log
from autograder.grading.rebuild import Rebuild, rebuild
from autograder.grading.record import leave_open
from autograder.judge.limits import NotebookLimits
from autograder.sandbox import doctor
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.server import ServerError

About = dict[str, str]  # student, assignment and notebook, as nbgrader's resources name them


class ExecuteInJudge(NbGraderPreprocessor):
    """Execute a rebuilt notebook: its graded cells in the judge, the learner's own in the sandbox."""

    sandbox = Bool(
        True,
        help="Whether learners' code runs in a sandbox. False gives up all protection of this machine. Default: True.",
    ).tag(config=True)
    workers = Integer(0, help="Notebooks executed at once. Default 0: one for each core.").tag(config=True)
    ahead = Integer(4, help="Submissions executed ahead, for each worker. Default 4; 0: none.").tag(config=True)
    cell_seconds = Float(10.0, help="Time limit of one cell, in seconds. Default 10.").tag(config=True)
    call_seconds = Float(5.0, help="Time limit of one call from a test, in seconds. Default 5.").tag(config=True)
    notebook_seconds = Float(120.0, help="Time limit of a notebook, in seconds. Default 120.").tag(config=True)
    memory = Integer(
        1024, help="Memory of a learner's process beyond that of the warm server, in MiB. Default 1024."
    ).tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the executed notebook; end the command where there is no sandbox and none was given up."""
        if why := notebook.metadata.get("autograder", {}).get("unreadable"):
            return leave_open(notebook, why), resources
        engine, converter = self._engine(), getattr(self.parent, "parent", None)
        about = {name: resources["nbgrader"][name] for name in ("student", "assignment", "notebook")}
        notebook.metadata.setdefault("autograder", {})["sandbox"] = "bubblewrap" if engine.sandbox else "none"
        if not _runs or _runs[-1].converter is not converter:
            _runs[:] = [_Run(converter, about)]
        run = _runs[-1]
        run.contracts = self._contracts(about["assignment"])
        waiting = run.take(about, _plain(notebook), engine)
        run.look_ahead(engine, self.ahead * engine.workers, Rebuild(parent=self.parent))
        try:
            return _filled(notebook, waiting.result()), resources
        except ServerError as error:
            self.log.error("The grader failed: %s. The score stays open.", error)
            return leave_open(notebook, f"the grader failed, which is no fault of yours: {error}"), resources
        except KeyboardInterrupt:
            engine.__exit__(None, None, None)  # else the interpreter waits for what is under way
            raise
        finally:
            run.show(about)

    def _contracts(self, assignment: str) -> Contracts:
        material = load.read(Path(CourseDirectory(parent=self).root), assignment)
        return {assignment: asdict(material)} if material.contracts else {}

    def _engine(self) -> Engine:
        if not _engines:
            limits = NotebookLimits(self.cell_seconds, self.call_seconds, self.notebook_seconds)
            engine = Engine(limits, Sandbox(Limits(memory=self.memory * MIB)) if self.sandbox else None)
            engine.workers = self.workers or engine.workers
            if self.sandbox:
                engine.check = lambda: doctor.require(Path(CourseDirectory(parent=self).root))
            else:
                self.log.warning("Learners' code runs WITHOUT A SANDBOX: it can read and change all that you can.")
            try:
                engine.__enter__()
            except CourseError as error:
                raise Refused(error) from None  # not one failed submission after the other
            atexit.register(engine.__exit__, None, None, None)
            _engines.append(engine)
        return _engines[0]


class _Run:
    """One run of the command, from its first submission on: what comes next, what is under way, how far it is."""

    def __init__(self, converter: Any, first: About) -> None:
        self.converter = converter
        self.contracts: Contracts = {}
        plan = [(first, Path()), *(_coming(converter, first) if isinstance(converter, Autograde) else [])]
        self._places = {_key(about): place for place, (about, _) in enumerate(plan)}
        self._coming = deque((place, *one) for place, one in enumerate(plan))
        self._ahead: dict[int, tuple[Notebook, Future[Notebook]]] = {}  # by place, in order
        self._display = ExitStack()
        self._progress: Progress | None = None
        if len(plan) > 1:
            self._progress = self._display.enter_context(beside_log(converter.log))
            atexit.register(self._display.close)
        if self._progress:
            self._bar = self._progress.add_task(f"grading {first['assignment']}", total=len(plan))

    def take(self, about: About, notebook: Notebook, engine: Engine) -> Future[Notebook]:
        """Return what will be the executed notebook: under way already, or begun now; forget all that came before."""
        place = self._places.get(_key(about), -1)
        planned, future = self._ahead.pop(place, ({"cells": []}, None))
        for passed in [passed for passed in self._ahead if passed < place]:
            self._ahead.pop(passed)[1].cancel()
        while self._coming and self._coming[0][0] <= place:
            self._coming.popleft()
        if future and _code(planned) == _code(notebook):
            return future
        return engine.submit(notebook, self.contracts)

    def look_ahead(self, engine: Engine, most: int, stage: Rebuild) -> None:
        """Begin to execute the submissions that the running command will come to next."""
        while self._coming and len(self._ahead) < most:
            place, about, path = self._coming.popleft()
            try:
                submitted = read_submission(path)
                plain = _plain(rebuild(stage.skeleton(about["assignment"], about["notebook"]), submitted))
            except CourseError:
                continue  # its own turn reports it
            self._ahead[place] = plain, engine.submit(plain, self.contracts)

    def show(self, about: About) -> None:
        """Show that a submission is done, as those before it."""
        if self._progress:
            done = self._places.get(_key(about), -1) + 1
            self._progress.update(self._bar, completed=done)
            if done == len(self._places):
                self._display.close()


_engines: list[Engine] = []  # at most one a process: it starts with the first submission and ends with the process
_runs: list[_Run] = []  # the last run


def _coming(converter: Autograde, current: About) -> Iterator[tuple[About, Path]]:
    """The submitted notebooks after the current one, in order, but for those that the command will skip as done."""
    course = converter.coursedir
    here = course.format_path(course.submitted_directory, current["student"], current["assignment"])
    for folder, about in submissions(converter):
        if folder > here and (converter.force or not autograded(converter, about).exists()):
            for path in map(Path, sorted(converter.assignments[folder])):
                yield {**about, "notebook": path.stem}, path


def _key(about: About) -> str:
    return "/".join((about["student"], about["assignment"], about["notebook"]))


def _code(notebook: Notebook) -> list[Any]:
    """What is executed of a notebook, and as what."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    abouts = [cell.get("metadata", {}).get("nbgrader", {}) for cell in cells]
    roles = [[about.get(name) for name in ("grade_id", "grade", "solution")] for about in abouts]
    return [(cell.get("id"), cell["source"], role) for cell, role in zip(cells, roles, strict=True)]


def _filled(notebook: NotebookNode, executed: Notebook) -> NotebookNode:
    """Return the notebook with what execution adds. What was executed ahead lacks what nbgrader has added since."""
    codes = [[cell for cell in cells if cell["cell_type"] == "code"] for cells in (notebook.cells, executed["cells"])]
    for cell, done in zip(*codes, strict=True):
        cell.outputs, cell.execution_count = from_dict(done["outputs"]), done["execution_count"]
        cell.metadata["autograder"] = from_dict(done["metadata"]["autograder"])
    return notebook


def _plain(notebook: NotebookNode) -> Notebook:
    plain: Notebook = json.loads(json.dumps(notebook))
    return plain
