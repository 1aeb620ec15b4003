"""Formulas as MathML, which browsers draw themselves, and the font for them: no script, and nothing from another host.

Without a font that has OpenType's table of mathematical sizes, which many machines lack, indices stand on the line.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import ziamath
from docutils import nodes
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from autograder.formulas import mathml

FONT = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"  # under the SIL Open Font License
# Latin and Greek; punctuation, arrows and signs of mathematics; more of these; letters of mathematics
SIGNS = (range(0x20, 0x400), range(0x2000, 0x2300), range(0x27C0, 0x2B00), range(0x1D400, 0x1D800))


def inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(mathml(node.astext(), display=False))
    raise nodes.SkipNode


def block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula of its own, which scrolls by itself where the window is narrow."""
    formula = mathml(node.astext(), display=True)
    translator.body.append(f'<div class="formula" tabindex="0" role="group" aria-label="formula">{formula}</div>\n')
    raise nodes.SkipNode


def hold(app: Sphinx, doctree: nodes.document) -> None:  # noqa: ARG001
    """Hold a formula and the comma or full stop behind it together: browsers would break the line between them."""
    for formula in list(doctree.findall(nodes.math)):
        parent, place = formula.parent, formula.parent.index(formula)
        after = parent[place + 1] if place + 1 < len(parent) else None
        if isinstance(after, nodes.Text) and (found := re.match(r"[^\s\w]+", after)):
            parent[place : place + 2] = [
                nodes.inline("", "", formula, nodes.Text(found[0]), classes=["held"]),
                nodes.Text(after[found.end() :]),
            ]


def write_font(app: Sphinx, error: Exception | None) -> None:
    """Put the font beside the style sheet: Latin, Greek and the signs of mathematics, a tenth of the whole."""
    if error or app.builder.format != "html":
        return
    options = subset.Options()
    options.flavor = "woff"
    options.name_IDs = ["*"]  # with the notice of its licence
    font = subset.load_font(str(FONT), options)
    wanted = subset.Subsetter(options)
    wanted.populate(unicodes=chain.from_iterable(SIGNS))
    wanted.subset(font)
    subset.save_font(font, str(Path(app.outdir) / "_static" / "formulas.woff"), options)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer `mathml`, and the font."""
    app.add_html_math_renderer("mathml", inline_renderers=(inline, None), block_renderers=(block, None))
    app.connect("doctree-read", hold)
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
