"""What platforms hand out is taken whole, nothing is lost, and every file's fate is told."""

from __future__ import annotations

import csv
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course.layout import Course
from autograder.errors import CourseError, Exit
from autograder.lms import archive as archive_module
from autograder.lms import collect
from autograder.lms.archive import entries
from autograder.lms.collect import EMPTY, NONE, OLDER, OTHER, SAME, STRANGER, TAKEN, UNREADABLE
from autograder.lms.platforms import read
from autograder.lms.sheet import read_sheet
from tests.lms import archives
from tests.lms.archives import CLASS, NAMES, UNIT

every_platform = pytest.mark.parametrize("platform", NAMES)
IDS = {"moodle": "mail", "moodle_flat": "mail"}


def made(course: Course, tmp_path: Path, platform: str) -> collect.Plan:
    """The plan for the archive of a platform with the table of its class."""
    source = archives.build(course, tmp_path / "submissions.zip", platform)
    roster = read_sheet(archives.sheet(tmp_path / "roster.csv", platform)).people()
    return collect.plan(course, UNIT, source, roster=roster)


def own(platform: str, number: int) -> str:
    """The name in the course that the platform's table gives to a member."""
    who = CLASS[number - 101]
    return who.mail if platform.startswith("moodle") else who.login


@every_platform
def test_each_platform_is_recognised_and_every_file_has_its_fate(course: Course, tmp_path: Path, platform: str) -> None:
    plan = made(course, tmp_path, platform)
    assert plan.platform == platform.removesuffix("_flat")
    fates = {(row.learner, row.what) for row in plan.rows}
    ada, jose, grace, alan, emmy, zoe = (own(platform, number) for number in range(101, 107))
    assert {(ada, OLDER), (ada, TAKEN), (jose, TAKEN), (grace, TAKEN), (emmy, UNREADABLE), (zoe, EMPTY)} <= fates
    assert {(alan, OTHER), (alan, NONE)} <= fates
    assert [row.note for row in plan.rows if row.what == OTHER] == ["04_accumulation"]
    assert [row.what for row in plan.rows if "999" in row.file or "Enrolled" in row.file] == [STRANGER]
    assert sorted(plan.taken) == sorted([ada, jose, grace, emmy])
    assert [person.id for person in plan.missing] == [alan, zoe, own(platform, 107)]


@every_platform
def test_the_newest_attempt_is_written_and_a_second_run_changes_nothing(
    copied: Course, tmp_path: Path, platform: str
) -> None:
    plan = made(copied, tmp_path, platform)
    collect.apply(copied, plan)
    for number in (101, 102, 103):
        path = copied.root / "submitted" / own(platform, number) / UNIT / f"{UNIT}.ipynb"
        assert archives.marks(path)[-1] == f"# u{number}"
    stamp = copied.root / "submitted" / own(platform, 101) / UNIT / "timestamp.txt"
    assert stamp.exists() == (platform in ("blackboard", "brightspace", "sakai"))

    again = collect.apply(copied, made(copied, tmp_path, platform))
    assert {row.what for row in again if row.learner in plan.taken} == {SAME, OLDER, UNREADABLE}
    assert not (copied.root / "kept").exists()
    with (copied.root / "downloaded" / UNIT / "collected.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert {row["file"] for row in listed if row["file"]} == {row.file for row in plan.rows}
    assert {row["learner"] for row in listed if not row["file"]} == {person.id for person in plan.missing}


def test_what_was_collected_before_is_kept(copied: Course, tmp_path: Path) -> None:
    collect.apply(copied, made(copied, tmp_path, "canvas"))
    path = copied.root / "submitted" / "u101" / UNIT / f"{UNIT}.ipynb"
    path.write_text("what the instructor has mended", encoding="utf-8")
    rows = collect.apply(copied, made(copied, tmp_path, "canvas"))
    [note] = [row.what for row in rows if row.what.startswith(f"{TAKEN}; the one before is in ")]
    kept = copied.root / note.rpartition(" ")[2] / f"{UNIT}.ipynb"
    assert kept.read_text(encoding="utf-8") == "what the instructor has mended"


def test_a_group_of_gradescope_fans_out(course: Course, tmp_path: Path) -> None:
    plan = collect.plan(course, UNIT, archives.gradescope(course, tmp_path / "a.zip"))
    assert plan.platform == "gradescope"
    assert sorted(plan.taken) == ["u101", "u102"]
    assert {one.when for one in plan.taken.values()} == {"2026-01-20 15:00:00"}


def test_a_plain_folder_is_taken_by_folders_or_by_names(course: Course, tmp_path: Path) -> None:
    for name in ("u1/06_descent.ipynb", "u2/work.ipynb", "Copy of u3.ipynb", "u4 (2).ipynb"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archives.notebook(course, name))
    assert sorted(collect.plan(course, UNIT, tmp_path / "in").taken) == ["u1", "u2", "u3", "u4"]


def zipped(path: Path, name: str, content: bytes = b"x", mode: int = 0o644 | stat.S_IFREG) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return path


@pytest.mark.parametrize("name", ["../a_1_2_x.ipynb", "/etc/a_1_2_x.ipynb", "a/../../b.ipynb", "C:/x.ipynb"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError, match=r"leads out of it. Remedy"):
        entries(zipped(tmp_path / "a.zip", name))


def test_links_bombs_and_what_is_no_archive_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is a link"):
        entries(zipped(tmp_path / "a.zip", "a_1_2_x.ipynb", b"/etc/passwd", 0o777 | stat.S_IFLNK))
    with pytest.raises(CourseError, match="is packed 200 times and more"):
        entries(archives.bomb(tmp_path / "b.zip"))
    (tmp_path / "c.zip").write_bytes(b"no")
    with pytest.raises(CourseError, match=r"not a zip archive.*Remedy: download it again"):
        entries(tmp_path / "c.zip")
    with pytest.raises(CourseError, match="no such archive or folder"):
        entries(tmp_path / "d.zip")


def test_an_unknown_platform_and_an_archive_of_nothing_are_told(tmp_path: Path) -> None:
    found = entries(zipped(tmp_path / "a.zip", "a_1_2_x.ipynb"))
    with pytest.raises(CourseError, match=r"no platform 'blackbord'.*name one of: .*blackboard"):
        read(found, "blackbord")
    with pytest.raises(CourseError, match="nothing in it looks like moodle"):
        read(found, "moodle")


def test_a_dry_run_writes_nothing(copied: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = archives.build(copied, tmp_path / "outside.zip", "canvas")
    assert main(["collect", UNIT, str(source), "--dry-run"]) == Exit.OK
    said = capsys.readouterr().out
    assert "as canvas names them" in said
    assert "of another unit: turingalan_104_" in said
    assert "nothing was written" in said
    assert not (copied.root / "submitted").exists()
    assert not (copied.root / "downloaded").exists()


def test_archives_of_learners_are_bounded_together_and_not_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("work.ipynb", bytes(500_000))  # half a kilobyte
    inner = (tmp_path / "inner.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"name_{number}_{number}_work.zip", inner)
    found = entries(tmp_path / "outer.zip")
    assert [entry.read() for entry in found] == [bytes(500_000)] * 3
    assert all(entry.name.endswith("work.zip/work.ipynb") for entry in found)
    monkeypatch.setattr(archive_module, "TOTAL", 1_000_000)
    with pytest.raises(CourseError, match="hand it in in parts"):
        entries(tmp_path / "outer.zip")
