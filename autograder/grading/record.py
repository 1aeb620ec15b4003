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
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import is_grade

from autograder.grading.hashes import Hashes, versions

SCHEMA = 2  # raise it where a field changes: a record of another schema is out of date, its submission graded again
OPEN = "open"  # the verdict where nothing was judged
KEY = "autograder"  # where the record is in a notebook's metadata, and what is known of a cell in the cell's


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
        numbers = {name: known.get(name, 0) for name in ("seconds", "calls", "attempt")}
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
            seconds=round(sum(cell.get("seconds", 0) for cell in cells), 3),
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


class SaveVerdicts(SaveAutoGrades):
    """Save the points as nbgrader does, leave open what was not judged, and put the record into the metadata."""

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save all grades of a notebook; the record comes last, so that one without it was left half done."""
        notebook, resources = super().preprocess(notebook, resources)
        notebook.metadata[KEY] = from_dict(asdict(Record.of(notebook)))
        return notebook, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Save the grade of one cell; without a verdict it waits for a person."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell) and verdict(cell) == OPEN:
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()
        return cell, resources


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
