"""The feedback page of this course: it knows the mistakes of the bank, and the sections of the lessons."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from autograder.course.diagnosis import Behaviours, Section, behaviours_path, diagnose, read_behaviours, sections
from autograder.course.layout import Course
from autograder.course.pages import concepts_path
from autograder.errors import CourseError
from autograder.grading.page import Advice, FeedbackPage

Known = tuple[Behaviours, dict[str, Section]]


class CourseFeedback(FeedbackPage):
    """A page that names the known mistake, and the section to read next."""

    @classmethod
    def sources(cls, root: Path, unit: str) -> list[Path]:
        """The bank's behaviours, the concepts, and the lesson."""
        course = Course(root)
        return [behaviours_path(course, unit), concepts_path(course, unit), course.lesson(unit)]

    def advice(self, unit: str, check: str, behaviour: str) -> Advice:
        """Return the mistake that an answer makes in a check, and the section that teaches what it checks."""
        if unit not in self._known:
            self._known[unit] = _read(Course(Path.cwd()), unit)
        known, where = self._known[unit]
        section = where.get(check, Section("", ""))
        return Advice(diagnose(known, check, behaviour), section.title, section.url)

    @cached_property
    def _known(self) -> dict[str, Known]:
        """What is known of units: for one run, since nbgrader makes an exporter for each."""
        return {}


def _read(course: Course, unit: str) -> Known:
    try:
        return read_behaviours(course, unit), sections(course, unit)
    except CourseError:  # a unit without lesson or concepts: then there is no advice
        return {}, {}
