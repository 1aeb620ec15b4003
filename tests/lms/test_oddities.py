"""Each oddity in the names of platforms: whose a file is, what it is called, and when it was handed in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course.layout import Course
from autograder.errors import Exit
from autograder.lms import collect
from autograder.lms.archive import Entry, entries
from autograder.lms.platforms import Handed, read
from autograder.lms.sheet import read_sheet
from tests.lms import archives
from tests.lms.archives import CLASS, UNIT


def handed(*names: str, platform: str = "", **contents: str) -> tuple[str, list[Handed]]:
    """Read files of these names; `contents` gives the texts of some by the end of their names, without the dot."""

    def entry(name: str) -> Entry:
        text = next((text for end, text in contents.items() if name.endswith(f"{end}.txt")), "x")
        return Entry(name, len(text), text.encode)

    return read([entry(name) for name in names], platform)


# platform, name of the file, then what is told: learner, file, name, time, late
NAMED = [
    ("canvas", "doejane_12_67_ps1.ipynb", "12", "ps1.ipynb", "doejane", "", False),
    ("canvas", "doejane_LATE_12_67_ps1.ipynb", "12", "ps1.ipynb", "doejane", "", True),
    ("canvas", "anon_AbC12_67_ps1.ipynb", "anon_AbC12", "ps1.ipynb", "", "", False),
    ("canvas", "LATE_anon_AbC12_67_ps1.ipynb", "anon_AbC12", "ps1.ipynb", "", "", True),
    ("canvas", "team_blue_12_67_my_ps1.ipynb", "12", "my_ps1.ipynb", "team_blue", "", False),
    ("canvas", "núñezjosé_12_67_ps1.ipynb", "12", "ps1.ipynb", "núñezjosé", "", False),
    ("canvas", "doejane_12_67_my work (1).ipynb", "12", "my work (1).ipynb", "doejane", "", False),
    ("moodle", "Jane Doe_19_assignsubmission_file/ps1.ipynb", "19", "ps1.ipynb", "Jane Doe", "", False),
    ("moodle", "Jane Doe_19_assignsubmission_file_/ps1.ipynb", "19", "ps1.ipynb", "Jane Doe", "", False),
    ("moodle", "Jane Doe_19_assignsubmission_file_my_ps1.ipynb", "19", "my_ps1.ipynb", "Jane Doe", "", False),
    ("moodle", "jdoe Jane Doe_19_assignsubmission_file/a/ps1.ipynb", "19", "a/ps1.ipynb", "jdoe Jane Doe", "", False),
    ("moodle", "Teilnehmer_19_assignsubmission_file/ps1.ipynb", "19", "ps1.ipynb", "Teilnehmer", "", False),
    (
        "moodle",
        "Default group_assignsubmission_file/ps1.ipynb",
        "Default_group",
        "ps1.ipynb",
        "Default group",
        "",
        False,
    ),
    (
        "blackboard",
        "Set 1_jdoe_attempt_2026-01-30-15-00-00_a_b.ipynb",
        "jdoe",
        "a_b.ipynb",
        "",
        "2026-01-30 15:00:00",
        False,
    ),
    (
        "brightspace",
        "39-64 - Jane Doe - Oct 10, 2025 1022 AM/a.ipynb",
        "39-64",
        "a.ipynb",
        "Jane Doe",
        "2025-10-10 10:22:00",
        False,
    ),
    (
        "brightspace",
        "Set 1/12 - Jane Doe - Oct 1, 2025 905 PM/a.ipynb",
        "12",
        "a.ipynb",
        "Jane Doe",
        "2025-10-01 21:05:00",
        False,
    ),
    (
        "brightspace",
        "39-64 - jdoe - Jane Doe- Oct 1, 2025 1205 AM - a.ipynb",
        "jdoe",
        "a.ipynb",
        "Jane Doe",
        "2025-10-01 00:05:00",
        False,
    ),
    (
        "sakai",
        "S/Doe, Jane(jd)/Submission attachment(s)/a.ipynb",
        "jd",
        "a.ipynb",
        "Jane Doe",
        "2026-01-20 15:00:00",
        False,
    ),
    ("sakai", "S/4711/Submission attachment(s)/a.ipynb", "4711", "a.ipynb", "", "2026-01-20 15:00:00", False),
    (
        "sakai",
        "S/Doe, Jane(jd)_Submission attachment(s)_a.ipynb",
        "jd",
        "a.ipynb",
        "Jane Doe",
        "2026-01-20 15:00:00",
        False,
    ),
    ("plain", "Jane Doe - 06_descent.ipynb", "Jane_Doe", "Jane Doe - 06_descent.ipynb", "Jane Doe", "", False),
    ("plain", "Set 1/jdoe/Copy of ps1.ipynb", "jdoe", "Copy of ps1.ipynb", "", "", False),
]


@pytest.mark.parametrize("case", NAMED, ids=lambda case: case[1])
def test_a_name_tells_who_what_and_when(case: tuple[str, str, str, str, str, str, bool]) -> None:
    platform, name, key, file, person, when, late = case
    times = [name.replace("Submission attachment(s)", "timestamp.txt").replace("/a.ipynb", "").replace("_a.ipynb", "")]
    found, told = handed(name, *(times if platform == "sakai" else []), timestamp="20260120150000123")
    assert found == platform
    assert [(one.key, one.file, one.name, one.when, one.late) for one in told] == [(key, file, person, when, late)]


def test_the_way_back_to_canvas_is_the_name_of_a_learners_own_archive() -> None:
    _, [one] = handed("doejane_12_67_w.zip/sub/a.ipynb")
    assert (one.file, one.at) == ("w.zip/sub/a.ipynb", "doejane_12_67_w.zip")


def test_of_copies_the_latest_counts() -> None:
    stems = ["ps1", "ps1-1", "ps1-7", "ps1-3f2504e0-4f89-11d3-9a0c-0305e82c3301"]
    _, told = handed(*(f"doejane_12_{n}_{stem}.ipynb" for n, stem in enumerate(stems)))
    assert sorted(told, key=lambda one: one.rank) == told
    _, told = handed(*(f"jane/{stem}.ipynb" for stem in ("ps1", "ps1 (1)", "ps1 (12)")))
    assert sorted(told, key=lambda one: one.rank) == told


def test_blackboards_information_tells_a_user_with_an_underscore() -> None:
    stored = "Set_1_jane_doe_attempt_2026-01-30-15-00-00_a.ipynb"
    text = f"Name: Jane Doe (jane_doe)\nFiles:\n\tOriginal filename: my a.ipynb\n\tFilename: {stored}\n"
    _, [one] = handed(stored, "Set_1_jane_doe_attempt_2026-01-30-15-00-00.txt", **{"15-00-00": text})
    assert (one.key, one.name, one.file) == ("jane_doe", "Jane Doe", "my a.ipynb")


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("Set 1_jdoe_attempt_2026-99-30-15-00-00_a.ipynb", "blackboard"),
        ("1-2 - Jane - Oct 99, 2025 1022 AM/a.ipynb", "brightspace"),
        ("S/Doe, Jane(jd)/Submission attachment(s)/a.ipynb", "sakai"),
    ],
)
def test_what_looks_like_a_time_and_is_none_is_no_time(name: str, platform: str) -> None:
    _, [one] = handed(name, "S/Doe, Jane(jd)/timestamp.txt", platform=platform, timestamp="20269920150000123")
    assert one.when == ""


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "- a",
        "submission_1: 3",
        "submission_1: {':submitters': 3}",
        "submission_1: {':submitters': [3, {':sid': ''}]}",
        "submission_1: {':submitters': [{':sid': u7}]}",
    ],
)
def test_a_learner_cannot_speak_for_gradescope(text: str) -> None:
    inner = Entry("doejane_12_67_w.zip/submission_metadata.yml", len(text), text.encode)
    work = Entry("doejane_12_67_w.zip/submission_1/a.ipynb", 1, lambda: b"x")
    platform, told = read([inner, work])
    assert platform == "canvas"
    assert {one.key for one in told} == {"12"}


@pytest.mark.parametrize("text", ["- a", "submission_1: 3", "submission_1: {':submitters': [3], ':created_at': x}"])
def test_a_list_of_gradescope_that_is_none_explains_nothing(text: str) -> None:
    files = [
        Entry("a/submission_metadata.yml", len(text), text.encode),
        Entry("a/submission_1/a.ipynb", 1, lambda: b"x"),
    ]
    assert read(files)[0] == "plain"


def test_a_team_of_moodle_fans_out_to_its_members_and_back(copied: Course, tmp_path: Path) -> None:
    ada, jose, grace, *_ = CLASS
    head = "Identifier,Full name,Email address,Status,Group,Grade,Maximum grade,Last modified (grade)"
    rows = [f"Participant {who.number},{who.first} {who.last},{who.mail},x,Blue,,10,-" for who in (ada, jose)]
    rows += [f"Participant {grace.number},{grace.first} {grace.last},{grace.mail},x,Red,,10,-"]
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    source = tmp_path / "team.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(f"Blue_77_assignsubmission_file/{UNIT}.ipynb", archives.notebook(copied, "blue"))
        archive.writestr(f"Default group_assignsubmission_file/{UNIT}.ipynb", archives.notebook(copied, "none"))
        archive.writestr("Blue_77_assignsubmission_onlinetext/onlinetext.html", "<p>")
    made = collect.plan(copied, UNIT, source, roster=read_sheet(sheet).people())
    assert sorted(made.taken) == [ada.mail, jose.mail]
    assert [person.id for person in made.missing] == [grace.mail]
    assert [row.file for row in made.rows if row.what == collect.STRANGER] == [
        f"Default group_assignsubmission_file/{UNIT}.ipynb"
    ]
    collect.apply(copied, made)
    for who in (ada, jose):
        page = copied.root / "feedback" / who.mail / UNIT / f"{UNIT}.html"
        page.parent.mkdir(parents=True)
        page.write_text(who.first, encoding="utf-8")
    assert main(["feedback-archive", UNIT]) == Exit.OK
    with zipfile.ZipFile(copied.root / f"feedback-{UNIT}.zip") as archive:
        back = {name: archive.read(name).decode() for name in archive.namelist()}
    assert back == {f"Blue_{who.number}_assignsubmission_file/{UNIT}.html": who.first for who in (ada, jose)}, (
        "the number is the member's, not the group's"
    )


def test_texts_and_links_of_canvas_are_listed(course: Course, tmp_path: Path) -> None:
    source = tmp_path / "a.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("doejane_12_67_x.ipynb", archives.notebook(course, "x"))
        archive.writestr("roejohn_13_text.html", "<p>")
        archive.writestr("roejohn_13_link.html", "<a>")
    fates = {row.file: row.what for row in collect.plan(course, UNIT, source).rows}
    assert fates == {
        "doejane_12_67_x.ipynb": collect.TAKEN,
        "roejohn_13_text.html": collect.NONE,
        "roejohn_13_link.html": collect.NONE,
    }


def test_a_learner_is_joined_by_a_name_that_only_one_has(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    for name in ("Ada Lovelace - 06_descent", "Sam Hill - 06_descent"):
        (folder / f"{name}.ipynb").write_bytes(archives.notebook(course, name))
    sheet = tmp_path / "class.csv"
    sheet.write_text("student_id,name\nu1,Ada Lovelace\nu2,Sam Hill\nu3,Sam Hill\n")
    made = collect.plan(course, UNIT, folder, roster=read_sheet(sheet).people())
    assert list(made.taken) == ["u1"]
    assert [row.what for row in made.rows if "Sam" in row.file] == [collect.STRANGER]


class Unmarked(zipfile.ZipInfo):
    """A name in UTF-8 without the sign for it, as some systems write it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  (zipfile's own)
        return self.filename.encode(), self.flag_bits & ~0x800


def test_names_in_utf8_without_its_sign_and_files_of_systems(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(Unmarked("José/ps1.ipynb"), b"x")
        for name in ("__MACOSX/José/._ps1.ipynb", "José/.DS_Store", "José/~$ps1.ipynb", "José/._ps1.ipynb"):
            archive.writestr(name, b"x")
    assert [entry.name for entry in entries(tmp_path / "a.zip")] == ["José/ps1.ipynb"]
