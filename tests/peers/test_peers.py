"""Other nbgrader courses: nbgrader's own tests of autograde and its own example course, graded by the engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.conftest import ROOT
from tests.peers.plugin import CALL

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]

PEERS = "nbgrader.tests.apps.test_nbgrader_autograde"
NOT_AS_STOCK = re.compile(r"^\| `(test_\w+)` \|", re.MULTILINE)


def test_nbgraders_own_tests_pass_but_for_those_that_the_documentation_names() -> None:
    """Stock passes 40 and skips 2; a deliberate difference is a row of a table in `docs/grading.md`."""
    options = ["-q", "-p", "tests.peers.plugin", "-p", "no:cacheprovider", "-o", "filterwarnings=default"]
    command = [sys.executable, "-m", "pytest", *options, "--pyargs", PEERS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    failed = set(re.findall(r"^(?:FAILED|ERROR) .*::(test_\w+)", done.stdout, re.MULTILINE))
    assert failed == set(NOT_AS_STOCK.findall((ROOT / "docs" / "grading.md").read_text())), done.stdout[-3000:]
    found = re.search(r"(\d+) passed, 2 skipped", done.stdout)
    assert found, done.stdout[-300:]
    assert int(found[1]) >= 38


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the course in nbgrader's user guide, which lets the engine grade."""
    nbgrader = find_spec("nbgrader")
    assert nbgrader
    assert nbgrader.origin
    course = Path(shutil.copytree(Path(nbgrader.origin).parent / "docs/source/user_guide", tmp_path / "course"))
    for made in ("release", "autograded", "feedback", "gradebook.db"):
        shutil.rmtree(course / made, ignore_errors=True)
    (course / "nbgrader_config.py").write_text(f'c = get_config()\nc.CourseDirectory.course_id = "example"\n{CALL}')
    monkeypatch.chdir(course)
    return course


def test_nbgraders_example_course_gets_the_points_of_stock(example: Path) -> None:
    assert points(example) == {"bitdiddle": 1.5, "hacker": 3.0}


def points(course: Path, python: str = sys.executable) -> dict[str, float]:
    """Release and grade the example's first assignment, and return each learner's points."""
    for command in ("generate_assignment", "autograde"):
        run = [python, "-m", "nbgrader", command, "ps1", "--force"]
        done = subprocess.run(run, cwd=course, capture_output=True, text=True, check=False, env=os.environ)
        assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "example") as gradebook:
        return {one.student.id: float(one.score) for one in gradebook.assignment_submissions("ps1")}


def test_a_course_without_torch_gets_them_too(example: Path, tmp_path: Path) -> None:
    python = without_torch(tmp_path)
    tried = subprocess.run([python, "-c", "import torch"], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in tried.stderr
    assert points(example, python) == {"bitdiddle": 1.5, "hacker": 3.0}


def without_torch(folder: Path) -> str:
    """Make a virtual environment that has all packages of this one but torch, as hard links; return its Python."""
    made = folder / "environment"
    ours = Path(sys.prefix)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", made], check=True)
    packages = Path("lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "site-packages")
    left_out = shutil.ignore_patterns("torch*", "functorch*", "nvidia*", "triton*", "__pycache__")
    shutil.copytree(ours / packages, made / packages, ignore=left_out, copy_function=os.link, dirs_exist_ok=True)
    for name in ("share", "etc"):
        if (ours / name).is_dir():
            shutil.copytree(ours / name, made / name, copy_function=os.link)
    shutil.copy(ours / "bin" / "alembic", made / "bin" / "alembic")
    return str(made / "bin" / "python")
