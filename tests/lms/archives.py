"""Archives as six platforms make them, with the oddities that instructors meet; `names` says how each calls a file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from autograder.course.layout import Course
from autograder.notebooks import read_notebook

UNIT, OTHER = "06_descent", "04_accumulation"


@dataclass(frozen=True)
class Learner:
    """A member of the class, with the names and numbers that platforms use."""

    number: int
    first: str
    last: str

    @property
    def login(self) -> str:
        """The name in the course."""
        return f"u{self.number}"

    @property
    def mail(self) -> str:
        """An address."""
        return f"{self.login}@example.org"


CLASS = [
    Learner(number, first, last)
    for number, (first, last) in enumerate(
        [
            ("Ada", "Lovelace"),
            ("José", "Núñez"),
            ("Grace", "Hopper"),
            ("Alan", "Turing"),
            ("Emmy", "Noether"),
            ("Zoë", "O'Brien-Smith"),
            ("Nobody", "Home"),
        ],
        start=101,
    )
]
STRANGER = Learner(999, "Not", "Enrolled")
Name = Callable[[Learner, str, int], str]


def notebook(course: Course, mark: str, unit: str = UNIT) -> bytes:
    """A submission of a unit that can be told from others."""
    made = read_notebook(course.release(unit))
    made.cells.append(new_code_cell(f"# {mark}", id="mark"))
    text: str = nbformat.writes(made)
    return text.encode()


def canvas(who: Learner, file: str, attempt: int) -> str:
    """Flat; only the current attempt is there, whose name says how often it was handed in."""
    stem, _, kind = file.rpartition(".")
    number = f"-{attempt - 1}" if attempt > 1 else ""
    late = "LATE_" if who.number == 103 else ""
    slug = f"{who.last}{who.first}".lower().replace("'", "").replace("-", "")
    return f"{slug}_{late}{who.number}_{who.number * 10 + attempt}_{stem}{number}.{kind}"


def moodle(who: Learner, file: str, attempt: int) -> str:
    """A folder for each; a second file of the name gets a number from the browser."""
    stem, _, kind = file.rpartition(".")
    number = f" ({attempt - 1})" if attempt > 1 else ""
    return f"{who.first} {who.last}_{who.number + 5000}_assignsubmission_file/{stem}{number}.{kind}"


def moodle_flat(who: Learner, file: str, attempt: int) -> str:
    """The same without folders."""
    return moodle(who, file, attempt).replace("/", "_")


def blackboard(who: Learner, file: str, attempt: int) -> str:
    """All attempts, each with its time."""
    return f"Problem set 6_{who.login}_attempt_2026-01-{20 + attempt}-15-00-00_{file}"


def brightspace(who: Learner, file: str, attempt: int) -> str:
    """A folder for each attempt, with its time."""
    return f"{who.number}-77 - {who.first} {who.last} - Oct {9 + attempt}, 2026 {attempt}22 PM/{file}"


def sakai(who: Learner, file: str, attempt: int) -> str:
    """A folder for each learner."""
    stem, _, kind = file.rpartition(".")
    number = f"-{attempt - 1}" if attempt > 1 else ""
    return f"Set 6/{who.last}, {who.first}({who.login})/Submission attachment(s)/{stem}{number}.{kind}"


NAMES: dict[str, Name] = {
    "canvas": canvas,
    "moodle": moodle,
    "moodle_flat": moodle_flat,
    "blackboard": blackboard,
    "brightspace": brightspace,
    "sakai": sakai,
}


def build(course: Course, path: Path, platform: str, contents: dict[str, bytes] | None = None) -> Path:
    """Write the archive of a class; `contents` gives the notebooks of some learners by login.

    Ada hands in twice, José a zip with his notebook, Grace under another name, Alan another unit's notebook and a PDF,
    Emmy a file that is cut off, Zoë an empty one; a stranger is there, and one member has handed in nothing.
    """
    name, given = NAMES[platform], contents or {}
    ada, jose, grace, alan, emmy, zoe, _ = CLASS

    def work(who: Learner, mark: str = "") -> bytes:
        return given.get(who.login) or notebook(course, mark or who.login)

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as inner:
        inner.writestr("my work/06_descent.ipynb", work(jose))
        inner.writestr("__MACOSX/._06_descent.ipynb", b"x")
    files = {
        name(ada, f"{UNIT}.ipynb", 1): notebook(course, "the first attempt"),
        name(ada, f"{UNIT}.ipynb", 2): work(ada),
        name(jose, "work.zip", 1): packed.getvalue(),
        name(grace, "Copy of final FINAL.ipynb", 1): work(grace),
        name(alan, f"{UNIT}.ipynb", 1): notebook(course, "wrong file", OTHER),
        name(alan, "report.pdf", 1): b"%PDF",
        name(emmy, f"{UNIT}.ipynb", 1): notebook(course, "cut")[:3000],
        name(zoe, f"{UNIT}.ipynb", 1): b"",
        name(STRANGER, f"{UNIT}.ipynb", 1): notebook(course, "stranger"),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(file, content)
        archive.writestr("__MACOSX/._index", b"x")
        if platform == "sakai":
            archive.writestr("Set 6/Lovelace, Ada(u101)/timestamp.txt", "20260120150000123")
            archive.writestr("Set 6/grades.csv", "x")
        if platform == "brightspace":
            archive.writestr("index.html", "<html>")
        if platform == "blackboard":
            info = (
                "Name: José Núñez (u102)\nAssignment: Problem set 6\nFiles:\n\tOriginal filename: work.zip\n"
                f"\tFilename: {name(jose, 'work.zip', 1)}\n"
            )
            archive.writestr("Problem set 6_u102_attempt_2026-01-21-15-00-00.txt", info)
    return path


def gradescope(course: Course, path: Path) -> Path:
    """An export in which two learners have handed in together."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("assignment_1_export/submission_42/06_descent.ipynb", notebook(course, "both"))
        people = [f"  - :name: {w.first} {w.last}\n    :sid: {w.login}\n    :email: {w.mail}\n" for w in CLASS[:2]]
        about = f"submission_42:\n  :submitters:\n{''.join(people)}  :created_at: 2026-01-20 15:00:00\n"
        archive.writestr("assignment_1_export/submission_metadata.yml", about)
    return path


def sheet(
    path: Path, platform: str, people: Sequence[Learner] = CLASS, title: str = "6 Descend by hand", most: int = 22
) -> Path:
    """The table of a class, as the platform hands it out; Moodle's maximum is 10 in any case."""
    if platform == "canvas":
        rows = ["Student,ID,SIS User ID,SIS Login ID,Section,Set 5 (11),"]
        rows[0] += f"{title} (12),Current Score"
        rows += ["Manual Posting,,,,,,,", f"    Points Possible,,,,,10,{most},(read only)"]
        rows += [f'"{w.last}, {w.first}",{w.number},S{w.number},{w.login},A,3,,' for w in people]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    elif platform.startswith("moodle"):
        head = "Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade)"
        rows = [head, *(f'Participant {w.number + 5000},"{w.first} {w.last}",{w.mail},x,,"10,00",-' for w in people)]
        path.write_text("\ufeff" + "\r\n".join(rows) + "\r\n", encoding="utf-8")
    elif platform == "blackboard":
        head = '"Last Name"\t"First Name"\t"Username"\t"Set 6 [Total Pts: ' + f'{most} Score] |3229258"'
        rows = [head, *(f'"{w.last}"\t"{w.first}"\t"{w.login}"\t""' for w in people)]
        path.write_text("\n".join(rows) + "\n", encoding="utf-16")
    elif platform == "brightspace":
        head = f"OrgDefinedId,Username,Last Name,First Name,Set Points Grade <Numeric MaxPoints:{most}>,"
        head += "End-of-Line Indicator"
        rows = [head, *(f"#{w.number},#{w.login},{w.last},{w.first},,#" for w in people)]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    else:
        rows = ["student_id,name,email", *(f'{w.login},"{w.first} {w.last}",{w.mail}' for w in people)]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def bomb(path: Path) -> Path:
    """A file of 200 MB in an archive of 200 kB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a_1_2_x.ipynb", bytes(200 << 20))
    return path


def marks(path: Path) -> list[str]:
    """The comments by which submissions are told apart."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [source for cell in cells if (source := "".join(cell["source"])).startswith("# ") and "\n" not in source]
