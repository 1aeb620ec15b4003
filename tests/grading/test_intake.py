"""Submissions are read as they come, or refused with the reason and the remedy."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.grading.intake import read_submission

CELL = {"cell_type": "code", "source": ["x = 1\n", "y = 'ü'"], "id": "a", "metadata": {"nbgrader": {"grade_id": "ex1"}}}
NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]}, ensure_ascii=False)
OTHER = NOTEBOOK.replace("x = 1", "x = 2")


def read(folder: Path, content: bytes | str) -> list[tuple[str, str, dict[str, str]]]:
    path = folder / "n.ipynb"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(cell.cell_type, cell.source, dict(cell.metadata["submitted"])) for cell in read_submission(path).cells]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, NOTEBOOK.encode(encoding)) == [("code", "x = 1\ny = 'ü'", {"id": "a", "grade_id": "ex1"})]


def test_line_ends_and_sources_of_all_kinds_are_read(tmp_path: Path) -> None:
    cells: list[Any] = [
        {"cell_type": "code", "source": "a\r\nb\rc"},
        {"cell_type": "markdown", "source": ["t\n", 3, "u"]},
        {"cell_type": "raw", "source": "r", "metadata": {"id": "colab"}},
        {"cell_type": "code", "metadata": None, "id": 7},
        {"cell_type": "code", "source": 3},
        None,
        "text",
    ]
    assert read(tmp_path, json.dumps({"cells": cells})) == [
        ("code", "a\nb\nc", {}),
        ("markdown", "t\nu", {}),
        ("markdown", "r", {"id": "colab"}),
        ("code", "", {}),
    ]


def test_nbformat_3_is_read(tmp_path: Path) -> None:
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"], "language": "python"}]}]}
    assert read(tmp_path, json.dumps(old)) == [("code", "x = 1", {})]


@pytest.mark.parametrize("base", ["", "||||||| 1234567\n3\n"])
def test_a_conflict_outside_the_cells_is_resolved(tmp_path: Path, base: str) -> None:
    conflict = f"<<<<<<< HEAD\n4\n{base}=======\n5\n>>>>>>> main\n"
    text = NOTEBOOK.replace('"nbformat_minor": 5', f'"nbformat_minor":\n{conflict}')
    assert "=======" in text
    assert read(tmp_path, text) == read(tmp_path, NOTEBOOK)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        (NOTEBOOK[:60], "the file is cut off or damaged at line 1"),
        ("print('hello')", "the file is no notebook at line 1"),
        ("[]", "it has no cells"),
        ('{"cells": {}}', "it has no cells"),
        ('{"cells": []}', "it has no cells"),
        ('{"worksheets": [{"cells": 3}, 4]}', "it has no cells"),
        ("[" * 100_000, "the file is no notebook"),
        ('{"a": ' * 100_000, "the file is cut off or damaged"),
        (f"<<<<<<< HEAD\n{NOTEBOOK}\n=======\n{OTHER}\n>>>>>>> main\n", "it has git's conflict markers"),
        (f"<<<<<<< HEAD\n{NOTEBOOK}\n>>>>>>> main\n", "the file is no notebook"),
        ("<<<<<<< a\n=======\n" * 20_000, "the file is no notebook"),
        (json.dumps({"cells": [{"source": "x" * 1_000_001}]}), "it has more than 2000 cells, or 1000000 characters"),
        (json.dumps({"cells": [{"source": "x"}] * 2_001}), "it has more than 2000 cells, or 1000000 characters"),
        ('{\n<<<<<<< HEAD\n"cells": []\n=======\n"cells": 3\n>>>>>>> main\n}', "it has git's conflict markers"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_remedy(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(CourseError) as refused:
        read(tmp_path, content)
    assert f"n.ipynb: not a readable notebook ({reason}" in str(refused.value)
    assert "Remedy: " in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "worksheets", "source", "metadata", "nbgrader", "id"]), inner, max_size=3
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(content=JSON | st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")))
def test_nothing_but_a_course_error_is_ever_raised(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    with contextlib.suppress(CourseError):
        read(tmp_path_factory.getbasetemp(), json.dumps(content))


def test_an_integer_of_any_length_is_no_reason_to_refuse(tmp_path: Path) -> None:
    text = NOTEBOOK.replace('"nbformat":', '"long": ' + "9" * 5_000 + ', "nbformat":', 1)
    assert "9" * 5_000 in text
    assert read(tmp_path, text) == read(tmp_path, NOTEBOOK)


def test_whatever_goes_wrong_is_the_file_own_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: Path) -> str:
        raise MemoryError

    monkeypatch.setattr("autograder.grading.intake._text", broken)
    with pytest.raises(CourseError, match=r"not a readable notebook \(MemoryError\)"):
        read(tmp_path, NOTEBOOK)


@settings(deadline=None, max_examples=100)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ipynb"
    path.write_bytes(raw)
    with contextlib.suppress(CourseError):
        read_submission(path)
