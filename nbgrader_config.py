"""Configure nbgrader for this course. Every `nbgrader` command that runs in this folder reads it."""

import os

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import CheckCellMetadata

from autograder.configure import exchange_in, grade_in_judge
from autograder.course.feedback import CourseFeedback
from autograder.course.kept import Seal
from autograder.course.release import PointBadges, TagUnsolved

c = get_config()  # noqa: F821  (given by traitlets)

c.CourseDirectory.course_id = "autograd"
if "NBGRADER_DB_URL" in os.environ:  # e.g. a PostgreSQL server; the default is SQLite, gradebook.db in this folder
    c.CourseDirectory.db_url = os.environ["NBGRADER_DB_URL"]
# Where assignments are handed out and in, on one machine with several users; see docs/instructors.md.
exchange_in(os.environ.get("NBGRADER_EXCHANGE", "/var/tmp/nbgrader-exchange"), c)
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store", ".~*"]

# `nbgrader zip_collect` knows how platforms name files; `make collect` does more (see docs/instructors.md).
c.ZipCollectApp.extractor_plugin = "autograder.lms.zipcollect.ExtractPlatform"
c.ZipCollectApp.collector_plugin = "autograder.lms.zipcollect.CollectPlatform"

# Release: what a learner finds in place of a solution, the badge, the tags for nbval.
c.ClearSolutions.code_stub = {
    "python": '# YOUR CODE HERE\nraise NotImplementedError("Exercise not done yet: replace this line")'
}
c.ClearSolutions.text_stub = "*YOUR ANSWER HERE: double-click this line, and write in its place.*"
# The rubric of a written answer stands in the text of its task, a cell of its own; rebuilding brings it back.
c.ClearMarkScheme.enforce_metadata = False
c.GenerateAssignment.preprocessors = [
    *GenerateAssignment.preprocessors.default()[:-1],
    PointBadges,
    TagUnsolved,
    CheckCellMetadata,
    Seal,
]

# Grading: notebooks are rebuilt from the source, and executed in the judge and the sandbox.
grade_in_judge(c)
# Learners' code runs in a sandbox (`autograder doctor` tries it). False gives up all protection of this machine.
c.ExecuteInJudge.sandbox = True
# No cell of this course needs a second.
c.ExecuteInJudge.cell_seconds = 10
c.ExecuteInJudge.call_seconds = 5

# Feedback: the page of this course knows the mistakes of the bank, and the sections of the lessons.
c.GenerateFeedback.exporter_class = CourseFeedback
