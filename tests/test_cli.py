"""The command line answers bad input with one line and exit code 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course.layout import Course


def test_a_wrong_unit_name(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert copied.units
    assert main(["grade", "07_nothing"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("autograder: source/: no unit called '07_nothing'. Remedy: name one of: ")
    assert err.count("\n") == 1


def test_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["release"]) == 1
    expected = f"autograder: {tmp_path}: no nbgrader_config.py here. Remedy: run this in the course folder\n"
    assert capsys.readouterr().err == expected


def test_a_broken_source_notebook(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    unit = copied.units[-1]
    copied.source(unit).write_text("{")
    assert main(["release", unit]) == 1
    assert f"{unit}.ipynb: not a readable notebook" in capsys.readouterr().err


def test_an_unknown_command_explains_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["gradee"])
    assert stop.value.code == 2
    assert "invalid choice: 'gradee'" in capsys.readouterr().err


def test_pictures_are_written(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pictures"]) == 0
    assert "docs/pictures/ has" in capsys.readouterr().out
    assert list((copied.root / "docs" / "pictures").iterdir())
