"""The command line: make the release, grade submissions, take the pictures, try the sandbox."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.course.layout import Course
from autograder.course.pictures import write_pictures
from autograder.errors import CourseError, Exit, MachineError, Refused
from autograder.sandbox import doctor


def main(arguments: list[str] | None = None) -> int:
    """Run one command in the course folder (the current one); return the exit code."""
    options = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        return _run(options, _course(Path.cwd()), console)
    except CourseError as error:
        return _failed(error)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return Exit.MACHINE
    except KeyboardInterrupt as interrupt:
        far = f": {interrupt}" if str(interrupt) else ""
        print(f"autograder: interrupted{far}. Remedy: run it again, it goes on where it was", file=sys.stderr)
        return Exit.INTERRUPTED
    except OSError as error:
        known = MachineError.of(error, Path(os.fsdecode(error.filename or os.curdir)).absolute())
        return _failed(known) if known else _fault()
    except Exception:
        return _fault()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in (
        ("release", "make release/ from source/"),
        ("grade", "grade what is new or changed"),
        ("check-course", "look over sources, lessons, answers, contracts and release, and say what is wrong"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("units", nargs="*", metavar="UNIT", help="unit such as 06_descent; default: all")
        if name == "grade":
            command.add_argument("--all", action="store_true", help="print all results, not only the new ones")
    command = commands.add_parser("check", help="check your own notebook", description="check your own notebook")
    command.add_argument("notebook", metavar="UNIT or FILE", help="06_descent: your copy in work/; or any .ipynb")
    command.add_argument("--unwalled", action="store_true", help="run your own code without a sandbox")
    command = commands.add_parser("renew", help="put your answers into a newer release")
    command.add_argument("units", nargs=1, metavar="UNIT", help="unit such as 06_descent")
    for name, what in (
        ("collect", "take an archive or folder of a learning platform into submitted/"),
        ("export", "fill a platform's table with the grades, or write a plain one"),
        ("feedback-archive", "pack the feedback pages for the platform"),
        ("report", "write a page about the class: one unit, or without one the course"),
        ("regrade", "grade a unit again after a test was corrected, and say whose points change"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        number = "?" if name == "report" else 1
        command.add_argument("units", nargs=number, metavar="UNIT", help="unit such as 06_descent")
        if name == "report":
            command.add_argument("--names", action="store_true", help="call learners by their names")
        if name == "collect":
            command.add_argument("source", metavar="ARCHIVE", help="what the platform has handed out, or a folder")
            command.add_argument("--roster", default="", help="the platform's table of the class: real ids and names")
            command.add_argument("--platform", default="", help="where it is from, if that is not recognised")
            command.add_argument("--dry-run", action="store_true", help="only say what would become of each file")
        if name == "export":
            command.add_argument("--sheet", default="", help="the platform's table, which stays as it is")
            command.add_argument("--column", default="", help="the column of the unit, if it is not clear")
        if name == "regrade":
            command.add_argument("--dry-run", action="store_true", help="only say what would change")
        if name not in ("collect", "regrade"):
            command.add_argument("--out", default="", help="the file to write")
    for name, what in (
        ("learn", "make the working copies"),
        ("pictures", "take the README's pictures from the lessons"),
        ("doctor", "try the sandbox"),
    ):
        commands.add_parser(name, help=what, description=what)
    return parser


def _run(options: argparse.Namespace, course: Course, console: Console) -> Exit:
    match options.command:
        case "doctor":
            return _doctor(course, console)
        case "check" | "learn" | "renew":
            return _study(options, course, console)
        case "collect" | "export" | "feedback-archive":
            return _platform(options, course, console)
        case "report":
            return _report(options, course, console)
        case "regrade":
            return _regrade(options, course, console)
        case "pictures":
            console.print(f"docs/pictures/ has {len(write_pictures(course))} pictures")
            return Exit.OK
    units = course.select(options.units)
    if options.command == "check-course":
        return _check_course(course, units, console)
    from autograder import grade  # imports nbgrader: a wrong unit name is answered before that

    if options.command == "grade":
        return grade.grade(course, options.units, console, everything=options.all)
    grade.release(course, units, console)
    console.print(f"release/ is up to date: {', '.join(units)}")
    return Exit.OK


def _check_course(course: Course, units: list[str], console: Console) -> Exit:
    from autograder.course.inspect import look_over

    table = Table("where", "what", "remedy")
    for found in look_over(course, units):
        table.add_row(*(Text(part) for part in (found.where, found.what, found.remedy)))
    if table.row_count:
        console.print(table)
    console.print(f"{len(units)} units looked over, {table.row_count} things to mend")
    return Exit.USAGE if table.row_count else Exit.OK


def _study(options: argparse.Namespace, course: Course, console: Console) -> Exit:
    from autograder.study import copies, show, start

    if options.command == "learn":
        for unit in copies.prepare(course):
            console.print(f"there is a newer version of {unit}: `make renew UNIT={unit}` puts your answers into it")
        return Exit.OK
    if options.command == "renew":
        [unit] = course.select(options.units)
        old = copies.renew(course, unit)
        console.print(f"{unit} is renewed; your old copy is {old.relative_to(course.root)}", soft_wrap=True)
        return Exit.OK
    named = options.notebook
    unit = "" if named.endswith(".ipynb") else course.select([named])[0]
    path = copies.working_copy(course, unit) if unit else Path(named)
    found = start.checked(course, path, unit, unwalled=options.unwalled)
    for line in show.as_text(found, course.title(found.unit)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return Exit.OK


def _platform(options: argparse.Namespace, course: Course, console: Console) -> Exit:
    [unit] = course.select(options.units)
    from autograder.lms import commands

    if options.command == "collect":
        dry, roster, platform = options.dry_run, options.roster, options.platform
        return commands.collect(course, unit, Path(options.source), console, roster=roster, platform=platform, dry=dry)
    if options.command == "export":
        return commands.export(course, unit, console, sheet=options.sheet, column=options.column, out=options.out)
    return commands.feedback_archive(course, unit, console, out=options.out)


def _report(options: argparse.Namespace, course: Course, console: Console) -> Exit:
    unit = course.select([options.units])[0] if options.units else ""
    from autograder.classroom.report import course_page, unit_page
    from autograder.course.release import nbgrader_api

    db_url = nbgrader_api().coursedir.db_url
    made = (
        unit_page(course, db_url, unit, names=options.names)
        if unit
        else course_page(course, db_url, names=options.names)
    )
    target = Path(options.out or f"report-{unit or 'course'}.html")
    target.write_text(made, encoding="utf-8")
    console.print(f"{target}: open it in a browser", markup=False, highlight=False, soft_wrap=True)
    return Exit.OK


def _regrade(options: argparse.Namespace, course: Course, console: Console) -> Exit:
    [unit] = course.select(options.units)
    from autograder import grade
    from autograder.classroom import regrade
    from autograder.course.release import nbgrader_api

    db_url = nbgrader_api().coursedir.db_url
    before, end = regrade.scores(course.root, db_url, unit), Exit.OK
    if options.dry_run:
        with console.status(f"grading a copy of {unit}"):
            after = regrade.rehearse(course, unit)
    else:
        end = grade.grade(course, [unit], console)
        after = regrade.scores(course.root, db_url, unit)
    found = regrade.changes(before, after)
    if found:
        console.print(regrade.table(unit, found))
    learners = len({change.learner for change in found})
    would = "would change" if options.dry_run else "changed"
    console.print(f"{len(found)} checks of {learners} learners {would}")
    return end


def _doctor(course: Course, console: Console) -> Exit:
    try:
        return Exit.MACHINE if doctor.report(course.root, console) else Exit.OK
    except CourseError as error:  # whatever it is, the sandbox is not to be had
        _failed(error)
        return Exit.MACHINE


def _course(folder: Path) -> Course:
    if not (folder / "nbgrader_config.py").exists():
        raise CourseError("no nbgrader_config.py here", where=os.fspath(folder), remedy="run this in the course folder")
    return Course(folder)


def _failed(error: CourseError) -> Exit:
    print(f"autograder: {error}", file=sys.stderr)
    return error.code


def _fault() -> Exit:
    traceback.print_exc()
    print("autograder: a fault of the grader, not of yours. Remedy: report the lines above", file=sys.stderr)
    return Exit.FAULT
