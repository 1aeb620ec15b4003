"""The tasks answer bad input with one line, and README, CONTRIBUTING and CI call tasks that exist."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {name for names in re.findall(r"^([a-z -]+):", MAKEFILE, re.MULTILINE) for name in names.split()}
WORKFLOWS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(".github/workflows/*.yml"))
DOCUMENTS = ("README.md", "CONTRIBUTING.md", ".ci/run", *WORKFLOWS)


BIN = f"BIN={Path(sys.executable).parent}"


def run(*command: str, env: dict[str, str] | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **(env or {})}
    environment.pop("MAKEFLAGS", None)  # the tests themselves run below make
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def commands(document: str) -> list[str]:
    """The shell commands in a document: lines of its bash blocks, and code in the running text."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```bash\n(.*?)```", text, re.DOTALL)) + "\n".join(re.findall(r"`([^`\n]+)`", text))
    lines = (blocks if document.endswith(".md") else text).splitlines()
    return [line.split("#")[0].strip() for line in lines]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_a_document_names_exists(document: str) -> None:
    named = {target for line in commands(document) if line.startswith("make ") for target in line.split()[1:]}
    named = {target for target in named if "=" not in target}
    assert named or document.endswith(".yml")
    assert named <= TARGETS, f"{document} names {named - TARGETS}"


def test_ci_runs_all_checks() -> None:
    assert commands(".ci/run")[-1] == "make test"
    assert "bash .ci/run" in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    assert re.search(r"^test: browser postgresql static pytest nbval ", MAKEFILE, re.MULTILINE)


def test_help_lists_every_documented_target() -> None:
    shown = run("make", "help").stdout
    assert all(re.search(rf"^{target}\s+\w", shown, re.MULTILINE) for target in ("grade", "test", "lab", "release"))


def test_every_file_that_a_document_names_exists() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert (ROOT / link).exists(), f"{document} links to {link}"


@pytest.mark.nbgrader
def test_the_nbgrader_commands_of_the_readme_exist() -> None:
    lines = [line for line in commands("README.md") if line.startswith(".venv/bin/nbgrader ")]
    assert lines
    nbgrader = shutil.which("nbgrader") or str(ROOT / ".venv" / "bin" / "nbgrader")
    for line in lines:
        done = run(nbgrader, line.split()[1], "--help")
        assert done.returncode == 0, line


def test_an_unsuitable_python_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run("make", "-W", "pyproject.toml", "setup", f"PYTHON={old}")
    assert done.returncode != 0
    assert f"{old} is not Python 3.11 to 3.13. Remedy: make setup PYTHON=python3.11" in done.stderr


def test_a_missing_system_package_is_named_with_the_remedy(tmp_path: Path) -> None:
    for tool in ("bash", "id", "cat", "env"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or tool)
    done = run("scripts/system-packages", "dot=graphviz", "id=coreutils", env={"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr == (
        "make: missing system package: graphviz (this system has no apt-get). "
        "Remedy: install it, e.g. apt-get install graphviz\n"
    )


def test_nothing_missing_is_silent() -> None:
    done = run("scripts/system-packages", "nosuchprogram|sh=dash")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.nbgrader
def test_an_occupied_port_is_named_with_the_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("make", "--old-file=.venv/installed", "lab", BIN, f"PORT={port}")  # it installs nothing
    assert done.returncode != 0
    assert f"JupyterLab did not start on port {port}. Remedy: make lab PORT=8889" in done.stderr


def test_clean_keeps_gradebook_submissions_and_exports(tmp_path: Path) -> None:
    names = ("gradebook.db", "gradebook.db.2026-11-27", "grades.csv", "submitted/ada/u/u.ipynb", "autograded/x")
    for path in map(tmp_path.joinpath, names):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
    for _ in range(2):  # the second time there is nothing to do
        done = run("make", "-f", str(ROOT / "Makefile"), "clean", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    left = {str(path.relative_to(tmp_path)): path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    [kept] = (tmp_path / "kept").iterdir()
    place = f"kept/{kept.name}"
    assert left == {"submitted/ada/u/u.ipynb": "u.ipynb", **{f"{place}/{name}": name for name in names[:3]}}


def test_no_test_sees_the_gradebook_of_a_class() -> None:
    look = "import os, tests.conftest; print(os.environ.get('NBGRADER_DB_URL'))"
    done = run(sys.executable, "-c", look, env={"NBGRADER_DB_URL": "sqlite:////class.db"})
    assert done.stdout == "None\n", done.stderr


def test_git_shows_notebooks_as_text(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    path = tmp_path / "n.ipynb"
    for command in (["git", "init", "-q"], ["make", "-f", str(ROOT / "Makefile"), "diffs", BIN], ["git", "add", "-A"]):
        nbformat.write(new_notebook(cells=[new_code_cell("x = 1", id="one")]), path)
        assert run(*command, cwd=tmp_path).returncode == 0
    nbformat.write(new_notebook(cells=[new_code_cell("x = 2", id="one")]), path)
    lines = run("git", "diff", "--unified=0", cwd=tmp_path).stdout.splitlines()
    assert lines[-2:] == ["-x = 1", "+x = 2"]


def test_outside_of_a_git_checkout_nothing_is_configured(tmp_path: Path) -> None:
    assert run("git", "init", "-q", cwd=tmp_path).returncode == 0
    folder = tmp_path / "unpacked"
    folder.mkdir()
    assert run("make", "-f", str(ROOT / "Makefile"), "diffs", cwd=folder).returncode == 0
    assert "notebook" not in (tmp_path / ".git" / "config").read_text(encoding="utf-8")
