"""Learners on their own: nothing of theirs is overwritten, and the self-check says what a grader would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.cli import main
from autograder.course.bank import Answer, read_unit
from autograder.course.layout import Course, exercises
from autograder.course.sample import Learner, perfect, submission
from autograder.errors import CourseError, Exit
from autograder.grading.engine import Contracts, Engine, Notebook
from autograder.notebooks import read_notebook
from autograder.study import copies, show
from autograder.study.check import Checked, Done, Lost, check_notebook

UNIT = "06_descent"
MISTAKE = "never clears the gradient"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as started:
        yield started


def not_run(_notebook: Notebook, _contracts: Contracts) -> Notebook:
    raise AssertionError("it should not come to this")


def hand_in(course: Course, path: Path, learner: Learner, unit: str = UNIT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(submission(read_notebook(course.release(unit)), learner), path)
    return path


def type_into(path: Path, text: str) -> None:
    notebook = read_notebook(path)
    cell = next(cell for cell in notebook.cells if cell.id == "ex1_step")
    cell.source = text
    nbformat.write(notebook, path)


def test_copies_are_made_once_and_follow_the_release_only_where_nothing_was_typed(copied: Course) -> None:
    assert copies.prepare(copied) == []
    mine, other = (copies.working_copy(copied, unit) for unit in (UNIT, "01_tracking"))
    assert mine.read_bytes() == copied.release(UNIT).read_bytes()
    assert (copied.root / "work" / "start.ipynb").exists()

    type_into(mine, "my own work")
    before = mine.read_bytes()
    for unit in (UNIT, "01_tracking"):  # a newer release of both
        release = copied.release(unit)
        release.write_text(release.read_text(encoding="utf-8").replace('"seal": "', '"seal": "f'), encoding="utf-8")
    assert copies.prepare(copied) == [UNIT]
    assert mine.read_bytes() == before
    assert other.read_bytes() == copied.release("01_tracking").read_bytes()


def test_renewing_puts_the_answers_into_the_release_and_keeps_the_old_copy(copied: Course) -> None:
    copies.prepare(copied)
    mine = copies.working_copy(copied, UNIT)
    type_into(mine, "def gradient_step(w, x, y, lr):\n    return 'mine'")
    before, release = mine.read_bytes(), read_notebook(copied.release(UNIT))
    release.cells[2].source = "a newer text"
    nbformat.write(release, copied.release(UNIT))

    assert main(["renew", UNIT]) == Exit.OK
    renewed = {cell.id: cell.source for cell in read_notebook(mine).cells}
    assert "return 'mine'" in renewed["ex1_step"]
    assert "a newer text" in renewed.values()
    [kept] = [path for path in mine.parent.glob("*.ipynb") if path != mine]
    assert kept.read_bytes() == before


def test_renewing_keeps_what_was_written(copied: Course) -> None:
    unit = "04_accumulation"
    copies.prepare(copied)
    mine = copies.working_copy(copied, unit)
    notebook = read_notebook(mine)
    [place] = [place for place, cell in enumerate(notebook.cells) if cell.id == "ex8_why"]
    notebook.cells[place].source = "It adds: `a < b`."
    notebook.cells.insert(place + 1, nbformat.v4.new_markdown_cell("And it goes on."))
    nbformat.write(notebook, mine)
    assert main(["renew", unit]) == Exit.OK
    renewed = read_notebook(mine).cells
    assert [cell.source for cell in renewed[place : place + 2]] == ["It adds: `a < b`.", "And it goes on."]
    assert "autograder" not in renewed[place + 1].metadata


def test_what_a_person_reads_has_a_checklist_once_it_is_written() -> None:
    done = Done("4.8", "Say <why>", 0, 0, [], 2.0, True, ["What does `w.grad` hold?"])
    begun, not_begun = (
        Checked(UNIT, [Done("4.1", "x", 1, 1), one], []) for one in (done, replace(done, answered=False))
    )
    assert (begun.points, begun.most, begun.by_hand, done.state) == (1, 1, 2, "written")
    for shown in ("\n".join(show.as_text(begun, "4")), show.as_html(begun, "4")):
        assert "1 of 1 points; 2 more are for text that a teacher reads" in shown
        assert "What does " in shown
        assert "2 points by hand" in shown
    assert "<code>w.grad</code>" in show.as_html(begun, "4")
    assert "<why>" not in show.as_html(begun, "4")
    for shown in ("\n".join(show.as_text(not_begun, "4")), show.as_html(not_begun, "4")):
        assert "What does " not in shown
        assert "not begun" in shown


def test_a_damaged_copy_is_the_learners_and_stays(copied: Course) -> None:
    copies.prepare(copied)
    mine = copies.working_copy(copied, UNIT)
    mine.write_text("{", encoding="utf-8")
    copies.prepare(copied)
    assert mine.read_text(encoding="utf-8") == "{"


@pytest.mark.slow
def test_a_check_gives_the_points_of_the_bank_names_the_mistake_and_hides_the_tests(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    bank = read_unit(course.root / "answers" / UNIT)
    wrong = next(answer for answer in bank["ex1_step"] if answer.name == MISTAKE)
    learner = perfect(course, UNIT)
    learner.answers["ex1_step"] = wrong
    del learner.answers["ex7_graph"]
    path = hand_in(course, tmp_path / "any name (1).ipynb", learner)
    found = check_notebook(course, path, engine.execute)

    tasks = exercises(read_notebook(course.source(UNIT)))
    assert found.unit == UNIT
    assert found.points == learner.points(tasks)
    assert [done.state for done in found.exercises] == ["tried", *["solved"] * 5, "open"]
    lost = found.exercises[0].lost[0]
    assert {one.name for one in found.exercises[0].lost} == set(wrong.fails)
    assert MISTAKE in lost.mistake.split(" or: ")
    assert lost.section
    for text in ("\n".join(show.as_text(found, "6")), show.as_html(found, "6")):
        assert lost.message.splitlines()[0].split(": ")[0] in text
        assert "check(" not in text
        assert "HIDDEN" not in text


def test_another_unit_is_recognised_and_what_is_none_is_refused(course: Course, tmp_path: Path) -> None:
    path = hand_in(course, tmp_path / "a.ipynb", Learner("x", {}), "04_accumulation")
    with pytest.raises(CourseError, match=r"this is 04_accumulation. Remedy: make check UNIT=04_accumulation"):
        check_notebook(course, path, not_run, UNIT)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), path)
    with pytest.raises(CourseError, match="not a problem set of this course"):
        check_notebook(course, path, not_run)
    with pytest.raises(CourseError, match=r"no such file. Remedy: .*make learn"):
        check_notebook(course, tmp_path / "none.ipynb", not_run)


def test_what_a_learner_wrote_is_escaped() -> None:
    attack = "<script>\x1b[2J"
    found = Checked(UNIT, [Done("6.1", "x", 0, 1, [Lost("ex1_step-value", attack)])], [attack])
    assert "<script>" not in show.as_html(found, "6")
    assert "\x1b" not in "".join(show.as_text(found, "6"))


def test_notes_that_are_damaged_are_none(copied: Course) -> None:
    copies.note(copied, UNIT, {"points": 3.0, "most": 22.0})
    assert copies.notes(copied)[UNIT]["points"] == 3
    (copied.root / "work" / ".checked.json").write_text("[", encoding="utf-8")
    assert copies.notes(copied) == {}
    assert all(row["state"] == "not begun" for row in show.rows(copied))


@pytest.mark.slow
def test_without_a_sandbox_it_runs_only_on_request(
    copied: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = hand_in(
        copied, tmp_path / "mine" / "a.ipynb", Learner("x", {"ex1_step": Answer("ex1_step", "", True, "x = 1")})
    )
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bwrap").write_text("#!/bin/sh\necho 'bwrap: no walls here' >&2\nexit 1\n")
    (tmp_path / "bin" / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    assert main(["check", str(path)]) == Exit.MACHINE
    assert "no sandbox here" in (said := capsys.readouterr().err)
    assert "--unwalled" in said
    assert main(["check", str(path), "--unwalled"]) == Exit.OK
    assert "6.1" in capsys.readouterr().out
