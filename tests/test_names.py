"""Names that a cell binds and takes are found without running it."""

from __future__ import annotations

import sys

import pytest

from autograder.names import bound_names, names


def test_names_bound_and_taken() -> None:
    bound, taken = names(
        "import math as m\n\ndef f(x):\n    return g(x) + m.pi + local\n\ny = f(z)\nfor k in y:\n    pass"
    )
    assert bound == {"m", "f", "y", "k"}
    assert taken == {"g", "local", "z"}


def test_ipython_syntax_is_understood() -> None:
    assert bound_names("%matplotlib inline\n!ls\nx = 1\nfiles = !ls") == {"x", "files"}


@pytest.mark.parametrize("source", ["def f(:", "x = \x00", "(" * 5000, ""])
def test_no_names_where_it_is_no_python(source: str) -> None:
    assert bound_names(source) == set()


@pytest.mark.parametrize("line", ["%x", "!x", "a = !ls", "?x", "x?", "%%x", "((((", "a.b" + ".b" * 200])
def test_time_for_names_grows_with_the_length_and_no_faster(line: str) -> None:
    """Ten times the text: about ten times the work, counted in a profile of calls, with a wide margin."""

    def work(lines: int) -> int:
        bound_names.cache_clear()
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(count)
        try:
            bound_names(f"{line}\n" * lines)
        finally:
            sys.setprofile(None)
        return calls

    assert work(2_000) < 20 * work(200) + 1_000


def test_a_very_long_cell_binds_nothing() -> None:
    assert bound_names("x = 1\n" + "#" * 100_001) == set()


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("kept = f\ndel f\nf = kept", {"f"}),
        ("f = 1\nf + 1", set()),
        ("f = f + 1", {"f"}),
        ("f += 1", {"f"}),
        ("for k in range(3):\n    y = k\n    y", set()),
        ("for k in k:\n    pass", {"k"}),
        ("[k for k in range(3)]\nk = 1", set()),
        ("def g(): return f\nf = 1\ng()", set()),
        ("try:\n    f\nexcept E as f:\n    f\nf = 1", {"f"}),
        ("with f as f:\n    f", {"f"}),
        ("import f.g\nf", set()),
        ("f: int = f", {"f"}),
        ("if (f := 1):\n    f", set()),
    ],
)
def test_names_that_are_read_before_they_are_bound(source: str, first: set[str]) -> None:
    bound, used = names(source)
    assert bound & used == first
