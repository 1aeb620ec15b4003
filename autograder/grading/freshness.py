"""Tell which submissions have no result that is up to date, and which feedback pages show something else than it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from autograder.grading import feedback, page, shown
from autograder.grading.hashes import hashes, of_data, of_file
from autograder.grading.prepare import is_current
from autograder.grading.runs import generate_feedback

MADE_BY = (feedback.__file__, page.__file__, shown.__file__)
MARK = ".made-from"  # beside the pages of a submission: the hash of what they show


def stale(course: CourseDirectory, unit: str, learners: Iterable[str]) -> list[str]:
    """The learners whose submission has no complete result, or one of another submission, source or grader."""
    return [learner for learner in learners if not _is_current(course, unit, learner)]


def _is_current(course: CourseDirectory, unit: str, learner: str) -> bool:
    made, submitted = (
        Path(course.format_path(step, learner, unit))
        for step in (course.autograded_directory, course.submitted_directory)
    )
    return is_current(made, submitted, hashes(course, learner, unit))


def refresh_feedback(api: NbGraderAPI, unit: str, learners: Iterable[str]) -> list[str]:
    """Make the pages again whose notebook, grade or comment has changed; return the learners who could not have one."""
    course = api.coursedir
    with Gradebook(course.db_url) as gradebook:
        exporter = api.config.GenerateFeedback.get("exporter_class", page.FeedbackPage)
        advice = exporter.sources(Path(course.root), unit) if issubclass(exporter, page.FeedbackPage) else []
        wanted = dict(_shown(gradebook, course, unit, learners, advice))
    folders = {learner: Path(course.format_path(course.feedback_directory, learner, unit)) for learner in wanted}
    outdated = [learner for learner, folder in folders.items() if _mark(folder) != wanted[learner]]
    if not outdated:
        return []
    for learner in outdated:
        shutil.rmtree(folders[learner], ignore_errors=True)  # nbgrader skips what it finds there
    generate_feedback(api, unit)
    for learner in outdated:
        if folders[learner].is_dir():
            (folders[learner] / MARK).write_text(wanted[learner], encoding="utf-8")
    return [learner for learner in outdated if not folders[learner].is_dir()]


def _shown(
    gradebook: Gradebook, course: CourseDirectory, unit: str, learners: Iterable[str], advice: Iterable[Path]
) -> Iterator[tuple[str, str]]:
    """The hash of what the pages of each graded submission should show, and how."""
    how = {path.name: of_file(path) for path in (*map(Path, MADE_BY), *page.TEMPLATES.iterdir())}
    how |= {path.name: of_file(path) for path in advice if path.exists()}
    how |= {name: version(name) for name in ("nbgrader", "nbconvert")}
    for learner in learners:
        folder = Path(course.format_path(course.autograded_directory, learner, unit))
        try:
            submission = gradebook.find_submission(unit, learner)
        except MissingEntry:
            continue
        if not folder.is_dir():
            continue
        grades = [
            (g.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
            for n in submission.notebooks
            for g in n.grades
        ]
        comments = [(c.name, c.auto_comment, c.manual_comment) for n in submission.notebooks for c in n.comments]
        notebooks = {path.name: of_file(path) for path in folder.glob("*.ipynb")}
        known = {"grades": sorted(grades, key=str), "comments": sorted(comments, key=str), "notebooks": notebooks}
        yield learner, of_data({"how": how, "penalty": submission.late_submission_penalty, **known})


def _mark(folder: Path) -> str:
    """The hash of what the pages in a folder show; empty where there are none."""
    mark = folder / MARK
    return mark.read_text(encoding="utf-8") if mark.exists() and any(folder.glob("*.html")) else ""
