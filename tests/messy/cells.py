"""What people do to cells."""

from __future__ import annotations

from copy import deepcopy

from tests.messy.corpus import ONE, TWO, Json, code, find, index, messy, text


@messy("cells")
def copies_a_check(notebook: Json) -> None:
    """A check was copied."""
    place = index(notebook, f"{ONE}-value")
    notebook["cells"].insert(place, deepcopy(notebook["cells"][place]))


@messy("cells")
def copies_an_answer_and_improves_the_copy(notebook: Json) -> None:
    """An answer was copied, and the second one is right."""
    place = index(notebook, ONE)
    notebook["cells"].insert(place, deepcopy(notebook["cells"][place]))
    notebook["cells"][place]["source"] = "def gradient_step(w, x, y, lr):\n    return 'first try'"


@messy("cells")
def deletes_the_checks(notebook: Json) -> None:
    """All checks were deleted."""
    notebook["cells"] = [cell for cell in notebook["cells"] if "-" not in cell["id"]]


@messy("cells", lost=(ONE,), says="Exercise not done yet")
def deletes_an_answer(notebook: Json) -> None:
    """An answer was deleted."""
    del notebook["cells"][index(notebook, ONE)]


@messy("cells")
def splits_an_answer(notebook: Json) -> None:
    """The cell of an answer was split."""
    place = index(notebook, ONE)
    second = notebook["cells"][place]
    first = deepcopy(second) | {"source": "half = 0.5  # a first thought"}
    notebook["cells"].insert(place, first)


@messy("cells")
def merges_an_answer_into_its_check(notebook: Json) -> None:
    """An answer was merged into its check."""
    answer, check = find(notebook, ONE), find(notebook, f"{ONE}-value")
    check["source"] = text(answer) + "\n\n" + text(check)
    notebook["cells"].remove(answer)


@messy("cells")
def merges_a_check_into_the_answer(notebook: Json) -> None:
    """A check was merged into its answer."""
    answer, check = find(notebook, ONE), find(notebook, f"{ONE}-value")
    answer["source"] = text(answer) + "\n\n" + text(check)
    notebook["cells"].remove(check)


@messy("cells")
def moves_answers_to_the_end(notebook: Json) -> None:
    """Answers were moved to the end."""
    for name in (ONE, TWO):
        notebook["cells"].append(notebook["cells"].pop(index(notebook, name)))


@messy("cells")
def makes_an_answer_markdown(notebook: Json) -> None:
    """An answer became a Markdown cell."""
    find(notebook, ONE)["cell_type"] = "markdown"


@messy("cells")
def makes_a_check_raw(notebook: Json) -> None:
    """A check became a raw cell."""
    find(notebook, f"{ONE}-value")["cell_type"] = "raw"


@messy("cells")
def tags_and_hides_cells(notebook: Json) -> None:
    """All cells are tagged and hidden."""
    for cell in notebook["cells"]:
        cell["metadata"] |= {
            "tags": ["skip-execution", "remove-cell"],
            "collapsed": True,
            "jupyter": {"source_hidden": True},
        }


@messy("cells")
def unlocks_everything(notebook: Json) -> None:
    """All cells are unlocked, and worth 0 points."""
    for cell in notebook["cells"]:
        cell["metadata"] |= {"deletable": True, "editable": True}
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"locked": False, "points": 0}


@messy("cells")
def writes_the_answer_in_a_new_cell(notebook: Json) -> None:
    """The answer is in a new cell below the untouched stub."""
    answer = find(notebook, ONE)
    notebook["cells"].insert(index(notebook, ONE) + 1, code(text(answer)))
    answer["source"] = "def gradient_step(w, x, y, lr):\n    raise NotImplementedError('Exercise not done yet')"


@messy("cells")
def keeps_a_helper_in_a_cell_of_its_own(notebook: Json) -> None:
    """A helper of the answer is in a cell of its own."""
    answer = find(notebook, ONE)
    notebook["cells"].insert(index(notebook, ONE), code(text(answer).replace("gradient_step", "helper")))
    answer["source"] = "gradient_step = helper"


@messy("cells")
def keeps_a_helper_in_the_setup_cell(notebook: Json) -> None:
    """A helper of the answer is in the setup cell."""
    answer, setup = find(notebook, ONE), find(notebook, "setup")
    setup["source"] = text(setup) + "\nimport torch\n" + text(answer).replace("gradient_step", "helper")
    answer["source"] = "gradient_step = helper"


@messy("cells")
def deletes_the_setup(notebook: Json) -> None:
    """The setup cell was deleted."""
    del notebook["cells"][index(notebook, "setup")]
