"""Make graded notebooks safe to look at, and feedback free of hidden tests."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from bleach import ALLOWED_TAGS
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, GetGrades
from nbgrader.utils import is_grade
from traitlets import Bool, List, Set, Unicode

from autograder.grading.written import KEY, LONGEST, TOGETHER, inert, is_own, is_read, state_by_hand

TABLES = ("div", "p", "pre", "span", "br", "table", "thead", "tbody", "tr", "th", "td", "caption", "sub", "sup", "hr")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Neutralise(SanitizeHTML):
    """Take everything active out of the outputs of a graded notebook: feedback and formgrader show them as HTML.

    Plain text, tables and pictures stay. An SVG becomes an image, in which scripts do not run. The Markdown of the
    source is trusted, that of a learner's answer is not.
    """

    enabled = Bool(True)
    tags = List(Unicode(), sorted({*ALLOWED_TAGS, *TABLES}), help="HTML tags that stay in outputs").tag(config=True)
    safe_output_keys = Set(Unicode(), {"text/plain", "image/png", "image/jpeg", "image/svg+xml"})
    sanitized_output_types = Set(Unicode(), {"text/html"})

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Clean the cells in place; the learner's text is cut where it is very long."""
        room = TOGETHER
        for cell in filter(is_own, notebook.cells):
            text = cell.source
            cell.source = inert(text, min(LONGEST, room))
            room = max(0, room - len(text))
        return super().preprocess(notebook, resources)  # type: ignore[no-any-return, no-untyped-call]

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Clean the outputs of one cell in place."""
        if cell.cell_type != "code":
            return cell, resources
        cell, resources = super().preprocess_cell(cell, resources, index)  # type: ignore[no-untyped-call]
        for output in cell.get("outputs", []):
            if "data" in output:
                output.metadata = NotebookNode()  # templates print sizes and alt texts as they are
                output.data = _pictures(output.data) or NotebookNode({"text/plain": "(an output that is not shown)"})
        return cell, resources


def _pictures(data: NotebookNode) -> NotebookNode:
    """Keep only pictures that are Base64 all through, and turn an SVG into an image."""
    kept = NotebookNode(data)
    for kind in ("image/png", "image/jpeg"):
        if kind in kept:
            try:
                raw = base64.b64decode("".join(str(kept[kind]).split()), validate=True)
            except (binascii.Error, ValueError):
                del kept[kind]
            else:
                kept[kind] = base64.b64encode(raw).decode()
    if "image/svg+xml" in kept:
        picture = base64.b64encode(str(kept.pop("image/svg+xml")).encode()).decode()
        kept["text/html"] = f'<img alt="" src="data:image/svg+xml;base64,{picture}">'
    return kept


class Redact(ClearHiddenTests):
    """Take hidden tests out of feedback, with the lines of them that a traceback quotes; and the grader's rubrics."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Redact one graded cell in place: of an error its name and message stay."""
        if is_own(cell):  # words of a learner mark nothing
            return cell, resources
        cell, resources = super().preprocess_cell(cell, resources, index)
        if cell.cell_type == "markdown":
            scheme = ClearMarkScheme(parent=self.parent, enforce_metadata=False)
            cell, resources = scheme.preprocess_cell(cell, resources, index)
        if is_grade(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {ANSI.sub('', output.evalue)}"]
        return cell, resources


class Grades(GetGrades):
    """Put scores and comments into the notebook, and tell of what a person reads whether that has been done."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Note `by_hand` in the metadata of what a person reads: `waits`, `given`, or `unanswered`."""
        cell, resources = super().preprocess_cell(cell, resources, index)
        if is_read(cell):
            about = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, *about)
            cell.metadata.setdefault(KEY, NotebookNode())["by_hand"] = state_by_hand(grade)
        return cell, resources
