"""Formulas become MathML with the right spaces."""

from __future__ import annotations

import pytest

from autograder.formulas import mathml

MINUS, PLUS = "<mo>&#x02212;</mo>", "<mo>&#x0002B;</mo>"
SIGN = '<mo form="prefix">&#x02212;</mo>'


@pytest.mark.parametrize(
    ("latex", "has"),
    [
        ("x = -6", f"{SIGN}<mn>6</mn>"),
        (r"6 \cdot -6", f"<mo>&#x022C5;</mo>{SIGN}<mn>6</mn>"),
        ("(1, -2)", f"{SIGN}<mn>2</mn>"),
        (r"\left(-2\right)", f"{SIGN}<mn>2</mn>"),
        (r"a \cdot b", "<mi>a</mi><mo>&#x022C5;</mo><mi>b</mi>"),
        ("a - b", f"<mi>a</mi>{MINUS}<mi>b</mi>"),
        ("(a) - b", f"</mo>{MINUS}<mi>b</mi>"),
        (r"\left(a\right) + b", f"{PLUS}<mi>b</mi>"),
        ("|a| - b", f"{MINUS}<mi>b</mi>"),
    ],
)
def test_an_operation_has_space_around_it_and_a_sign_has_none(latex: str, has: str) -> None:
    assert has in mathml(latex, display=False)


def test_a_formula_stands_in_its_line_or_alone() -> None:
    assert mathml("x", display=False).startswith('<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">')
    assert 'display="block"' in mathml("x", display=True)
