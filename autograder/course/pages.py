"""The generated pages of the documentation: the kill matrix of the answer bank, and the concept map."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from tabulate import tabulate

from autograder.bank import read_unit
from autograder.course import Course, exercises, read_notebook
from autograder.errors import CourseError
from autograder.execute import ExecuteInJudge
from autograder.index import fill

Concepts = dict[str, dict[str, list[str]]]


def concepts(course: Course, unit: str) -> Concepts:
    """Read `docs/concepts/<unit>.yml`: concepts, the lesson cells that teach them, the checks that exercise them."""
    path = course.root / "docs" / "concepts" / f"{unit}.yml"
    if not path.exists():
        raise CourseError("the concepts of this unit are missing", where=str(path), remedy="write it as for 06_descent")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def write_pages(course: Course) -> None:
    """Write `docs/answers.md` and `docs/concepts.md`, and the table of options in `docs/grading.md`."""
    pages = {"answers": list(_answers(course)), "concepts": list(_concepts(course))}
    for name, lines in pages.items():
        path = course.root / "docs" / f"{name}.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fill(course.root / "docs" / "grading.md", "options", _options())


def _options() -> str:
    """The options of grading, from the traits that declare them."""
    traits = sorted(ExecuteInJudge.class_own_traits(config=True).items())
    rows = [[f"`{name}`", str(trait.default()), trait.help] for name, trait in traits]
    return str(tabulate(rows, ["option", "default", "what it sets"], tablefmt="pipe"))


def _answers(course: Course) -> Iterator[str]:
    yield "# Which check catches which wrong answer"
    yield ""
    yield "Made by `make release` from `answers/`; the tests run every answer. x: the answer loses this check."
    for unit in course.units:
        tasks, bank = exercises(read_notebook(course.source(unit))), read_unit(course.root / "answers" / unit)
        for name, task in tasks.items():
            checks = [check.partition("-")[2] for check in task.checks]
            right = [answer.name for answer in bank[name] if answer.right]
            rows = [
                [answer.name, *("x" if check in answer.fails else "" for check in task.checks)]
                for answer in bank[name]
                if not answer.right
            ]
            yield f"\n## {task.number} {task.title} (`{unit}`, `{name}`)\n"
            yield f"Right answers, which lose nothing: {'; '.join(right)}.\n"
            yield str(tabulate(rows, ["wrong answer", *checks], tablefmt="pipe"))


def _concepts(course: Course) -> Iterator[str]:
    yield "# Where each concept is taught and exercised"
    yield ""
    yield "Made by `make release` from `docs/concepts/`. Names are ids of cells in the lesson and in the problem set."
    for unit in course.units:
        rows = [
            [name, ", ".join(cells["taught"]), ", ".join(cells["exercised"]) or "(read and run)"]
            for name, cells in concepts(course, unit).items()
        ]
        yield f"\n## `{unit}`\n"
        yield str(tabulate(rows, ["concept", "taught in", "exercised by"], tablefmt="pipe"))
