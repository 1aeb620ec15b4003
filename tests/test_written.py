"""A written answer on its way: handed in, graded by hand as formgrader does it, graded again, and exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course.bank import Answer
from autograder.course.layout import Course
from autograder.course.sample import Learner, perfect, submission
from autograder.errors import Exit
from autograder.notebooks import read_notebook
from tests.conftest import copy_course

pytestmark = pytest.mark.slow
UNIT, TEXT = "04_accumulation", "ex8_why"
MINE = "It adds up: if `a < b` then\n\n> the pile moves it on. [x](javascript:alert(1))"


def hand_in(course: Course, learner: str, text: str | None) -> None:
    """Hand in the author's code with a text, or with none."""
    answers = dict(perfect(course, UNIT).answers)
    del answers[TEXT]
    if text is not None:
        answers[TEXT] = Answer(TEXT, "mine", True, text)
    path = course.root / "submitted" / learner / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(submission(read_notebook(course.release(UNIT)), Learner(learner, answers)), path)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """Ada and Ben have written something, Cy nothing; a person has read Ben's."""
    course = copy_course(tmp_path_factory.mktemp("written"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        hand_in(course, "ada", MINE)
        hand_in(course, "ben", "It adds.")
        hand_in(course, "cy", None)
        assert main(["grade", UNIT]) == Exit.OK
        give(course, "ben", 1.5, "And why does it go on?")
        assert main(["grade", UNIT]) == Exit.OK
        yield course


def give(course: Course, learner: str, points: float, comment: str) -> None:
    """Give points and a comment as formgrader does."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(TEXT, UNIT, UNIT, learner)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment(TEXT, UNIT, UNIT, learner).manual_comment = comment
        gradebook.db.commit()


def grades(course: Course) -> dict[str, tuple[float, bool]]:
    """Of each learner the score, and whether a person is needed."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        found = gradebook.assignment_submissions(UNIT)
        return {one.student.id: (one.score, one.needs_manual_grade) for one in found}


def exported(course: Course) -> dict[str, dict[str, str]]:
    assert main(["export", UNIT]) == Exit.OK
    with (course.root / f"grades-{UNIT}.csv").open(encoding="utf-8", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def page(course: Course, learner: str) -> str:
    text = (course.root / "feedback" / learner / UNIT / f"{UNIT}.html").read_text(encoding="utf-8")
    assert "MARK SCHEME" not in text
    assert "For the grader" not in text
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


def test_what_formgrader_shows_is_the_text_with_the_rubric_above_it(graded: Course) -> None:
    cells = {c.id: c.source for c in read_notebook(graded.root / "autograded" / "ada" / UNIT / f"{UNIT}.ipynb").cells}
    assert cells[TEXT].replace("\N{WORD JOINER}", "") == MINE
    assert "javascript:" not in cells[TEXT]
    assert "**For the grader.**" in cells[f"{TEXT}-task"]
    assert grades(graded) == {"ada": (20, True), "ben": (21.5, False), "cy": (20, False)}


def test_an_open_text_is_exported_as_open_and_never_as_a_number(graded: Course) -> None:
    rows = exported(graded)
    assert (rows["ada"]["status"], rows["ada"]["score"], rows["ada"][TEXT]) == ("open", "", "")
    assert rows["ada"]["why"] == f"needs a grade by hand: {TEXT} (2 points); without it 20 of 20"
    assert (rows["ben"]["status"], rows["ben"]["score"], rows["ben"][TEXT]) == ("graded", "21.5", "1.5")
    assert (rows["cy"]["status"], rows["cy"]["score"], rows["cy"][TEXT]) == ("graded", "20", "0")


def test_feedback_shows_the_text_the_points_and_the_comment_or_that_nobody_has_read_it(graded: Course) -> None:
    ada, ben, cy = (page(graded, learner) for learner in ("ada", "ben", "cy"))
    assert "20 of 22 points Not final: 2 of the 22 points are for what your teacher has not read yet." in ada
    assert "the pile moves it on" in ada
    assert "your teacher has not read it yet" in ada
    assert "21.5 of 22 points" in ben
    assert "Your teacher: And why does it go on?" in ben
    assert "Not final" not in ben + cy
    assert "0 of 2 not answered" in cy


def test_the_class_report_says_who_waits(graded: Course) -> None:
    target = graded.root / "report.html"
    assert main(["report", UNIT, "--names", "--out", str(target)]) == Exit.OK
    shown = BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")
    words = " ".join(shown.get_text(" ").split())
    assert "1 waits for points by hand" in words
    assert "ada : waits for points by hand, in formgrader: 4.8" in words
    [row] = [line for line in shown.select(".heat tbody tr") if "ada" in line.get_text()]
    assert row.select("td")[-1].get_text() == "–"


def test_points_by_hand_stay_when_a_test_is_corrected_and_a_new_text_asks_again(
    graded: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    source = read_notebook(graded.source(UNIT))
    [cell] = [cell for cell in source.cells if cell.id == "ex1_pile-adds"]
    cell.source = cell.source.replace("### END HIDDEN", "assert False, 'too strict: got 1'\n### END HIDDEN")
    nbformat.write(source, graded.source(UNIT))
    assert main(["regrade", UNIT]) == Exit.OK
    assert "3 checks of 3 learners changed" in capsys.readouterr().out
    assert grades(graded) == {"ada": (19, True), "ben": (20.5, False), "cy": (19, False)}
    assert "Your teacher: And why does it go on?" in page(graded, "ben")

    hand_in(graded, "ben", "It adds, and the sum is not 0 at 2.5.")
    hand_in(graded, "ada", None)
    assert main(["regrade", UNIT]) == Exit.OK
    said = " ".join(capsys.readouterr().out.split())
    assert f"ada │ {TEXT} │ open → 0 │ not answered yet" in said
    assert "1 checks of 1 learners changed" in said
    assert "to be read by a person, in formgrader (make lab): 1 submissions, ben in 04_accumulation" in said
    assert grades(graded) == {"ada": (19, False), "ben": (20.5, True), "cy": (19, False)}
    assert "19 of 22 points Not final" in page(graded, "ben"), "points of an earlier text do not count"
    ben = exported(graded)["ben"]
    assert (ben["status"], ben["score"]) == ("open", "")
    assert ben["why"].endswith("without it 19 of 20")


def test_the_self_check_gives_the_points_of_checks_and_the_questions_of_the_rubric(
    graded: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(graded, "self", MINE)
    assert main(["check", str(graded.root / "submitted" / "self" / UNIT / f"{UNIT}.ipynb")]) == Exit.OK
    said = capsys.readouterr().out
    assert "of 20 points; 2 more are for text that a teacher reads" in said
    assert "✎ 4.8 Explain the swing in two sentences: 2 points by hand (a teacher reads it)" in said
    assert "[ ] What does `w.grad` hold when `step()` reads it?" in said
    assert "compare with: The trap: a loop that forgets" in said
    assert "sum of the slopes" not in said, "the answer is not given away"
