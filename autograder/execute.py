"""Execute a rebuilt notebook. What a cell writes to stderr is kept for the reader, and is no failure."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import Execute


class ExecuteFairly(Execute):
    """Execute as nbgrader does, but let warnings pass.

    nbgrader gives a graded cell zero points where anything is on stderr, a deprecation warning of a library included.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any, **kwargs: Any) -> tuple[NotebookNode, Any]:
        """Execute all cells, then turn stderr streams into stdout streams."""
        notebook, resources = super().preprocess(notebook, resources, **kwargs)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                if output.output_type == "stream":
                    output.name = "stdout"
        return notebook, resources
