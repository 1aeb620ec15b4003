"""A grader reads the rubric; learners see its questions, and no more."""

from __future__ import annotations

from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.course.layout import Course, Exercise, exercises
from autograder.course.rubric import Criterion, rubric
from autograder.notebooks import read_notebook

UNIT = "04_accumulation"
CRITERIA = "For the grader.\n- 2 points: What? This.\n- 1 point: And why? That. Or so?"
SCHEME = f"=== BEGIN MARK SCHEME ===\n{CRITERIA}\n=== END MARK SCHEME ==="


def test_criteria_are_read_from_the_exercise_alone() -> None:
    cells = [
        new_markdown_cell(f"Say why.\n\n- 1 point: No question here? It is outside.\n\n{SCHEME}", id="ex1_why-task"),
        new_markdown_cell(SCHEME, id="ex2_other-task"),
    ]
    found = rubric(new_notebook(cells=cells), Exercise("ex1_why", "1.1", "Say why", {}, {"ex1_why": 3}))
    assert found == [Criterion(2, "What?", "This."), Criterion(1, "And why?", "That. Or so?")]


def test_the_release_holds_neither_rubric_nor_model_answer(course: Course) -> None:
    source, released = read_notebook(course.source(UNIT)), course.release(UNIT).read_text(encoding="utf-8")
    [task] = [task for task in exercises(source).values() if task.by_hand]
    criteria = rubric(source, task)
    [answer] = [cell.source for cell in source.cells if cell.id == task.id]
    assert len(criteria) == 2
    for secret in (*(one.expected for one in criteria), *answer.splitlines()):
        assert secret.splitlines()[0][:40] not in released
    for word in ("MARK SCHEME", "For the grader", "END SOLUTION"):
        assert word not in released
    assert "YOUR ANSWER HERE" in released
