"""Pack the feedback pages of a unit so that the platform gives them to their learners in one upload."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.lms.collect import origins

PLATFORMS = ("moodle", "canvas", "brightspace", "sakai")


def pack(course: Course, unit: str, target: Path) -> tuple[int, list[str]]:
    """Write the archive; return how many pages it has, and the learners of whom there is none, with the reason.

    What was collected from which place decides the names. Raises `CourseError` where nothing was collected from a
    platform that takes pages back.
    """
    known = origins(course, unit)
    names = {str(about["platform"]) for about in known.values()}
    fits = names & set(PLATFORMS)
    if not fits:
        what = f"no submission of {unit} was collected from a platform that takes pages back ({', '.join(PLATFORMS)})"
        raise CourseError(what, where="downloaded/", remedy=f"make collect UNIT={unit} FROM=<archive> first")
    packed, without = 0, []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for learner, about in sorted(known.items()):
            page = course.root / "feedback" / learner / unit / f"{unit}.html"
            if not page.exists():
                without.append(f"{learner}: no page; make grade UNIT={unit}")
            elif not (name := _name(about, unit)):
                without.append(f"{learner}: came as {about['platform']} names files, which takes none back")
            else:
                archive.write(page, name)
                packed += 1
    return packed, without


def _name(about: dict[str, str | bool], unit: str) -> str:
    """The name that the platform needs; empty where it takes no pages."""
    at = str(about["at"])
    match about["platform"]:
        case "moodle":  # the field before _assignsubmission_ is what counts
            return f"{re.sub('_.*', '', at) or 'x'}_{about['key']}_assignsubmission_file/{unit}.html"
        case "canvas":  # the two numbers count; the shown name is that of the attachment
            return re.sub(r"\.[^.]*$", "", at) + ".html"
        case "brightspace":
            return f"{at}/{unit}.html"
        case "sakai":
            return f"{at}/Feedback Attachment(s)/{unit}.html"
    return ""
