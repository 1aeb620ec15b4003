"""Look over a course as its author: what is wrong in which notebook, and how to mend it.

`autograder check-course` prints what is found; the tests of this repository look at the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from nbgrader.utils import is_solution

from autograder.course.bank import read_unit
from autograder.course.kept import strangers
from autograder.course.layout import Course, exercises
from autograder.course.pages import concepts
from autograder.course.rubric import Criterion, rubric
from autograder.course.rules_of_checks import RULES
from autograder.errors import CourseError
from autograder.notebooks import read_notebook

RIGHT, WRONG = 3, 6  # answers that the bank should have to an exercise


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a course: the place, what it is, and how to mend it."""

    where: str
    what: str
    remedy: str


def look_over(course: Course, units: list[str]) -> Iterator[Finding]:
    """Yield all that is wrong with the units of a course."""
    for unit in units:
        notebooks = {"lesson": course.lesson(unit), "source": course.source(unit)}
        try:
            opened = {kind: read_notebook(path) for kind, path in notebooks.items()}
            yield from _of_unit(course, unit, opened["source"])
        except CourseError as error:
            where, _, rest = str(error).partition(": ")
            what, _, remedy = rest.partition(". Remedy: ")
            yield Finding(where, what, remedy)
            continue
        for kind, notebook in opened.items():
            for check, (kinds, remedy) in RULES.items():
                if kind in kinds:
                    for cell, what in check(notebooks[kind], notebook):
                        place = notebooks[kind].relative_to(course.root).as_posix()
                        yield Finding(f"{place}, {cell}" if cell else place, what, remedy)


def _of_unit(course: Course, unit: str, source: NotebookNode) -> Iterator[Finding]:
    """What belongs together: exercises, bank, contracts, concepts, release."""
    tasks, folder = exercises(source), course.root / "answers" / unit
    bank = read_unit(folder)
    for name, task in tasks.items():
        if counted := sum(task.by_hand.values()):
            yield from _read_by_hand(f"source/{unit}, {name}", counted, rubric(source, task))
        if not task.checks:
            continue
        answers, where = bank.get(name, []), f"answers/{unit}/{name}.py"
        right = sum(answer.right for answer in answers)
        if right < RIGHT or len(answers) - right < WRONG:
            what = f"{right} right and {len(answers) - right} wrong answers"
            yield Finding(where, what, f"write at least {RIGHT} right and {WRONG} wrong ones, see CONTRIBUTING")
        killed = {check for answer in answers for check in answer.fails}
        for check in sorted(set(task.checks) - killed):
            yield Finding(where, f"no wrong answer loses {check}", "write one, or drop the check")
        for check in sorted(killed - set(task.checks)):
            yield Finding(where, f"an answer loses {check}, which is no check of it", "correct its `fails`")
        for answer in sorted(name for name, times in Counter(answer.name for answer in answers).items() if times > 1):
            yield Finding(where, f"two answers are called {answer}", "give each a name of its own")
        if not (course.root / "contracts" / unit / f"{name}.py").exists():
            yield Finding(f"contracts/{unit}/{name}.py", "missing", "write the contract, see docs/contracts.md")
    for name in sorted(set(bank) - {name for name, task in tasks.items() if task.checks}):
        yield Finding(f"answers/{unit}/{name}.py", "no such exercise", "rename or remove the file")
    cells = {cell.id for cell in read_notebook(course.lesson(unit)).cells}
    for concept, places in concepts(course, unit).items():
        for lost in sorted(set(places["taught"]) - cells):
            what = f"{concept}: the lesson has no cell {lost}"
            yield Finding(f"docs/concepts/{unit}.yml", what, "name the cell that teaches it")
    if not course.release(unit).exists():
        yield Finding(f"release/{unit}", "missing", f"make release UNIT={unit}")
    else:
        released = read_notebook(course.release(unit))
        try:
            visible, _ = ClearHiddenTests().preprocess(deepcopy(source), {})
            visible, _ = ClearMarkScheme(enforce_metadata=False).preprocess(visible, {})
        except RuntimeError as error:  # a hidden part that does not end, or begins twice
            raise CourseError(str(error), where=f"source/{unit}", remedy="close what is hidden") from error
        told = [
            [(cell.id, cell.source) for cell in notebook.cells[1:] if not is_solution(cell)]
            for notebook in (visible, released)
        ]
        if told[0] != told[1]:  # the badge in the first cell apart
            yield Finding(f"release/{unit}", "older than source/", f"make release UNIT={unit}")
    for typed in strangers(course, unit):
        where = typed.relative_to(course.root).as_posix()
        yield Finding(where, "somebody has typed or put it there", f"make release UNIT={unit} keeps it in kept/")


def _read_by_hand(where: str, points: int, criteria: list[Criterion]) -> Iterator[Finding]:
    """What a person reads has a rubric, whose points are those of the cell."""
    remedy = "write `- 1 point: Question? What to expect.` between BEGIN MARK SCHEME and END MARK SCHEME in its task"
    if not criteria:
        yield Finding(where, "a person reads it, and there is no rubric", remedy)
    elif (told := sum(one.points for one in criteria)) != points:
        yield Finding(where, f"its rubric gives {told} points, its cells {points}", "make them agree")
