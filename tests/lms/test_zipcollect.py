"""nbgrader's own `zip_collect`, with the plugins of the course, takes the same files as `make collect`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.course.layout import Course
from autograder.lms import collect
from autograder.lms.sheet import read_sheet
from tests.lms import archives
from tests.lms.archives import UNIT

NBGRADER = Path(sys.executable).with_name("nbgrader")


def zip_collect(course: Course, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(NBGRADER), "zip_collect", UNIT, *options]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)


def downloads(course: Course) -> Path:
    """Where nbgrader looks for archives."""
    folder = course.root / "downloaded" / UNIT / "archive"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.nbgrader
@pytest.mark.parametrize("platform", ["canvas", "moodle", "blackboard"])
def test_the_command_takes_what_make_collect_takes(copied: Course, tmp_path: Path, platform: str) -> None:
    source = archives.build(copied, downloads(copied) / "submissions.zip", platform)
    sheet = archives.sheet(tmp_path / "roster.csv", platform)
    plan = collect.plan(copied, UNIT, source, roster=read_sheet(sheet).people())
    done = zip_collect(copied, f"--ExtractPlatform.roster={sheet}")
    assert done.returncode == 0, done.stderr
    found = {path.parts[-3]: path for path in (copied.root / "submitted").rglob("*.ipynb")}
    assert {learner: path.read_bytes() for learner, path in found.items()} == {
        learner: one.entry.read() for learner, one in plan.taken.items()
    }
    assert {path.name for path in found.values()} == {f"{UNIT}.ipynb"}
    stamps = {path.parts[-3]: path.read_text() for path in (copied.root / "submitted").rglob("timestamp.txt")}
    assert stamps == {learner: one.when for learner, one in plan.taken.items() if one.when}
    assert f"as {platform} names them" in done.stderr
    assert "no such learner in the roster: " in done.stderr
    assert collect.origins(copied, UNIT).keys() == plan.taken.keys(), "the way back is known"
    assert (copied.root / "downloaded" / UNIT / "collected.csv").exists()


@pytest.mark.nbgrader
def test_a_folder_that_is_unpacked_already_is_taken_whole(copied: Course, tmp_path: Path) -> None:
    source = archives.build(copied, tmp_path / "a.zip", "brightspace")
    with zipfile.ZipFile(source) as archive:
        archive.extractall(downloads(copied))
    done = zip_collect(copied)
    assert done.returncode == 0, done.stderr
    assert "as brightspace names them" in done.stderr
    assert (copied.root / "submitted" / "102-77" / UNIT / f"{UNIT}.ipynb").exists(), "from the learner's own archive"


@pytest.mark.nbgrader
def test_an_archive_that_is_not_to_be_trusted_ends_the_command(copied: Course, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("../doejane_1_2_x.ipynb", b"x")
    shutil.copy(tmp_path / "b.zip", downloads(copied))
    done = zip_collect(copied)
    assert done.returncode != 0
    assert "leads out of it. Remedy: download it again from the platform" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (copied.root / "submitted").exists()
