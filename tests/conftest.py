"""What the tests share: the course of this repository, and throw-away copies of it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from tabulate import tabulate

from autograder.course.layout import Course

os.environ.pop("NBGRADER_DB_URL", None)  # no test, and no command that one starts, writes into a real gradebook,
os.environ["NBGRADER_EXCHANGE"] = tempfile.mkdtemp(prefix="exchange-")  # nor into a real exchange
atexit.register(shutil.rmtree, os.environ["NBGRADER_EXCHANGE"], ignore_errors=True)

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
UNITS = Course(ROOT).units
every_unit = pytest.mark.parametrize("unit", UNITS)
COPIED = (
    "answers",
    "contracts",
    "docs",
    "notebooks",
    "release",
    "source",
    "nbgrader_config.py",
    "pyproject.toml",
    "README.md",
)


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


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty gradebook, to be copied: nbgrader needs seconds to make one, with a program that it calls by name."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def gradebook(empty_gradebook: Path, tmp_path: Path) -> Iterator[Gradebook]:
    """An empty gradebook of the test's own."""
    with Gradebook(f"sqlite:///{shutil.copy(empty_gradebook, tmp_path)}") as opened:
        yield opened


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built without a network as `make docs` builds it; what Sphinx says makes it fail."""
    folder = tmp_path_factory.mktemp("site")
    [recipe] = re.findall(r"^\t@\$\(BIN\)/sphinx-build (.+) -d build/doctrees \. build/site$", MAKEFILE, re.MULTILINE)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        *recipe.split(),
        "-d",
        str(folder / "doctrees"),
        ".",
        str(folder / "site"),
    ]
    walls = ["bwrap", "--dev-bind", "/", "/", "--unshare-net"]
    done = subprocess.run([*walls, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "site"


def broken_bwrap(folder: Path) -> Path:
    """Make a folder for PATH with a `bwrap` that fails as where the kernel forbids user namespaces."""
    program = folder / "programs" / "bwrap"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    program.chmod(0o755)
    return program.parent


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the kill matrix of each unit, the messy submissions and the attacks, with what became of them."""
    from tests.course.test_bank import KILLS
    from tests.test_attacks import EARNED
    from tests.test_messy import OUTCOMES

    for unit, matrix in config.stash.get(KILLS, []):
        terminalreporter.section(f"{unit}: answers and the checks they lose")
        for exercise, rows in matrix.groupby(level="exercise"):
            lost = rows.droplevel("exercise").rename_axis(exercise)
            terminalreporter.write_line(lost.loc[:, (lost != "").any()].to_string())
    for outcomes in config.stash.get(OUTCOMES, []):
        terminalreporter.section("messy submissions, and what they get")
        terminalreporter.write_line(outcomes)
    if earned := config.stash.get(EARNED, []):
        terminalreporter.section("attacks, and what they earned")
        terminalreporter.write_line(tabulate(earned, headers="keys"))
