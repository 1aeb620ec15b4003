"""Configure nbgrader for this course. Every `nbgrader` command that runs in this folder reads it."""

import os
import sys
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import CheckCellMetadata, SaveAutoGrades

from autograder.course.feedback import CourseFeedback
from autograder.course.kept import Seal
from autograder.course.release import PointBadges, TagUnsolved
from autograder.grading.execute import ExecuteInJudge
from autograder.grading.export import CsvExport
from autograder.grading.feedback import Neutralise, Redact
from autograder.grading.intake import SubmissionExporter
from autograder.grading.rebuild import Rebuild
from autograder.grading.record import SaveVerdicts

c = get_config()  # noqa: F821  (given by traitlets)

# nbgrader calls `alembic` by name to make a gradebook; find it beside nbgrader where the environment is not activated.
programs = str(Path(sys.executable).parent)
if programs not in os.environ["PATH"].split(os.pathsep):
    os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]

c.CourseDirectory.course_id = "autograd"
if "NBGRADER_DB_URL" in os.environ:  # e.g. a PostgreSQL server; the default is SQLite, gradebook.db in this folder
    c.CourseDirectory.db_url = os.environ["NBGRADER_DB_URL"]
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store", ".~*"]

# Release: what a learner finds in place of a solution, the badge, the tags for nbval.
c.ClearSolutions.code_stub = {
    "python": '# YOUR CODE HERE\nraise NotImplementedError("Exercise not done yet: replace this line")'
}
c.GenerateAssignment.preprocessors = [
    *GenerateAssignment.preprocessors.default()[:-1],
    PointBadges,
    TagUnsolved,
    CheckCellMetadata,
    Seal,
]

# Grading: the notebook is rebuilt from the source; of a submission only the text of the answers is used.
c.Autograde.exporter_class = SubmissionExporter
# Its metadata is the source's, which the release has checked, so CheckCellMetadata, a third of the work, is left out.
c.Autograde.sanitize_preprocessors = [Rebuild, *Autograde.sanitize_preprocessors.default()[:-1]]
c.Autograde.autograde_preprocessors = [
    ExecuteInJudge,
    Neutralise,
    *(
        SaveVerdicts if stage is SaveAutoGrades else stage
        for stage in Autograde.autograde_preprocessors.default()[1:-1]
    ),
]
c.SubmissionExporter.optimistic_validation = True  # validate once, and not after each stage
# Learners' code runs in a sandbox (`autograder doctor` tries it). False gives up all protection of this machine.
c.ExecuteInJudge.sandbox = True

# Export: a table that no name of a learner can break, and that spreadsheets do not execute.
c.ExportApp.plugin_class = CsvExport

# Feedback: the learner reads the message of a failed check, not the hidden test.
c.GenerateFeedback.preprocessors = [Redact, *GenerateFeedback.preprocessors.default()[:-1]]
c.GenerateFeedback.exporter_class = CourseFeedback  # instead of CSS for a page of nbconvert's, the last of the stages
