"""The feedback page of this course: it knows the mistakes of the bank, and the sections of the lessons."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from autograder.course.diagnosis import Behaviours, Section, diagnose, read_behaviours, sections
from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.grading.page import Advice, FeedbackPage


class CourseFeedback(FeedbackPage):
    """A page that names the known mistake, and the section to read next."""

    def advice(self, unit: str, check: str, behaviour: str) -> Advice:
        """Return the mistake that an answer makes in a check, and the section that teaches what it checks."""
        known, where = _of(Path.cwd(), unit)
        section = where.get(check, Section("", ""))
        return Advice(diagnose(known, check, behaviour), section.title, section.url)


@cache
def _of(root: Path, unit: str) -> tuple[Behaviours, dict[str, Section]]:
    course = Course(root)
    try:
        return read_behaviours(course, unit), sections(course, unit)
    except CourseError:  # a unit without lesson or concepts: then there is no advice
        return {}, {}
