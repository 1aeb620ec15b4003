"""Report graded submissions: learners, points, and the reason of each lost point."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Grade, Gradebook, MissingEntry
from rich.markup import escape
from rich.table import Table

from autograder.grading import written
from autograder.grading.feedback import ANSI
from autograder.grading.record import Record
from autograder.notebooks import exercise_of, read_notebook

UNANSWERED, PARTIAL = "not answered yet", "partial credit"
WAITING, BY_HAND = "waits for a teacher's points", "points of a teacher"
SAID = {written.WAITS: WAITING, written.GIVEN: BY_HAND, written.UNANSWERED: UNANSWERED}
CAUSE = "\nhint: "  # what `autograder.judge.hints` writes before the reason why a name is missing


@dataclass(frozen=True)
class Loss:
    """A graded cell that did not get all its points, and the first line of the reason."""

    check: str
    points: float
    reason: str


@dataclass(frozen=True)
class Result:
    """What one learner got for one unit, and the record of how; `waiting` are the points that a person has to give."""

    learner: str
    score: float
    max_score: float
    losses: list[Loss]
    record: Record | None = None
    waiting: float = 0.0


@dataclass
class Summary:
    """What came of a run: numbers of results, and a line for each submission that is `failed` or has `changed`."""

    graded: int = 0
    unchanged: int = 0
    failed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unwalled: list[str] = field(default_factory=list)  # graded without a sandbox, in this run or an earlier one
    waiting: list[str] = field(default_factory=list)  # what a person has to read
    faults: int = 0  # of the failed, those at which the grader failed

    def count(self, unit: str, found: Result, before: Result | None, *, new: bool) -> None:
        """Count one result that is `new` or was there `before`."""
        self.graded += new
        self.unchanged += not new
        if before and before.score != found.score:
            self.changed.append(f"{printable(found.learner)} {before.score:g} → {found.score:g} in {unit}")
        if found.waiting:
            self.waiting.append(f"{printable(found.learner)} in {unit}")
        if found.record and found.record.sandbox == "none":
            self.unwalled.append(f"{printable(found.learner)} in {unit}")

    def line(self) -> str:
        """Return the last line of a run."""
        changed = "; ".join(self.changed) or "none"
        numbers = f"{self.graded} graded, {self.unchanged} unchanged, {len(self.failed)} not graded"
        return f"{numbers}{' (why: above)' if self.failed else ''}; points changed: {changed}"


def result(gradebook: Gradebook, unit: str, learner: str, autograded: Path) -> Result | None:
    """Read one result from the gradebook, and its reasons from the autograded notebook; None where there is none."""
    if not autograded.exists():
        return None
    try:
        notebook = gradebook.find_submission_notebook(unit, unit, learner)
    except MissingEntry:
        return None
    executed = read_notebook(autograded)
    cells = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in executed.cells}
    read = {name for name, cell in cells.items() if name and written.is_read(cell)}
    losses = [
        Loss(grade.name, grade.max_score - grade.score, _why(grade, cells[grade.name]))
        for grade in notebook.grades
        if grade.score < grade.max_score
    ]
    waiting = sum(grade.max_score for grade in notebook.grades if grade.name in read and grade.needs_manual_grade)
    order = list(cells)
    losses.sort(key=lambda loss: order.index(loss.check))
    return Result(learner, notebook.score, notebook.max_score, losses, Record.read(executed), waiting)


def _why(grade: Grade, cell: NotebookNode) -> str:
    """Return why points are missing: of what a person reads, whether that has been done."""
    failed = any(output.output_type == "error" for output in cell.get("outputs", []))
    return reason(cell) if failed or not written.is_read(cell) else SAID[written.state_by_hand(grade)]


def reason(cell: NotebookNode) -> str:
    """Return the first line of why a graded cell failed."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            text = output.evalue.splitlines()[0] if output.evalue else ""
            match output.ename:
                case "AssertionError" if text:
                    return text
                case "TimeoutError" if text.startswith("time limit"):
                    return f"{text}; is there an endless loop?"
                case "DeadKernelError" | "NotGraded":
                    return text
                case "NameError" if CAUSE in output.evalue:  # the cell that should have bound the name did not
                    return str(output.evalue.partition(CAUSE)[2].splitlines()[0])
                case "NotImplementedError":
                    return UNANSWERED
                case name:
                    return f"{name}: {text}" if text else name
    return PARTIAL


def message(cell: NotebookNode) -> str:
    """Return all that a learner reads of why a graded cell gave less than its points."""
    if by_hand := cell.metadata.get(written.KEY, {}).get("by_hand"):
        return SAID[by_hand]
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            if output.ename == "NotImplementedError":
                return UNANSWERED
            text = ANSI.sub("", str(output.evalue))
            own = output.ename in ("AssertionError", "DeadKernelError", "TimeoutError", "NotGraded")
            return text if own and text else f"{output.ename}: {text}".removesuffix(": ")
    return PARTIAL


def table(unit: str, results: list[Result]) -> Table:
    """Lay the results of a unit out as a table, the best first."""
    view = Table(title=unit, title_justify="left", show_lines=True)
    view.add_column("learner", overflow="fold")
    view.add_column("points", justify="right", no_wrap=True)
    view.add_column("lost points, and why", overflow="fold")
    for entry in sorted(results, key=lambda entry: (-entry.score, entry.learner)):
        lost = "\n".join(f"-{loss.points:g} {loss.check}: {loss.reason}" for loss in merged(entry.losses))
        view.add_row(_shown(entry.learner), _points(entry), _shown(lost))
    return view


def _points(entry: Result) -> str:
    waiting = f"\n{entry.waiting:g} to be read" if entry.waiting else ""
    return f"{entry.score:g}/{entry.max_score:g}{waiting}"


def _shown(text: str) -> str:
    """Make a learner's text harmless for a terminal: no markup, no control sequences."""
    return escape(printable(text))


def printable(text: str) -> str:
    """Replace what a terminal could take for a command."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)


def merged(losses: list[Loss]) -> list[Loss]:
    """Merge the losses of one exercise that have one reason, then neighbours that have one reason."""
    by_exercise = groupby(losses, lambda loss: (exercise_of(loss.check), loss.reason))
    exercises = [_merge(list(run), name) for (name, _), run in by_exercise]
    runs = [list(run) for _, run in groupby(exercises, lambda loss: loss.reason)]
    return [_merge(run, f"{run[0].check} to {run[-1].check}") for run in runs]


def _merge(run: list[Loss], name: str) -> Loss:
    return run[0] if len(run) == 1 else Loss(name, sum(loss.points for loss in run), run[0].reason)
