"""Honest submissions as they come: ways in which editors, platforms and people change a solved notebook.

Each entry of `MESSY` turns the JSON of a solved notebook, with the exercises `ONE` and `TWO` among others, into the
content of the submitted file. None of them may cost a point; `LOST` names those in which an answer itself is gone.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from copy import deepcopy
from typing import Any

Json = dict[str, Any]
Change = Callable[[Json], Json | bytes | None]  # changes the notebook in place, or returns what is to be written

ONE, TWO = "ex1_step", "ex2_loop"
MESSY: dict[str, Change] = {}
LOST = {"deletes an answer": ONE, "leaves a syntax error": ONE}


def messy(change: Change) -> Change:
    """Register an entry under its function's name."""
    MESSY[change.__name__.replace("_", " ")] = change
    return change


def index(notebook: Json, name: str) -> int:
    """The place of the cell with this id."""
    return next(k for k, cell in enumerate(notebook["cells"]) if cell.get("id") == name)


def find(notebook: Json, name: str) -> Json:
    """The cell with this id."""
    cell: Json = notebook["cells"][index(notebook, name)]
    return cell


def code(source: str) -> Json:
    """A new code cell of the learner's own."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
        "id": uuid.uuid4().hex[:8],
    }


@messy
def unchanged(notebook: Json) -> None:
    """As JupyterLab saves it."""


@messy
def saved_by_colab(notebook: Json) -> None:
    notebook |= {"nbformat_minor": 0, "metadata": {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}}
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] |= {"id": uuid.uuid4().hex[:12], "outputId": "x", "colab": {"base_uri": "https://localhost"}}


@messy
def saved_by_colab_without_our_metadata(notebook: Json) -> None:
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}


@messy
def saved_by_kaggle(notebook: Json) -> None:
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {"_uuid": uuid.uuid4().hex, "trusted": True, "execution": {"iopub.status.busy": "2026"}}


@messy
def saved_by_vs_code(notebook: Json) -> None:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"#VSC-{number:08x}"
        cell["metadata"] |= {"vscode": {"languageId": "python"}}


@messy
def nbformat_4_0(notebook: Json) -> None:
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        del cell["id"]


@messy
def nbformat_3(notebook: Json) -> Json:
    cells = []
    for cell in notebook["cells"]:
        text = (
            {"input": cell["source"], "language": "python"}
            if cell["cell_type"] == "code"
            else {"source": cell["source"]}
        )
        cells.append({"cell_type": cell["cell_type"], "metadata": cell["metadata"], "outputs": [], **text})
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }


@messy
def equal_cell_ids(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "same"


@messy
def equal_cell_ids_and_no_metadata(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell |= {"id": ONE, "metadata": {}}


@messy
def lost_schema_version(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).pop("schema_version", None)


@messy
def metadata_of_an_old_schema(notebook: Json) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": 1, "checksum": "0"}


@messy
def metadata_is_null(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = None


@messy
def byte_order_mark(notebook: Json) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8-sig")


@messy
def utf_16(notebook: Json) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")


@messy
def windows_line_ends(notebook: Json) -> bytes:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    return json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()


@messy
def sources_as_one_string(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])


@messy
def copies_a_check(notebook: Json) -> None:
    place = index(notebook, f"{ONE}-value")
    notebook["cells"].insert(place, deepcopy(notebook["cells"][place]))


@messy
def copies_an_answer_and_improves_the_copy(notebook: Json) -> None:
    place = index(notebook, ONE)
    notebook["cells"].insert(place, deepcopy(notebook["cells"][place]))
    notebook["cells"][place]["source"] = "def gradient_step(w, x, y, lr):\n    return 'first try'"


@messy
def deletes_the_checks(notebook: Json) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if "-" not in cell["id"]]


@messy
def deletes_an_answer(notebook: Json) -> None:
    del notebook["cells"][index(notebook, ONE)]


@messy
def splits_an_answer(notebook: Json) -> None:
    place = index(notebook, ONE)
    second = notebook["cells"][place]
    first = deepcopy(second) | {"source": "half = 0.5  # a first thought"}
    notebook["cells"].insert(place, first)


@messy
def merges_an_answer_into_its_check(notebook: Json) -> None:
    answer, check = find(notebook, ONE), find(notebook, f"{ONE}-value")
    check["source"] = "".join(answer["source"]) + "\n\n" + "".join(check["source"])
    notebook["cells"].remove(answer)


@messy
def merges_a_check_into_the_answer(notebook: Json) -> None:
    answer, check = find(notebook, ONE), find(notebook, f"{ONE}-value")
    answer["source"] = "".join(answer["source"]) + "\n\n" + "".join(check["source"])
    notebook["cells"].remove(check)


@messy
def moves_answers_to_the_end(notebook: Json) -> None:
    for name in (ONE, TWO):
        notebook["cells"].append(notebook["cells"].pop(index(notebook, name)))


@messy
def makes_an_answer_markdown(notebook: Json) -> None:
    find(notebook, ONE)["cell_type"] = "markdown"


@messy
def makes_a_check_raw(notebook: Json) -> None:
    find(notebook, f"{ONE}-value")["cell_type"] = "raw"


@messy
def tags_and_hides_cells(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] |= {
            "tags": ["skip-execution", "remove-cell"],
            "collapsed": True,
            "jupyter": {"source_hidden": True},
        }


@messy
def unlocks_everything(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] |= {"deletable": True, "editable": True}
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"locked": False, "points": 0}


@messy
def writes_the_answer_in_a_new_cell(notebook: Json) -> None:
    answer = find(notebook, ONE)
    notebook["cells"].insert(index(notebook, ONE) + 1, code("".join(answer["source"])))
    answer["source"] = "def gradient_step(w, x, y, lr):\n    raise NotImplementedError('Exercise not done yet')"


@messy
def keeps_a_helper_in_a_cell_of_its_own(notebook: Json) -> None:
    answer = find(notebook, ONE)
    notebook["cells"].insert(index(notebook, ONE), code("".join(answer["source"]).replace("gradient_step", "helper")))
    answer["source"] = "gradient_step = helper"


@messy
def keeps_a_helper_in_the_setup_cell(notebook: Json) -> None:
    answer, setup = find(notebook, ONE), find(notebook, "setup")
    setup["source"] = (
        "".join(setup["source"]) + "\nimport torch\n" + "".join(answer["source"]).replace("gradient_step", "helper")
    )
    answer["source"] = "gradient_step = helper"


@messy
def deletes_the_setup(notebook: Json) -> None:
    del notebook["cells"][index(notebook, "setup")]


@messy
def huge_outputs(notebook: Json) -> None:
    find(notebook, ONE)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}]


@messy
def outputs_of_no_known_kind(notebook: Json) -> None:
    find(notebook, ONE)["outputs"] = [{"output_type": "telepathy"}, None, 3]


@messy
def widget_state(notebook: Json) -> None:
    notebook["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a": {"model_name": "x"}}}
    }


@messy
def another_kernel(notebook: Json) -> None:
    notebook["metadata"]["kernelspec"] = {
        "name": "conda-env-torch-py",
        "display_name": "my torch",
        "language": "python",
    }


@messy
def no_metadata_at_all(notebook: Json) -> Json:
    return {"cells": notebook["cells"]}


@messy
def leaves_a_syntax_error(notebook: Json) -> None:
    find(notebook, ONE)["source"] = "def gradient_step(w, x, y, lr)\n    return 0"
