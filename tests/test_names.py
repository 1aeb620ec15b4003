"""Names that a cell binds and takes are found without running it."""

from __future__ import annotations

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
