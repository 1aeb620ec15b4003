"""Known mistakes are named, unknown ones are not, and every check has a section of its lesson."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.contracts.behaviour import behaviour
from autograder.course.bank import read_unit
from autograder.course.diagnosis import diagnose, read_behaviours, sections, write_behaviours
from autograder.course.layout import Course, exercises
from autograder.course.pages import concepts_path
from autograder.notebooks import read_notebook
from tests.conftest import every_unit


def report(value: float, walks: int = 1, leaf: bool = True) -> list[dict[str, object]]:
    """A report of one case, in which a tensor came back."""
    result = {"kind": "tensor", "shape": [1], "values": [value], "leaf": leaf, "object": 7, "version": 3}
    return [{"first": {"result": result, "arguments": [], "events": [["walk", [1.0]]] * walks, "state": {}}}]


def test_the_same_number_by_another_way_is_the_same_behaviour() -> None:
    right = report(2.0)
    assert behaviour(report(3.0000001), right) == behaviour(report(3.0, walks=2, leaf=False), right)
    assert behaviour(report(3.0), right) != behaviour(report(4.0), right)
    assert behaviour(report(float("nan")), right) != behaviour(report(float("inf")), right)


def test_where_the_numbers_are_right_the_rest_tells() -> None:
    right = report(2.0)
    assert behaviour(report(2.0, walks=2), right) != behaviour(report(2.0, leaf=False), right)


def test_a_forged_report_has_no_behaviour() -> None:
    for forged in (None, 3, {"a": 1}, [1], [{"first": {"error": 3}}], [{"first": {"arguments": 5}}]):
        assert behaviour(forged, report(2.0)) == ""


def test_a_mistake_is_named_where_few_answers_do_the_same(tmp_path: Path) -> None:
    known = {"ex1_a-value": {"abc": ["never clears"], "def": ["one", "two"], "eee": ["a", "b", "c", "d"]}}
    write_behaviours(tmp_path / "behaviours.json", known)
    assert diagnose(known, "ex1_a-value", "abc") == "never clears"
    assert diagnose(known, "ex1_a-value", "def") == "one or: two"
    for check, digest in (("ex1_a-value", "eee"), ("ex1_a-value", "xyz"), ("ex2", "abc"), ("ex1_a-value", "")):
        assert diagnose(known, check, digest) == ""


@every_unit
def test_every_check_has_its_section(course: Course, unit: str) -> None:
    tasks = exercises(read_notebook(course.source(unit))).values()
    checks = {check for task in tasks for check in (*task.checks, *task.by_hand)}
    found = sections(course, unit)
    assert set(found) == checks
    lesson = "\n".join(cell.source for cell in read_notebook(course.lesson(unit)).cells)
    for section in found.values():
        assert f"# {section.title}" in lesson
        assert section.url.startswith(f"https://github.com/autograd-course/autograd-course/blob/main/notebooks/{unit}")


def test_a_cell_that_ends_a_section_and_opens_the_next_belongs_to_the_first(copied: Course) -> None:
    lesson, unit = copied.lesson("06_descent"), "06_descent"
    cells = [("one", "## First\n\nText."), ("said", "More of the first.\n\n## Second\n\nText."), ("two", "Text.")]
    nbformat.write(new_notebook(cells=[new_markdown_cell(text, id=name) for name, text in cells]), lesson)
    for taught, title in (("one", "First"), ("said", "First"), ("two", "Second")):
        concepts_path(copied, unit).write_text(f"a:\n  taught: [{taught}]\n  exercised: [ex1_step-value]\n")
        assert sections(copied, unit)["ex1_step-value"].title == title


@every_unit
def test_the_file_speaks_of_answers_of_the_bank(course: Course, unit: str) -> None:
    bank = read_unit(course.root / "answers" / unit)
    wrong = {(check, answer.name) for answers in bank.values() for answer in answers for check in answer.fails}
    known = read_behaviours(course, unit)
    told = {(check, name) for check, seen in known.items() for names in seen.values() for name in names}
    assert told
    assert told <= wrong
