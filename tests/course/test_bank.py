"""The answer bank: right answers get full marks, wrong ones lose the points they should, the stub gets none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from autograder import material
from autograder.course.bank import Answer, read_answers, read_unit
from autograder.course.diagnosis import MOST, Behaviours, read_behaviours
from autograder.course.layout import Course, exercises
from autograder.errors import CourseError
from autograder.grading.engine import Engine, Notebook
from autograder.notebooks import exercise_of, read_notebook
from tests.behaviours import LIMITS, as_notebook, behaviours
from tests.conftest import every_unit
from tests.trial import Verdict, run_all, trial

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
@pytest.mark.slow
def test_the_checks_say_the_same_in_one_process(course: Course, unit: str) -> None:
    """A check reads the same in a notebook as in the judge, which runs all answers: here a few for each check."""
    source = read_notebook(course.source(unit))
    bank = [one for answers in read_unit(course.root / "answers" / unit).values() for one in some(answers)]
    solved, *verdicts = run_all(
        [trial(source, answer) for answer in [Answer("", "author", True, ""), *bank]], unit=unit
    )
    assert solved.failed == {}
    wrong = [f"{v.answer.exercise}, {v.answer.name}: {v.failed}" for v in verdicts if not v.as_expected]
    assert wrong == []


def some(answers: list[Answer]) -> list[Answer]:
    """All right answers, and for each check the first wrong one that loses it and does not wait for a time limit."""
    first = {check: answer for answer in reversed(answers) for check in answer.fails if "limit" not in answer.says}
    return [answer for answer in answers if answer.right or answer in first.values()]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The engine as nbgrader uses it, with a shorter time limit."""
    with Engine(LIMITS) as started:
        yield started


@every_unit
@pytest.mark.slow
def test_every_answer_gets_what_the_bank_says(
    course: Course, unit: str, engine: Engine, pytestconfig: pytest.Config
) -> None:
    source = read_notebook(course.source(unit))
    bank = [answer for answers in read_unit(course.root / "answers" / unit).values() for answer in answers]
    trials = [trial(source, answer) for answer in [Answer("", "author", True, ""), *bank]]
    contracts = {unit: asdict(material.read(course.root, unit))}
    executed = [future.result() for future in [engine.submit(as_notebook(one), contracts) for one in trials]]
    solved, *verdicts = [Verdict(one.answer, failures(done)) for one, done in zip(trials, executed, strict=True)]
    assert solved.failed == {}
    pytestconfig.stash.setdefault(KILLS, []).append((unit, kill_matrix(verdicts)))
    wrong = [f"{v.answer.exercise}, {v.answer.name}: {v.failed}" for v in verdicts if not v.as_expected]
    assert wrong == []
    found = behaviours((a, done) for a, done in zip(bank, executed[1:], strict=True) if not a.right)
    known = read_behaviours(course, unit)
    assert named(bank, found) >= 0.8, "too many wrong answers do what many others do, or nothing that a contract sees"
    assert different(found, known) <= 0.02, f"run `python -m tests.behaviours {unit}`"
    assert missing(found, known) <= 0.1, f"run `python -m tests.behaviours {unit}`"


def named(bank: list[Answer], found: Behaviours) -> float:
    """The part of the wrong answers of which some lost check tells the mistake, their own name among those told."""
    wrong = [answer for answer in bank if not answer.right]
    told = {
        (exercise_of(check), name)
        for check, known in found.items()
        for names in known.values()
        if len(names) <= MOST
        for name in names
    }
    return sum((answer.exercise, answer.name) in told for answer in wrong) / len(wrong)


def pairs(seen: Behaviours) -> dict[tuple[str, str], str]:
    """The digest of each answer in each check."""
    return {(check, name): digest for check, known in seen.items() for digest, names in known.items() for name in names}


def different(found: Behaviours, known: Behaviours) -> float:
    """The part of the pairs of check and answer that are known otherwise: another processor may change a few."""
    ours, theirs = pairs(found), pairs(known)
    both = ours.keys() & theirs.keys()
    return sum(ours[pair] != theirs[pair] for pair in both) / max(1, len(both))


def missing(found: Behaviours, known: Behaviours) -> float:
    """The part of the pairs that only one has: on a busy machine a slow answer may not be asked in time."""
    ours, theirs = pairs(found), pairs(known)
    return len(ours.keys() ^ theirs.keys()) / max(1, len(theirs))


def failures(executed: Notebook) -> dict[str, str]:
    """The graded cells that failed, with name and message of the error."""
    return {
        cell["id"]: "".join(f"{o['ename']}: {o['evalue']}" for o in cell["outputs"] if o["output_type"] == "error")
        for cell in executed["cells"]
        if cell["metadata"]["autograder"].get("verdict", "passed") != "passed"
    }


@every_unit
@pytest.mark.slow
def test_the_stub_gets_no_point(course: Course, unit: str) -> None:
    released = {cell.id: cell.source for cell in read_notebook(course.release(unit)).cells}
    source = read_notebook(course.source(unit))
    tasks = exercises(source)
    stubs = [Answer(name, "stub", False, released[name]) for name in tasks]
    for verdict in run_all([trial(source, stub) for stub in stubs], unit=unit):
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
