"""A trial runs one answer in a notebook and reports the graded cells that fail."""

from __future__ import annotations

from autograder.course.bank import Answer
from tests.trial import Trial, Verdict, run, run_all

ANSWER = Answer("ex1", "x", True, "")


def failures(*cells: tuple[str, str], seconds: float = 3.0) -> dict[str, str]:
    asked = frozenset(name for name, _ in cells if name.startswith("ex1-"))
    return run(Trial(ANSWER, cells, asked, seconds)).failed


def test_cells_share_one_namespace_and_a_failure_does_not_stop_the_rest() -> None:
    cells = ("ex1", "def f(): return 1"), ("ex1-a", "assert f() == 2, 'got 1'"), ("ex1-b", "assert f() == 1")
    assert failures(*cells) == {"ex1-a": "AssertionError: got 1"}


def test_only_the_graded_cells_are_reported() -> None:
    assert failures(("other", "1 / 0"), ("ex1-a", "pass")) == {}


def test_syntax_errors_and_exits_are_outcomes() -> None:
    failed = failures(("ex1-a", "def f(:"), ("ex1-b", "raise SystemExit(3)"))
    assert failed["ex1-a"].startswith("SyntaxError")
    assert failed["ex1-b"] == "SystemExit: 3"


def test_an_endless_loop_that_swallows_exceptions_ends_at_the_time_limit() -> None:
    loop = "while True:\n    try:\n        pass\n    except Exception:\n        pass"
    assert failures(("ex1-a", loop), ("ex1-b", "pass"), seconds=0.2) == {"ex1-a": "time limit: no result after 0.2 s"}


def test_trials_run_in_processes_of_their_own_and_come_back_in_order() -> None:
    cells = (("ex1-a", "import builtins\nassert not hasattr(builtins, 'mark')\nbuiltins.mark = 1"),)
    answers = [Answer("ex1", str(number), True, "") for number in range(4)]
    verdicts = list(run_all([Trial(answer, cells, frozenset({"ex1-a"})) for answer in answers], processes=2))
    assert [verdict.answer.name for verdict in verdicts] == ["0", "1", "2", "3"]
    assert all(verdict.failed == {} for verdict in verdicts)


def test_a_verdict_compares_cells_and_message_with_the_bank() -> None:
    wrong = Answer("ex1", "w", False, "", fails=("ex1-b", "ex1-a"), says="add up")
    assert Verdict(wrong, {"ex1-a": "x", "ex1-b": "gradients add up"}).as_expected
    assert not Verdict(wrong, {"ex1-a": "gradients add up", "ex1-b": "x"}).as_expected
    assert not Verdict(wrong, {"ex1-b": "gradients add up"}).as_expected
    assert Verdict(ANSWER, {}).as_expected
    assert not Verdict(ANSWER, {"ex1-a": "x"}).as_expected
