"""Configure nbgrader for this course. Every `nbgrader` command that runs in this folder reads it."""

import os
import sys
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import CheckCellMetadata

from autograder.execute import ExecuteFairly
from autograder.feedback import Neutralise, Redact
from autograder.intake import SubmissionExporter
from autograder.rebuild import Rebuild
from autograder.release import PointBadges, TagUnsolved

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
]

# Grading: the notebook is rebuilt from the source; of a submission only the text of the answers is used.
c.Autograde.exporter_class = SubmissionExporter
c.Autograde.sanitize_preprocessors = [Rebuild, *Autograde.sanitize_preprocessors.default()]
c.Autograde.autograde_preprocessors = [ExecuteFairly, Neutralise, *Autograde.autograde_preprocessors.default()[1:]]
c.Execute.timeout = 10  # seconds a cell

# Feedback: the learner reads the message of a failed check, not the hidden test.
c.GenerateFeedback.preprocessors = [Redact, *GenerateFeedback.preprocessors.default()]
