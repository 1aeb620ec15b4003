"""The ways to install agree: pyproject.toml, constraints.txt, environment.yml and the Makefile."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from autograder.course.layout import Course
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    pin.name.lower(): next(iter(pin.specifier)).version
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for pin in [Requirement(line)]
}
EXTRAS = PROJECT["optional-dependencies"]
WANTED = [
    one
    for one in (*PROJECT["dependencies"], *EXTRAS["course"], *EXTRAS["cluster"], *EXTRAS["test"])
    if not one.startswith("autograd-course[")
]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_every_dependency_is_pinned_within_its_range() -> None:
    for requirement in map(Requirement, WANTED):
        assert requirement.specifier.contains(PINS[requirement.name.lower()]), requirement


def test_every_constraint_is_an_exact_public_version() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or ("==" in line and "+" not in line and "@" not in line), line


def test_the_conda_environment_installs_the_project_with_the_same_constraints() -> None:
    *conda, pip = ENVIRONMENT["dependencies"]
    assert pip == {"pip": ["--constraint constraints.txt", "--editable .[test]"]}
    assert sorted(name.split("=")[0] for name in conda) == ["graphviz", "pip", "python"]
    [python] = [name.split("=")[1] for name in conda if name.startswith("python=")]
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{python}.0")


def test_make_uses_the_constraints() -> None:
    assert "--constraint constraints.txt --editable '.[test]'" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_oldest_and_newest_versions_are_within_the_ranges() -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    oldest, newest = (set(_constraints(which, "nbgrader", "torch")) for which in ("oldest", "newest"))
    moved = {line for line in pins if line.startswith(("nbgrader==", "torch=="))}
    assert newest == set(pins) - moved | {line for line in newest if line.startswith("#")}
    bounds = {pin.name: pin.specifier for pin in map(Requirement, oldest - newest)}
    ranges = {wanted.name: wanted.specifier for wanted in map(Requirement, WANTED)}
    for name in ("nbgrader", "torch"):
        [version] = [one.version for one in bounds[name]]
        assert f">={version}" in str(ranges[name])


def _constraints(*words: str) -> list[str]:
    command = [sys.executable, str(ROOT / "scripts" / "constraints.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_files_for_codespaces_and_binder_use_the_same_installation() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "make setup"
    version = container["image"].rpartition(":")[2]
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{version.partition('-')[2] or version}.0")
    requirements = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").split("\n")
    assert [line for line in requirements if line and not line.startswith("#")] == [
        "--constraint ../constraints.txt",
        "--editable .[course]",
    ]
    assert (ROOT / ".binder" / "apt.txt").read_text(encoding="utf-8").split() == ["graphviz", "bubblewrap"]
    runtime = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{runtime}.0")


def test_what_binder_runs_after_the_build_makes_the_start_page(copied: Course) -> None:
    programs = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    script = ROOT / ".binder" / "postBuild"
    subprocess.run(["bash", str(script)], cwd=copied.root, env={"PATH": programs, "HOME": str(copied.root)}, check=True)
    assert (copied.root / "work" / "start.ipynb").exists()
