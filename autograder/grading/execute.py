"""Execute rebuilt notebooks in the engine instead of nbgrader's kernel, later submissions ahead of their turn.

The stock command grades one submission after the other: it executes, writes the notebook, writes the gradebook. Here
the submissions that come next are executed while it writes, so that it uses every core, with one writer as before.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import find_all_files
from traitlets import Bool, Float, Integer, Unicode

from autograder import material
from autograder.errors import CourseError, MachineError, Refused
from autograder.grading.ahead import About, Run
from autograder.grading.engine import Contracts, Engine, Notebook
from autograder.grading.engines import Executor, engines
from autograder.grading.prepare import STAMP
from autograder.grading.rebuild import Rebuild
from autograder.grading.record import leave_open
from autograder.judge.files import MOST, TOTAL, Files
from autograder.judge.limits import NotebookLimits
from autograder.sandbox import doctor
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.server import ServerError

OPEN_CLUSTER = "whoever reaches it can run programs on it, on its workers and here, and read what is graded"


class ExecuteInJudge(NbGraderPreprocessor):
    """Execute a rebuilt notebook: its graded cells in the judge, the learner's own in the sandbox."""

    sandbox = Bool(
        True,
        help="Whether learners' code runs in a sandbox. False gives up all protection of this machine. Default: True.",
    ).tag(config=True)
    workers = Integer(0, help="Notebooks executed at once. Default 0: one for each core.").tag(config=True)
    ahead = Integer(4, help="Submissions executed ahead, for each worker. Default 4; 0: none.").tag(config=True)
    scheduler = Unicode(
        "",
        help="Address of a Dask scheduler, on whose workers notebooks are executed. Default empty: on this machine.",
    ).tag(config=True)
    cell_seconds = Float(
        0.0, help="Time limit of one cell, in seconds. Default 0: that of `c.Execute.timeout`, which is 30."
    ).tag(config=True)
    call_seconds = Float(0.0, help="Time limit of one call from a test, in seconds. Default 0: that of a cell.").tag(
        config=True
    )
    notebook_seconds = Float(120.0, help="Time limit of a notebook, in seconds. Default 120.").tag(config=True)
    memory = Integer(
        1024, help="Memory of a learner's process beyond that of the warm server, in MiB. Default 1024."
    ).tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the executed notebook; end the command where there is no sandbox and none was given up."""
        if not self.config.Execute.get("enabled", True):  # `--no-execute`
            return notebook, resources
        if why := notebook.metadata.get("autograder", {}).get("unreadable"):
            return leave_open(notebook, why), resources
        about = {name: resources["nbgrader"][name] for name in ("student", "assignment", "notebook")}
        notebook.metadata.setdefault("autograder", {})["sandbox"] = "bubblewrap" if self.sandbox else "none"
        run = self._run(about)
        try:
            return _filled(notebook, self._executed(run, about, notebook)), resources
        except ServerError as error:
            self.log.error("The grader failed again: %s. The score stays open.", error)
            return leave_open(notebook, f"the grader failed, which is no fault of yours: {error}"), resources
        except CourseError as error:  # what goes for all others, too: the cluster is gone
            run.end()
            raise Refused(error) from None
        except KeyboardInterrupt:
            run.end()
            engines.close()  # else the interpreter waits for what is under way
            self.log.error("interrupted: %d of %d graded. Run the command again", run.completed, run.total)
            raise
        finally:
            run.done(about)

    def _executed(self, run: Run, about: About, notebook: NotebookNode) -> Notebook:
        """Execute a notebook, and once more where the grader, not the learner, has failed with it."""
        waiting = run.take(about, notebook)
        run.look_ahead(self.ahead * engines.workers(), Rebuild(parent=self.parent))
        try:
            return waiting.result()
        except (ServerError, CancelledError) as error:
            self.log.warning("The grader failed: %s. Once more.", error or "its servers have died")
            return run.again(about, notebook)

    def _run(self, about: About) -> Run:
        """Return the run that this submission is part of: nbgrader makes one exporter a run."""
        run: Run | None = getattr(self.parent, "run", None)
        if run is None:
            wanted, contracts = self._engine(), cache(self._contracts)

            def submit(notebook: Notebook, about: About) -> Future[Notebook]:
                try:
                    return engines.submit(wanted, notebook, contracts(about["assignment"]), self._files(about))
                except CourseError as error:
                    raise Refused(error) from None  # not one failed submission after the other

            if not self.sandbox:
                self.log.warning("Learners' code runs WITHOUT A SANDBOX: it can read and change all that you can.")
            if self.scheduler and not self.scheduler.startswith("tls://"):
                self.log.warning("%s is no tls:// address: %s", self.scheduler, OPEN_CLUSTER)
            run = Run(getattr(self.parent, "parent", None), about, submit)
            if self.parent is not None:
                self.parent.run = run
        return run

    def _contracts(self, assignment: str) -> Contracts:
        found = material.read(Path(CourseDirectory(parent=self).root), assignment)
        return {assignment: asdict(found)} if found.contracts else {}

    def _files(self, about: About) -> Files:
        """The files beside a notebook. As nbgrader does, those of the source replace the learner's but for some."""
        course = CourseDirectory(parent=self)
        source, submitted = (
            _beside(Path(course.format_path(folder, student, about["assignment"])), course.ignore)
            for folder, student in ((course.source_directory, "."), (course.submitted_directory, about["student"]))
        )
        keep = self.config.Autograde.get("exclude_overwriting", {}).get(about["assignment"], ())
        own = {name: data for name, data in source.items() if name not in keep}
        return Files(own, {**source, **submitted})

    def _engine(self) -> Executor:
        """Return an engine with these options, here or on a cluster, not started."""
        cell = self.cell_seconds or float(Execute(parent=self.parent).timeout or self.notebook_seconds)
        limits = NotebookLimits(cell, self.call_seconds or cell, self.notebook_seconds)
        if self.scheduler:
            return _cluster(self.scheduler, limits, self.memory * MIB if self.sandbox else 0)
        engine = Engine(limits, Sandbox(Limits(memory=self.memory * MIB)) if self.sandbox else None)
        engine.workers = self.workers or engine.workers
        if self.sandbox:
            engine.check = lambda: doctor.require(Path(CourseDirectory(parent=self).root))
        return engine


def _cluster(address: str, limits: NotebookLimits, memory: int) -> Executor:
    if not find_spec("distributed"):
        what = "grading on a cluster needs the package distributed, which is not installed"
        raise Refused(MachineError(what, where=address, remedy="pip install '.[cluster]' in the folder of the grader"))
    from autograder.grading.cluster import Cluster

    return Cluster(address, limits, memory)


def _beside(folder: Path, ignore: list[str]) -> dict[str, bytes]:
    """The files in a folder beside its notebooks, as many and as large as a notebook may have; links are none."""
    found: dict[str, bytes] = {}
    room = TOTAL
    for path in map(Path, sorted(find_all_files(str(folder), [*ignore, "*.ipynb", STAMP]))):
        if path.is_symlink() or not path.is_file() or len(found) == MOST or path.stat().st_size > room:
            continue
        found[path.relative_to(folder).as_posix()] = data = path.read_bytes()
        room -= len(data)
    return found


def _filled(notebook: NotebookNode, executed: Notebook) -> NotebookNode:
    """Return the notebook with what execution adds. What was executed ahead lacks what nbgrader has added since."""
    codes = [[cell for cell in cells if cell["cell_type"] == "code"] for cells in (notebook.cells, executed["cells"])]
    for cell, done in zip(*codes, strict=True):
        cell.outputs, cell.execution_count = from_dict(done["outputs"]), done["execution_count"]
        cell.metadata["autograder"] = from_dict(done["metadata"]["autograder"])
    return notebook
