"""What the bank's wrong answers do: `python -m tests.behaviours [UNIT ...]` writes `answers/<unit>/behaviours.json`.

`tests/course/test_bank.py` compares the files with what it finds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from autograder import material
from autograder.course.bank import Answer, read_unit
from autograder.course.diagnosis import Behaviours, behaviours_path, write_behaviours
from autograder.course.layout import Course
from autograder.grading.engine import Engine, Notebook
from autograder.judge.limits import NotebookLimits
from autograder.notebooks import read_notebook
from tests.trial import Trial, trial

LIMITS = NotebookLimits(cell=15.0, call=3.0)


def as_notebook(one: Trial) -> Notebook:
    """The cells of a trial as a notebook, in which the cells that are asked for are graded."""
    cells = []
    for name, source in one.cells:
        about = {"grade": True, "solution": False, "grade_id": name, "points": 1}
        metadata = {"nbgrader": about} if name in one.asked else {}
        cells.append({"cell_type": "code", "id": name, "source": source, "metadata": metadata, "outputs": []})
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def behaviours(tried: Iterable[tuple[Answer, Notebook]]) -> Behaviours:
    """Collect what executed answers do: graded cell -> digest -> names, each in order."""
    found: dict[str, dict[str, list[str]]] = {}
    for answer, executed in tried:
        for cell in executed["cells"]:
            if digest := cell["metadata"].get("autograder", {}).get("behaviour"):
                names = found.setdefault(cell["id"], {}).setdefault(digest, [])
                if answer.name not in names:
                    names.append(answer.name)
    return {check: {digest: sorted(names) for digest, names in known.items()} for check, known in found.items()}


def main(units: list[str]) -> None:
    """Write the file of each unit, or of all."""
    course = Course(Path.cwd())
    with Engine(LIMITS) as engine:
        for unit in units or course.units:
            source = read_notebook(course.source(unit))
            contracts = {unit: asdict(material.read(course.root, unit))}
            bank = [a for answers in read_unit(course.root / "answers" / unit).values() for a in answers if not a.right]
            waiting = [engine.submit(as_notebook(trial(source, answer)), contracts) for answer in bank]
            found = behaviours((answer, one.result()) for answer, one in zip(bank, waiting, strict=True))
            write_behaviours(behaviours_path(course, unit), found)
            print(f"{unit}: {sum(map(len, found.values()))} behaviours of {len(bank)} wrong answers")


if __name__ == "__main__":
    main(sys.argv[1:])
