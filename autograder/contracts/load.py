"""Find a contract and the author's solution: in the material of a work item, else in the course folder around here.

The judge gets both as texts from main. Under stock nbgrader, in nbval and in an author's notebook the folder in which
the notebook runs lies in the course folder.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch

from autograder.contracts.case import SEED, Contract
from autograder.material import CONFIG, FOLDER, Material, read
from autograder.names import as_python, names

_provided: dict[str, Material] = {}


def provide(materials: Mapping[str, Mapping[str, Any]]) -> None:
    """Take the material of units from a work item; it counts before any folder."""
    for unit, given in materials.items():
        cells = tuple((str(name), str(text)) for name, text in given["cells"])
        _provided[unit] = Material(dict(given["contracts"]), cells, tuple(given.get("tests", ())))


@lru_cache(maxsize=50)
def material(unit: str) -> Material:
    """The material of a unit; raises `LookupError` where there is none."""
    if unit in _provided:
        return _provided[unit]
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / CONFIG).exists() and (found := read(folder, unit)).contracts:
            return found
    raise LookupError(f"no contracts of {unit}: no {FOLDER}/{unit}/ in a course folder around {Path.cwd()}")


@lru_cache(maxsize=200)
def load(unit: str, exercise: str, part: str = "contract") -> tuple[Contract, tuple[Any, ...]]:
    """Return the contract of an exercise, and the author's solutions: what its solution cell defines, in order."""
    given = material(unit)
    if exercise not in given.contracts:
        raise LookupError(f"no contract {FOLDER}/{unit}/{exercise}.py")
    namespace: dict[str, Any] = {"__name__": f"contract_{unit}_{exercise}"}
    path = f"{FOLDER}/{unit}/{exercise}.py"
    with torch.random.fork_rng(devices=[]):  # whatever was drawn before, the cases are the same, and nothing is drawn
        torch.manual_seed(SEED)
        exec(compile(given.contracts[exercise], path, "exec", dont_inherit=True), namespace)
    solution = next((text for name, text in given.cells if name == exercise), None)
    if solution is None:
        raise LookupError(f"source/{unit} has no solution cell {exercise}")
    contract: Contract = namespace[part]
    wanted = contract.answers or tuple(_defined(solution))
    defined = reference(given.cells, set(wanted))
    return contract, tuple(defined[name] for name in wanted)


def _defined(solution: str) -> Iterator[str]:
    """The functions and classes that a cell defines at its top level, and the names that it assigns."""
    for statement in ast.parse(as_python(solution)).body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


def reference(cells: Iterable[tuple[str, str]], wanted: set[str]) -> dict[str, Any]:
    """Define names by the author's cells: only the statements that bind them, or what these take from others."""
    statements = [statement for _, text in cells for statement in _statements(text)]
    needed, chosen = set(wanted), set[int]()
    growing = True
    while growing:
        growing = False
        for place, (_, bound, used) in enumerate(statements):
            if place not in chosen and bound & needed:
                chosen.add(place)
                needed |= used
                growing = True
    namespace: dict[str, Any] = {"__name__": "reference"}
    for place in sorted(chosen):
        exec(compile(statements[place][0], "<the author's solution>", "exec", dont_inherit=True), namespace)
    return namespace


@lru_cache(maxsize=500)
def _statements(text: str) -> list[tuple[str, set[str], set[str]]]:
    """The statements of a cell, each with the names that it binds and those that it takes from elsewhere."""
    source = as_python(text)
    found = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Expr):
            continue
        part = ast.unparse(statement) + "\n"
        found.append((part, *names(part)))
    return found
