"""The report names the reason of each lost point, in few words."""

from __future__ import annotations

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from rich.console import Console

from autograder.grading.hashes import Hashes
from autograder.grading.record import Record
from autograder.grading.report import WAITING, Loss, Result, Summary, merged, reason, table


def cell(*outputs: NotebookNode) -> NotebookNode:
    return NotebookNode(new_code_cell("", outputs=list(outputs)))


def error(name: str, text: str) -> NotebookNode:
    return NotebookNode(new_output("error", ename=name, evalue=text, traceback=[]))


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (error("AssertionError", "w: got 1, expected 2\nhint: add"), "w: got 1, expected 2"),
        (error("AssertionError", ""), "AssertionError"),
        (error("NotImplementedError", "Exercise not done yet"), "not answered yet"),
        (
            error("TimeoutError", "time limit: no result after 5 s"),
            "time limit: no result after 5 s; is there an endless loop?",
        ),
        (error("TimeoutError", "the socket"), "TimeoutError: the socket"),
        (error("NameError", "name 'f' is not defined\nhint: cell ex1 stopped"), "cell ex1 stopped"),
        (error("DeadKernelError", "the process ended"), "the process ended"),
        (error("NameError", "name 'f' is not defined"), "NameError: name 'f' is not defined"),
    ],
)
def test_the_reason_is_the_first_line_of_the_error(output: NotebookNode, expected: str) -> None:
    assert reason(cell(new_output("stream", text="noise"), output)) == expected


def test_without_an_error_the_points_were_partial() -> None:
    assert reason(cell()) == "partial credit"


def test_losses_of_one_reason_are_merged_by_exercise_and_then_in_a_row() -> None:
    losses = [
        Loss("ex1_a-x", 1, "got 1"),
        Loss("ex2_b-x", 1, "no"),
        Loss("ex2_b-y", 2, "no"),
        Loss("ex3_c-x", 1, "not answered yet"),
        Loss("ex3_c-y", 1, "not answered yet"),
        Loss("ex4_d-x", 1, "not answered yet"),
        Loss("ex4_d-y", 1, "not answered yet"),
    ]
    assert merged(losses) == [
        Loss("ex1_a-x", 1, "got 1"),
        Loss("ex2_b", 3, "no"),
        Loss("ex3_c to ex4_d", 4, "not answered yet"),
    ]


def test_the_table_puts_the_best_first_and_prints_brackets_as_they_are() -> None:
    losses = [Loss("ex1_a-x", 1.5, "limit of x = [2]: got 1, expected 2")]
    console = Console(width=100, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(table("06_descent", [Result("low", 0.5, 2, losses), Result("high", 2, 2, [])]))
    text = capture.get()
    assert text.index("high") < text.index("low")
    assert "-1.5 ex1_a-x: limit of x = [2]: got 1, expected 2" in text
    assert "0.5/2" in text


def test_points_that_a_person_has_to_give_are_told() -> None:
    console = Console(width=100, record=True)
    with console.capture() as capture:
        console.print(table("u", [Result("ada", 20, 22, [Loss("ex8_why", 2, WAITING)], waiting=2)]))
    text = " ".join(capture.get().split())
    assert "20/22 │ -2 ex8_why: waits for a teacher's points" in text
    assert "2 to be read" in text
    summary = Summary()
    summary.count("u", Result("ada", 20, 22, [], waiting=2), None, new=True)
    summary.count("u", Result("ben", 22, 22, []), None, new=True)
    assert summary.waiting == ["ada in u"]


def graded(learner: str, score: float, sandbox: str = "bubblewrap") -> Result:
    return Result(learner, score, 2, [], Record({}, Hashes("", "", "", ""), {}, sandbox=sandbox))


def test_the_last_line_says_what_came_of_all() -> None:
    summary = Summary()
    assert summary.line() == "0 graded, 0 unchanged, 0 not graded; points changed: none"
    summary.count("u", graded("ada", 2), graded("ada", 1.5), new=True)
    summary.count("u", graded("ben", 1), graded("ben", 1), new=True)
    summary.count("u", graded("cy\x1b", 2), None, new=True)
    summary.count("u", graded("dee", 2, sandbox="none"), graded("dee", 0), new=False)
    summary.failed.append("why")
    assert summary.line() == (
        "3 graded, 1 unchanged, 1 not graded (why: above); points changed: ada 1.5 → 2 in u; dee 0 → 2 in u"
    )
    assert summary.unwalled == ["dee in u"]
