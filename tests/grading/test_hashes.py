"""The hashes follow what a grade follows from, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.hashes import Hashes, hashes


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., Hashes]:
    """Take the hashes of ada's submission of unit u, graded with some options."""
    for folder in ("submitted/ada/u", "source/u", "contracts/u"):
        (tmp_path / folder / "data").mkdir(parents=True)
        (tmp_path / folder / "u.ipynb").write_text("{}")

    def now(**options: Any) -> Hashes:
        config = Config({"CourseDirectory": {"root": str(tmp_path)}, "ExecuteInJudge": options})
        return hashes(CourseDirectory(config=config), "ada", "u")

    return now


def differing(one: Hashes, other: Hashes) -> list[str]:
    return [
        name for name in ("submission", "source", "contracts", "engine") if getattr(one, name) != getattr(other, name)
    ]


@pytest.mark.parametrize(
    ("folder", "part"), [("submitted/ada/u", "submission"), ("source/u", "source"), ("contracts/u", "contracts")]
)
@pytest.mark.parametrize("name", ["u.ipynb", "timestamp.txt", "data/table.csv"])
def test_a_changed_file_changes_the_hash_of_its_folder(
    take: Callable[..., Hashes], tmp_path: Path, folder: str, part: str, name: str
) -> None:
    before = take()
    path = tmp_path / folder / name
    path.write_text("changed")
    os.utime(path, (1e9, 1e9))
    assert differing(before, take()) == [part]


def test_times_and_what_nbgrader_ignores_change_nothing(take: Callable[..., Hashes], tmp_path: Path) -> None:
    before = take()
    os.utime(tmp_path / "submitted/ada/u/u.ipynb")
    (tmp_path / "submitted/ada/u/.ipynb_checkpoints").mkdir()
    (tmp_path / "submitted/ada/u/.ipynb_checkpoints/u.ipynb").write_text("{}")
    assert take() == before


def test_a_renamed_file_and_a_link_elsewhere_are_changes(take: Callable[..., Hashes], tmp_path: Path) -> None:
    link = tmp_path / "submitted/ada/u/link"
    link.symlink_to("nowhere")
    before = take()
    link.unlink()
    link.symlink_to("elsewhere")
    moved = take()
    link.rename(link.with_name("other"))
    assert differing(before, moved) == differing(moved, take()) == ["submission"]


@pytest.mark.parametrize("options", [{"sandbox": False}, {"cell_seconds": 3}])
def test_an_option_that_may_change_a_result_changes_the_hash(
    take: Callable[..., Hashes], options: dict[str, object]
) -> None:
    assert differing(take(), take(**options)) == ["engine"]


def test_an_option_for_speed_does_not(take: Callable[..., Hashes]) -> None:
    assert take(workers=3, ahead=0, scheduler="tcp://a:1") == take()
