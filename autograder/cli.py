"""The command line: `autograder release`, `grade` and `pictures`, for all units or those named; `autograder doctor`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console

from autograder.course.layout import Course
from autograder.course.pictures import write_pictures
from autograder.errors import CourseError
from autograder.sandbox import doctor


def main(arguments: list[str] | None = None) -> int:
    """Run one command in the course folder (the current one); return the exit code."""
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    parser.add_argument("command", choices=["release", "grade", "pictures", "doctor"])
    parser.add_argument("units", nargs="*", metavar="UNIT", help="unit such as 06_descent; default: all")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        course = _course(Path.cwd())
        if options.command == "doctor":
            return doctor.report(course.root, console)
        units = course.select(options.units)
        if options.command == "pictures":
            console.print(f"docs/pictures/ has {len(write_pictures(course))} pictures")
            return 0
        from autograder import grade  # imports nbgrader: a wrong unit name is answered before that

        if options.command == "release":
            from autograder.course.release import release

            release(course, units)
            console.print(f"release/ is up to date: {', '.join(units)}")
            return 0
        return 1 if grade.grade(course, options.units, console) else 0
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 1


def _course(folder: Path) -> Course:
    if not (folder / "nbgrader_config.py").exists():
        raise CourseError("no nbgrader_config.py here", where=os.fspath(folder), remedy="run this in the course folder")
    return Course(folder)
