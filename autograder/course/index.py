"""The table of units in the README, made from the titles, times, points and badges of the notebooks."""

from __future__ import annotations

import re
from pathlib import Path

from tabulate import tabulate

from autograder.course import Course, exercises, read_notebook
from autograder.errors import CourseError

TITLE = re.compile(r"^# (?P<title>\d+ · .+)\n\n\*(?P<motto>[^*]+)\*$", re.MULTILINE)
TIME = re.compile(r"\*\*Time:\*\* about (\d+) minutes")
BADGE = re.compile(r"\[!\[Open in Colab\]\([^)]+\)\]\([^)]+\)")


def units_table(course: Course) -> str:
    """Return the Markdown table: a row for each unit; minutes are those of lesson and problem set together."""
    rows = []
    for unit in course.units:
        lesson = read_notebook(course.lesson(unit)).cells[0].source
        release = read_notebook(course.release(unit))
        task = "\n".join(cell.source for cell in release.cells[:2])
        title = _find(TITLE, lesson, unit)
        minutes = sum(int(_find(TIME, text, unit)[1]) for text in (lesson, task))
        points = sum(exercise.points for exercise in exercises(release).values())
        badges = (_find(BADGE, text, unit)[0] for text in (lesson, task))
        rows.append([title["title"], " ".join(title["motto"].split()), minutes, points, *badges])
    headers = ["unit", "what it teaches", "minutes", "points", "lesson", "problem set"]
    return str(tabulate(rows, headers, tablefmt="pipe"))


def write_index(course: Course) -> None:
    """Put the table between its markers in the README."""
    fill(course.root / "README.md", "units", units_table(course))


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
