"""Graded notebooks are safe to look at, and feedback shows no hidden test."""

from __future__ import annotations

import base64
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
