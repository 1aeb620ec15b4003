"""The table that a platform hands out for grades, kept as it is: encoding, delimiter, columns, order of rows."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.lms.platforms import as_id

SIZE = 32 << 20  # bytes
LOGINS = ("sis login id", "username", "user name", "login", "student_id", "student id", "id number", "sis user id")
MAILS = ("email address", "email", "e-mail", "mail")
SECTIONS = ("section", "group", "sections")


@dataclass(frozen=True)
class Person:
    """A member of the class: `id` is the name in the course, `keys` are those that a platform's files may use."""

    id: str
    keys: frozenset[str]
    first: str = ""
    last: str = ""
    email: str = ""
    section: str = ""
    row: int = 0

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


@dataclass
class Sheet:
    """A table: `platform` is that whose columns it has, or `plain`; the rows are those of learners and others."""

    path: Path
    encoding: str
    delimiter: str
    quoted: bool
    newline: str
    rows: list[list[str]]
    platform: str

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return self.rows[0]

    def column(self, *names: str) -> int | None:
        """The place of the first column that has one of these names, in small letters."""
        places = {head.strip().lower(): place for place, head in reversed(list(enumerate(self.header)))}
        return next((places[name] for name in names if name in places), None)

    def cell(self, row: list[str], place: int | None) -> str:
        """A value; empty where there is none."""
        return row[place].strip() if place is not None and place < len(row) else ""

    def people(self) -> list[Person]:
        """The learners of the table, in order."""
        places = {
            "login": self.column(*LOGINS),
            "mail": self.column(*MAILS),
            "section": self.column(*SECTIONS),
            "first": self.column("first name", "firstname", "first_name"),
            "last": self.column("last name", "lastname", "last_name"),
            "full": self.column("full name", "student", "name", "vollständiger name", "nom complet", "nombre completo"),
            "key": self.column("id", "identifier", "orgdefinedid") if self.platform != "moodle" else identifier(self),
        }
        found = []
        for number, row in enumerate(self.rows[1:], start=1):
            values = {name: self.cell(row, place) for name, place in places.items()}
            if self.platform == "canvas" and not values["key"].isdigit():
                continue  # the rows of points and of posting
            key = re.sub(r"^\D*", "", values["key"]) if self.platform in ("moodle", "brightspace") else values["key"]
            first, last = values["first"], values["last"]
            if not (first or last) and values["full"]:
                first, last = _parted(values["full"])
            name = values["login"].removeprefix("#") or values["mail"] or (key if self.platform != "moodle" else "")
            made = as_id(name or f"{first} {last}")
            if not made:
                continue
            keys = {as_id(text) for text in (key, values["login"].removeprefix("#"), values["mail"], made) if text}
            found.append(Person(made, frozenset(keys), first, last, values["mail"], values["section"], number))
        return found

    def write(self, path: Path) -> None:
        """Write the table in the form in which it came."""
        text = io.StringIO()
        writer = csv.writer(
            text,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL,
            lineterminator=self.newline,
        )
        writer.writerows(self.rows)
        path.write_bytes(text.getvalue().encode(self.encoding))


def read_sheet(path: Path) -> Sheet:
    """Read a table as a platform hands it out; raises `CourseError` for what is none."""
    if not path.is_file() or path.stat().st_size > SIZE:
        raise CourseError("no such table", where=str(path), remedy="name the file that the platform has handed out")
    raw = path.read_bytes()
    encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = raw.decode(encoding, errors="replace")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise CourseError("not a table with a header and rows", where=str(path), remedy="download it as CSV")
    newline = "\r\n" if "\r\n" in text else "\n"
    sheet = Sheet(path, encoding, delimiter, first.startswith('"'), newline, rows, "plain")
    sheet.platform = _platform(sheet)
    return sheet


def identifier(sheet: Sheet) -> int | None:
    """Moodle's column of identifiers, whatever its language: a word and a number in every row."""
    for place in range(min(3, len(sheet.header))):
        if all(re.fullmatch(r"[^\d,;]+ ?\d+", sheet.cell(row, place)) for row in sheet.rows[1:]):
            return place
    return None


def _platform(sheet: Sheet) -> str:
    heads = [head.strip().lower() for head in sheet.header]
    if heads[0] in ("student", "lastname") and "id" in heads and "section" in heads:
        return "canvas"
    if any("end-of-line indicator" in head for head in heads):
        return "brightspace"
    if "username" in heads and any(re.search(r"\|\s*\d+$", head) for head in heads):
        return "blackboard"
    return "moodle" if identifier(sheet) is not None and len(heads) >= 4 else "plain"


def _parted(name: str) -> tuple[str, str]:
    """First and last name of `Doe, Jane` or `Jane Doe`."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()
