"""Record what grading found: the points that follow from the verdicts, and a structured record in the notebook.

A submission that cannot be read, and one at which the grader itself fails, gets no points and no zero: its score stays
open, nbgrader shows it as to be graded by hand, and the notebook says what is wrong and how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Grade, Gradebook, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.grading.hashes import Hashes, versions
from autograder.grading.written import KEY, fingerprint, has_changed, is_read

SCHEMA = 2  # raise it where a field changes: a record of another schema is out of date, its submission graded again
OPEN = "open"  # the verdict where nothing was judged


@dataclass(frozen=True)
class Check:
    """What became of one graded cell. `calls` are those into the learner's process, `attempt` counts from 1.

    `behaviour` tells what the answer did where it broke a contract; the bank may know it (`course/diagnosis.py`).
    """

    verdict: str
    seconds: float = 0.0
    calls: int = 0
    attempt: int = 0
    message: str = ""
    behaviour: str = ""

    @classmethod
    def of(cls, cell: NotebookNode) -> Self:
        """Read a graded cell that has been executed."""
        known = cell.metadata.get(KEY, {})
        messages = [output.evalue for output in cell.get("outputs", []) if output.output_type == "error"]
        numbers = {name: known.get(name, 0) for name in ("calls", "attempt")} | {
            "seconds": round(known.get("seconds", 0), 1)
        }
        message, shown = "".join(messages[:1]), str(known.get("behaviour", ""))
        return cls(verdict(cell), **numbers, message=message, behaviour=shown)


@dataclass(frozen=True)
class Record:
    """What is known of a graded notebook.

    `attempts` is the number of learner's processes that it took: 1, and one more for each that ended early. `sandbox`
    names the walls around learners' code: `bubblewrap`, `none` where the user has given them up, or empty where no code
    ran. `open` says why there is no grade, `unreadable` that the submission is the cause.
    """

    checks: dict[str, Check]
    hashes: Hashes
    versions: dict[str, str]
    seconds: float = 0.0
    attempts: int = 0
    sandbox: str = ""
    guessed: list[str] = field(default_factory=list)
    open: str = ""
    unreadable: str = ""
    schema: int = SCHEMA

    @classmethod
    def of(cls, notebook: NotebookNode) -> Self:
        """Make the record of a notebook that has been executed, from its cells and what earlier stages have noted."""
        noted = notebook.metadata.get(KEY, {})
        cells = [cell.metadata.get(KEY, {}) for cell in notebook.cells]
        return cls(
            {cell.metadata.nbgrader.grade_id: Check.of(cell) for cell in notebook.cells if is_grade(cell)},
            Hashes(**noted["hashes"]),
            versions(),
            seconds=round(sum(cell.get("seconds", 0) for cell in cells)),
            attempts=max((cell.get("attempt", 0) for cell in cells), default=0),
            **{name: noted[name] for name in ("sandbox", "guessed", "open", "unreadable") if name in noted},
        )

    @classmethod
    def read(cls, notebook: Mapping[str, Any]) -> Self | None:
        """Read the record of an autograded notebook; None where it has none, or one of another schema."""
        found = notebook.get("metadata", {}).get(KEY, {})
        try:
            checks = {name: Check(**check) for name, check in found["checks"].items()}
            record = cls(**{**found, "checks": checks, "hashes": Hashes(**found["hashes"])})
        except (KeyError, TypeError, AttributeError):
            return None
        return record if record.schema == SCHEMA else None

    def is_final(self) -> bool:
        """Whether grading again could find nothing else: it was graded, or can't be read."""
        return not self.open or bool(self.unreadable)


class SaveVerdicts(AssignLatePenalties):
    """Save points, comments and the late penalty as nbgrader's `SaveAutoGrades` and `AssignLatePenalties` do.

    All in one session and, but for late submissions, one commit: there is one writer. What was not judged stays open.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save all grades of a notebook; the record comes last, so that one without it was left half done."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            saved = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            grades = {grade.name: grade for grade in saved.grades}
            comments = {comment.name: comment for comment in saved.comments}
            for cell in notebook.cells:
                if is_read(cell):
                    grade = grades[cell.metadata.nbgrader.grade_id]
                    _ask_a_person(grade, cell, changed=has_changed(gradebook, grade, fingerprint(notebook.cells, cell)))
                elif is_grade(cell):
                    _save_grade(grades[cell.metadata.nbgrader.grade_id], cell, self.log)
                if is_solution(cell) or is_task(cell):
                    comments[cell.metadata.nbgrader.grade_id].auto_comment = "No response." if _empty(cell) else None
            saved.late_submission_penalty = None
            gradebook.db.commit()
            if saved.assignment.total_seconds_late > 0:
                self._penalise(saved, about["student"])
                gradebook.db.commit()
        notebook.metadata[KEY] = from_dict(asdict(Record.of(notebook)))
        return notebook, resources

    def _penalise(self, saved: SubmittedNotebook, student: str) -> None:
        self.init_plugin()
        late = saved.assignment.total_seconds_late
        self.log.warning("%s is %s seconds late", saved.assignment, late)
        penalty = self.plugin_inst.late_submission_penalty(student, saved.score, late)
        self.log.warning("Late submission penalty: %s", penalty)
        if penalty is not None:
            saved.late_submission_penalty = self._check_late_penalty(saved, penalty)


def _save_grade(grade: Grade, cell: NotebookNode, log: Any) -> None:
    """Set the automatic score; a person looks at what has none, and again at what a person has graded."""
    score, _ = determine_grade(cell, log)
    grade.auto_score = None if verdict(cell) == OPEN else score
    grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None


def _ask_a_person(grade: Grade, cell: NotebookNode, *, changed: bool) -> None:
    """Ask for the points of what a person reads, and again where the text has changed since; no answer, no points."""
    unanswered = verdict(cell) != OPEN and _empty(cell)
    grade.auto_score = 0.0 if unanswered else None
    if grade.manual_score is None:
        grade.needs_manual_grade = not unanswered
    else:
        grade.needs_manual_grade = bool(grade.needs_manual_grade or changed)


def _empty(cell: NotebookNode) -> bool:
    """Whether an answer is the stub still. The answer to a task lies in the cells after it."""
    return not is_task(cell) and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)


def leave_open(notebook: NotebookNode, why: str) -> NotebookNode:
    """Give every graded cell the verdict `open` and the reason as its output, in place; return the notebook."""
    for cell in notebook.cells:
        if is_grade(cell):
            cell.metadata[KEY] = NotebookNode(verdict=OPEN)
            if cell.cell_type == "code":
                cell.outputs = [new_output("error", ename="NotGraded", evalue=why, traceback=[f"NotGraded: {why}"])]
    notebook.metadata.setdefault(KEY, NotebookNode())["open"] = why
    return notebook


def verdict(cell: NotebookNode) -> str:
    """The verdict of a graded cell, empty where there is none."""
    return str(cell.metadata.get(KEY, {}).get("verdict", ""))
