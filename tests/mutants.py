"""Change the author's solutions by small steps, and see which changes the checks miss: `python -m tests.mutants UNIT…`.

A mutant that loses no check survives. It is a hole in the checks, unless it does what the text says: then its reason
stands in `answers/<unit>/equivalent.yml`, as `exercise: {mutant: reason}`. `docs/mutants.md` holds the numbers,
and for each unit a hash of what they were made from; `--update` writes it, and a test tells when it is stale.
"""

from __future__ import annotations

import argparse
import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_solution
from tabulate import tabulate

from autograder.course.bank import Answer
from autograder.course.layout import Course
from autograder.grading.hashes import of_data, of_file
from autograder.notebooks import read_notebook
from tests.trial import run_all, trial

PAGE = "docs/mutants.md"
COMMON = ("setup", "style", "progress")  # cells that no mutant depends on
SECONDS = 3.0  # time limit of a cell: many mutants never end
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}
COMPARISONS = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In},
}
DROPPED = ("clone", "detach", "item", "float", "double", "requires_grad_", "mean", "sum", "round", "reshape", "abs")
RENAMED = {
    **{"mean": "sum", "sum": "mean", "max": "min", "min": "max", "zeros_like": "ones_like", "zeros": "ones"},
    **{"float32": "float64", "float64": "float32", "no_grad": "enable_grad", "eval": "train", "train": "eval"},
    **{"append": "extend", "is_leaf": "requires_grad", "retain_grad": "detach", "step": "zero_grad"},
}


@dataclass(frozen=True)
class Mutant:
    """A changed solution: what was changed, where, and the whole text of the cell."""

    exercise: str
    what: str
    source: str


def mutants(exercise: str, source: str) -> Iterator[Mutant]:
    """Yield all mutants of a solution cell, each changed in one place."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            mutated = copy.deepcopy(tree)
            target = next(one for place, one in enumerate(ast.walk(mutated)) if place == number)
            line = getattr(node, "lineno", 0)
            before = ast.unparse(node).splitlines()[0][:50] if isinstance(node, ast.expr | ast.stmt) else ""
            try:
                _replace(mutated, target, change(target))
                text = ast.unparse(ast.fix_missing_locations(mutated))
            except (TypeError, ValueError, AttributeError):
                continue
            if text not in seen:
                seen.add(text)
                yield Mutant(exercise, f"{what} in line {line}: {before}", text + "\n")


Change = Callable[[ast.AST], "ast.AST | list[ast.stmt]"]


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Constant(value=bool()):
            yield "the other truth value", lambda n: ast.Constant(not n.value)  # type: ignore[attr-defined]
        case ast.Constant(value=int(value)):
            yield "one more", _put(ast.Constant(value + 1))
            yield "one less", _put(ast.Constant(value - 1))
        case ast.Constant(value=float(value)):
            yield "another number", _put(ast.Constant(value * 1.1 + 0.01))
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            yield "another operator", _with(op=ARITHMETIC[type(op)]())
            yield "the left side alone", lambda n: n.left  # type: ignore[attr-defined]
            yield "the right side alone", lambda n: n.right  # type: ignore[attr-defined]
        case ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            yield "another operator", _with(op=ARITHMETIC[type(op)]())
            yield "dropped", _put([ast.Pass()])
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield "without its sign", lambda n: n.operand  # type: ignore[attr-defined]
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield "another comparison", _with(ops=[COMPARISONS[type(op)]()])
            if not isinstance(op, ast.Eq | ast.NotEq | ast.Is | ast.IsNot | ast.In | ast.NotIn):
                yield "always true", _put(ast.Constant(True))
        case ast.BoolOp(op=op):
            yield "the other connective", _with(op=ast.Or() if isinstance(op, ast.And) else ast.And())
            yield "the first condition alone", lambda n: n.values[0]  # type: ignore[attr-defined]
        case ast.If(orelse=[]):
            yield "never", _put([ast.Pass()])
        case ast.IfExp():
            yield "always the first", lambda n: n.body  # type: ignore[attr-defined]
            yield "always the second", lambda n: n.orelse  # type: ignore[attr-defined]
        case ast.With():
            yield "without its block", lambda n: n.body  # type: ignore[attr-defined]
        case ast.Expr(value=ast.Constant()):  # a docstring
            pass
        case ast.Assign() | ast.Expr():
            yield "dropped", _put([ast.Pass()])
        case ast.Return(value=ast.Tuple(elts=[_, _, *_] as results)):
            yield "results turned round", _with(value=ast.Tuple(results[::-1], ast.Load()))
        case ast.Subscript(slice=ast.Slice(step=ast.UnaryOp())):
            yield "not turned round", lambda n: n.value  # type: ignore[attr-defined]
        case ast.Call():
            yield from _of_call(node)
        case ast.Attribute(attr=name) if name in RENAMED:
            yield f"{RENAMED[name]} for {name}", _with(attr=RENAMED[name])


def _of_call(node: ast.Call) -> Iterator[tuple[str, Change]]:
    if len(node.args) > 1:
        yield "arguments swapped", lambda n: ast.Call(n.func, [n.args[1], n.args[0], *n.args[2:]], n.keywords)  # type: ignore[attr-defined]
    if node.keywords:
        yield "without its last keyword", lambda n: ast.Call(n.func, n.args, n.keywords[:-1])  # type: ignore[attr-defined]
    if isinstance(node.func, ast.Attribute) and node.func.attr in DROPPED and not node.args:
        yield f"without .{node.func.attr}()", lambda n: n.func.value  # type: ignore[attr-defined]
    if isinstance(node.func, ast.Name) and node.func.id in ("range", "reversed", "sorted", "abs", "float", "list"):
        if node.func.id == "range":
            yield "one turn less", _bounds(-1)
            yield "one turn more", _bounds(1)
        elif node.args:
            yield f"without {node.func.id}", lambda n: n.args[0]  # type: ignore[attr-defined]


def _put(new: ast.AST | list[ast.stmt]) -> Change:
    return lambda _: new


def _bounds(more: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.Call)
        place = 0 if len(node.args) == 1 else 1
        args = list(node.args)
        args[place] = ast.BinOp(args[place], ast.Add() if more > 0 else ast.Sub(), ast.Constant(1))
        return ast.Call(node.func, args, node.keywords)

    return change


def _with(**fields: object) -> Change:
    def change(node: ast.AST) -> ast.AST:
        for name, value in fields.items():
            setattr(node, name, value)
        return node

    return change


def _replace(tree: ast.AST, target: ast.AST, new: ast.AST | list[ast.stmt]) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, new)
                return
            if isinstance(value, list):
                for place, item in enumerate(value):
                    if item is target:
                        value[place : place + 1] = new if isinstance(new, list) else [new]
                        return
    raise ValueError("not in the tree")


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one unit."""

    unit: str
    total: int
    survivors: list[Mutant]

    def unexplained(self, reasons: dict[str, dict[str, str]]) -> list[Mutant]:
        """The survivors that nobody has given a reason for."""
        return [one for one in self.survivors if one.what not in reasons.get(one.exercise, {})]


def examine(course: Course, unit: str) -> Score:
    """Run all mutants of a unit."""
    source = read_notebook(course.source(unit))
    made = [one for cell in source.cells if is_solution(cell) and cell.cell_type == "code" for one in _of_cell(cell)]
    trials = [trial(source, Answer(one.exercise, one.what, right=False, source=one.source)) for one in made]
    verdicts = run_all([replace(one, seconds=SECONDS) for one in trials], unit=unit)
    survivors = [one for one, verdict in zip(made, verdicts, strict=True) if not verdict.failed]
    return Score(unit, len(made), survivors)


def _of_cell(cell: NotebookNode) -> Iterator[Mutant]:
    yield from mutants(cell.metadata.nbgrader.grade_id, cell.source)


def reasons(course: Course, unit: str) -> dict[str, dict[str, str]]:
    """Read why survivors of a unit do what the text says."""
    path = course.root / "answers" / unit / "equivalent.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}


def made_from(course: Course, unit: str) -> str:
    """The hash of what the numbers of a unit depend on: its cells, its contracts, and this program."""
    contracts = {path.name: of_file(path) for path in sorted((course.root / "contracts" / unit).glob("*.py"))}
    codes = [cell for cell in read_notebook(course.source(unit)).cells if cell.cell_type == "code"]
    cells = [(cell.id, cell.source) for cell in codes if cell.id not in COMMON]
    return of_data({"cells": cells, "contracts": contracts, "mutants": of_file(Path(__file__))})[:16]


def section(course: Course, score: Score) -> str:
    """The part of the page about one unit."""
    known, rows = reasons(course, score.unit), []
    for one in score.survivors:
        rows.append([f"`{one.exercise}`", f"`{one.what}`", known.get(one.exercise, {}).get(one.what, "**not caught**")])
    caught = score.total - len(score.survivors)
    alive = score.total - len(score.survivors) + len(score.unexplained(known))
    lines = [f"## {score.unit}", "", f"<!-- made from {made_from(course, score.unit)} -->", ""]
    lines.append(
        f"{score.total} mutants, {caught} caught, {len(score.survivors) - len(score.unexplained(known))} equivalent: "
        f"{100 * caught / max(alive, 1):.1f} % of those that change behaviour are caught."
    )
    if rows:
        lines += ["", str(tabulate(rows, ["exercise", "survivor", "why it is equivalent"], tablefmt="pipe"))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the survivors without a reason, and renew the page where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("units", nargs="*")
    parser.add_argument("--update", action="store_true", help=f"write the numbers into {PAGE}")
    options = parser.parse_args()
    course = Course(Path.cwd())
    page = course.root / PAGE
    for unit in options.units or course.units:
        score = examine(course, unit)
        for one in score.unexplained(reasons(course, unit)):
            print(f"{one.exercise}: {one.what}")
        print(f"{unit}: {score.total} mutants, {len(score.survivors)} survive")
        if options.update:
            text = page.read_text(encoding="utf-8")
            pattern = re.compile(rf"^## {unit}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
            fresh = section(course, score)
            old = pattern.search(text)
            text = text.replace(old[0], f"{fresh}\n") if old else f"{text}\n{fresh}"
            page.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
