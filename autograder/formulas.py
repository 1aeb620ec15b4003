"""Formulas in LaTeX as MathML, which browsers draw without a script."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

SIGN = re.compile(r"(?P<before><mo[^>]*>(?P<operator>[^<]*)</mo>)<mo>(?P<sign>&#x02212;|&#x0002B;)</mo>")
CLOSING = (")", "]", "}", "|", "‖", "!", "⊤", "′")


def mathml(latex: str, *, display: bool) -> str:
    r"""Return a formula as MathML, within a line or, as a `display`, of its own.

    The converter leaves two things: it takes `\cdot` for a letter, and the sign of a number behind an operator for
    an operation, around which there would be space.
    """
    made = convert(latex, display="block" if display else "inline")
    made = made.replace("<mi>&#x000B7;</mi>", "<mo>&#x022C5;</mo>")
    return SIGN.sub(_sign, made)


def _sign(found: re.Match[str]) -> str:
    if html.unescape(found["operator"]) in CLOSING:
        return found[0]
    return f'{found["before"]}<mo form="prefix">{found["sign"]}</mo>'
