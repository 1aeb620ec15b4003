"""Six sections of a class, each on another platform, in which everything happens that instructors meet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import nbformat

from autograder.course.layout import Course, exercises
from autograder.course.sample import sample_class, submission
from autograder.notebooks import read_notebook
from tests.lms import archives
from tests.lms.archives import Learner, Name

UNIT, OTHER = "01_tracking", "04_accumulation"  # the unit that is cheapest to grade
DUE = datetime(2026, 1, 25, 12, tzinfo=UTC)
LAST = 9  # the attempt that is late
TIMES = {1: datetime(2026, 1, 20, 15), 2: datetime(2026, 1, 21, 15), LAST: datetime(2026, 1, 30, 21, 5)}
FIRST = ["Ada", "José", "Zoë", "Grace", "Alan", "Łukasz", "Emmy", "Mary Ann", "Niels", "Ngô", "Seán", "Ömer"]
SECOND = ["Lovelace", "Núñez", "O'Brien-Smith", "van der Berg", "Çelik", "Nguyễn"]
# What a member does; the ten are repeated until the section is full.
DEEDS = ("once", "twice", "zipped", "renamed", "late", "other", "cut", "empty", "absent", "group")
SCORED = ("once", "twice", "zipped", "renamed", "late", "group")


@dataclass(frozen=True)
class Member(Learner):
    """A member of a section: what he or she does, the notebook, and the points that the bank says it is worth."""

    deed: str
    work: bytes
    points: int

    def id(self, platform: str) -> str:
        """The name in the course that the platform's table gives."""
        return self.mail if platform == "moodle" else self.login


def blackboard(who: Learner, file: str, attempt: int) -> str:
    """All attempts, each with its time."""
    return f"Problem set 1_{who.login}_attempt_{TIMES[attempt]:%Y-%m-%d-%H-%M-%S}_{file}"


def brightspace(who: Learner, file: str, attempt: int) -> str:
    """A folder for each attempt, with its time; the hour has no leading zero."""
    time = TIMES[attempt]
    clock = f"{time:%b} {time.day}, {time.year} {time.hour % 12 or 12}{time:%M %p}"
    return f"{who.number}-77 - {who.first} {who.last} - {clock}/{file}"


NAMES: dict[str, Name] = {**archives.NAMES, "blackboard": blackboard, "brightspace": brightspace}


def canvas(who: Learner, file: str, attempt: int) -> str:
    """As Canvas names a file, with its flag for what is late."""
    slug, _, rest = archives.canvas(who, file, 1 if attempt == LAST else attempt).partition(f"_{who.number}_")
    slug = "".join(letter for letter in slug.removesuffix("_LATE") if letter.isalnum())
    return f"{slug}{'_LATE' * (attempt == LAST)}_{who.number}_{rest}"


NAMES["canvas"] = canvas
PLATFORMS = ("canvas", "moodle", "blackboard", "brightspace", "sakai", "gradescope")


def section(course: Course, platform: str, size: int) -> list[Member]:
    """The members of a section, all of one platform; each `group` has the work of its `once`, where groups fan out."""
    released, tasks = read_notebook(course.release(UNIT)), exercises(read_notebook(course.source(UNIT)))
    learners = sample_class(course, UNIT)
    works = [(nbformat.writes(submission(released, one)).encode(), one.points(tasks)) for one in learners]
    start = 1000 * (1 + PLATFORMS.index(platform))
    made: list[Member] = []
    for place in range(size):
        deed = DEEDS[place % len(DEEDS)]
        work, points = works[(place + PLATFORMS.index(platform)) % len(works)]
        if deed == "group" and platform == "gradescope":
            work, points = made[place - DEEDS.index("group")].work, made[place - DEEDS.index("group")].points
        first, last = FIRST[place % len(FIRST)], SECOND[place // len(FIRST) % len(SECOND)]
        made.append(Member(start + place, first, last, deed, work, points))
    return made


def files(course: Course, members: list[Member]) -> Iterator[tuple[Member, str, int, bytes]]:
    """What the members hand in: whose, the name of the file, the attempt, the contents."""
    other = archives.notebook(course, "wrong file", OTHER)
    for who in members:
        match who.deed:
            case "once" | "group":
                yield who, f"{UNIT}.ipynb", 1, who.work
            case "twice":
                yield who, f"{UNIT}.ipynb", 1, archives.notebook(course, "an older attempt", UNIT)
                yield who, f"{UNIT}.ipynb", 2, who.work
            case "zipped":
                yield who, "my work.zip", 1, _zip({"sub/a.ipynb": who.work, "__MACOSX/sub/._a.ipynb": b"x"})
            case "renamed":
                yield who, "Copy of final FINAL.ipynb", 1, who.work
            case "late":
                yield who, f"{UNIT}.ipynb", LAST, who.work
            case "other":
                yield who, f"{UNIT}.ipynb", 1, other
                yield who, "report.pdf", 1, b"%PDF"
            case "cut":
                yield who, f"{UNIT}.ipynb", 1, who.work[:3000]
            case "empty":
                yield who, f"{UNIT}.ipynb", 1, b""


def _zip(contents: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


def build(course: Course, path: Path, platform: str, members: list[Member]) -> Path:
    """Write what the platform hands out of a section, with a stranger, and what the platform itself puts into it."""
    stranger = Member(999, "Not", "Enrolled", "once", archives.notebook(course, "stranger", UNIT), 0)
    handed = list(files(course, [*members, stranger]))
    if platform == "gradescope":
        path.write_bytes(_zip(_gradescope(handed, members)))
        return path
    contents: dict[str, bytes | str] = {NAMES[platform](who, file, n): data for who, file, n, data in handed}
    contents["__MACOSX/._index"] = b"x"
    if platform in OWN:
        contents.update(OWN[platform](handed))
    path.write_bytes(_zip(contents))
    return path


Handed = list[tuple[Member, str, int, bytes]]


def _gradescope(handed: Handed, members: list[Member]) -> dict[str, bytes | str]:
    """A folder for each submission, and the list of who belongs to which; here only the last attempt is there."""
    partner = dict(zip(*([m for m in members if m.deed == deed] for deed in ("once", "group")), strict=False))
    last = {(who.number, file): (who, file, attempt, data) for who, file, attempt, data in handed}
    listed: list[str] = []
    made: dict[str, bytes | str] = {}
    for who, file, attempt, data in last.values():
        if who.deed == "group":
            continue
        made[f"assignment_1_export/submission_{who.number}/{file}"] = data
        people = [one for one in (who, partner.get(who)) if one]
        lines = [
            f"  - :name: {one.first} {one.last}\n    :sid: {one.login}\n    :email: {one.mail}\n" for one in people
        ]
        about = f"submission_{who.number}:\n  :submitters:\n{''.join(lines)}  :created_at: {TIMES[attempt]}\n"
        listed += [] if about in listed else [about]
    made["assignment_1_export/submission_metadata.yml"] = "".join(listed)
    return made


def _timestamps(handed: Handed) -> dict[str, str]:
    """Sakai's time of each learner's last attempt, as digits down to milliseconds, and its table."""
    last = {who: TIMES[attempt] for who, _, attempt, _ in handed}
    found = {
        f"Set 6/{who.last}, {who.first}({who.login})/timestamp.txt": f"{t:%Y%m%d%H%M%S}123" for who, t in last.items()
    }
    return {**found, "Set 6/grades.csv": "x"}


def _information(handed: Handed) -> dict[str, str]:
    """Blackboard's file about each attempt, which tells the names of user and files."""
    made: dict[str, str] = {}
    for who, file, attempt, _ in handed:
        name = blackboard(who, "", attempt).removesuffix("_") + ".txt"
        head = f"Name: {who.first} {who.last} ({who.login})\nAssignment: Problem set 1\nFiles:\n"
        pair = f"\tOriginal filename: {file}\n\tFilename: {blackboard(who, file, attempt)}\n"
        made[name] = made.get(name, head) + pair
    return made


OWN: dict[str, Callable[[Handed], dict[str, str]]] = {
    "sakai": _timestamps,
    "blackboard": _information,
    "brightspace": lambda _: {"index.html": "<html>"},
}
