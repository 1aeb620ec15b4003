"""The generated pages: the kill matrix of the answer bank, the concept map, the tables of options and of units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from tabulate import tabulate

from autograder.course.bank import read_unit
from autograder.course.layout import Course, exercises
from autograder.errors import CourseError, Exit
from autograder.grading.execute import ExecuteInJudge
from autograder.grading.intake import CELLS, FILE, SOURCE
from autograder.grading.written import LONGEST, TOGETHER
from autograder.judge.files import MOST, TOTAL
from autograder.judge.limits import REPLAYS
from autograder.notebooks import read_notebook
from autograder.sandbox.limits import Limits
from autograder.wire import outputs

Concepts = dict[str, dict[str, list[str]]]
TITLE = re.compile(r"^# (?P<title>\d+ · .+)\n\n\*(?P<motto>[^*]+)\*$", re.MULTILINE)
TIME = re.compile(r"\*\*Time:\*\* about (\d+) minutes")
BADGE = re.compile(r"\[!\[Open in Colab\]\([^)]+\)\]\([^)]+\)")


def concepts_path(course: Course, unit: str) -> Path:
    """The file that says which concept is taught and exercised where."""
    return course.root / "docs" / "concepts" / f"{unit}.yml"


def concepts(course: Course, unit: str) -> Concepts:
    """Read `docs/concepts/<unit>.yml`: concepts, the lesson cells that teach them, the checks that exercise them."""
    path = concepts_path(course, unit)
    if not path.exists():
        raise CourseError("the concepts of this unit are missing", where=str(path), remedy="write it as for 06_descent")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def write_pages(course: Course) -> None:
    """Write `docs/answers.md` and `docs/concepts.md`, and the tables in `docs/grading.md` and `docs/protocol.md`."""
    pages = {"answers": list(_answers(course)), "concepts": list(_concepts(course))}
    for name, lines in pages.items():
        path = course.root / "docs" / f"{name}.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fill(course.root / "docs" / "grading.md", "options", _options())
    fill(course.root / "docs" / "grading.md", "exits", _exits())
    fill(course.root / "docs" / "grading.md", "budgets", _budgets())
    fill(course.root / "docs" / "protocol.md", "operations", _operations())
    fill(course.root / "docs" / "protocol.md", "kinds", _kinds())


def _exits() -> str:
    """The exit codes of the commands, from the enumeration that declares them."""
    return str(tabulate([[code.value, code.meaning] for code in Exit], ["exit code", "meaning"], tablefmt="pipe"))


def _budgets() -> str:
    """What one submission may use, from the constants that bound it, and what its learner reads beyond that."""
    from autograder.judge.cell import TEXT as PRINTED  # imports torch

    cut, out = "`[cut: …]` in the output", "the output is left out"
    unreadable = "a score that stays open, with the reason"
    bounds = Limits()
    rows = [
        ["the file", f"{FILE >> 20} MiB", unreadable],
        ["its cells", f"{CELLS:,}, {SOURCE:,} characters together", unreadable],
        ["a written answer", f"{LONGEST:,} characters; all together {TOGETHER:,}", "`[cut: …]` in the text"],
        ["files beside it", f"{MOST:,}, {TOTAL >> 20} MiB together", "what is beyond is not there"],
        ["a cell's printed text", f"{outputs.TEXT:,} characters; of a check {PRINTED:,}", cut],
        ["a cell's displays", f"{outputs.SHOWN}, {outputs.DATA >> 20} MiB together", out],
        ["a cell's HTML", f"{outputs.HTML:,} characters, {outputs.DEPTH} elements deep", out],
        ["a notebook's text", f"{outputs.NOTEBOOK['text']:,} characters", out],
        ["a notebook's displays", f"{outputs.NOTEBOOK['data'] >> 20} MiB", out],
        ["a notebook's HTML", f"{outputs.NOTEBOOK['html']:,} characters", out],
        ["time", "of a call, a cell and the notebook: see the options", "`time limit: …`"],
        ["fresh processes, where its own end", str(REPLAYS), "`not run: cells before this one ended the process …`"],
        ["CPU time of all its processes", f"{bounds.cpu} s", "that the process used up its CPU time, in which cell"],
        [
            "memory of all its processes",
            f"{bounds.memory >> 20} MiB",
            "that the process ran out of memory, in which cell",
        ],
        ["processes and threads", str(bounds.processes), "`BlockingIOError`, or `can't start new thread`"],
        ["open files, sockets", f"{bounds.files}, {bounds.sockets}", "`OSError: Too many open files`"],
        ["disk", f"{bounds.disk >> 20} MiB, {bounds.entries:,} files", "`OSError: No space left on device`"],
    ]
    return str(tabulate(rows, ["what", "at most", "what the learner reads beyond that"], tablefmt="pipe"))


def _operations() -> str:
    """The operations of the protocol; those that share one meaning in one row."""
    from autograder.wire.messages import OPERATIONS, Operation  # imports torch, which takes long

    names: dict[Operation, list[str]] = {}
    for name, operation in OPERATIONS.items():
        names.setdefault(operation, []).append(f"`{name}`")
    rows = [[", ".join(of), operation.arguments, operation.answer] for operation, of in names.items()]
    return str(tabulate(rows, ["operation", "arguments", "answer"], tablefmt="pipe"))


def _kinds() -> str:
    """The kinds of values of the protocol."""
    from autograder.wire.messages import KINDS

    rows = [[f"`{tag}`", kind.form, kind.sender, kind.meaning] for tag, kind in KINDS.items()]
    return str(tabulate(rows, ["tag", "what follows", "who may send it", "meaning"], tablefmt="pipe"))


def _options() -> str:
    """The options of grading, from the traits that declare them."""
    traits = sorted(ExecuteInJudge.class_own_traits(config=True).items())
    rows = [[f"`{name}`", str(trait.default()), trait.help] for name, trait in traits]
    return str(tabulate(rows, ["option", "default", "what it sets"], tablefmt="pipe"))


def _answers(course: Course) -> Iterator[str]:
    yield "# Which check catches which wrong answer"
    yield ""
    yield "Made by `make release` from `answers/`; the tests run every answer. x: the answer loses this check."
    for unit in course.units:
        tasks, bank = exercises(read_notebook(course.source(unit))), read_unit(course.root / "answers" / unit)
        for name, task in tasks.items():
            if not task.checks:
                yield f"\n## {task.number} {task.title} (`{unit}`, `{name}`)\n"
                yield "A person reads this answer: no check, and no answers in the bank."
                continue
            checks = [check.partition("-")[2] for check in task.checks]
            right = [answer.name for answer in bank[name] if answer.right]
            rows = [
                [answer.name, *("x" if check in answer.fails else "" for check in task.checks)]
                for answer in bank[name]
                if not answer.right
            ]
            yield f"\n## {task.number} {task.title} (`{unit}`, `{name}`)\n"
            yield f"Right answers, which lose nothing: {'; '.join(right)}.\n"
            yield str(tabulate(rows, ["wrong answer", *checks], tablefmt="pipe"))


def _concepts(course: Course) -> Iterator[str]:
    yield "# Where each concept is taught and exercised"
    yield ""
    yield "Made by `make release` from `docs/concepts/`. Names are ids of cells in the lesson and in the problem set."
    for unit in course.units:
        lesson, release = (_anchor(course, path) for path in (course.lesson(unit), course.release(unit)))
        rows = [
            [
                name,
                ", ".join(map(lesson, cells["taught"])),
                ", ".join(map(release, cells["exercised"])) or "(read and run)",
            ]
            for name, cells in concepts(course, unit).items()
        ]
        yield f"\n## {course.title(unit)}\n"
        yield str(tabulate(rows, ["concept", "taught in", "exercised by"], tablefmt="pipe"))


def _anchor(course: Course, path: Path) -> Callable[[str], str]:
    """Return what makes of a cell's id a link to it: an anchor on the site, and on GitHub the notebook."""
    where = path.relative_to(course.root).as_posix()
    return lambda cell: f"[{cell}](../{where}#cell-{cell})"


def units_table(course: Course) -> str:
    """Return the README's table: a row for each unit; minutes are those of lesson and problem set together."""
    rows = [[*about, *badges] for _, about, badges in _units(course)]
    headers = ["unit", "what it teaches", "minutes", "points", "lesson", "problem set"]
    return str(tabulate(rows, headers, tablefmt="pipe"))


def site_table(course: Course) -> str:
    """Return the same table for the front page of the site, on which lessons and problem sets are pages."""
    rows = [
        [f"[{title}](../notebooks/{unit}.ipynb)", *about, f"[exercises](../release/{unit}/{unit}.ipynb)"]
        for unit, (title, *about), _ in _units(course)
    ]
    headers = ["lesson", "what it teaches", "minutes", "points", "problem set"]
    return str(tabulate(rows, headers, tablefmt="pipe"))


def _units(course: Course) -> Iterator[tuple[str, list[str | int], list[str]]]:
    """Yield of each unit its slug; title, motto, minutes and points; the badges of lesson and problem set."""
    for unit in course.units:
        lesson = read_notebook(course.lesson(unit)).cells[0].source
        release = read_notebook(course.release(unit))
        task = "\n".join(cell.source for cell in release.cells[:2])
        title = _find(TITLE, lesson, unit)
        minutes = sum(int(_find(TIME, text, unit)[1]) for text in (lesson, task))
        points = sum(exercise.points for exercise in exercises(release).values())
        badges = [_find(BADGE, text, unit)[0] for text in (lesson, task)]
        yield unit, [title["title"], " ".join(title["motto"].split()), minutes, points], badges


def write_index(course: Course) -> None:
    """Put the tables of units between their markers in the README and on the front page of the site."""
    fill(course.root / "README.md", "units", units_table(course))
    fill(course.root / "docs" / "index.md", "units", site_table(course))


def fill(page: Path, name: str, made: str) -> None:
    """Replace what stands between two markers of a page, `<!-- name: ... -->` and `<!-- end of name -->`."""
    text = page.read_text(encoding="utf-8")
    start, end = f"<!-- {name}: made by `make release` -->", f"<!-- end of {name} -->"
    if start not in text or end not in text:
        raise CourseError(
            f"no place for the table of {name}", where=page.name, remedy=f"add the lines {start} and {end}"
        )
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{start}\n\n{made}\n\n{end}{after}", encoding="utf-8")


def _find(pattern: re.Pattern[str], text: str, unit: str) -> re.Match[str]:
    if match := pattern.search(text):
        return match
    raise CourseError(
        f"the first cells lack {pattern.pattern!r}",
        where=f"notebooks/{unit}.ipynb or source/{unit}",
        remedy="write them as in unit 6",
    )
