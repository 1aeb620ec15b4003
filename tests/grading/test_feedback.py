"""Graded notebooks are safe to look at, and feedback shows no hidden test."""

from __future__ import annotations

import base64
import re
import time
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.grading.feedback import Neutralise, Redact

PNG = base64.b64encode(b"\x89PNG not really").decode()
ATTACK = "<script>alert(1)</script>"


def page(*outputs: NotebookNode, cells: list[NotebookNode] | None = None) -> Tag:
    """The cells of the notebook as nbconvert shows them in HTML."""
    notebook = new_notebook(cells=cells or [new_code_cell("", outputs=list(outputs))])
    notebook, _ = Neutralise().preprocess(notebook, {})  # type: ignore[no-untyped-call]
    html, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    shown = BeautifulSoup(html, "html.parser").select_one("#notebook-container")
    assert shown is not None
    return shown


def active(shown: Tag) -> list[str]:
    """What a browser would run: script elements, event handlers, script links, SVG in the page."""
    found = [tag.name for tag in shown.find_all(["script", "svg", "iframe", "object"])]
    for tag in shown.find_all(True):
        found += [name for name, value in tag.attrs.items() if name.startswith("on") or "javascript:" in str(value)]
    return found


@pytest.mark.parametrize(
    "data",
    [
        {"text/html": ATTACK},
        {"text/html": '<img src=x onerror="alert(1)">'},
        {"text/html": '<a href="javascript:alert(1)">x</a>'},
        {"image/svg+xml": f"<svg>{ATTACK}</svg>"},
        {"text/latex": ATTACK},
        {"text/markdown": ATTACK},
        {"application/javascript": "alert(1)"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": ATTACK}},
        {"image/png": f'"><b>{ATTACK}'},
        {"image/jpeg": f'{PNG}"{ATTACK}'},
        {"text/plain": ATTACK},
    ],
)
def test_no_output_of_a_learner_is_active(data: dict[str, Any]) -> None:
    assert active(page(new_output("display_data", data=data, metadata={}))) == []


def test_metadata_names_and_messages_are_inert_too() -> None:
    quoted = {"image/png": {"width": f'1">{ATTACK}', "alt": f'">{ATTACK}'}}
    shown = page(
        new_output("display_data", data={"image/png": PNG}, metadata=quoted),
        new_output("stream", name="stdout", text=ATTACK),
        new_output("error", ename=ATTACK, evalue=ATTACK, traceback=[ATTACK]),
    )
    assert active(shown) == []
    assert PNG in str(shown)


def test_text_tables_and_pictures_stay() -> None:
    shown = page(
        new_output("stream", name="stdout", text="hello <there>"),
        new_output("display_data", data={"text/html": "<table><tr><td>cell</td></tr></table>"}),
        new_output("display_data", data={"image/svg+xml": "<svg></svg>", "text/plain": "graph"}),
    )
    assert "hello <there>" in shown.text
    assert shown.find("td", string="cell")
    assert base64.b64encode(b"<svg></svg>").decode() in str(shown)


def test_markdown_is_trusted_from_the_source_only() -> None:
    ours = new_markdown_cell("<details>ours</details>")
    answer = new_markdown_cell(ATTACK, metadata={"nbgrader": {"solution": True, "grade": True, "grade_id": "e"}})
    shown = page(cells=[ours, answer])
    assert shown.find("details")
    assert active(shown) == []


WRITTEN = {"nbgrader": {"solution": True, "grade": True, "grade_id": "e", "points": 1}}
HOSTILE = [
    "[x](javascript:alert(1))",
    "[x](JavaScript\\:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[z][a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<b onmouseover=alert(1)>x</b>",
    "<!-- --><svg onload=alert(1)>",
    "`<script>`<script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "![x](https://example.org/seen.png)",
    "![x][a]\n\n[a]: https://example.org/seen.png",
    '<img src="https://example.org/seen.png">',
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("metadata", [WRITTEN, {"autograder": {"own": True}}], ids=["answer", "below a task"])
def test_nothing_in_the_text_of_a_learner_is_active_or_fetched(text: str, metadata: dict[str, Any]) -> None:
    shown = page(cells=[new_markdown_cell(text, metadata=metadata)])
    assert active(shown) == []
    assert [picture["src"] for picture in shown.find_all("img")] == []
    links = [re.sub(r"[\t\r\n]", "", str(link["href"])) for link in shown.find_all("a", href=True)]
    schemes = {found[1] for link in links if (found := re.match(r"\s*([a-z][a-z0-9+.-]*):", link, re.IGNORECASE))}
    assert schemes <= {"https"}, links


def test_the_text_of_a_learner_looks_as_it_was_written() -> None:
    text = (
        "If `a < b && c > d` then *it* **adds**: x < 3, $w_1$, [here](https://example.org).\n\n> quoted\n\n- one\n- two"
    )
    shown = page(cells=[new_markdown_cell(text, metadata=WRITTEN)])
    assert shown.select_one("code").get_text() == "a < b && c > d"  # type: ignore[union-attr]
    assert {tag.name for tag in shown.find_all(["em", "strong", "blockquote", "li"])} == {
        "em",
        "strong",
        "blockquote",
        "li",
    }
    assert shown.find("a", href="https://example.org")
    assert "x < 3, $w_1$" in shown.get_text()


def test_a_very_long_text_is_cut_and_takes_no_time() -> None:
    texts = ["<div>" * 30_000, "> " * 60_000, "&a" * 60_000, "![" * 60_000, *["x" * 30_000] * 4]
    start = time.monotonic()
    notebook = new_notebook(cells=[new_markdown_cell(text, metadata=WRITTEN) for text in texts])
    notebook, _ = Neutralise().preprocess(notebook, {})  # type: ignore[no-untyped-call]
    assert time.monotonic() - start < 2
    assert [cell.source.partition("[cut: ")[2] for cell in notebook.cells] == [
        "20,000 of 150,000 characters]",
        *["0 of 120,000 characters]"] * 3,
        *["0 of 30,000 characters]"] * 4,
    ]


def test_feedback_holds_no_rubric_and_a_learner_who_writes_its_words_loses_nothing() -> None:
    scheme = "=== BEGIN MARK SCHEME ===\nBecause.\n=== END MARK SCHEME ==="
    task = {"nbgrader": {"task": True, "grade_id": "t", "points": 1, "grade": False, "solution": False}}
    words = "They said BEGIN MARK SCHEME, and BEGIN HIDDEN TESTS."
    cells = [
        new_markdown_cell(f"Say why.\n\n{scheme}"),
        new_markdown_cell(words, metadata=WRITTEN),
        new_markdown_cell(f"Draw.\n\n{scheme}", metadata=task),
        new_markdown_cell(words, metadata={"autograder": {"own": True}}),
    ]
    notebook, _ = Redact().preprocess(new_notebook(cells=cells), {})
    assert [cell.source.strip() for cell in notebook.cells] == ["Say why.", words, "Draw.", words]


def test_feedback_keeps_the_message_and_drops_the_hidden_test() -> None:
    source = "assert f() == 1\n### BEGIN HIDDEN TESTS\nassert f(2) == 4\n### END HIDDEN TESTS"
    error = new_output(
        "error", ename="AssertionError", evalue="\x1b[31mgot 3\nhint: add", traceback=["---> assert f(2) == 4"]
    )
    graded = {"nbgrader": {"grade": True, "solution": False, "grade_id": "ex1-a", "points": 1}}
    own = new_code_cell("1 / 0", outputs=[new_output("error", ename="Z", evalue="z", traceback=["---> 1 / 0"])])
    notebook = new_notebook(cells=[new_code_cell(source, metadata=graded, outputs=[error]), own])
    notebook, _ = Redact().preprocess(notebook, {})
    assert notebook.cells[0].source == "assert f() == 1"
    assert notebook.cells[0].outputs[0].traceback == ["AssertionError: got 3\nhint: add"]
    assert notebook.cells[1].outputs[0].traceback == ["---> 1 / 0"]
