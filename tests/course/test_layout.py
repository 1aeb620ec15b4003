"""The course finds its units, exercises and repository, and says what is wrong with a bad name or file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course.layout import Course, Exercise, exercises, solutions
from autograder.errors import CourseError
from autograder.notebooks import read_notebook


def test_every_unit_has_source_release_lesson_and_answers(course: Course) -> None:
    assert course.units
    for unit in course.units:
        assert course.source(unit).exists()
        assert course.release(unit).exists()
        assert course.lesson(unit).exists()
        assert (course.root / "answers" / unit).is_dir()


def test_select_returns_all_units_or_those_named(course: Course) -> None:
    assert course.select([]) == course.units
    assert course.select(course.units[:1]) == course.units[:1]


def test_a_wrong_unit_name_is_answered_with_the_right_ones(course: Course) -> None:
    with pytest.raises(CourseError, match=r"source/: no unit called '06_decent'\. Remedy: name one of: .*06_descent"):
        course.select(["06_decent"])


def test_heading_points_and_checks_of_each_exercise_agree(course: Course) -> None:
    for unit in course.units:
        notebook = read_notebook(course.source(unit))
        stated = {
            cell.id.removesuffix("-task"): int(cell.source.splitlines()[0].split("(")[-1].split()[0])
            for cell in notebook.cells
            if cell.source.startswith("### Exercise")
        }
        found = exercises(notebook)
        assert stated == {name: task.points for name, task in found.items()}
        number = int(unit[:2])
        assert [task.number for task in found.values()] == [f"{number}.{k}" for k in range(1, len(found) + 1)]
        assert [name.partition("_")[0] for name in found] == [f"ex{k}" for k in range(1, len(found) + 1)]


def test_a_graded_cell_without_an_exercise_is_refused() -> None:
    cell = new_code_cell("assert True", metadata={"nbgrader": {"grade": True, "grade_id": "lost-value", "points": 1}})
    with pytest.raises(CourseError, match="graded cell 'lost-value' belongs to no exercise"):
        exercises(new_notebook(cells=[cell]))


def about(name: str, *kinds: str) -> dict[str, object]:
    return {"nbgrader": {"grade_id": name, "points": 2, **dict.fromkeys(kinds, True)}}


def test_what_a_person_reads_is_apart_from_what_checks_decide() -> None:
    cells = [
        new_markdown_cell("### Exercise 1.1 — Say why (2 points)"),
        new_markdown_cell(
            "### BEGIN SOLUTION\nBecause.\n### END SOLUTION", metadata=about("ex1_why", "grade", "solution")
        ),
        new_markdown_cell("### Exercise 1.2 — Draw (2 points)\n\nDraw it.", metadata=about("ex2_draw", "task")),
        new_markdown_cell("### Exercise 1.3 — Code and words (4 points)"),
        new_code_cell("x = 1", metadata=about("ex3_both", "solution")),
        new_code_cell("assert x", metadata=about("ex3_both-one", "grade")),
        new_markdown_cell("And why?", metadata=about("ex3_both-why", "task")),
    ]
    notebook = new_notebook(cells=cells)
    assert list(exercises(notebook).values()) == [
        Exercise("ex1_why", "1.1", "Say why", {}, {"ex1_why": 2}),
        Exercise("ex2_draw", "1.2", "Draw", {}, {"ex2_draw": 2}),
        Exercise("ex3_both", "1.3", "Code and words", {"ex3_both-one": 2}, {"ex3_both-why": 2}),
    ]
    assert exercises(notebook)["ex3_both"].points == 4
    assert solutions(notebook) == {"ex1_why": "Because.\n", "ex3_both": "x = 1"}


@pytest.mark.parametrize(
    "url", ["https://github.com/me/fork.git", "git@github.com:me/fork", "https://github.com/me/fork/"]
)
def test_the_repository_is_the_github_remote(copied: Course, url: str) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", url], check=True)
    assert copied.repository == "me/fork"


def test_without_a_github_remote_the_repository_is_the_one_in_pyproject(copied: Course) -> None:
    assert copied.repository == "autograd-course/autograd-course"
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", "/some/folder"], check=True)
    assert copied.repository == "autograd-course/autograd-course"


@pytest.mark.parametrize("text", ["", '{"cells": [', "\x00\x01", '{"nbformat": 4, "nbformat_minor": 5}'])
def test_a_broken_notebook_is_named_with_a_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError, match=r"broken\.ipynb: not a readable notebook \(.+\)\. Remedy: download or save"):
        read_notebook(path)


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"none\.ipynb: no such notebook"):
        read_notebook(tmp_path / "none.ipynb")
