"""How editors and platforms save a notebook."""

from __future__ import annotations

import json
import uuid

from tests.messy.corpus import ONE, UNIT, Json, find, messy, text


@messy("files")
def unchanged(notebook: Json) -> None:
    """Nothing: as JupyterLab saves it."""


@messy("files")
def saved_by_colab(notebook: Json) -> None:
    """Colab saved it: nbformat 4.0, ids moved into the metadata."""
    notebook |= {"nbformat_minor": 0, "metadata": {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}}
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] |= {"id": uuid.uuid4().hex[:12], "outputId": "x", "colab": {"base_uri": "https://localhost"}}


@messy("files")
def saved_by_colab_without_our_metadata(notebook: Json) -> None:
    """Colab saved it, and nbgrader's metadata got lost."""
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}


@messy("files")
def saved_by_kaggle(notebook: Json) -> None:
    """Kaggle saved it: its own metadata, no cell ids."""
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {"_uuid": uuid.uuid4().hex, "trusted": True, "execution": {"iopub.status.busy": "2026"}}


@messy("files")
def saved_by_vs_code(notebook: Json) -> None:
    """VS Code saved it: cell ids of its own."""
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"#VSC-{number:08x}"
        cell["metadata"] |= {"vscode": {"languageId": "python"}}


@messy("files")
def nbformat_4_0(notebook: Json) -> None:
    """Saved as nbformat 4.0, without cell ids."""
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        del cell["id"]


@messy("files")
def nbformat_3(notebook: Json) -> Json:
    """Saved as nbformat 3, with worksheets."""
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


@messy("files")
def equal_cell_ids(notebook: Json) -> None:
    """All cells have one id."""
    for cell in notebook["cells"]:
        cell["id"] = "same"


@messy("files")
def equal_cell_ids_and_no_metadata(notebook: Json) -> None:
    """All cells have one id, and no metadata."""
    for cell in notebook["cells"]:
        cell |= {"id": ONE, "metadata": {}}


@messy("files")
def lost_schema_version(notebook: Json) -> None:
    """The `schema_version` of nbgrader's metadata got lost."""
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).pop("schema_version", None)


@messy("files")
def metadata_of_an_old_schema(notebook: Json) -> None:
    """The metadata of nbgrader is of schema 1."""
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": 1, "checksum": "0"}


@messy("files")
def metadata_is_null(notebook: Json) -> None:
    """The metadata of all cells is null."""
    for cell in notebook["cells"]:
        cell["metadata"] = None


@messy("files")
def byte_order_mark(notebook: Json) -> bytes:
    """An editor put a byte-order mark before it."""
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8-sig")


@messy("files")
def utf_16(notebook: Json) -> bytes:
    """An editor saved it in UTF-16."""
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")


@messy("files")
def windows_line_ends(notebook: Json) -> bytes:
    """An editor saved it with CRLF line ends."""
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    return json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()


@messy("files")
def sources_as_one_string(notebook: Json) -> None:
    """Sources are strings, not lists of lines."""
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])


@messy("files")
def huge_outputs(notebook: Json) -> None:
    """An output of 5 MB was saved in it."""
    find(notebook, ONE)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}]


@messy("files")
def outputs_of_no_known_kind(notebook: Json) -> None:
    """Outputs have no known form."""
    find(notebook, ONE)["outputs"] = [{"output_type": "telepathy"}, None, 3]


@messy("files")
def widget_state(notebook: Json) -> None:
    """The state of widgets was saved in it."""
    notebook["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a": {"model_name": "x"}}}
    }


@messy("files")
def another_kernel(notebook: Json) -> None:
    """It names another kernel."""
    notebook["metadata"]["kernelspec"] = {
        "name": "conda-env-torch-py",
        "display_name": "my torch",
        "language": "python",
    }


@messy("files")
def no_metadata_at_all(notebook: Json) -> Json:
    """It has cells, and nothing else."""
    return {"cells": notebook["cells"]}


@messy("files")
def latin_1(notebook: Json) -> bytes:
    """An editor saved it in Latin-1."""
    find(notebook, ONE)["source"] = text(find(notebook, ONE)) + "\n# für später: größer"
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1", errors="ignore")


@messy("files", files=(f"{UNIT}.ipynb", f"Copy of {UNIT}.ipynb"))
def two_notebooks(_notebook: Json) -> None:
    """A copy of the notebook lies beside it."""
