"""Rules for problem sets: exercises, their checks, and the cell that shows how far a learner is."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograder.course.layout import HEADING, exercises
from autograder.course.rules import RULES, code_cells, numbered, rule, text_of
from autograder.names import names
from autograder.notebooks import exercise_of

__all__ = ["RULES"]  # those of all notebooks, and these
MESSAGE = 65  # characters of the first line of a check's message
HIDDEN = "### BEGIN HIDDEN TESTS"


@rule("source", remedy="make the cell `progress` name the checks as they come")
def progress_names_all_checks(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """A learner sees at the end what is solved: the exercises, a line each, with the names of their checks."""
    rows: dict[str, list[str]] = {}
    for cell in filter(is_grade, code_cells(notebook)):
        number, _, name = numbered(cell.id).partition(": ")
        rows.setdefault(f"{int(path.stem[:2])}.{number}", []).append(name)
    lines = "\n".join(f"{number}: {', '.join(names)}" for number, names in rows.items())
    if f'show_progress("""\n{lines}\n""")' not in "\n".join(
        c.source for c in code_cells(notebook) if c.id == "progress"
    ):
        yield "progress", f"its lines should be:\n{lines}"


@rule("source", remedy="make format; the heading of an exercise names its points")
def authored(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """No outputs, the sum of the points at the top, no file that would be released by accident."""
    for cell in code_cells(notebook):
        if cell.outputs or cell.execution_count is not None:
            yield cell.id, "it has outputs"
    tasks = exercises(notebook)
    points = sum(task.points for task in tasks.values())
    if f"**Points:** {points}" not in "".join(cell.source for cell in notebook.cells[:2]):
        yield "", f"the top does not say **Points:** {points}"
    told = {heading["number"]: heading["points"] for heading in HEADING.finditer(text_of(notebook))}
    for task in tasks.values():
        if told.get(task.number) != str(task.points):
            yield task.id, f"its checks give {task.points} points, its heading says {told.get(task.number)}"
    for file in sorted(path.parent.iterdir()):
        if file != path:
            yield "", f"{file.name} lies beside it, and would be released"


@rule("source", remedy='assert …, f"where: got …, expected …\\nhint: …"; then hidden tests that end in check(…)')
def visible_checks(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Plain asserts with a short message and a hint; hidden tests."""
    for cell in filter(is_grade, code_cells(notebook)):
        visible, hidden, _ = cell.source.partition(HIDDEN)
        if not hidden:
            yield cell.id, "no hidden tests"
        if "autograder" in visible:
            yield cell.id, "its visible part imports the autograder, which Colab does not have"
        asserts = [node for node in ast.walk(ast.parse(visible)) if isinstance(node, ast.Assert)]
        if not asserts:
            yield cell.id, "no visible check"
        for node in asserts:
            first, _, hint = _message(node.msg).partition("\n")
            if len(first) > MESSAGE or not hint.startswith("hint: "):
                yield cell.id, f"a message that is long or has no hint: {first[:MESSAGE]}"
        last = _last(ast.parse(cell.source))
        if not isinstance(last, ast.Assert) and not (isinstance(last, ast.Expr) and _calls_check(last)):
            yield cell.id, "it ends in neither an assert nor check(…)"


@rule("source", remedy="import or define it in the cell")
def checks_stand_alone(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """A check takes nothing from the notebook but answers and given code."""
    known = set(dir(builtins))
    for cell in code_cells(notebook):
        bound, used = names(cell.source)
        if is_grade(cell):
            for name in sorted(used - known):
                yield cell.id, f"it takes {name} from another cell"
        elif cell.metadata.get("nbgrader"):
            known |= bound


@rule("source", remedy="call it <exercise>-<what>")
def checks_have_exercises(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """The `grade_id` is the cell's id, and names the exercise; a written answer is the exercise."""
    for cell in filter(is_grade, notebook.cells):
        name = cell.metadata.nbgrader.grade_id
        if name != cell.id or (exercise_of(name) == name) != is_solution(cell):
            yield cell.id, f"its grade_id is {name}"


def _given(notebook: NotebookNode) -> list[tuple[str, str]]:
    """What a learner is given; the badge in the first cell apart."""
    return [(cell.id, cell.source) for cell in notebook.cells[1:] if not is_solution(cell)]


def _message(node: ast.expr | None) -> str:
    """The text of a message; a formatted value counts as six characters."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "123.45" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _last(tree: ast.Module) -> ast.stmt:
    last = tree.body[-1]
    while isinstance(last, ast.For | ast.If | ast.With):
        last = last.body[-1]
    return last


def _calls_check(statement: ast.Expr) -> bool:
    return ast.unparse(statement).startswith("check(")  # it returns None
