"""A course is looked over: this one has no fault, and each fault is seen where it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade

from autograder.cli import main
from autograder.course.inspect import look_over
from autograder.course.layout import Course
from autograder.course.rules_of_checks import RULES
from autograder.notebooks import read_notebook
from tests.conftest import every_unit

UNIT = "04_accumulation"
Fault = Callable[[NotebookNode], object]


@every_unit
def test_nothing_is_wrong_with_this_course(course: Course, unit: str) -> None:
    assert list(look_over(course, [unit])) == []


def first(cells: Iterable[NotebookNode], fits: Callable[[NotebookNode], object]) -> NotebookNode:
    return next(filter(fits, cells))


def code(notebook: NotebookNode) -> NotebookNode:
    """A code cell in the middle, that is no answer, check or helper."""
    return first(notebook.cells[8:], lambda cell: cell.cell_type == "code" and "nbgrader" not in cell.metadata)


def drawn(notebook: NotebookNode) -> NotebookNode:
    return first(notebook.cells, lambda cell: "alt" in cell.metadata)


def moving(notebook: NotebookNode) -> NotebookNode:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return first(outputs, lambda output: "<img" in output.get("data", {}).get("text/html", ""))


def graded(notebook: NotebookNode) -> NotebookNode:
    return first(notebook.cells, is_grade)


def text(notebook: NotebookNode) -> NotebookNode:
    return first(notebook.cells[3:], lambda cell: cell.cell_type == "markdown")


def task(notebook: NotebookNode) -> NotebookNode:
    """The text of the exercise that a person reads."""
    return first(notebook.cells, lambda cell: cell.id == "ex8_why-task")


def changed(cell: NotebookNode, old: str, new: str) -> NotebookNode:
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    return cell


LESSON: dict[str, Fault] = {
    "does not say what you can do": lambda n: [
        changed(c, "you can", "one may") for c in n.cells[:2] if "you can" in c.source
    ],
    "collapsed in one place": lambda n: code(n).metadata.update(cellView="form"),
    "the id is not readable": lambda n: code(n).update(id="Cell-1"),
    "it says 'just'": lambda n: text(n).update(source="It is just a number."),
    "90 columns": lambda n: code(n).update(source="x = " + "1" * 86),
    "a label says (no unit)": lambda n: code(n).update(source="print('w (no unit)')"),
    "statements joined": lambda n: code(n).update(source="print(1), print(2)"),
    "a link to nothing": lambda n: text(n).update(source="See [there](99_nowhere.ipynb)."),
    "is dead where the notebook is alone": lambda n: [
        c.update(source=c.source.replace("([on Colab]", "([there]")) for c in n.cells
    ],
    "not run": lambda n: code(n).update(execution_count=None),
    "an error or a warning": lambda n: code(n).update(outputs=[nbformat.v4.new_output("error", ename="E", evalue="")]),
    "no ## Recap": lambda n: [c.update(source="") for c in n.cells if "## Recap" in c.source],
    "fewer than four predictions": lambda n: [
        c.update(source=c.source.replace("**Predict", "**Guess")) for c in n.cells if "**Predict" in c.source
    ],
    "another one than its alt text": lambda n: drawn(n).metadata.update(alt="A picture."),
    "without alt text or still": lambda n: moving(n).data.pop("image/png"),
    "a picture of": lambda n: moving(n).data.update({"text/html": f'<img alt="{"a" * 30}" src="{"x" * 600_000}">'}),
    "has no cell": lambda n: [n.cells.remove(c) for c in n.cells[:] if c.id == taught()],
}
SOURCE: dict[str, Fault] = {
    "the first code cells are not": lambda n: n.cells.remove(first(n.cells, lambda c: c.id == "style")),
    "its title should be": lambda n: changed(graded(n), "# @title Check 4.1", "# @title Check 4.7"),
    "its lines should be": lambda n: [changed(c, "4.2:", "4.9:") for c in n.cells if c.id == "progress"],
    "is dead where the notebook is alone": lambda n: [
        c.update(source=c.source.replace("([on Colab]", "([there]")) for c in n.cells
    ],
    "no title": lambda n: graded(n).update(source=graded(n).source.partition("\n")[2]),
    "it has outputs": lambda n: code(n).update(execution_count=3),
    "the top does not say **Points:**": lambda n: graded(n).metadata.nbgrader.update(points=9),
    "points, its heading says": lambda n: graded(n).metadata.nbgrader.update(points=9),
    "no hidden tests": lambda n: graded(n).update(source=graded(n).source.partition("### BEGIN HIDDEN")[0]),
    "imports the autograder": lambda n: changed(graded(n), "### BEGIN", "import autograder\n### BEGIN"),
    "no visible check": lambda n: graded(n).update(source="### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS"),
    "long or has no hint": lambda n: changed(graded(n), "hint: ", "help: "),
    "neither an assert nor check": lambda n: changed(graded(n), "### END HIDDEN TESTS", "x = 1\n### END HIDDEN TESTS"),
    "it takes secret from another cell": lambda n: changed(graded(n), "### BEGIN", "assert secret\n### BEGIN"),
    "its grade_id is": lambda n: graded(n).metadata.nbgrader.update(grade_id="ex1_pile"),
    "older than source/": lambda n: text(n).update(source=text(n).source + "!"),
    "No end hidden tests": lambda n: changed(graded(n), "### END HIDDEN TESTS", ""),
    "there is no rubric": lambda n: changed(task(n), "- 1 point: ", "- "),
    "its rubric gives 3 points, its cells 2": lambda n: changed(task(n), "- 1 point: Why", "- 2 points: Why"),
    "belongs to no exercise": lambda n: graded(n).metadata.nbgrader.update(grade_id="ex9_x-y"),
}


def taught() -> str:
    """A cell of the lesson that teaches a concept."""
    return "micro"


@pytest.mark.parametrize("kind", ["lesson", "source"])
def test_every_rule_has_a_fault(kind: str) -> None:
    """Else it could never fail, and nobody would know."""
    assert len({"lesson": LESSON, "source": SOURCE}[kind]) >= sum(kind in kinds for kinds, _ in RULES.values())


@pytest.mark.parametrize("what", LESSON)
def test_a_fault_of_a_lesson_is_seen(copied: Course, what: str) -> None:
    seen(copied, copied.lesson(UNIT), LESSON[what], what)


@pytest.mark.parametrize("what", SOURCE)
def test_a_fault_of_a_source_is_seen(copied: Course, what: str) -> None:
    seen(copied, copied.source(UNIT), SOURCE[what], what)


def seen(course: Course, path: Path, fault: Fault, what: str) -> None:
    notebook = read_notebook(path)
    fault(notebook)
    nbformat.write(notebook, path)
    found = list(look_over(course, [UNIT]))
    assert [one for one in found if what in one.what], found
    assert all(one.remedy for one in found)


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("no wrong answer loses", f"answers/{UNIT}/ex1_pile.py"),
        ("missing", f"contracts/{UNIT}/ex1_pile.py"),
        ("missing", f"release/{UNIT}/{UNIT}.ipynb"),
        ("the concepts of this unit are missing", f"docs/concepts/{UNIT}.yml"),
    ],
)
def test_what_is_missing_is_named(copied: Course, what: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (copied.root / name).unlink()
    assert main(["check-course", UNIT]) == 2
    assert what in " ".join(capsys.readouterr().out.split())


BANK: dict[str, Callable[[str], str]] = {
    "0 right and": lambda text: re.sub(r"# %% right: .*?(?=# %% |\Z)", "", text, flags=re.DOTALL),
    "an answer loses ex1_pile-x": lambda text: text.replace('fails="', 'fails="ex1_pile-x ', 1),
    "two answers are called": lambda text: f"{text}\n\n{text}",
}


@pytest.mark.parametrize("what", BANK)
def test_a_fault_of_the_bank_is_seen(copied: Course, what: str) -> None:
    path = copied.root / "answers" / UNIT / "ex1_pile.py"
    path.write_text(BANK[what](path.read_text(encoding="utf-8")), encoding="utf-8")
    assert [one for one in look_over(copied, [UNIT]) if what in one.what]


def test_what_was_typed_into_the_release_is_named(copied: Course) -> None:
    (copied.release(UNIT).parent / "mine.txt").write_text("my notes")
    assert [one.what for one in look_over(copied, [UNIT])] == ["somebody has typed or put it there"]


def test_a_good_course_is_told_so(
    course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    assert main(["check-course", UNIT]) == 0
    assert capsys.readouterr().out == "1 units looked over, 0 things to mend\n"
