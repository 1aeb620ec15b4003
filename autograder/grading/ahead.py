"""The submissions of one run of the command, in order: those that come next are executed ahead of their turn."""

from __future__ import annotations

import atexit
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.converters import Autograde
from rich.progress import Progress

from autograder.grading.engine import Notebook
from autograder.grading.intake import read_submission
from autograder.grading.prepare import autograded, submissions
from autograder.grading.progress import beside_log
from autograder.grading.rebuild import Rebuild, rebuild

About = dict[str, str]  # student, assignment and notebook, as nbgrader's resources name them


class Run:
    """One run of the command, from its first submission on: what comes next, what is under way, how far it is."""

    def __init__(self, converter: Any, first: About, submit: Callable[[Notebook, About], Future[Notebook]]) -> None:
        self.submit = submit
        self.completed = 0
        plan = [(first, Path()), *(_coming(converter, first) if isinstance(converter, Autograde) else [])]
        self.total = len(plan)
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

    def end(self) -> None:
        """Put the terminal in order."""
        self._display.close()

    def take(self, about: About, notebook: NotebookNode) -> Future[Notebook]:
        """Return what will be the executed notebook: under way already, or begun now; forget all that came before."""
        place, plain = self._places.get(_key(about), -1), _plain(notebook)
        planned, future = self._ahead.pop(place, ({"cells": []}, None))
        for passed in [passed for passed in self._ahead if passed < place]:
            self._ahead.pop(passed)[1].cancel()
        while self._coming and self._coming[0][0] <= place:
            self._coming.popleft()
        return future if future and _code(planned) == _code(plain) else self.submit(plain, about)

    def look_ahead(self, most: int, stage: Rebuild) -> None:
        """Begin to execute the submissions that the running command will come to next."""
        while self._coming and len(self._ahead) < most:
            place, about, path = self._coming.popleft()
            try:
                submitted = read_submission(path)
                plain = _plain(rebuild(stage.skeleton(about["assignment"], about["notebook"]), submitted))
            except Exception:
                continue  # its own turn reports it, whatever it is
            self._ahead[place] = plain, self.submit(plain, about)

    def again(self, about: About, notebook: NotebookNode) -> Notebook:
        """Execute a notebook once more, now, after the grader has failed with it."""
        return self.submit(_plain(notebook), about).result()

    def done(self, about: About) -> None:
        """Show that a submission is done, as those before it."""
        self.completed = self._places.get(_key(about), -1) + 1
        if self._progress:
            self._progress.update(self._bar, completed=self.completed)
            if self.completed == self.total:
                self._display.close()


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


def _plain(notebook: NotebookNode) -> Notebook:
    plain: Notebook = json.loads(json.dumps(notebook))
    return plain
