"""A plugin of pytest for nbgrader's own tests: the configuration that their fixtures write lets the engine grade.

python -m pytest -p tests.peers.plugin --pyargs nbgrader.tests.apps.test_nbgrader_autograde
"""

from __future__ import annotations

from pathlib import Path

import pytest

CALL = "\nfrom autograder.configure import grade_in_judge\ngrade_in_judge(c)\n"


@pytest.fixture(autouse=True)
def graded_in_judge(temp_cwd: str) -> None:
    """Append the call to the configuration of a test's course."""
    with Path(temp_cwd, "nbgrader_config.py").open("a") as config:
        config.write(CALL)
