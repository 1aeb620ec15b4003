"""Files that can't be read, or are not found under their name; and conflicts that can be resolved."""

from __future__ import annotations

import json

from tests.messy.corpus import ONE, UNIT, Json, find, messy, text

CONFLICT = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> main\n"
AGAIN = "ask for the notebook again"


def merged(notebook: Json, line: str, other: str) -> bytes:
    """Write a notebook as git leaves it where two versions differ in this line."""
    lines = json.dumps(notebook, indent=1).splitlines(keepends=True)
    return "".join(CONFLICT.format(found, other) if line in found else found for found in lines).encode()


@messy("broken", lost=None, says="the file is empty")
def empty_file(_notebook: Json) -> bytes:
    """The file is empty."""
    return b""


@messy("broken", lost=None, says="the file is cut off or damaged")
def truncated(notebook: Json) -> bytes:
    """The upload broke off in the middle."""
    content = json.dumps(notebook).encode()
    return content[: len(content) // 2]


@messy("broken", lost=None, says="it has git's conflict markers")
def conflict_in_an_answer(notebook: Json) -> bytes:
    """Two versions of an answer were merged, and git's markers are left in it."""
    find(notebook, ONE)["source"] = text(find(notebook, ONE)).splitlines(keepends=True)
    return merged(notebook, '"    loss.backward()', '    "    loss.sum().backward()\\n",\n')


@messy("broken")
def conflict_in_an_output(notebook: Json) -> bytes:
    """Two versions were merged, and git's markers are left where only outputs differ."""
    find(notebook, ONE)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "took 3 s"}]
    return merged(notebook, "took 3 s", '    "text": "took 4 s"\n')


@messy("broken", lost=None, says="the file is no notebook")
def a_script(notebook: Json) -> bytes:
    """Downloaded as a Python script, and renamed."""
    return "\n\n".join(text(cell) for cell in notebook["cells"] if cell["cell_type"] == "code").encode()


@messy("broken", lost=None, says="the file is no notebook")
def a_web_page(_notebook: Json) -> bytes:
    """The login page of a web site was downloaded instead."""
    return b"<!DOCTYPE html>\n<html><body>Please log in</body></html>\n"


@messy("broken", lost=None, says="it has no cells")
def no_cells(notebook: Json) -> None:
    """All cells were deleted."""
    notebook["cells"] = []


@messy("broken", lost=None, says=f"rename one to {UNIT}.ipynb", files=(f"{UNIT} (1).ipynb",))
def second_download(_notebook: Json) -> None:
    """The browser called it `06_descent (1).ipynb`."""


@messy("broken", lost=None, says=f"rename one to {UNIT}.ipynb", files=(f"Copy of {UNIT}.ipynb",))
def copied_in_drive(_notebook: Json) -> None:
    """Google Drive called it `Copy of 06_descent.ipynb`."""


@messy("broken", lost=None, says=f"rename one to {UNIT}.ipynb", files=("final.ipynb", "final (really).ipynb"))
def two_wrong_names(_notebook: Json) -> None:
    """Two notebooks, none of which has the right name."""
