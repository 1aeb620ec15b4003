"""The doctor tries each denial for real, and notices where one does not hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from autograder.cli import main
from autograder.course.layout import Course
from autograder.errors import CourseError
from autograder.sandbox import bubblewrap, denials, doctor

SHOWN = Path("/usr/lib")  # a "course" that can be read: the sandbox shows system folders


def test_every_denial_holds_here(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course.root)
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    for tried, _ in doctor.ATTEMPTS.values():
        assert tried.split()[0] in out
    assert "DOES NOT HOLD" not in out
    assert "torch" in out


def test_a_denial_that_does_not_hold_is_reported_with_a_remedy() -> None:
    console = Console(file=io.StringIO(), width=120)
    assert doctor.report(SHOWN, console) == 1
    assert isinstance(console.file, io.StringIO)
    out = console.file.getvalue()
    assert out.count("DOES NOT HOLD") == 1
    assert "read course, gradebook, submissions, home folder or /tmp: /usr/lib/" in out
    assert "Remedy: " in out


def test_an_exchange_that_the_sandbox_shows_is_reported_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.Exchange.root = '{SHOWN}'\n")
    finding = next(finding for finding in doctor.examine(tmp_path) if "nbgrader exchanges" in finding.tried)
    assert not finding.held
    assert finding.detail == str(SHOWN)
    assert "c.Exchange.root" in finding.remedy


def test_the_default_exchange_is_not_shown() -> None:
    assert doctor.exchange(Path("/nowhere")) == Path("/usr/local/share/nbgrader/exchange")
    shown = [*map(Path, bubblewrap._SYSTEM), *bubblewrap.visible()]
    assert not any(doctor.exchange(Path("/nowhere")).is_relative_to(path) for path in shown)


def test_nothing_is_graded_then() -> None:
    with pytest.raises(
        CourseError, match=r"sandbox: the sandbox lets a learner read course.*Remedy: .*autograder doctor"
    ):
        doctor.require(SHOWN)


@pytest.mark.parametrize(
    "name", ["reach_loopback", "reach_unix_socket", "read_private", "read_environment", "see_processes"]
)
def test_an_attempt_succeeds_where_there_is_no_sandbox(name: str, tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").touch()
    with doctor._decoys(tmp_path) as facts:
        assert getattr(denials, name)(facts) != ""
