"""Attacks by what lies in the submitted folder: metadata, outputs, and files beside the notebook."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def tag_all(notebook: Json, _folder: Path) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


def zero_points(notebook: Json, _folder: Path) -> None:
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade"):
            about |= {"points": 1000, "grade": False, "solution": True, "locked": False}
            cell["source"] = "pass"


def gut_tests(notebook: Json, _folder: Path) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "22"
            cell["cell_type"] = "code"


def duplicate_ids(notebook: Json, _folder: Path) -> None:
    tests = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
    notebook["cells"] += [cell | {"source": "assert True"} for cell in tests]


def forged_outputs(notebook: Json, _folder: Path) -> None:
    result = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [result], "execution_count": 1}
            cell["metadata"]["autograder"] = {"verdict": "passed", "seconds": 0.1, "calls": 1}


def other_kernel(notebook: Json, _folder: Path) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "true"}
    notebook["metadata"]["autograder"] = {"guessed": [], "verdict": "passed"}
    notebook["metadata"]["celltoolbar"] = "Create Assignment"


SHADOW = "import builtins\nprint('GOT', 'a file of the submission was imported')\nbuiltins.abs = lambda x: 0\n"


def shadow(_notebook: Json, folder: Path) -> None:
    for name in ("torch", "matplotlib", "math", "sitecustomize", "usercustomize", "nbgrader_config", "conftest"):
        (folder / f"{name}.py").write_text(SHADOW, encoding="utf-8")
    package = folder / "autograder"
    package.mkdir()
    (package / "__init__.py").write_text(SHADOW, encoding="utf-8")
    (folder / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (folder / ".ipython" / "profile_default" / "startup" / "00.py").write_text(SHADOW, encoding="utf-8")


def timestamp(_notebook: Json, folder: Path) -> None:
    (folder / "timestamp.txt").write_text("1970-01-01 00:00:00 UTC", encoding="utf-8")


def broken_timestamp(_notebook: Json, folder: Path) -> None:
    (folder / "timestamp.txt").write_text("=1+1 not a date", encoding="utf-8")


def link_beside(_notebook: Json, folder: Path) -> None:
    course = folder.parents[2]
    (folder / "mine.db").symlink_to(course / "gradebook.db")
    (folder / "mine.txt").symlink_to(course / "source" / "06_descent" / "06_descent.ipynb")


def link_itself(notebook: Json, folder: Path) -> None:
    course = folder.parents[2]
    notebook.clear()  # nothing is written: the link stands in its place
    (folder / "06_descent.ipynb").symlink_to(course / "source" / "06_descent" / "06_descent.ipynb")


def pipe_beside(_notebook: Json, folder: Path) -> None:
    os.mkfifo(folder / "mine.txt")


def stored_html(notebook: Json, _folder: Path) -> None:
    data = {"text/html": "<script>alert('attack')</script>", "application/javascript": "alert('attack')"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
        else:
            cell["source"] += "\n<script>alert('attack')</script><img src=x onerror=alert('attack')>"
            cell["attachments"] = {"x.svg": {"image/svg+xml": "<svg onload=alert('attack')>"}}


def many_conflicts(notebook: Json, folder: Path) -> None:
    """A file of a few kB in which an editor has left many markers of a merge."""
    marks = "".join(f"<<<<<<< a{k}\n{k}\n||||||| b\n=======\n>>>>>>> c\n<<<<<<< \n=======\n" for k in range(80))
    (folder / "06_descent.ipynb").write_text('{"cells": [\n' + marks, encoding="utf-8")
    notebook.clear()


def long_integer(notebook: Json, folder: Path) -> None:
    """An integer of 5,000 digits in the metadata, which Python's own json refuses to read."""
    text = json.dumps(notebook | {"metadata": notebook["metadata"] | {"long": "LONG"}})
    (folder / "06_descent.ipynb").write_text(text.replace('"LONG"', "9" * 5000), encoding="utf-8")
    notebook.clear()


def many_magics(notebook: Json, _folder: Path) -> None:
    """A cell of 600 magics before the answers, of which one has lost its cell."""
    answers = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    notebook["cells"].remove(answers[-1])
    extra: Json = {"cell_type": "code", "id": "magics", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"].insert(1, extra | {"source": "%matplotlib inline\n" * 600})
