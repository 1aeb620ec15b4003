"""Before a run: a bad time stamp ends nothing, and what a killed run has left is graded again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.hashes import hashes
from autograder.grading.prepare import prepare

DONE: dict[str, Any] = {"checks": {}, "versions": {}}


def of(**record: Any) -> str:
    """An autograded notebook with a record; its hashes are filled in where it is written."""
    return json.dumps({"metadata": {"autograder": {**DONE, **record}}, "cells": []})


NAMES = ("submission", "source", "contracts", "engine")
HASHES = {name: f"<{name}>" for name in NAMES}  # what stands for the hash as it is


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The submitted and the autograded folder of one submission; the first holds a notebook."""
    submitted, autograded = (tmp_path / step / "ada" / "u" for step in ("submitted", "autograded"))
    submitted.mkdir(parents=True)
    (submitted / "u.ipynb").write_text("{}")
    return submitted, autograded


def run(tmp_path: Path) -> None:
    """Prepare as `nbgrader autograde u` does."""
    config = Config({"CourseDirectory": {"root": str(tmp_path), "assignment_id": "u"}})
    converter = Autograde(coursedir=CourseDirectory(config=config))
    converter.init_notebooks()
    prepare(converter)


@pytest.mark.parametrize("text", [b"tomorrow-ish", b"\xff\xfe\x00", b"9" * 40, b"2026-13-45 99:99"])
def test_a_time_stamp_that_is_no_time_is_set_aside(folders: tuple[Path, Path], tmp_path: Path, text: bytes) -> None:
    stamp = folders[0] / "timestamp.txt"
    stamp.write_bytes(text)
    run(tmp_path)
    assert not stamp.exists()
    assert stamp.with_name("timestamp.txt.invalid").read_bytes() == text


@pytest.mark.parametrize("text", ["2026-11-21 04:42:57 UTC", "2026-11-21 04:42:57.123456 +0100", ""])
def test_a_time_stamp_stays(folders: tuple[Path, Path], tmp_path: Path, text: str) -> None:
    stamp = folders[0] / "timestamp.txt"
    stamp.write_text(text)
    run(tmp_path)
    assert stamp.read_text() == text


@pytest.mark.parametrize(
    ("content", "stays"),
    [
        (of(hashes=HASHES), True),
        ("{}", False),
        (of(hashes=HASHES, open="a fault"), False),
        (of(hashes=HASHES, open="x", unreadable="x"), True),
        (of(hashes=HASHES)[:20], False),
        (None, False),
        *((of(hashes=HASHES | {part: "another"}), False) for part in HASHES),
    ],
    ids=[
        "recorded",
        "no record",
        "grader failed",
        "unreadable",
        "cut off",
        "no notebook",
        *map("other {}".format, HASHES),
    ],
)
def test_what_is_unfinished_or_out_of_date_is_removed(
    folders: tuple[Path, Path], tmp_path: Path, content: Any, stays: bool
) -> None:
    submitted, autograded = folders
    autograded.mkdir(parents=True)
    if content is not None:
        course = CourseDirectory(config=Config({"CourseDirectory": {"root": str(tmp_path)}}))
        for name, text in asdict(hashes(course, "ada", "u")).items():
            content = content.replace(f"<{name}>", text)
        (autograded / "u.ipynb").write_text(content)
    run(tmp_path)
    assert autograded.exists() is stays
    assert (submitted / "u.ipynb").exists()


def test_links_and_pipes_beside_the_notebook_are_removed(folders: tuple[Path, Path], tmp_path: Path) -> None:
    submitted, secret = folders[0], tmp_path / "secret.txt"
    secret.write_text("secret")
    (submitted / "data").mkdir()
    for place in (submitted, submitted / "data"):
        (place / "mine.txt").symlink_to(secret)
        (place / "folder").symlink_to(tmp_path)
        os.mkfifo(place / "pipe")
        (place / "kept.csv").write_text("1")
    (submitted / "other.ipynb").symlink_to(secret)  # reading it says what is wrong
    run(tmp_path)
    left = sorted(str(path.relative_to(submitted)) for path in submitted.rglob("*"))
    assert left == ["data", "data/kept.csv", "kept.csv", "other.ipynb", "u.ipynb"]
    assert secret.read_text() == "secret"


def test_a_notebook_of_another_name_is_told_with_the_remedy(
    folders: tuple[Path, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = tmp_path / "source" / "u" / "u.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text("{}")
    run(tmp_path)
    assert caplog.text == ""
    (folders[0] / "u.ipynb").rename(folders[0] / "Copy of u.ipynb")
    run(tmp_path)
    assert "ada/u: found Copy of u.ipynb. Remedy: rename one to u.ipynb" in caplog.text
