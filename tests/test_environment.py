"""The ways to install agree: pyproject.toml, constraints.txt, environment.yml and the Makefile."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    pin.name.lower(): next(iter(pin.specifier)).version
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for pin in [Requirement(line)]
}
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_every_dependency_is_pinned_within_its_range() -> None:
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    for requirement in map(Requirement, wanted):
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
    ranges = {wanted.name: wanted.specifier for wanted in map(Requirement, PROJECT["dependencies"])}
    for name in ("nbgrader", "torch"):
        [version] = [one.version for one in bounds[name]]
        assert f">={version}" in str(ranges[name])


def _constraints(*words: str) -> list[str]:
    command = [sys.executable, str(ROOT / "scripts" / "constraints.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
