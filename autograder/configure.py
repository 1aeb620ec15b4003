"""Let the engine grade an nbgrader course: one import and one call in its `nbgrader_config.py`.

    from autograder.configure import grade_in_judge

    c = get_config()
    grade_in_judge(c)

Whatever the course sets afterwards holds. Nothing of nbgrader is replaced but what its configuration names.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import IgnorePattern, LimitOutput
from traitlets.config import Config

from autograder.grading.execute import ExecuteInJudge
from autograder.grading.export import CsvExport
from autograder.grading.feedback import Grades, Neutralise, Redact
from autograder.grading.intake import SubmissionExporter
from autograder.grading.page import FeedbackPage
from autograder.grading.rebuild import Rebuild
from autograder.grading.record import SaveVerdicts


def grade_in_judge(config: Config) -> None:
    """Set what `autograde`, `generate_feedback` and `export` use, in the object that `get_config()` returns."""
    _find_alembic()
    stages = config.Autograde
    stages.exporter_class = SubmissionExporter
    # A notebook that is rebuilt from the source has no outputs, no double ids, the source's kernel and cells, and
    # metadata that `generate_assignment` has checked: what nbgrader has stages for.
    stages.sanitize_preprocessors = [Rebuild]
    stages.autograde_preprocessors = [
        *(ExecuteInJudge, Neutralise, SaveVerdicts, IgnorePattern, ClearMetadataPreprocessor, LimitOutput)
    ]
    config.SubmissionExporter.optimistic_validation = True  # validate once, and not after each stage
    # A table that no name of a learner can break, and that spreadsheets do not execute.
    config.ExportApp.plugin_class = CsvExport
    # The learner reads the message of a failed check, not the hidden test. A page of its own needs no CSS of nbconvert.
    config.GenerateFeedback.preprocessors = [Redact, Grades]
    config.GenerateFeedback.exporter_class = FeedbackPage


def exchange_in(folder: str, config: Config) -> None:
    """Let nbgrader hand out and collect through a folder, which is made where it is missing: writable by all.

    It must lie outside of what the sandbox shows; `autograder doctor` tries that.
    """
    config.Exchange.root = folder
    with suppress(OSError):  # who may not make it is told so by the command that needs it
        path = Path(folder)
        if not path.exists():
            path.mkdir(parents=True)
            path.chmod(0o1777)


def _find_alembic() -> None:
    """Have nbgrader find `alembic`, which it calls by name to make a gradebook, where no environment is activated."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]
