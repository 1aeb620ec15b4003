"""Who has handed in what, and when: read from the names that each platform gives to files and folders.

`docs/instructors.md` says where each pattern comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

from autograder.errors import CourseError
from autograder.lms.archive import Entry

COPY = re.compile(
    r"^(?P<stem>.+?)(?:-(?P<number>\d|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|[ _]?\((?P<count>\d+)\)| - Copy)$"
)


@dataclass(frozen=True)
class Handed:
    """A file of a learner: `key` is the platform's name for the learner, `when` ISO or empty, `at` its place there."""

    key: str
    file: str
    entry: Entry
    name: str = ""
    when: str = ""
    late: bool = False
    at: str = ""

    @property
    def rank(self) -> tuple[str, int, str]:
        """What a later attempt has more of: the time of handing in, the number of a copy, the time of the file."""
        found = COPY.match(PurePosixPath(self.file).stem)
        number = (found["number"] or found["count"] or "1") if found else "0"
        return self.when, int(number) if number.isdigit() else 99, self.entry.modified


def _canvas(entries: list[Entry]) -> Iterator[Handed]:
    """`doejane_LATE_12345_67890_ps1.ipynb`: name, learner, attachment, file; no folders."""
    pattern = re.compile(
        r"^(?:(?!LATE_)(?P<name>[^_/]+)_)?(?P<late>LATE_)?(?:anon_(?P<anon>[^_/]+)|(?P<uid>\d+))_(?P<att>\d+)_(?P<file>[^/].*)$"
    )
    for entry in entries:
        if found := pattern.match(entry.name):
            key = found["uid"] or f"anon_{found['anon']}"
            yield Handed(key, found["file"], entry, found["name"] or "", late=bool(found["late"]), at=entry.name)


def _moodle(entries: list[Entry]) -> Iterator[Handed]:
    """`Jane Doe_10019166_assignsubmission_file/ps1.ipynb`, or flat with `_` before the file."""
    pattern = re.compile(r"^(?P<name>[^_/]*)_(?P<pid>\d+)_assignsubmission_file_?(?:(?<=_)(?P<flat>[^/]+))?$")
    for entry in entries:
        parts = PurePosixPath(entry.name).parts
        for place, part in enumerate(parts):
            if found := pattern.match(part):
                file = "/".join(parts[place + 1 :]) or found["flat"] or ""
                if file:
                    yield Handed(found["pid"], file, entry, found["name"], at=part)
                break


def _blackboard(entries: list[Entry]) -> Iterator[Handed]:
    """`ps1_jdoe_attempt_2026-01-30-15-00-00_ps1.ipynb`, and an information file of each attempt."""
    pattern = re.compile(
        r"^(?P<task>.+)_(?P<user>[^_/]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>[^/]+))?(?P<info>\.txt)?$"
    )
    told: dict[str, tuple[str, str, str]] = {}  # name in the archive -> user, full name, original name
    for entry in entries:
        found = pattern.match(entry.name)
        if found and found["info"] and not found["file"] and entry.size < 100_000:
            told |= _blackboard_info(entry.read().decode("utf-8", errors="replace"))
    for entry in entries:
        stored, _, inner = entry.name.partition("/")  # of an archive of a learner
        found = pattern.match(stored)
        if found and found["file"]:
            user, name, original = told.get(stored, (found["user"], "", found["file"] + (found["info"] or "")))
            original = inner or original
            when = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S").isoformat(" ")
            yield Handed(user, original, entry, name, when, at=entry.name)


def _blackboard_info(text: str) -> dict[str, tuple[str, str, str]]:
    who = re.search(r"^Name: (.*?) \(([^()]+)\)\s*$", text, re.MULTILINE)
    pairs = re.findall(r"Original filename: (.+?)\s*\n\s*Filename: (.+?)\s*$", text, re.MULTILINE)
    return {stored: (who[2], who[1], original) for original, stored in pairs} if who else {}


def _brightspace(entries: list[Entry]) -> Iterator[Handed]:
    """`39786-640693 - Jane Doe - Oct 10, 2025 1022 AM/ps1.ipynb`: one folder for each attempt."""
    pattern = re.compile(
        r"^(?P<id>\d+(?:-\d+)?) ?- (?P<name>.+?) ?- (?P<when>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} ?[AP]M)$"
    )
    for entry in entries:
        parts = PurePosixPath(entry.name).parts
        for place, part in enumerate(parts[:-1]):
            if found := pattern.match(part):
                clock = re.sub(r"(\d{1,2})(\d\d) ?([AP]M)$", r"\1:\2 \3", found["when"])
                when = datetime.strptime(clock, "%b %d, %Y %I:%M %p").isoformat(" ")
                yield Handed(found["id"], "/".join(parts[place + 1 :]), entry, found["name"], when, at=part)
                break


def _sakai(entries: list[Entry]) -> Iterator[Handed]:
    """`Set 6/Doe, Jane(jdoe)/Submission attachment(s)/ps1.ipynb`, with `timestamp.txt` beside the folder."""
    pattern = re.compile(r"^(?P<last>[^,/]*), ?(?P<first>[^/]*?)\((?P<eid>[^()/]+)\)$")
    times = {
        entry.name.rpartition("/")[0]: entry.read().decode("utf-8", errors="replace").strip()[:40]
        for entry in entries
        if entry.name.endswith("/timestamp.txt") and entry.size < 1000
    }
    for entry in entries:
        parts = PurePosixPath(entry.name).parts
        for place, part in enumerate(parts[:-2]):
            if (found := pattern.match(part)) and parts[place + 1].startswith("Submission attachment"):
                name = f"{found['first']} {found['last']}".strip()
                when = _sakai_time(times.get("/".join(parts[: place + 1]), ""))
                yield Handed(
                    found["eid"], "/".join(parts[place + 2 :]), entry, name, when, at="/".join(parts[: place + 1])
                )
                break


def _sakai_time(text: str) -> str:
    digits = re.sub(r"\D", "", text)[:14]
    return datetime.strptime(digits, "%Y%m%d%H%M%S").isoformat(" ") if len(digits) == 14 else ""


def _gradescope(entries: list[Entry]) -> Iterator[Handed]:
    """`assignment_1_export/submission_42/ps1.ipynb`, and a list of who belongs to which; a group has several."""
    for listed in entries:
        folder, _, name = listed.name.rpartition("/")
        if name != "submission_metadata.yml" or listed.size > 32 << 20:
            continue
        try:
            known: Any = yaml.safe_load(listed.read())
        except yaml.YAMLError as error:
            raise CourseError(f"cannot be read ({error})"[:200], where=listed.name, remedy="export it again") from error
        for entry in entries:
            inside = entry.name.removeprefix(f"{folder}/" if folder else "")
            submission, _, file = inside.partition("/")
            about = known.get(submission) if isinstance(known, dict) and file else None
            if not isinstance(about, dict):
                continue
            for who in about.get(":submitters", []):
                key = str(who.get(":sid") or who.get(":email") or "")
                when = str(about.get(":created_at") or "")[:19]
                yield Handed(key, file, entry, str(who.get(":name") or ""), when, at=submission)


def _plain(entries: list[Entry]) -> Iterator[Handed]:
    """A folder for each learner, or a file for each; `Copy of` and `(1)` are what Drive and browsers add."""
    roots = {PurePosixPath(entry.name).parts[0] for entry in entries}
    wrapped = len(roots) == 1 and all("/" in entry.name for entry in entries)
    for entry in entries:
        parts = PurePosixPath(entry.name).parts[1 if wrapped else 0 :]
        if len(parts) > 1:
            yield Handed(parts[0], "/".join(parts[1:]), entry, at=parts[0])
        else:
            stem = re.sub(r"^Copy of ", "", PurePosixPath(parts[0]).stem)
            copied = COPY.match(stem)
            who = (copied["stem"] if copied else stem).split(" - ")[0]
            yield Handed(who, parts[0], entry, at=parts[0])


PLATFORMS: dict[str, Callable[[list[Entry]], Iterator[Handed]]] = {
    "gradescope": _gradescope,
    "blackboard": _blackboard,
    "moodle": _moodle,
    "brightspace": _brightspace,
    "sakai": _sakai,
    "canvas": _canvas,
    "plain": _plain,
}


def read(entries: list[Entry], platform: str = "") -> tuple[str, list[Handed]]:
    """Return the platform, the one that explains most files where none is named, and who has handed in what.

    Raises `CourseError` where a named platform is not known, or explains nothing.
    """
    if platform and platform not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise CourseError(f"no platform {platform!r}", where="--platform", remedy=f"name one of: {known}")
    best, found = "", list[Handed]()
    for name, parse in PLATFORMS.items():
        if platform not in ("", name) or (name == "plain" and found and not platform):
            continue
        told = [replace(one, key=as_id(one.key)) for one in parse(entries) if as_id(one.key)]
        if len(told) > len(found):
            best, found = name, told
    if not found:
        what = f"nothing in it looks like {platform or 'what a platform hands out'}"
        raise CourseError(what, where="the archive", remedy="say which platform it is from: PLATFORM=moodle")
    return best, found


def as_id(key: str) -> str:
    """A learner's name as a folder can have it."""
    return re.sub(r"[^\w.@+-]+", "_", key.strip()).strip("._")[:80]
