"""The command line answers bad input with one line, and with an exit code that says what kind of input."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course.layout import Course
from autograder.errors import Exit
from tests.conftest import ROOT, broken_bwrap


def test_a_wrong_unit_name(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert copied.units
    assert main(["grade", "07_nothing"]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("autograder: source/: no unit called '07_nothing'. Remedy: name one of: ")
    assert err.count("\n") == 1


def test_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["release"]) == Exit.USAGE
    expected = f"autograder: {tmp_path}: no nbgrader_config.py here. Remedy: run this in the course folder\n"
    assert capsys.readouterr().err == expected


def test_a_broken_source_notebook(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    unit = copied.units[-1]
    copied.source(unit).write_text("{")
    assert main(["release", unit]) == Exit.USAGE
    assert f"{unit}.ipynb: not a readable notebook" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gradee"], "invalid choice: 'gradee'"),
        ([], "required: COMMAND"),
        (["doctor", "99_nothing"], "unrecognized arguments: 99_nothing"),
        (["pictures", "06_descent"], "unrecognized arguments: 06_descent"),
        (["release", "--all"], "unrecognized arguments: --all"),
        (["grade", "--everything"], "unrecognized arguments: --everything"),
    ],
)
def test_what_a_command_would_ignore_is_refused(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == Exit.USAGE
    assert message in capsys.readouterr().err


def test_a_machine_without_a_sandbox_has_its_own_code(
    copied: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert copied.units
    monkeypatch.setenv("PATH", str(broken_bwrap(tmp_path)), prepend=os.pathsep)
    assert main(["doctor"]) == Exit.MACHINE
    assert "bwrap: the sandbox did not start" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), Exit.INTERRUPTED, "autograder: interrupted. Remedy: run it again"),
        (
            KeyboardInterrupt("5 of 23 of u graded"),
            Exit.INTERRUPTED,
            "autograder: interrupted: 5 of 23 of u graded. Re",
        ),
        (
            OSError(errno.ENOSPC, "", "/a b"),
            Exit.MACHINE,
            "autograder: '/a b': No space left on device. Remedy: free space",
        ),
        (ZeroDivisionError("x"), Exit.FAULT, "autograder: a fault of the grader, not of yours. Remedy: report"),
        (OSError(errno.EBADF, "x"), Exit.FAULT, "autograder: a fault of the grader, not of yours. Remedy: report"),
    ],
)
def test_each_kind_of_failure_has_its_code(
    copied: Course,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: Exit,
    message: str,
) -> None:
    def fail(_course: Course) -> None:
        raise error

    assert copied.units
    monkeypatch.setattr("autograder.cli.write_pictures", fail)
    assert main(["pictures"]) == code
    told = capsys.readouterr().err
    assert told.splitlines()[-1].startswith(message)
    assert ("Traceback" in told) == (code == Exit.FAULT)


def test_pictures_are_written(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pictures"]) == 0
    assert "docs/pictures/ has" in capsys.readouterr().out
    assert list((copied.root / "docs" / "pictures").iterdir())


def test_the_grading_command_does_not_wait_for_torch() -> None:
    """Torch takes a second to import; only judges and learners, which are forked warm, need it."""
    code = "import sys, autograder.grade; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
