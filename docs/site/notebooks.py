"""Notebooks look as they do in JupyterLab: what is collapsed there is collapsed, and pictures have their words."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

TITLE = re.compile(r"\A# @title (?P<title>.+)\n")
BADGE = re.compile(r"\[!\[Open in Colab\]\([^)]+\)\]\((?P<url>[^)]+)\)\n*")
ALWAYS = {"style": "Style of the figures"}  # cells that are the same in all notebooks, and say nothing of their subject


def told(app: Sphinx, docname: str, content: list[str]) -> None:
    """Say to MyST-NB what the metadata of the cells say to JupyterLab."""
    if app.env.doc2path(docname).suffix != ".ipynb":
        return
    notebook = json.loads(content[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            _code(cell)
        else:
            cell["source"] = _text("".join(cell["source"]))
    content[0] = json.dumps(notebook)


def _text(source: str) -> str:
    """Put a link below the text in place of the badge above it, whose picture lies on another host."""
    if not (found := BADGE.search(source)):
        return source
    link = f'<a class="colab" href="{html.escape(found["url"])}">Open in Colab</a>'
    return f"{BADGE.sub('', source)}\n\n{link}"


def _code(cell: dict[str, Any]) -> None:
    metadata, source = cell["metadata"], "".join(cell["source"])
    shown: dict[str, Any] = metadata.setdefault("mystnb", {})
    if alt := metadata.get("alt"):
        shown["image"] = {"alt": alt}
    if metadata.get("jupyter", {}).get("source_hidden") or cell["id"] in ALWAYS:
        metadata.setdefault("tags", []).append("hide-input")
        if found := TITLE.match(source):
            shown["code_prompt_show"] = shown["code_prompt_hide"] = found["title"]
            cell["source"] = source[found.end() :]
        else:
            shown["code_prompt_show"] = shown["code_prompt_hide"] = ALWAYS.get(cell["id"], "Code")


def shorten(app: Sphinx, doctree: nodes.document) -> None:  # noqa: ARG001
    """Leave out of the navigation what its caption says: that these are problem sets."""
    for text in list(app.env.tocs[app.env.docname].findall(nodes.Text)):
        text.parent.replace(text, nodes.Text(text.removesuffix(" — problem set")))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Read each notebook through `told`."""
    app.connect("source-read", told)
    app.connect("doctree-read", shorten, priority=900)  # after Sphinx has collected the headings
    return {"parallel_read_safe": True, "parallel_write_safe": True}
