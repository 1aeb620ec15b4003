"""Of a submission only the text of answers and extra cells reaches the notebook that is graded."""

from __future__ import annotations

import json
import tempfile
from copy import deepcopy
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.intake import read_submission
from autograder.grading.rebuild import rebuild as rebuild_from_cells

STUB = "def f():\n    raise NotImplementedError"


def cell(name: str, source: str, **nbgrader: object) -> NotebookNode:
    made: NotebookNode = new_code_cell(source)
    made["id"] = name
    if nbgrader:
        flags = {"grade": False, "solution": False, "locked": False, **nbgrader}
        made.metadata["nbgrader"] = {"grade_id": name, "schema_version": 3, **flags}
    return made


def rebuild(skeleton: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """Rebuild from a notebook that went through a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".ipynb", encoding="utf-8") as file:
        json.dump(submitted, file)
        file.flush()
        return rebuild_from_cells(skeleton, read_submission(Path(file.name)))


def guesses(notebook: NotebookNode) -> list[str]:
    return list(notebook.metadata["autograder"]["guessed"])


@pytest.fixture
def skeleton() -> NotebookNode:
    cells = [
        cell("setup", "import torch"),
        cell("given", "LIMIT = 3", locked=True),
        cell("ex1", STUB, solution=True),
        cell("ex1-value", "assert f() == 1  # hidden", grade=True, points=1),
    ]
    return NotebookNode(new_notebook(cells=cells))


@pytest.fixture
def submitted(skeleton: NotebookNode) -> NotebookNode:
    notebook = deepcopy(skeleton)
    notebook.cells[2].source = "def f(): return 1"
    notebook.cells[3].source = "assert f() == 1"
    return notebook


def sources(notebook: NotebookNode) -> list[str]:
    return [entry.source for entry in notebook.cells]


def test_the_answer_is_taken_and_the_test_restored(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    graded = rebuild(skeleton, submitted)
    assert sources(graded) == ["import torch", "LIMIT = 3", "def f(): return 1", "assert f() == 1  # hidden"]
    assert graded.cells[3].metadata == skeleton.cells[3].metadata


def test_edited_given_and_test_cells_have_no_effect(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    submitted.cells[1].source = "LIMIT = 99"
    submitted.cells[3].source = "pass"
    assert sources(rebuild(skeleton, submitted))[1::2] == ["LIMIT = 3", "assert f() == 1  # hidden"]


def test_tags_types_and_lost_cells_have_no_effect(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    expected = sources(rebuild(skeleton, submitted))
    submitted.cells[3] = new_markdown_cell("assert f() == 1", metadata=submitted.cells[3].metadata)
    submitted.cells[3].metadata["tags"] = ["skip-execution"]
    submitted.cells[2].metadata["tags"] = ["remove"]
    graded = rebuild(skeleton, submitted)
    assert sources(graded) == expected
    assert all("tags" not in entry.metadata for entry in graded.cells)
    del submitted.cells[3]
    assert sources(rebuild(skeleton, submitted)) == expected


def test_a_missing_answer_keeps_the_stub(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    del submitted.cells[2]
    assert sources(rebuild(skeleton, submitted))[2] == STUB


def test_answers_are_found_by_cell_id_where_the_metadata_is_lost(
    skeleton: NotebookNode, submitted: NotebookNode
) -> None:
    for entry in submitted.cells:
        entry.metadata = {}
    assert "def f(): return 1" in sources(rebuild(skeleton, submitted))
    for entry in submitted.cells:  # as Colab saves: the id in the metadata
        entry.metadata = {"id": entry.pop("id")}
    graded = rebuild(skeleton, submitted)
    assert "def f(): return 1" in sources(graded)
    assert guesses(graded) == []


def test_extra_code_cells_stay_in_their_places(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    submitted.cells.insert(3, cell("x2", "after = 2"))
    submitted.cells.insert(2, cell("x1", "before = 1"))
    submitted.cells.insert(0, cell("x0", "first = 0"))
    submitted.cells.insert(0, new_markdown_cell("my notes"))
    graded = rebuild(skeleton, submitted)
    expected = ["first = 0", "import torch", "LIMIT = 3", "before = 1", "def f(): return 1", "after = 2"]
    assert sources(graded)[:-1] == expected
    assert len({entry.id for entry in graded.cells}) == len(graded.cells)


def test_an_edited_plain_cell_runs_after_the_original(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    submitted.cells[0].source = "import torch\nmine = 1"
    assert sources(rebuild(skeleton, submitted))[:2] == ["import torch", "import torch\nmine = 1"]


def test_of_a_copied_answer_the_last_one_counts(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    copy = deepcopy(submitted.cells[2])
    copy.source = "def f(): return 2"
    submitted.cells.insert(3, copy)
    assert sources(rebuild(skeleton, submitted))[2:4] == ["def f(): return 1", "def f(): return 2"]


def strip_names(notebook: NotebookNode) -> None:
    for number, entry in enumerate(notebook.cells):
        entry.metadata = {}
        entry["id"] = f"unknown-{number}"


def test_without_any_name_an_answer_is_found_by_what_it_defines(
    skeleton: NotebookNode, submitted: NotebookNode
) -> None:
    strip_names(submitted)
    submitted.cells.insert(0, submitted.cells.pop(2))
    graded = rebuild(skeleton, submitted)
    assert "def f(): return 1" in sources(graded)
    assert guesses(graded) == ["answer ex1 found by the names it defines, in cell 1"]


def test_an_answer_that_defines_nothing_known_is_found_by_place_and_likeness(
    skeleton: NotebookNode, submitted: NotebookNode
) -> None:
    skeleton.cells[2].source = submitted.cells[2].source = "print('the answer is', 'YOUR ANSWER')"
    strip_names(submitted)
    submitted.cells[2].source = "print('the answer is', 42)"
    submitted.cells[1].metadata = skeleton.cells[1].metadata
    graded = rebuild(skeleton, submitted)
    assert sources(graded)[2:4] != ["print('the answer is', 'YOUR ANSWER')"]
    assert guesses(graded) == ["answer ex1 found by its place and text, in cell 3"]


def test_an_answer_pasted_into_a_check_is_found(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    submitted.cells[3].source = "def f(): return 1\n\nassert f() == 1"
    del submitted.cells[2]
    graded = rebuild(skeleton, submitted)
    assert sources(graded)[2:] == ["def f(): return 1\n\nassert f() == 1", "assert f() == 1  # hidden"]


def test_equal_cell_ids_are_not_trusted(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    strip_names(submitted)
    for entry in submitted.cells:
        entry["id"] = "ex1"
    graded = rebuild(skeleton, submitted)
    assert next(entry.source for entry in graded.cells if entry.id == "ex1") == "def f(): return 1"


def test_neither_input_is_changed(skeleton: NotebookNode, submitted: NotebookNode) -> None:
    before = deepcopy(skeleton), deepcopy(submitted)
    rebuild(skeleton, submitted)
    assert (skeleton, submitted) == before


TEXT = "*YOUR ANSWER HERE*"


def text(name: str, source: str, **nbgrader: object) -> NotebookNode:
    made: NotebookNode = new_markdown_cell(source, id=name)
    if nbgrader:
        made.metadata["nbgrader"] = {"grade_id": name, "grade": True, "points": 2, "schema_version": 3, **nbgrader}
    return made


def written(*cells: NotebookNode) -> tuple[list[str], list[str]]:
    """What is graded of a submission to a written exercise, and what was guessed."""
    scheme = "Say why.\n=== BEGIN MARK SCHEME ===\nBecause.\n=== END MARK SCHEME ==="
    source = [text("why-task", scheme), text("why", TEXT, solution=True, locked=False), cell("end", "last = 1")]
    handed_in: NotebookNode = new_notebook()
    handed_in["cells"] = list(cells)
    graded = rebuild(new_notebook(cells=source), handed_in)
    assert [one.cell_type for one in graded.cells if one.id == "why"] == ["markdown"]
    assert graded.cells[0].source == scheme, "the grader reads what counts"
    return sources(graded)[1:-1], guesses(graded)


ASKED, END = text("why-task", "Say why."), cell("end", "last = 1")


def answered(source: str, name: str = "why") -> NotebookNode:
    return text(name, source, solution=True, locked=False)


def test_of_a_written_answer_the_text_is_taken_as_it_is() -> None:
    mine = "Because `a < b`:\n\n> it *adds*.\n\n```python\nw.grad += 1\n```\n"
    assert written(ASKED, answered(mine), END) == ([mine], [])
    as_code = cell("why", mine, solution=True, grade=True, points=2)
    assert written(ASKED, as_code, END) == ([mine], []), "the cell was made a code cell by accident"


def test_a_blank_answer_is_none() -> None:
    for blank in ("", " \n", TEXT, f"{TEXT}\n"):
        assert written(ASKED, answered(blank), END) == ([TEXT], [])
    assert written(ASKED, END) == ([TEXT], [])


def test_text_below_a_written_answer_is_read_too_and_is_the_answer_where_there_is_no_other() -> None:
    more = [text("a", "It adds."), text("b", "It goes on.")]
    assert written(ASKED, answered("One."), *more, END) == (["One.", "It adds.", "It goes on."], [])
    assert written(ASKED, answered(TEXT), *more, END) == (
        ["It adds.\n\nIt goes on."],
        ["answer why found in the text below its cell"],
    )
    assert written(text("x", "My notes."), ASKED, answered("One."), END) == (["One."], []), (
        "notes elsewhere are no answer"
    )


def test_of_a_copied_written_answer_the_last_one_counts_and_none_is_run_as_code() -> None:
    both = [answered("First."), answered("Second.")]
    both[0]["id"] = "copied"
    graded = rebuild(new_notebook(cells=[answered(TEXT)]), new_notebook(cells=both))
    assert [(one.cell_type, one.source) for one in graded.cells] == [("markdown", "First."), ("markdown", "Second.")]


def test_a_written_answer_without_any_name_is_the_only_text_in_its_place() -> None:
    nameless = [new_markdown_cell("Say why."), new_markdown_cell("It adds."), new_code_cell("last = 1")]
    for one in nameless:
        del one["id"]
    assert written(*nameless) == (["It adds."], ["answer why found by its place and text, in cell 2"])
