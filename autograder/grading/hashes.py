"""Hashes of what a grade follows from. A result is up to date where they are equal; times of files decide nothing."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.material import FOLDER

PACKAGES = ("autograd-course", "nbgrader", "torch")
PACKAGE = Path(__file__).parents[1]
# Parts of `autograder/` that no grade follows from.
APART = ("course/*", "study/*", "lms/*", "classroom/*", "grade.py", "cli.py", "__main__.py")
PRESENTING = tuple(f"grading/{name}.py" for name in ("export", "feedback", "page", "progress", "report", "shown"))
SPEED = ("ahead", "workers", "scheduler")  # options that have an influence on no result


@dataclass(frozen=True)
class Hashes:
    """SHA-256 of the submitted folder, of source and contracts, and of the grader with its options and versions."""

    submission: str
    source: str
    contracts: str
    engine: str


def hashes(course: CourseDirectory, student: str, assignment: str) -> Hashes:
    """Take the hashes of one submission as all its parts are now."""
    submitted = course.format_path(course.submitted_directory, student, assignment)
    source = course.format_path(course.source_directory, ".", assignment)
    contracts = Path(course.root) / FOLDER / assignment
    parts = [of_folder(Path(folder), course.ignore) for folder in (submitted, source, contracts)]
    return Hashes(parts[0], parts[1], parts[2], of_engine(course))


def of_engine(course: CourseDirectory) -> str:
    """Return the hash of the grader: its code, its options, and the versions of what it runs with."""
    options = {name: str(value) for name, value in course.config.get("ExecuteInJudge", {}).items() if name not in SPEED}
    return of_data({"code": code(), "options": options, "versions": versions()})


def of_folder(folder: Path, ignore: Iterable[str] = ()) -> str:
    """Return the hash of the files in a folder, their names included; of a link it takes where it leads."""
    files = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    relative = {path: path.relative_to(folder) for path in files}
    wanted = [path for path in files if not any(fnmatch(part, own) for part in relative[path].parts for own in ignore)]
    return of_data(
        {str(relative[path]): str(path.readlink()) if path.is_symlink() else of_file(path) for path in wanted}
    )


def of_file(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_data(data: Mapping[str, Any]) -> str:
    """Return the hash of plain data; what JSON does not know counts by its text."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the versions that a grade depends on."""
    found = {name: version(name) for name in PACKAGES if any(distributions(name=name))}  # not each course needs torch
    return {"python": platform.python_version(), **found}


@cache
def code() -> str:
    """Return the hash of the package's modules that a grade follows from."""
    files = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    apart = (*APART, *PRESENTING)
    return of_data(
        {name: of_file(path) for name, path in files.items() if not any(fnmatch(name, own) for own in apart)}
    )
