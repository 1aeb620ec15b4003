"""What the tests share: the course of this repository, and throw-away copies of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import Course

ROOT = Path(__file__).parents[1]
UNITS = Course(ROOT).units
every_unit = pytest.mark.parametrize("unit", UNITS)
COPIED = ("answers", "docs", "notebooks", "release", "source", "nbgrader_config.py", "pyproject.toml", "README.md")


@pytest.fixture(scope="session")
def course() -> Course:
    """The course as it is in the repository; tests only read it."""
    return Course(ROOT)


def copy_course(folder: Path) -> Course:
    """Copy what a course needs into `folder`, without submissions and gradebook."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return Course(folder)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A copy of the course in the current folder, for tests that write."""
    monkeypatch.chdir(tmp_path)
    return copy_course(tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the kill matrix of each unit after the tests."""
    from tests.test_bank import KILLS

    for unit, matrix in config.stash.get(KILLS, []):
        terminalreporter.section(f"{unit}: answers and the checks they lose")
        for exercise, rows in matrix.groupby(level="exercise"):
            lost = rows.droplevel("exercise").rename_axis(exercise)
            terminalreporter.write_line(lost.loc[:, (lost != "").any()].to_string())
