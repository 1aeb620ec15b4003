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
        r"^(?:(?!LATE_|anon_)(?P<name>[^_/]+(?:_[^_/]+)*?)_)?(?P<late>LATE_)?(?:anon_(?P<anon>[^_/]+)|(?P<uid>\d+))_(?P<att>\d+)_(?P<file>[^/].*)$"
    )
    for entry in entries:
        if found := pattern.match(entry.name):
            key = found["uid"] or f"anon_{found['anon']}"
            at = entry.name.partition("/")[0]  # of an archive of a learner, its own name is the way back
            yield Handed(key, found["file"], entry, found["name"] or "", late=bool(found["late"]), at=at)


def _moodle(entries: list[Entry]) -> Iterator[Handed]:
    """`Jane Doe_10019166_assignsubmission_file/ps1.ipynb`, or flat with `_` before the file.

    Of a team it is the name and the number of the group; the group of those who are in none has no number.
    """
    pattern = re.compile(r"^(?P<name>[^_/]*)(?:_(?P<pid>\d+))?_assignsubmission_file_?(?:(?<=_)(?P<flat>[^/]+))?$")
    for entry in entries:
        parts = PurePosixPath(entry.name).parts
        for place, part in enumerate(parts):
            if found := pattern.match(part):
                file = "/".join(parts[place + 1 :]) or found["flat"] or ""
                if file:
                    yield Handed(found["pid"] or found["name"], file, entry, found["name"], at=part)
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
            when = _time(found["when"], "%Y-%m-%d-%H-%M-%S")
            yield Handed(user, original, entry, name, when, at=entry.name)


def _blackboard_info(text: str) -> dict[str, tuple[str, str, str]]:
    who = re.search(r"^Name: (.*?) \(([^()]+)\)\s*$", text, re.MULTILINE)
    pairs = re.findall(r"Original filename: (.+?)\s*\n\s*Filename: (.+?)\s*$", text, re.MULTILINE)
    return {stored: (who[2], who[1], original) for original, stored in pairs} if who else {}


def _brightspace(entries: list[Entry]) -> Iterator[Handed]:
    """`39786-640693 - Jane Doe - Oct 10, 2025 1022 AM/ps1.ipynb`: one folder for each attempt.

    Some sites have no folders, and a login before the name: `1-2 - jdoe - Jane Doe- Oct 10, 2025 1022 AM - ps1.ipynb`.
    """
    time = r"(?P<when>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} ?[AP]M)"
    folder = re.compile(rf"^(?P<id>\d+(?:-\d+)?) ?- (?P<name>.+?) ?- {time}$")
    flat = re.compile(rf"^(?P<id>\d+(?:-\d+)?) ?- (?P<login>\S+) - (?P<name>.+?) ?- {time} - (?P<file>.+)$")
    for entry in entries:
        parts = PurePosixPath(entry.name).parts
        for place, part in enumerate(parts):
            found = (folder if place < len(parts) - 1 else flat).match(part)
            if found:
                about = found.groupdict()
                file = about.get("file") or "/".join(parts[place + 1 :])
                clock = re.sub(r"(\d{1,2})(\d\d) ?([AP]M)$", r"\1:\2 \3", about["when"])
                when, key = _time(clock, "%b %d, %Y %I:%M %p"), about.get("login") or about["id"]
                yield Handed(key, file, entry, about["name"], when, at=part)
                break


def _sakai(entries: list[Entry]) -> Iterator[Handed]:
    """`Set 6/Doe, Jane(jdoe)/Submission attachment(s)/ps1.ipynb`, with `timestamp.txt` beside the folder.

    Where the platform hides names, the folder has a number; without folders the parts are joined by `_`.
    """
    pattern = re.compile(r"^(?P<last>[^,/]*), ?(?P<first>[^/]*?)\((?P<eid>[^()/]+)\)$")
    times = {
        entry.name[: -len("/timestamp.txt")]: entry.read().decode("utf-8", errors="replace").strip()[:40]
        for entry in entries
        if entry.name.endswith(("/timestamp.txt", "_timestamp.txt")) and entry.size < 1000
    }
    for entry in entries:
        at, marker, file = re.sub(r"_(Submission attachment\(s\))_", r"/\1/", entry.name).partition(
            "/Submission attachment(s)/"
        )
        if marker and file:
            folder = at.rpartition("/")[2]
            found = pattern.match(folder)
            name = f"{found['first']} {found['last']}".strip() if found else ""
            when = _time(re.sub(r"\D", "", times.get(at, ""))[:14], "%Y%m%d%H%M%S")
            yield Handed(found["eid"] if found else folder, file, entry, name, when, at=at)


def _time(text: str, form: str) -> str:
    """A time in ISO; empty for what looks like one and is none."""
    try:
        return datetime.strptime(text, form).isoformat(" ")
    except ValueError:
        return ""


def _gradescope(entries: list[Entry]) -> Iterator[Handed]:
    """`assignment_1_export/submission_42/ps1.ipynb`, and a list of who belongs to which; a group has several."""
    for listed in entries:
        folder, _, name = listed.name.rpartition("/")
        if name != "submission_metadata.yml" or listed.size > 32 << 20 or ".zip/" in listed.name.lower():
            continue  # in an archive of a learner it is not Gradescope's
        try:
            known: Any = yaml.safe_load(listed.read())
        except yaml.YAMLError as error:
            raise CourseError(f"cannot be read ({error})"[:200], where=listed.name, remedy="export it again") from error
        for entry in entries:
            inside = entry.name.removeprefix(f"{folder}/" if folder else "")
            submission, _, file = inside.partition("/")
            about = known.get(submission) if isinstance(known, dict) and file else None
            submitters = about.get(":submitters") if isinstance(about, dict) else None
            if not isinstance(about, dict) or not isinstance(submitters, list):
                continue
            for who in submitters:
                if not isinstance(who, dict):
                    continue
                key = str(who.get(":sid") or who.get(":email") or "")
                when = str(about.get(":created_at") or "")[:19]
                yield Handed(key, file, entry, str(who.get(":name") or ""), _iso(when), at=submission)


def _iso(text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat(" ")
    except ValueError:
        return ""


def _plain(entries: list[Entry]) -> Iterator[Handed]:
    """A folder for each learner, or a file for each; `Copy of` and `(1)` are what Drive and browsers add."""
    roots = {PurePosixPath(entry.name).parts[0] for entry in entries}
    wrapped = len(roots) == 1 and all("/" in entry.name for entry in entries)
    for entry in entries:
        parts = PurePosixPath(entry.name).parts[1 if wrapped else 0 :]
        if len(parts) > 1:
            yield Handed(parts[0], "/".join(parts[1:]), entry, _full(parts[0]), at=parts[0])
        else:
            stem = re.sub(r"^Copy of ", "", PurePosixPath(parts[0]).stem)
            copied = COPY.match(stem)
            who = (copied["stem"] if copied else stem).split(" - ")[0]
            yield Handed(who, parts[0], entry, _full(who), at=parts[0])


def _full(who: str) -> str:
    """The name of a person, where it looks like one."""
    return who if " " in who.strip() else ""


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
