"""Pack the feedback pages of a unit so that the platform gives them to their learners in one upload."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.lms.collect import origins

PLATFORMS = ("moodle", "canvas", "brightspace", "sakai")


def taking(course: Course, unit: str) -> list[str]:
    """The platforms that submissions of a unit were collected from, and that take pages back.

    Raises `CourseError` where there is none.
    """
    names = {str(about["platform"]) for about in origins(course, unit).values()}
    fits = [name for name in PLATFORMS if name in names]
    if not fits:
        what = f"no submission of {unit} was collected from a platform that takes pages back ({', '.join(PLATFORMS)})"
        raise CourseError(what, where="downloaded/", remedy=f"make collect UNIT={unit} FROM=<archive> first")
    return fits


def elsewhere(course: Course, unit: str) -> list[str]:
    """The learners whose submissions came from a platform that takes no pages back, with the reason."""
    return [
        f"{learner}: came as {about['platform']} names files, which takes none back"
        for learner, about in sorted(origins(course, unit).items())
        if about["platform"] not in PLATFORMS
    ]


def pack(course: Course, unit: str, platform: str, target: Path) -> tuple[int, list[str]]:
    """Write the archive for a platform; return how many pages it has, and the learners of whom there is none, and why.

    What was collected from which place decides the names.
    """
    known = {who: about for who, about in origins(course, unit).items() if about["platform"] == platform}
    packed, without = 0, []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for learner, about in sorted(known.items()):
            page = course.root / "feedback" / learner / unit / f"{unit}.html"
            if page.exists():
                archive.write(page, _name(about, unit))
                packed += 1
            else:
                without.append(f"{learner}: no page; make grade UNIT={unit}")
    return packed, without


def _name(about: dict[str, str | bool], unit: str) -> str:
    """The name that the platform needs."""
    at = str(about["at"])
    match about["platform"]:
        case "moodle":  # the field before _assignsubmission_ is what counts
            return f"{re.sub('_.*', '', at) or 'x'}_{about['key']}_assignsubmission_file/{unit}.html"
        case "canvas":  # the two numbers count; the shown name is that of the attachment
            return re.sub(r"\.[^.]*$", "", at) + ".html"
        case "brightspace":
            return f"{at}/{unit}.html"
        case _:  # Sakai
            return f"{at}/Feedback Attachment(s)/{unit}.html"
