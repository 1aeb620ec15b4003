"""The answer bank: right answers get full marks, wrong ones lose the points they should, the stub gets none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from autograder.bank import Answer, read_answers, read_unit
from autograder.course import Course, exercises, read_notebook
from autograder.errors import CourseError
from autograder.trial import Verdict, run_all, trial
from tests.conftest import every_unit

FORM = """# %% right: one way
def f():
    return 1

# %% wrong: another way fails="ex1-a ex1-b" says="got 2"
def f():
    # a comment
    return 2
"""


def test_answers_are_read_with_what_they_lose(tmp_path: Path) -> None:
    path = tmp_path / "ex1.py"
    path.write_text(FORM)
    assert read_answers(path) == [
        Answer("ex1", "one way", True, "def f():\n    return 1"),
        Answer(
            "ex1", "another way", False, "def f():\n    # a comment\n    return 2", ("ex1-a", "ex1-b"), says="got 2"
        ),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "# %%",
        "# %% right: w = 2",
        "# %% good: x",
        "# %% wrong: x",
        '# %% wrong: x fails="a"',
        '# %% right: x fails="a" says="b"',
    ],
)
def test_a_malformed_answer_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "ex1.py"
    path.write_text(f"{header}\nx = 1\n")
    with pytest.raises(CourseError, match=r"ex1\.py: not an answer.*Remedy: begin with"):
        read_answers(path)


@every_unit
def test_every_exercise_has_enough_answers_and_every_check_kills(course: Course, unit: str) -> None:
    tasks, bank = exercises(read_notebook(course.source(unit))), read_unit(course.root / "answers" / unit)
    assert sorted(bank) == sorted(tasks)
    for name, answers in bank.items():
        assert sum(answer.right for answer in answers) >= 3, name
        assert sum(not answer.right for answer in answers) >= 6, name
        assert len({answer.name for answer in answers}) == len(answers), f"{name}: two answers of one name"
        killed = {check for answer in answers for check in answer.fails}
        assert killed == set(tasks[name].checks), f"{name}: checks and the cells that wrong answers lose differ"


@every_unit
@pytest.mark.slow
def test_every_answer_gets_what_the_bank_says(course: Course, unit: str, pytestconfig: pytest.Config) -> None:
    source = read_notebook(course.source(unit))
    bank = [answer for answers in read_unit(course.root / "answers" / unit).values() for answer in answers]
    solved, *verdicts = run_all(trial(source, answer) for answer in [Answer("", "author", True, ""), *bank])
    assert solved.failed == {}
    pytestconfig.stash.setdefault(KILLS, []).append((unit, kill_matrix(verdicts)))
    wrong = [f"{v.answer.exercise}, {v.answer.name}: {v.failed}" for v in verdicts if not v.as_expected]
    assert wrong == []


@every_unit
@pytest.mark.slow
def test_the_stub_gets_no_point(course: Course, unit: str) -> None:
    released = {cell.id: cell.source for cell in read_notebook(course.release(unit)).cells}
    source = read_notebook(course.source(unit))
    tasks = exercises(source)
    stubs = [Answer(name, "stub", False, released[name]) for name in tasks]
    for verdict in run_all(trial(source, stub) for stub in stubs):
        assert set(verdict.failed) == set(tasks[verdict.answer.exercise].checks)
        assert all("NotImplementedError" in message for message in verdict.failed.values())


KILLS = pytest.StashKey[list[tuple[str, pd.DataFrame]]]()


def kill_matrix(verdicts: list[Verdict]) -> pd.DataFrame:
    """One row an answer, one column a check of its exercise; x where the answer loses the check."""
    rows = [
        {
            "exercise": verdict.answer.exercise,
            "answer": f"{'right' if verdict.answer.right else 'wrong'}: {verdict.answer.name}",
            **{check.partition("-")[2]: "x" for check in verdict.failed},
        }
        for verdict in verdicts
    ]
    return pd.DataFrame(rows).fillna("").set_index(["exercise", "answer"])
