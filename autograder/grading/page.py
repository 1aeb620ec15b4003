"""The feedback page: what was reached, why points are missing, what to do next; then the notebook.

One file of HTML, without a script and without a request to anywhere: it can be mailed, put into an LMS, printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from autograder.grading.record import OPEN, verdict
from autograder.grading.report import UNANSWERED, message
from autograder.grading.shown import cells, word_of_teacher
from autograder.grading.written import KEY, WAITS
from autograder.notebooks import exercise_of

TEMPLATES = Path(__file__).with_name("templates")
MESSAGE = 4_000  # characters of a message that are shown


@dataclass(frozen=True)
class Advice:
    """What helps after a lost check: the mistake that the answer makes, if it is known, and what to read."""

    mistake: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Loss:
    """Why points are missing: the checks that say so, the lines of the message, and what helps."""

    checks: list[str]
    points: float
    first: str
    rest: list[str]
    advice: Advice


@dataclass
class Exercise:
    """One line of the overview; `state` is passed, failed, open (not answered), ungraded or waiting (for a person)."""

    anchor: str
    title: str
    points: float = 0.0
    most: float = 0.0
    state: str = "passed"
    losses: list[Loss] = field(default_factory=list)
    waiting: float = 0.0  # the points that a person has not given yet,
    outdated: float = 0.0  # and those that were given to an earlier text
    comments: list[str] = field(default_factory=list)


class FeedbackPage(Exporter):
    """Make the page of a graded notebook; `advice` is for a course that has some."""

    file_extension = ".html"
    output_mimetype = "text/html"

    @classmethod
    def sources(cls, root: Path, unit: str) -> list[Path]:  # noqa: ARG003
        """The files from which `advice` follows: pages are made again where one changes. Here there are none."""
        return []

    def advice(self, unit: str, check: str, behaviour: str) -> Advice:  # noqa: ARG002
        """Return what helps after a lost check of a unit: nothing, where the course knows nothing."""
        return Advice()

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters return a text, too
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook that has its grades."""
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        about, record = resources["nbgrader"], notebook.metadata.get(KEY, {})
        exercises = list(self._exercises(notebook, about["assignment"]))
        page = (
            _environment()
            .get_template("feedback.html.j2")
            .render(
                title=_title(notebook) or about["notebook"],
                learner=about["student"],
                unit=about["assignment"],
                date=date.today().isoformat(),
                score=about.get("score", 0.0) - sum(one.outdated for one in exercises),
                waiting=sum(one.waiting for one in exercises),
                most=about.get("max_score", 0.0),
                late=about.get("late_submission_penalty"),
                open=record.get("open", ""),
                unreadable=record.get("unreadable", ""),
                exercises=exercises,
                marks={"passed": "✓", "failed": "✗", "open": "○", "ungraded": "–", "waiting": "…"},
                words=WORDS,
                cells=[] if record.get("unreadable") else list(cells(notebook)),
            )
        )
        return page, resources

    def _exercises(self, notebook: NotebookNode, unit: str) -> Iterator[Exercise]:
        """Sum up what was reached, exercise by exercise, in their order."""
        found: dict[str, Exercise] = {}
        heading, lost = "", dict[str, list[NotebookNode]]()
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and (heads := re.findall(r"^#{2,4} (.+)$", cell.source, re.MULTILINE)):
                heading = heads[-1]
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if not (is_grade(cell) or is_solution(cell) or is_task(cell)):
                continue
            key = exercise_of(name)
            one = found.setdefault(key, Exercise(f"cell-{cell.get('id', name)}", heading or name))
            if comment := word_of_teacher(cell):
                one.comments.append(comment)
            if is_grade(cell) or is_task(cell):
                score, most = cell.metadata.nbgrader.get("score") or 0.0, cell.metadata.nbgrader.get("points") or 0.0
                one.most += most
                if cell.metadata.get(KEY, {}).get("by_hand") == WAITS and verdict(cell) != OPEN:
                    one.waiting += most
                    one.outdated += score
                    continue
                one.points += score
                if score < most:
                    lost.setdefault(key, []).append(cell)
        for key, one in found.items():
            if one.most:
                one.losses = self._losses(lost.get(key, []), unit)
                one.state = _state(lost.get(key, []), one.waiting)
                yield one

    def _losses(self, cells: list[NotebookNode], unit: str) -> list[Loss]:
        """The reasons, each once, with what helps told once."""
        merged: dict[str, list[NotebookNode]] = {}
        for cell in cells:
            merged.setdefault(message(cell), []).append(cell)
        losses, told = [], set[str]()
        for text, group in merged.items():
            name = group[0].metadata.nbgrader.grade_id
            advice = self.advice(unit, name, str(group[0].metadata.get(KEY, {}).get("behaviour", "")))
            shown = Advice(
                "" if advice.mistake in told else advice.mistake, advice.title, "" if advice.url in told else advice.url
            )
            told |= {advice.mistake, advice.url}
            first, *rest = text[:MESSAGE].splitlines() or [""]
            checks = [cell.metadata.nbgrader.grade_id.partition("-")[2].replace("-", " ") for cell in group]
            points = sum(cell.metadata.nbgrader.points - (cell.metadata.nbgrader.get("score") or 0) for cell in group)
            losses.append(Loss([check for check in checks if check], points, first, rest, shown))
        return losses


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(["j2"]))


WORDS = {
    "passed": "all points",
    "failed": "points missing",
    "open": "not answered",
    "ungraded": "not graded",
    "waiting": "waits for your teacher",
}


def _state(lost: list[NotebookNode], waiting: float) -> str:
    if any(verdict(cell) == OPEN for cell in lost):
        return "ungraded"
    if all(message(cell) == UNANSWERED for cell in lost):  # or none is lost
        return "waiting" if waiting else "open" if lost else "passed"
    return "failed"


def _title(notebook: NotebookNode) -> str:
    """The first heading of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := re.search(r"^# (.+)$", cell.source, re.MULTILINE)):
            return str(found[1])
    return ""
