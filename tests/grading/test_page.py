"""The feedback page says what was reached, why points are missing, and what to do next; nothing in it is active."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.grading.page import Advice, FeedbackPage
from autograder.grading.record import leave_open


class Knowing(FeedbackPage):
    """A page of a course that knows one mistake."""

    def advice(self, unit: str, check: str, behaviour: str) -> Advice:
        """Know what `abc` is."""
        return Advice("never clears" if behaviour == "abc" else "", f"{unit} {check}", "https://example.org/#x")


def answer(source: str = "w = 1", comment: str = "") -> Any:
    about = {"grade_id": "ex1_step", "solution": True, "grade": False, "locked": False, "comment": comment}
    return new_code_cell(source, metadata={"nbgrader": about})


def check(name: str, score: float, *outputs: NotebookNode, behaviour: str = "") -> Any:
    about = {"grade_id": name, "solution": False, "grade": True, "locked": True, "points": 2.0, "score": score}
    cell = new_code_cell(
        f"# @title Check 1.1: {name}\nassert w == 2",
        metadata={"nbgrader": about, "autograder": {"verdict": "passed" if score == 2 else "failed"}},
        outputs=list(outputs),
    )
    cell.metadata.autograder["behaviour"] = behaviour
    return cell


def failed(message: str, name: str = "AssertionError") -> Any:
    return new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


HEADING = new_markdown_cell(
    "# A set\n\n### Exercise 1.1 — Take a step (4 points)\n\nThe loss is $L(w) = w^2$, `$HOME`."
)


def page(*cells: NotebookNode, exporter: type[FeedbackPage] = Knowing, notebook: NotebookNode | None = None) -> Tag:
    """Make a page of a notebook by ada in unit u."""
    about = {"student": "ada", "assignment": "u", "notebook": "u", "score": 2.0, "max_score": 4.0}
    made: Any = exporter().from_notebook_node(
        notebook or new_notebook(cells=[HEADING.copy(), *cells]), {"nbgrader": about}
    )
    return BeautifulSoup(made[0], "html.parser")


def test_it_says_what_was_reached_why_points_are_missing_and_what_to_read() -> None:
    lost = failed("w: got 1, expected 2\nhint: clear the gradient")
    shown = page(answer(), check("ex1_step-value", 0.0, lost, behaviour="abc"), check("ex1_step-more", 2.0))
    assert "2 of 4 points" in shown.select_one("header").get_text()  # type: ignore[union-attr]
    [line] = shown.select(".exercises > li")
    words = " ".join(line.get_text(" ").split())
    assert words.startswith(
        "✗ Exercise 1.1 — Take a step (4 points) 2 of 4 points missing value · −2 w: got 1, expected 2"
    )
    assert "hint: clear the gradient Known mistake: never clears Next: read u ex1_step-value in the lesson" in words
    assert line.select_one("a[href='https://example.org/#x']")
    target = str(line.select_one("a")["href"]).removeprefix("#")  # type: ignore[index]
    assert shown.find(id=target)


def test_a_check_tells_by_word_and_sign_whether_it_passed() -> None:
    shown = page(answer(), check("ex1_step-value", 0.0, failed("no")), check("ex1_step-more", 2.0))
    told = [" ".join(one.get_text(" ").split()) for one in shown.select("section.check summary")]
    assert told == [
        "✗ Check 1.1: ex1_step-value: not passed, 0 of 2",
        "✓ Check 1.1: ex1_step-more: passed, 2 of 2",
    ]


def test_one_reason_is_told_once_and_an_exercise_that_is_not_begun_has_none() -> None:
    twice = page(answer(), *(check(f"ex1_step-{name}", 0.0, failed("the same")) for name in "ab"))
    assert [loss.select_one(".small").get_text() for loss in twice.select(".loss")] == ["a, b · −4"]  # type: ignore[union-attr]
    open_one = page(answer(), check("ex1_step-a", 0.0, failed("replace this line", "NotImplementedError")))
    assert "not answered" in open_one.select_one(".exercises > li").get_text()  # type: ignore[union-attr]
    assert open_one.select(".loss") == []


def test_a_teachers_comment_stands_where_it_was_made_and_at_the_top() -> None:
    shown = page(answer(comment="Good idea <b>"), check("ex1_step-a", 2.0))
    assert [one.get_text() for one in shown.select(".comment")] == ["Your teacher: Good idea <b>"] * 2
    assert page(answer(comment="No response."), check("ex1_step-a", 0.0)).select(".comment") == []


@pytest.mark.parametrize(("unreadable", "says"), [(True, "could not be read"), (False, "not graded yet")])
def test_what_is_not_graded_shows_no_zero(unreadable: bool, says: str) -> None:
    notebook = leave_open(
        new_notebook(cells=[HEADING.copy(), answer(), check("ex1_step-a", 0.0)]), "cut off. Remedy: x"
    )
    notebook.metadata.autograder["unreadable"] = "cut off. Remedy: x" if unreadable else ""
    shown = page(notebook=notebook)
    words = shown.get_text(" ")
    assert says in words
    assert "cut off. Remedy: x" in words
    assert "This is not a zero" in words
    assert "points" not in shown.select_one("header").get_text()  # type: ignore[union-attr]
    assert not re.search(r"\b0 of \d", shown.select_one("main").get_text().partition("Your notebook")[0])  # type: ignore[union-attr]


def test_a_link_to_a_file_beside_the_notebook_is_text() -> None:
    shown = page(new_markdown_cell("the [lesson](../../notebooks/a.ipynb), and [more](https://example.org/a)"))
    assert [link["href"] for link in shown.select("section a[href]")] == ["https://example.org/a"]
    assert "the lesson" in shown.get_text()


def test_formulas_are_mathml_and_code_keeps_its_dollars() -> None:
    shown = page(answer(), check("ex1_step-a", 2.0))
    [formula] = shown.select("section math")
    assert "L" in formula.get_text()
    assert "$HOME" in [code.get_text() for code in shown.select("code")]


def written(text: str, by_hand: str, score: float = 0.0, comment: str = "") -> Any:
    """A written answer of 2 points, as it is when the grades have been put in."""
    about = {"grade_id": "ex1_step-why", "solution": True, "grade": True, "points": 2.0, "score": score}
    metadata = {"nbgrader": {**about, "comment": comment}, "autograder": {"by_hand": by_hand}}
    return new_markdown_cell(text, metadata=metadata)


def words(of: Tag, where: str) -> str:
    return " ".join(" ".join(one.get_text(" ") for one in of.select(where)).split())


def test_a_text_that_nobody_has_read_is_shown_and_has_no_points_yet() -> None:
    shown = page(answer(), check("ex1_step-a", 2.0), written("It *adds* `a < b`.", "waits", score=1.5))
    assert "0.5 of 4 points Not final: 2 of the 4 points are for what your teacher has not read yet." in words(
        shown, "header"
    ), "points that were given to an earlier text do not count"
    assert words(shown, ".exercises > li") == "… Exercise 1.1 — Take a step (4 points) waits for your teacher"
    assert words(shown, "section.written") == "your text · your teacher has not read it yet It adds a < b ."
    assert shown.select_one("section.written em")


def test_a_text_that_was_read_has_the_points_and_the_comment_of_a_teacher() -> None:
    shown = page(answer(), check("ex1_step-a", 2.0), written("It adds.", "given", 1.0, "Why does it go on?"))
    assert "Not final" not in words(shown, "header")
    line = words(shown, ".exercises > li")
    assert "3 of 4 points missing why · −1 points of a teacher Next: read u ex1_step-why in the lesson" in line
    assert line.endswith("Your teacher: Why does it go on?")
    assert words(shown, "section.written").startswith("your text · 1 of 2 points It adds.")
    full = page(written("It adds.", "given", 2.0))
    assert words(full, ".exercises > li").endswith("2 of 2 all points")
    none = page(written("It adds.", "given", 0.0))
    assert words(none, ".exercises > li").startswith("✗"), "a zero of a teacher is one"


def test_no_text_is_not_answered_and_waits_for_nobody() -> None:
    shown = page(written("YOUR ANSWER HERE", "unanswered"))
    assert words(shown, ".exercises > li").endswith("0 of 2 not answered")
    assert "Not final" not in words(shown, "header")


def test_where_a_check_fails_and_a_text_waits_both_are_said() -> None:
    shown = page(answer(), check("ex1_step-a", 0.0, failed("w: got 1")), written("It adds.", "waits"))
    assert "points missing a · −2 w: got 1" in words(shown, ".exercises > li")
    assert "Not final: 2 of" in words(shown, "header")


def test_where_the_grader_has_failed_a_text_is_not_graded_like_all_else() -> None:
    notebook = new_notebook(cells=[HEADING.copy(), written("It adds.", "waits")])
    notebook.cells[1].metadata.autograder = {}
    leave_open(notebook, "the grader failed")
    notebook.cells[1].metadata.autograder["by_hand"] = "waits"
    assert words(page(notebook=notebook), ".exercises > li").endswith("not graded")


ATTACK = '<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">x</a>'


@pytest.mark.parametrize(
    "cells",
    [
        [new_markdown_cell(f"{ATTACK}\n\n${ATTACK}$\n\n$$\\text{{{ATTACK}}}$$")],
        [answer(ATTACK)],
        [written(f"{ATTACK}\n\n[x](javascript:alert(1)) ![x](https://example.org/seen.png)", "waits")],
        [answer(comment=ATTACK)],
        [new_code_cell(f"# @title {ATTACK}\n{ATTACK}")],
        [check("ex1_step-a", 0.0, failed(ATTACK))],
        [check("ex1_step-a", 0.0, failed("x", ATTACK))],
        [new_code_cell("", outputs=[new_output("display_data", data={"text/html": ATTACK, "text/plain": ATTACK})])],
        [new_code_cell("", outputs=[new_output("stream", text=ATTACK)])],
    ],
    ids=["markdown", "code", "written", "comment", "title", "message", "name", "output", "stream"],
)
def test_nothing_that_a_learner_writes_is_active_or_asks_for_anything(cells: list[NotebookNode]) -> None:
    shown = page(*cells)
    assert shown.find_all(["script", "iframe", "object", "link", "form"]) == []
    for tag in shown.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        assert "javascript:" not in str(tag.get("href", ""))
        assert tag.name != "img" or str(tag["src"]).startswith("data:")


def test_a_page_is_a_document_that_stands_alone() -> None:
    shown = page(answer(), check("ex1_step-a", 2.0))
    assert shown.select_one("html[lang=en]")
    assert [title.get_text() for title in shown.select("title")] == ["A set: ada"]
    assert shown.select_one("meta[name=viewport]")
    assert "prefers-color-scheme: dark" in str(shown.style)
    assert "@media print" in str(shown.style)
    levels = [int(head.name[1]) for head in shown.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert not re.search(
        r"""(src|href)=["'](?!#|data:|https://example)""", re.sub(r"<style.*?</style>", "", str(shown))
    )
