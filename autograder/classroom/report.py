"""The report of a unit, and of the whole course: pages that stand alone, and name nobody unless asked to."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from autograder.classroom.standing import Unit, Work, alike, read_unit
from autograder.course.diagnosis import Section, sections
from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.grading.hashes import of_data
from autograder.grading.report import printable
from autograder.notebooks import exercise_of

TEMPLATES = Path(__file__).with_name("templates")
EXAMPLES = 2  # answers that are shown of each mistake
FEW = 5  # learners: with fewer, a correlation says nothing


@dataclass(frozen=True)
class Item:
    """How a check did: the part of the class that passed, and how well it tells strong from weak.

    `passed` is None where a person gives the points, and has given none.
    """

    title: str
    passed: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Mistake:
    """A mistake of several learners: its name, who made it, two answers, and what to read again."""

    exercise: str
    name: str
    learners: int
    examples: list[str]
    section: Section | None


def unit_page(course: Course, db_url: str, unit: str, *, names: bool = False) -> str:
    """Return the report of a unit; raises `CourseError` where nothing is graded."""
    found = read_unit(course, db_url, unit)
    if not found.works:
        raise CourseError("nothing is graded yet", where=unit, remedy=f"make grade UNIT={unit}")
    who = _shown(found.works, names=names)
    graded = sorted(found.graded, key=lambda work: (-(work.score or 0), work.learner))
    scores = [work.score or 0.0 for work in graded]
    return _render(
        "unit.html.j2",
        title=course.title(unit),
        unit=found,
        who=who,
        graded=graded,
        open=[work for work in found.works if work.score is None],
        most=max((work.most for work in found.works), default=0.0),
        mean=statistics.fmean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        bars=_bars(scores, max((work.most for work in graded), default=0.0)),
        labels={check: _label(found, check) for check in found.checks},
        items=[_item(found, graded, check) for check in found.checks],
        mistakes=_mistakes(course, found, graded),
        unknown=_unknown(found, graded),
        looks=_looks(course, found, who),
        waiting=sum(bool(work.waiting) for work in graded),
        seconds=[work.seconds for work in graded],
    )


def course_page(course: Course, db_url: str, *, names: bool = False) -> str:
    """Return the page of all units; raises `CourseError` where nothing is graded."""
    units = [found for unit in course.units if (found := read_unit(course, db_url, unit)).works]
    if not units:
        raise CourseError("nothing is graded yet", where="gradebook", remedy="make grade")
    works = {work.learner: work for unit in units for work in unit.works}
    who = _shown(list(works.values()), names=names)
    rows: dict[str, dict[str, Work]] = {learner: {} for learner in who}
    for unit in units:
        for work in unit.works:
            rows[work.learner][unit.name] = work
    titles = {unit.name: course.title(unit.name) for unit in units}
    return _render("course.html.j2", units=units, who=who, rows=rows, titles=titles)


def _render(template: str, **values: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(["j2"]), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["printable"] = printable
    return environment.get_template(template).render(date=date.today().isoformat(), **values)


def _shown(works: list[Work], *, names: bool) -> dict[str, str]:
    """What learners are called: by number, in an order that tells nothing, unless names are asked for."""
    learners = sorted({work.learner for work in works}, key=str if names else lambda one: of_data({"learner": one}))
    return {learner: learner if names else f"learner {place}" for place, learner in enumerate(learners, start=1)}


def _label(unit: Unit, check: str) -> str:
    task = unit.tasks[exercise_of(check)]
    return f"{task.number} {check.partition('-')[2].replace('-', ' ') or 'text'}"


def _bars(scores: list[float], most: float, number: int = 10) -> list[tuple[str, int]]:
    """How many have how many points: up to ten ranges of the same width."""
    width = max(1, math.ceil(most / number))
    counts = Counter(min(int(score / width), math.ceil(most / width) - 1) for score in scores) if most else Counter()
    ranges = range(math.ceil(most / width)) if most else range(0)
    return [(f"{place * width:g}–{min(most, (place + 1) * width):g}", counts[place]) for place in ranges]


def _item(unit: Unit, graded: list[Work], check: str) -> Item:
    pairs = [
        (mark.part, (work.score or 0.0) - mark.part * unit.tasks[exercise_of(check)].parts[check])
        for work in graded
        if (mark := work.marks.get(check)) and mark.part is not None
    ]
    passed = statistics.fmean(part for part, _ in pairs) if pairs else None
    return Item(_label(unit, check), passed, discrimination(pairs))


def discrimination(pairs: list[tuple[float, float]]) -> float | None:
    """Return the correlation of a check with the rest of the points, from -1 to 1; None where it says nothing.

    It is the corrected item-total correlation, for 0 and 1 the point-biserial one (Lord and Novick, Statistical
    Theories of Mental Test Scores, 1968, chapter 15): below 0.1 a check tells nothing of who has understood the rest.
    """
    if len(pairs) < FEW or len({part for part, _ in pairs}) < 2 or len({rest for _, rest in pairs}) < 2:
        return None
    return statistics.correlation([part for part, _ in pairs], [rest for _, rest in pairs])


def _mistakes(course: Course, unit: Unit, graded: list[Work]) -> list[Mistake]:
    """The known mistakes, the most frequent first."""
    made: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for work in graded:
        told: dict[str, tuple[int, str, str]] = {}  # of each exercise what names one mistake rather than two
        for check, mark in work.marks.items():
            if mark.mistake:
                one = (mark.mistake.count(" or: "), mark.mistake, check)
                told[exercise_of(check)] = min(told.get(exercise_of(check), one), one)
        for exercise, (_, mistake, check) in told.items():
            made[exercise, mistake][work.learner] = check
    where = sections(course, unit.name)
    answers = {work.learner: work.answers for work in graded}
    found = []
    for (exercise, name), learners in made.items():
        task = unit.tasks[exercise]
        texts = list(dict.fromkeys(answers[learner].get(exercise, "") for learner in learners))[:EXAMPLES]
        section = where.get(next(iter(learners.values())))
        found.append(
            Mistake(f"{task.number} {task.title}", name, len(learners), [text for text in texts if text], section)
        )
    return sorted(found, key=lambda one: (-one.learners, one.exercise))


def _unknown(unit: Unit, graded: list[Work]) -> list[tuple[str, str, int]]:
    """What several learners do alike and the bank does not know: check, message, number of learners."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for work in graded:
        for check, mark in work.marks.items():
            if mark.behaviour and not mark.mistake:
                seen[check, mark.behaviour].append(mark.message)
    told = [(_label(unit, check), messages[0][:300], len(messages)) for (check, _), messages in seen.items()]
    return sorted((one for one in told if one[2] > 1), key=lambda one: -one[2])


def _looks(course: Course, unit: Unit, who: dict[str, str]) -> list[tuple[str, str]]:
    """Who needs a look, and why."""
    found = []
    for work in unit.works:
        if work.why:
            found.append((who[work.learner], f"not graded: {work.why}"))
        if work.waiting:
            numbers = ", ".join(sorted({unit.tasks[exercise_of(name)].number for name in work.waiting}))
            found.append((who[work.learner], f"waits for points by hand, in formgrader: {numbers}"))
        if work.attempts > 1:
            found.append((who[work.learner], f"the process of the answers ended {work.attempts - 1} times"))
        if work.sandbox == "none":
            found.append((who[work.learner], "graded without a sandbox"))
        found += [(who[work.learner], guess) for guess in work.guessed]
    for (one, other), names in alike(course, unit):
        numbers = ", ".join(unit.tasks[name].number for name in names if name in unit.tasks)
        found.append(
            (f"{who[one]} and {who[other]}", f"the same program in {numbers}, but for names: it may be a coincidence")
        )
    return found
