"""A week of six sections on six platforms: every score is what the bank says, every oddity is told.

`make week` runs it with 60 members a section, `make test` with ten.
"""

from __future__ import annotations

import csv
import os
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course.layout import Course, exercises
from autograder.errors import Exit
from autograder.lms import collect
from autograder.lms.sheet import read_sheet
from autograder.notebooks import read_notebook
from tests.conftest import copy_course
from tests.lms import archives, week
from tests.lms.week import DEEDS, PLATFORMS, SCORED, UNIT, Member

SIZE = int(os.environ.get("WEEK", "10"))
COLUMNS = {"canvas": 6, "moodle": 4, "blackboard": 3, "brightspace": 4}
TIMED = ("blackboard", "brightspace", "sakai", "gradescope")  # their archives know when; Canvas only that it was late
# What becomes of the files of each deed, as the list has it.
FATES = {
    "once": {collect.TAKEN: 1},
    "twice": {collect.TAKEN: 1, collect.OLDER: 1},
    "zipped": {collect.TAKEN: 1},
    "renamed": {collect.TAKEN: 1},
    "late": {collect.TAKEN: 1},
    "other": {collect.OTHER: 1, collect.NONE: 1},
    "cut": {collect.UNREADABLE: 1},
    "empty": {collect.EMPTY: 1},
    "absent": {},
    "group": {collect.TAKEN: 1},
}


@dataclass(frozen=True)
class Section:
    """A platform, its members, the table it hands out, and the list that was made of its files."""

    platform: str
    members: list[Member]
    sheet: Path
    listed: list[dict[str, str]]

    def of(self, *deeds: str) -> dict[str, Member]:
        """The members who do one of these, by their name in the course."""
        return {one.id(self.platform): one for one in self.members if one.deed in deeds}


@dataclass(frozen=True)
class Week:
    """The course after the week."""

    course: Course
    most: int
    sections: list[Section]

    def grades(self) -> dict[str, dict[str, str]]:
        """The plain table."""
        with (self.course.root / f"grades-{UNIT}.csv").open(encoding="utf-8") as file:
            return {row["learner"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Week:
    """Collect six archives, then grade, report, export and pack once."""
    course, outside = copy_course(tmp_path_factory.mktemp("week")), tmp_path_factory.mktemp("downloads")
    most = sum(task.points for task in exercises(read_notebook(course.source(UNIT))).values())
    sections = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        for platform in PLATFORMS:
            members = week.section(course, platform, SIZE)
            source = week.build(course, outside / f"{platform}.zip", platform, members)
            sheet = archives.sheet(outside / f"{platform}.csv", platform, members, course.title(UNIT), most)
            assert main(["collect", UNIT, str(source), "--roster", str(sheet)]) == Exit.OK
            with (course.root / "downloaded" / UNIT / collect.LIST).open(encoding="utf-8") as file:
                sections.append(Section(platform, members, sheet, list(csv.DictReader(file))))
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
            gradebook.update_or_create_assignment(UNIT, duedate=week.DUE.replace(tzinfo=None))
        assert main(["grade", UNIT]) == Exit.SOME  # those whose file is cut off
        assert main(["report", UNIT, "--names"]) == Exit.OK
        assert main(["export", UNIT]) == Exit.OK
        for section in sections:
            if section.platform in COLUMNS:
                assert main(["export", UNIT, "--sheet", str(section.sheet)]) == Exit.OK
        assert main(["feedback-archive", UNIT]) == Exit.SOME  # two platforms take none back
    return Week(course, most, sections)


def by_platform(done: Week, platform: str) -> Section:
    [found] = [section for section in done.sections if section.platform == platform]
    return found


every_platform = pytest.mark.parametrize("platform", PLATFORMS)
pytestmark = pytest.mark.slow


@every_platform
def test_what_became_of_every_file_is_listed(done: Week, platform: str) -> None:
    section = by_platform(done, platform)
    found: dict[str, Counter[str]] = {}
    for row in section.listed:
        if row["file"]:
            found.setdefault(row["learner"], Counter())[row["what became of it"]] += 1
    for deed in DEEDS:
        fates = Counter(FATES[deed])
        if platform == "gradescope":
            fates.pop(collect.OLDER, None)  # it hands out the last attempt only
        for learner in section.of(deed):
            assert found.get(learner, Counter()) == fates, deed
    strangers = [row for row in section.listed if row["what became of it"] == collect.STRANGER]
    assert len(strangers) == 1
    missing = {row["learner"] for row in section.listed if row["what became of it"] == "nothing handed in"}
    assert missing == section.of("other", "empty", "absent").keys()


def test_every_score_is_what_the_bank_says_and_late_is_late(done: Week) -> None:
    grades, seen = done.grades(), 0
    for section in done.sections:
        for learner, member in section.of(*SCORED).items():
            row, late = grades[learner], member.deed == "late" and section.platform != "moodle"
            assert (row["status"], row["why"]) == ("late" if late else "graded", ""), learner
            assert float(row["score"]) == member.points, f"{learner}, who {member.deed}"
            assert float(row["maximum"]) == done.most
            seen += 1
        for learner in section.of("cut"):
            assert (grades[learner]["status"], grades[learner]["score"]) == ("open", "")
            assert "cut off" in grades[learner]["why"]
            seen += 1
    assert seen == len(grades) == SIZE // len(DEEDS) * 7 * len(PLATFORMS), "and nobody else has a row"


@pytest.mark.parametrize("platform", COLUMNS)
def test_the_tables_of_platforms_have_the_scores_and_are_what_they_were(done: Week, platform: str) -> None:
    section = by_platform(done, platform)
    before, after = read_sheet(section.sheet), read_sheet(section.sheet.with_name(f"{platform}-{UNIT}.csv"))
    place, wanted = COLUMNS[platform], section.of(*SCORED)
    people = {person.row: person.id for person in after.people()}
    assert set(people.values()) == section.of(*DEEDS).keys()
    for number, (old, new) in enumerate(zip(before.rows, after.rows, strict=True)):
        learner = people.get(number, "")
        if learner in wanted:
            most = 10 if platform == "moodle" else done.most
            assert float(new[place].replace(",", ".")) == round(wanted[learner].points * most / done.most, 2)
            old, new = [*old[:place], *old[place + 1 :]], [*new[:place], *new[place + 1 :]]
        assert old == new


@pytest.mark.parametrize("platform", ["canvas", "moodle", "brightspace", "sakai"])
def test_the_feedback_goes_back_to_whom_it_belongs(done: Week, platform: str) -> None:
    section = by_platform(done, platform)
    wanted = section.of(*SCORED, "cut")
    pattern = {
        "canvas": r"_(\d+)_\d+_[^/]*\.html$",
        "moodle": r"^[^_]+_(\d+)_assignsubmission_file/",
        "brightspace": r"^(\d+)-77 - [^/]+/",
        "sakai": r"^Set 6/[^/]*\(u(\d+)\)/Feedback Attachment\(s\)/",
    }[platform]
    with zipfile.ZipFile(done.course.root / f"feedback-{UNIT}-{platform}.zip") as archive:
        pages = {}
        for name in archive.namelist():
            found = re.search(pattern, name)
            assert found, name
            pages[int(found[1]) - (5000 if platform == "moodle" else 0)] = archive.read(name).decode()
    assert pages.keys() == {member.number for member in wanted.values()}
    for member in wanted.values():
        says = "cut off" if member.deed == "cut" else f"{member.points} of {done.most} points"
        assert says in pages[member.number], member


def test_the_report_shows_all_who_have_a_score(done: Week) -> None:
    page = (done.course.root / f"report-{UNIT}.html").read_text(encoding="utf-8")
    for section in done.sections:
        for learner in section.of(*SCORED, "cut"):
            assert learner in page
        for learner in section.of("other", "empty", "absent"):
            assert not re.search(rf"\b{re.escape(learner)}\b", page)
