"""The generated pages are up to date, and the concept map is true."""

from __future__ import annotations

from autograder.course.layout import Course, exercises
from autograder.course.pages import concepts, fill, write_pages
from autograder.notebooks import read_notebook
from tests.conftest import every_unit


def test_the_pages_equal_a_fresh_generation(course: Course, copied: Course) -> None:
    docs = copied.root / "docs"
    (docs / "answers.md").unlink()
    (docs / "concepts.md").unlink()
    fill(docs / "grading.md", "options", "old")
    fill(docs / "protocol.md", "kinds", "old")
    write_pages(copied)
    for name in ("answers.md", "concepts.md", "grading.md", "protocol.md"):
        committed = (course.root / "docs" / name).read_text(encoding="utf-8")
        assert (docs / name).read_text(encoding="utf-8") == committed, "run `make release`"


@every_unit
def test_every_concept_is_taught_and_every_check_exercises_one(course: Course, unit: str) -> None:
    cells = {cell.id for cell in read_notebook(course.lesson(unit)).cells}
    tasks = exercises(read_notebook(course.source(unit)))
    checks = {check for task in tasks.values() for check in task.parts}
    exercised = set()
    for name, places in concepts(course, unit).items():
        assert places["taught"], f"{unit}: {name} is taught nowhere"
        assert set(places["taught"]) <= cells, f"{unit}: {name}: {set(places['taught']) - cells} are no lesson cells"
        exercised |= set(places["exercised"])
    assert exercised == checks, f"{unit}: {exercised ^ checks}"
