"""Read what a platform hands out, an archive or a folder, without trusting any name or size in it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.errors import CourseError

FILES = 50_000  # of an archive
TOTAL = 8 << 30  # bytes of all files
FILE = 64 << 20  # bytes of one file that is read
RATIO = 200  # times smaller: more, in a file of over 1 MiB, is no work of a learner
SYSTEM = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints")
AGAIN = "download it again from the platform"


Source = Callable[[], Path | BinaryIO]  # what an archive is read from, anew each time


@dataclass(frozen=True)
class Entry:
    """A file: its name with `/` between folders, its size in bytes, and its contents when asked for."""

    name: str
    size: int
    read: Callable[[], bytes]
    modified: str = ""  # ISO, where known


def entries(path: Path) -> list[Entry]:
    """List the files of an archive or folder, those within archives of learners, too, but for the system's own.

    Raises `CourseError` for what is no archive, and for one with names that lead outside, links, or sizes that no work
    of learners has.
    """
    if path.is_dir():
        found = list(_of_folder(path))
    elif path.is_file():
        found = list(_of_zip(lambda: path, path.name))
    else:
        raise CourseError("no such archive or folder", where=str(path), remedy="name what the platform has handed out")
    _bounded(found, path)
    found = [inner for entry in found for inner in _unpacked(entry)]
    _bounded(found, path)
    return found


def _bounded(found: list[Entry], path: Path) -> None:
    if len(found) > FILES or sum(entry.size for entry in found) > TOTAL:
        what = f"more than {FILES} files, or {TOTAL >> 30} GiB"
        raise CourseError(what, where=str(path), remedy="hand it in in parts")


def _is_system(name: str) -> bool:
    """Whether a file is the operating system's, and not the learner's."""
    parts = PurePosixPath(name).parts
    return any(part in SYSTEM or part.startswith(("._", "~$")) for part in parts)


def _of_folder(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or _is_system(path.relative_to(folder).as_posix()):
            continue
        yield Entry(path.relative_to(folder).as_posix(), path.stat().st_size, path.read_bytes)


def _of_zip(source: Source, where: str) -> Iterator[Entry]:
    """The files of an archive, which is opened anew for each that is read: none stays in memory."""
    with _opened(source, where) as archive:
        listed = archive.infolist()
    if len(listed) > FILES:
        raise CourseError(f"more than {FILES} files", where=where, remedy="hand it in in parts")
    for info in listed:
        name = _name(info)
        if info.is_dir() or _is_system(name):
            continue
        _refuse(info, name, where)
        yield Entry(name, info.file_size, partial(_read, source, info, where), _time(info))


def _opened(source: Source, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CourseError(f"not a zip archive ({error})", where=where, remedy=AGAIN) from error


def _read(source: Source, info: zipfile.ZipInfo, where: str) -> bytes:
    try:
        with _opened(source, where) as archive, archive.open(info) as file:
            return file.read(FILE + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        what = f"{info.filename[:80]!r} cannot be unpacked ({error})"
        raise CourseError(what, where=where, remedy=AGAIN) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name; one without the sign for UTF-8 may still be in UTF-8."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _refuse(info: zipfile.ZipInfo, name: str, where: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0][1:2] or "\0" in name:
        raise CourseError(f"the name {name[:80]!r} leads out of it", where=where, remedy=AGAIN)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise CourseError(f"{name[:80]!r} is a link", where=where, remedy=AGAIN)
    if info.file_size > 1 << 20 and info.file_size > RATIO * max(1, info.compress_size):
        raise CourseError(f"{name[:80]!r} is packed {RATIO} times and more", where=where, remedy=AGAIN)


def _time(info: zipfile.ZipInfo) -> str:
    year, month, day, hour, minute, second = info.date_time
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}" if year > 1980 else ""


def _unpacked(entry: Entry) -> Iterator[Entry]:
    """The file itself, or the files of an archive that a learner has handed in; one level deep."""
    if not entry.name.lower().endswith(".zip") or entry.size > FILE:
        yield entry
        return
    try:
        for inner in _of_zip(lambda: BytesIO(entry.read()), entry.name):
            yield Entry(f"{entry.name}/{inner.name}", inner.size, inner.read, inner.modified)
    except CourseError:
        yield entry  # it stays what it is, and is listed as no notebook
