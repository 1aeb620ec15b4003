"""The report says what a class has understood, names nobody unless asked to, and holds nothing active."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from autograder.classroom.report import discrimination
from autograder.classroom.standing import _shape
from autograder.cli import main
from autograder.course.bank import Answer, read_unit
from autograder.course.layout import Course
from autograder.course.sample import perfect, submission
from autograder.errors import Exit
from autograder.notebooks import read_notebook
from tests.conftest import copy_course

UNIT = "06_descent"
MISTAKE = "never clears the gradient"
ATTACK = "<script>alert(1)</script>"


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    pairs = [(1.0, 9.0), (1.0, 8.0), (1.0, 7.0), (0.0, 3.0), (0.0, 1.0)]
    ones, zeros, rest = [9.0, 8.0, 7.0], [3.0, 1.0], [9.0, 8.0, 7.0, 3.0, 1.0]
    mean = sum(rest) / 5
    spread = (sum((value - mean) ** 2 for value in rest) / 5) ** 0.5
    by_formula = (sum(ones) / 3 - sum(zeros) / 2) / spread * (0.6 * 0.4) ** 0.5  # the point-biserial correlation
    assert discrimination(pairs) == pytest.approx(by_formula)
    assert discrimination(pairs[:4]) is None
    assert discrimination([(1.0, float(n)) for n in range(9)]) is None


def test_programs_are_alike_but_for_names_and_texts() -> None:
    lines = ("def f(w, x):", "    '''A.'''", "    total = 0.0", "    for k in range(3):")
    one = "\n".join((*lines, "        total += (w * x[k] - 2) ** 2", "    return total"))
    other = one.replace("total", "s").replace("A.", "B.").replace("k", "i") + "  # mine"
    assert _shape(one) == _shape(other)
    assert _shape(one) != _shape(one.replace("range(3)", "range(4)"))
    assert _shape("def f(x):\n    return x") == _shape("not a program(") == ""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A class of seven: two copies of one program, a known mistake twice, an attack, a file that is cut off."""
    course = copy_course(tmp_path_factory.mktemp("class"))
    release, bank = read_notebook(course.release(UNIT)), read_unit(course.root / "answers" / UNIT)
    wrong = next(answer for answer in bank["ex2_loop"] if answer.name == MISTAKE)
    others = [next(answer for answer in bank[name] if not answer.right) for name in ("ex6_line", "ex5_bisect")]
    for number in range(7):
        learner = perfect(course, UNIT)
        if number in (1, 2):
            learner.answers.update({answer.exercise: answer for answer in (wrong, *others)})
        if number == 3:
            learner.answers["ex1_step"] = Answer(
                "ex1_step", "", False, f"def gradient_step(*a, **k):\n    raise ValueError('{ATTACK}')"
            )
        path = course.root / "submitted" / f"person{number}" / UNIT / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submission(release, learner), path)
        if number == 6:
            path.write_text("{", encoding="utf-8")
    monkey = pytest.MonkeyPatch()
    monkey.chdir(course.root)
    assert main(["grade", UNIT]) == Exit.SOME
    yield course
    monkey.undo()


def page(course: Course, *arguments: str) -> BeautifulSoup:
    """The page that the command writes."""
    target = course.root / f"report{random.random()}.html"
    assert main(["report", *arguments, "--out", str(target)]) == Exit.OK
    return BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")


@pytest.mark.slow
def test_the_page_of_a_unit(graded: Course) -> None:
    shown = page(graded, UNIT)
    words = " ".join(shown.get_text(" ").split())
    assert "person" not in words
    assert "6 graded" in words
    assert "1 open" in words
    [loop] = [one for one in shown.select(".mistake") if "6.2" in one.get_text()]
    assert "2 learners" in loop.get_text()
    assert MISTAKE in loop.get_text()
    assert "#" in str(loop.select_one("a"))
    marks = [cell.get_text() for cell in shown.select(".heat tbody td") if cell.get_text() in "✓✗½–"]
    assert len(marks) == 6 * len(shown.select(".heat th.check"))
    assert "not graded: 06_descent.ipynb: not a readable notebook" in words
    assert "the same program in 6.2, 6.5, 6.6" in words
    assert "not graded" in words
    assert shown.find_all(["script", "link", "iframe"]) == []
    assert ATTACK not in str(shown)


@pytest.mark.slow
def test_names_are_shown_on_request_and_the_course_has_a_page(graded: Course) -> None:
    assert "person3" in page(graded, UNIT, "--names").get_text()
    whole = page(graded)
    assert "person" not in whole.get_text()
    assert [cell.get_text() for cell in whole.select(".heat tbody td") if cell.get_text() == "open"] == ["open"]
    assert len(whole.select(".heat tbody tr")) == 7


def test_without_grades_there_is_no_page(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert copied.units
    assert main(["report", UNIT]) == Exit.USAGE
    assert "nothing is graded yet. Remedy: make grade UNIT=06_descent" in capsys.readouterr().err
    assert not list(Path.cwd().glob("report*"))
