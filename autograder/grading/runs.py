"""Run nbgrader's converters in this process, as its own interface does, but with their errors as exceptions."""

from __future__ import annotations

import warnings

from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.utils import temp_attrs
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.grading.database import is_unreachable


def autograde(api: NbGraderAPI, unit: str) -> None:
    """Grade the submissions of a unit that have no result. One that fails has none afterwards; see nbgrader's log."""
    _run(api, unit, Autograde)


def generate_feedback(api: NbGraderAPI, unit: str) -> None:
    """Make the feedback pages of a unit that are not there."""
    _run(api, unit, GenerateFeedback, Config({"HTMLExporter": {"template_name": "feedback"}}))


def _run(api: NbGraderAPI, unit: str, kind: type[BaseConverter], config: Config | None = None) -> None:
    with warnings.catch_warnings(), temp_attrs(api.coursedir, assignment_id=unit, student_id="*"):
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, at each new submission
        converter = kind(coursedir=api.coursedir, parent=api)
        converter.update_config(config or Config())
        try:
            converter.start()
        except NbGraderException as error:  # it comes after the last submission; what has failed lacks its result
            if is_unreachable(lost := error.__context__):  # but here, where nbgrader gives up
                assert lost is not None
                raise lost from None
