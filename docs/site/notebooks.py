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
BADGE = re.compile(r"\[!\[Open in Colab\]\([^)]+\)\]\([^)]+\)\n*")
ANCHOR = re.compile(r'<div id="(?P<name>cell-[^"]+)"></div>')
ALWAYS = {"style": "Style of the figures"}  # cells that are the same in all notebooks, and say nothing of their subject


def told(app: Sphinx, docname: str, content: list[str]) -> None:
    """Say to MyST-NB what the metadata of the cells say to JupyterLab."""
    if app.env.doc2path(docname).suffix != ".ipynb":
        return
    notebook = json.loads(content[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            _code(cell)
        cell["source"] = "".join(cell["source"])
    texts = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    for cell in texts:
        cell["source"] = BADGE.sub("", cell["source"])  # its picture lies on another host
    for title in [cell for cell in texts if cell["source"].startswith("# ")]:
        title["source"] += f'\n\n<a class="colab" href="{html.escape(_colab(app, docname))}">Open in Colab</a>'
    for cell in texts:
        cell["source"] = f'<div id="cell-{cell["id"]}"></div>\n\n{cell["source"]}'
    content[0] = json.dumps(notebook)


def _colab(app: Sphinx, docname: str) -> str:
    """Return the address at which Colab opens a notebook of the repository."""
    options = app.config.html_theme_options
    repository = options["repository_url"].removeprefix("https://github.com/")
    where = f"{repository}/blob/{options['repository_branch']}/{docname}.ipynb"
    return f"{options['launch_buttons']['colab_url']}/github/{where}"


def _code(cell: dict[str, Any]) -> None:
    """Say to MyST-NB the words of a picture, the name of a cell, and whether it is collapsed, below which title."""
    metadata, source = cell["metadata"], "".join(cell["source"])
    metadata["anchor"] = f"cell-{cell['id']}"
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


def anchor(app: Sphinx, doctree: nodes.document) -> None:
    """Make each cell a target of links, `cell-<id>`, as on feedback pages."""
    names = []
    for node in doctree.findall(lambda one: isinstance(one, (nodes.raw, nodes.container))):
        if isinstance(node, nodes.raw) and (found := ANCHOR.match(node.astext())):
            names.append(found["name"])
        elif node.get("nb_element") == "cell_code":
            names.append(node["cell_metadata"]["anchor"])
            node["ids"].append(names[-1])
    labels = app.env.domains.standard_domain.anonlabels
    labels.update({f"{app.env.docname}#{name}": (app.env.docname, name) for name in names})


def shorten(app: Sphinx, doctree: nodes.document) -> None:  # noqa: ARG001
    """Leave out of the navigation what its caption says: that these are problem sets."""
    for text in list(app.env.tocs[app.env.docname].findall(nodes.Text)):
        text.parent.replace(text, nodes.Text(text.removesuffix(" — problem set")))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Read each notebook through `told`, and finish its page."""
    app.connect("source-read", told)
    app.connect("doctree-read", anchor)
    app.connect("doctree-read", shorten, priority=900)  # after Sphinx has collected the headings
    return {"parallel_read_safe": True, "parallel_write_safe": True}
