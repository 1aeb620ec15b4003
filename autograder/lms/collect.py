"""Put what a platform hands out where nbgrader looks for it, and say of every file what became of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.kept import KEPT
from autograder.course.layout import Course
from autograder.course.recognise import Recogniser
from autograder.errors import CourseError
from autograder.grading.intake import read_submission
from autograder.grading.prepare import STAMP
from autograder.grading.report import printable
from autograder.lms.archive import FILE, entries
from autograder.lms.platforms import Handed, read
from autograder.lms.sheet import Person

TAKEN, OLDER, SAME = "taken", "older attempt", "unchanged"
OTHER, NONE, EMPTY, LARGE = "of another unit", "not a notebook", "empty", "too large"
STRANGER, UNREADABLE = "no such learner in the roster", "taken, but cannot be read"
FOLDER = "downloaded"  # nbgrader's own folder for what comes from elsewhere
LIST, ORIGINS = "collected.csv", "collected.json"


@dataclass(frozen=True)
class Row:
    """One file: whose it is, and what became of it."""

    file: str
    learner: str
    what: str
    note: str = ""


@dataclass
class Plan:
    """What will be done: the files to take by learner, the row of every file, and who has handed in nothing."""

    unit: str
    platform: str
    taken: dict[str, Handed] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)


def plan(course: Course, unit: str, source: Path, platform: str = "", roster: list[Person] | None = None) -> Plan:
    """Look at all files, take none; raises `CourseError` for an archive that is not to be trusted."""
    files = entries(source)
    name, handed = read(files, platform)
    made, recogniser, join = Plan(unit, name), Recogniser(course), _Join(roster)
    explained = {one.entry.name for one in handed}
    tries: dict[str, list[tuple[Handed, str, str]]] = defaultdict(list)
    for one in handed:
        people = join.people(one) or (join.team(one) if name == "moodle" else {})
        if not people and roster is not None:
            made.rows.append(Row(one.entry.name, one.key, STRANGER, one.name))
            continue
        what, note = _look(one, unit, recogniser)
        for key, person in people.items() or [(one.key, Person(one.key, frozenset({one.key}), *_names(one.name)))]:
            made.people[person.id] = person
            tries[person.id].append((replace(one, key=key), what, note))
    for learner, found in sorted(tries.items()):
        made.rows += _choose(made, learner, found)
    if name != "plain":
        made.rows += [Row(file.name, "", NONE, "the platform's own") for file in files if file.name not in explained]
    made.missing = [person for person in roster or [] if person.id not in made.taken]
    return made


def _look(one: Handed, unit: str, recogniser: Recogniser) -> tuple[str, str]:
    """What a file is: to be taken, or why not."""
    if not one.file.lower().endswith(".ipynb"):
        return NONE, ""
    if one.entry.size == 0:
        return EMPTY, ""
    if one.entry.size > FILE:
        return LARGE, f"{one.entry.size >> 20} MiB"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ipynb"
        try:
            path.write_bytes(one.entry.read())
            found = recogniser.unit_of(read_submission(path))
        except CourseError as error:
            return UNREADABLE, str(error).partition("a.ipynb: ")[2] or str(error)
    if found and found != unit:
        return OTHER, found
    return TAKEN, "" if found else "no cell of it has a name of the course"


def _choose(made: Plan, learner: str, found: list[tuple[Handed, str, str]]) -> Iterator[Row]:
    """Take the newest file of the unit; one that cannot be read only where there is no other."""
    fits = [one for one in found if one[1] in (TAKEN, UNREADABLE)]
    best = max(fits, key=lambda one: (one[1] == TAKEN, not one[2], one[0].rank), default=None)
    for one, what, note in found:
        if best is not None and what in (TAKEN, UNREADABLE):
            if one is best[0]:
                made.taken[learner] = one
            else:
                what = OLDER
        late = "late" if one.late and one is made.taken.get(learner) else ""
        yield Row(one.entry.name, learner, what, "; ".join(filter(None, (note, late))))


class _Join:
    """Finds the member of the class who has handed in a file: by the platform's name, else by a name that is unique."""

    def __init__(self, roster: list[Person] | None) -> None:
        self._roster = roster or []
        self._by_key = {key: person for person in roster or [] for key in person.keys}
        names = Counter(_plain(person.name) for person in roster or [])
        slugs = {_plain(f"{person.last}{person.first}"): person for person in roster or []}
        self._by_name = {_plain(p.name): p for p in roster or [] if names[_plain(p.name)] == 1} | slugs

    def people(self, one: Handed) -> dict[str, Person]:
        """Return the member by the platform's name for him or her; nobody, where there is none."""
        found = self._by_key.get(one.key) or (self._by_name.get(_plain(one.name)) if one.name else None)
        return {one.key: found} if found else {}

    def team(self, one: Handed) -> dict[str, Person]:
        """Return the members of a group by their own numbers, which the way back needs."""
        numbers = {person: next(filter(str.isdigit, sorted(person.keys)), one.key) for person in self._members(one)}
        return {number: person for person, number in numbers.items()}

    def _members(self, one: Handed) -> list[Person]:
        return [person for person in self._roster if person.section and person.section == one.name]


def _plain(name: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", name)).casefold()


def _names(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return first, last


def apply(course: Course, made: Plan) -> list[Row]:
    """Write what the plan says, and return the rows as they became. What was collected before is kept, and dated."""
    kept = course.root / KEPT / f"{datetime.now():%Y-%m-%dT%H-%M-%S.%f}"
    changed = {}
    for learner, one in made.taken.items():
        folder = course.root / "submitted" / learner / made.unit
        path, content = folder / f"{made.unit}.ipynb", one.entry.read()
        if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
            changed[one.entry.name, learner] = SAME
            continue
        if folder.exists() and any(folder.iterdir()):
            copy = kept / folder.relative_to(course.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, copy)
            changed[one.entry.name, learner] = f"{TAKEN}; the one before is in {copy.relative_to(course.root)}"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if one.when:
            (folder / STAMP).write_text(f"{one.when}\n", encoding="utf-8")
    rows = [
        Row(
            row.file,
            row.learner,
            changed.get((row.file, row.learner), row.what) if row.what == TAKEN else row.what,
            row.note,
        )
        for row in made.rows
    ]
    remember(course, made, rows)
    return rows


def register(db_url: str, made: Plan) -> None:
    """Give the gradebook the names and addresses of those who have handed in."""
    with Gradebook(db_url) as gradebook:
        for learner in made.taken:
            person = made.people[learner]
            known = {"first_name": person.first, "last_name": person.last, "email": person.email}
            gradebook.update_or_create_student(learner, **{name: text for name, text in known.items() if text})


def remember(course: Course, made: Plan, rows: list[Row]) -> None:
    """Write the list of files, and where each submission came from, which the way back needs."""
    folder = course.root / FOLDER / made.unit
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LIST).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "learner", "what became of it", "note"))
        writer.writerows((row.file, row.learner, row.what, row.note) for row in rows)
        writer.writerows(("", person.id, "nothing handed in", person.name) for person in made.missing)
    known = origins(course, made.unit)
    known |= {
        learner: {"platform": made.platform, "key": one.key, "at": one.at, "file": one.file, "late": one.late}
        for learner, one in made.taken.items()
    }
    (folder / ORIGINS).write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def origins(course: Course, unit: str) -> dict[str, dict[str, str | bool]]:
    """Where the submissions of a unit came from, by learner; empty where nothing was collected."""
    path = course.root / FOLDER / unit / ORIGINS
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def told(made: Plan, rows: list[Row]) -> Iterator[str]:
    """Yield the lines that say what became of the files: numbers, then each file that was not taken."""
    yield f"{made.unit}: {len(rows)} files, as {made.platform} names them"
    counts = Counter(row.what.partition(";")[0] for row in rows)
    yield from (f"  {number:5} {what}" for what, number in counts.most_common())
    for row in rows:
        if row.what not in (TAKEN, SAME) or row.note:
            note = f" ({row.note})" if row.note else ""
            yield printable(f"{row.what}: {row.file}{f' of {row.learner}' if row.learner else ''}{note}")
    for person in made.missing:
        yield printable(f"nothing handed in: {person.id} {person.name}".rstrip())
