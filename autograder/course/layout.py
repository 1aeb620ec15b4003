"""The course on disk: its units, their notebooks and exercises, and the repository it is published in."""

from __future__ import annotations

import re
import subprocess
import tomllib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from autograder.errors import CourseError
from autograder.notebooks import exercise_of, read_notebook

HEADING = re.compile(r"^### Exercise (?P<number>\d+\.\d+) — (?P<title>.+) \((?P<points>\d+) points?\)$", re.MULTILINE)
SAMPLE = Path("build", "sample")  # the place of the sample class
GITHUB = re.compile(r"github\.com[/:](?P<repository>[\w.-]+/[\w.-]+?)(?:\.git)?/?$")


@dataclass(frozen=True)
class Exercise:
    """One exercise of a unit: its id is the `grade_id` of its solution cell, or of its task.

    `checks` maps the cells that are graded automatically to points, `by_hand` those that a person reads.
    """

    id: str
    number: str
    title: str
    checks: dict[str, int]
    by_hand: dict[str, int] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, int]:
        """All its graded cells, with their points."""
        return self.checks | self.by_hand

    @property
    def points(self) -> int:
        """The points of all its graded cells."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class Course:
    """A course folder: `source/<unit>/<unit>.ipynb` and everything made from it.

    `place` is where a class has its submissions, its gradebook, and what is made of them: the root, or a folder below.
    """

    root: Path
    place: Path = Path()

    @property
    def desk(self) -> Path:
        """The folder with `submitted/`, `autograded/`, `feedback/` and `gradebook.db` of the class."""
        return self.root / self.place

    @property
    def sample(self) -> Course:
        """This course with the sample class, which has a place of its own."""
        return replace(self, place=SAMPLE)

    @property
    def is_sample(self) -> bool:
        """Whether the class is the sample class."""
        return self.place == SAMPLE

    @property
    def handed_in(self) -> bool:
        """Whether anybody has handed in anything."""
        folder = self.desk / "submitted"
        return folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir())

    @cached_property
    def units(self) -> list[str]:
        """The slugs of all units that have an authored notebook, in order."""
        return sorted(path.parent.name for path in self.root.glob("source/*/*.ipynb") if path.stem == path.parent.name)

    def select(self, names: list[str]) -> list[str]:
        """Return the named units, or all where none is named; raise `CourseError` for an unknown one."""
        for name in names:
            if name not in self.units:
                known = ", ".join(self.units) or "none"
                raise CourseError(f"no unit called {name!r}", where="source/", remedy=f"name one of: {known}")
        return names or self.units

    def source(self, unit: str) -> Path:
        """The authored notebook of a unit, with solutions and hidden tests."""
        return self.root / "source" / unit / f"{unit}.ipynb"

    def release(self, unit: str) -> Path:
        """The generated notebook of a unit, as learners get it."""
        return self.root / "release" / unit / f"{unit}.ipynb"

    def lesson(self, unit: str) -> Path:
        """The lesson of a unit, to read and run."""
        return self.root / "notebooks" / f"{unit}.ipynb"

    def title(self, unit: str) -> str:
        """The title of a unit, such as `6 · Descend by hand`: the first heading of its lesson, else its slug."""
        for cell in read_notebook(self.lesson(unit)).cells:
            if cell.cell_type == "markdown" and (found := re.search(r"^# (.+)$", cell.source, re.MULTILINE)):
                return str(found[1])
        return unit

    @property
    def sample_unit(self) -> str:
        """The unit whose sample class is graded where there are no submissions, as `pyproject.toml` names it."""
        return str(self._project["tool"]["autograder"]["sample-unit"])

    @cached_property
    def _project(self) -> dict[str, Any]:
        return tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))

    @property
    def repository(self) -> str:
        """`owner/name` on GitHub: the git remote `origin` where it is there, else the URL in `pyproject.toml`."""
        remote = subprocess.run(
            ["git", "remote", "get-url", "origin"], cwd=self.root, capture_output=True, text=True, check=False
        )
        for url in (remote.stdout.strip(), self._project["project"]["urls"]["Repository"]):
            if found := GITHUB.search(url):
                return found["repository"]
        raise CourseError(
            "no GitHub repository named", where="pyproject.toml", remedy="set project.urls.Repository to its address"
        )


def exercises(notebook: NotebookNode) -> dict[str, Exercise]:
    """Map exercise ids to the exercises of an authored or released notebook, in order.

    An exercise is a solution cell or a task with `grade_id` X, the nearest heading at or before it, and the graded
    cells `X-...`. A person reads tasks, and solution cells that have points themselves.
    """
    found: dict[str, Exercise] = {}
    heading = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := HEADING.search(cell.source)):
            heading = match
        if not (is_solution(cell) or is_grade(cell) or is_task(cell)):
            continue
        name = cell.metadata.nbgrader.grade_id
        owner = exercise_of(name)
        if (is_solution(cell) or (is_task(cell) and owner not in found)) and heading:
            owner = name
            found[name] = Exercise(name, heading["number"], heading["title"], {})
        if not (is_grade(cell) or is_task(cell)):
            continue
        if owner not in found:
            raise CourseError(
                f"graded cell {name!r} belongs to no exercise", where="notebook", remedy="call it <exercise>-<what>"
            )
        read = is_solution(cell) or is_task(cell)
        (found[owner].by_hand if read else found[owner].checks)[name] = int(cell.metadata.nbgrader.points)
    return found


def solutions(source: NotebookNode) -> dict[str, str]:
    """Map exercise ids to the text of their solution cells: the author's solutions, where `source` is authored.

    A written answer comes without the lines that mark it as a solution.
    """
    return {cell.metadata.nbgrader.grade_id: _solution(cell) for cell in source.cells if is_solution(cell)}


def _solution(cell: NotebookNode) -> str:
    text = str(cell.source)
    return text if cell.cell_type == "code" else re.sub(r"^.*(?:BEGIN|END) SOLUTION.*\n?", "", text, flags=re.MULTILINE)
