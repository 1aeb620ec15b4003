"""The sample class is made from the answer bank, and has its own place."""

from __future__ import annotations

from autograder.course.bank import Answer
from autograder.course.layout import Course, Exercise, exercises
from autograder.course.sample import Learner, sample_class, write_sample_class
from autograder.notebooks import read_notebook

TASKS = {
    "ex1": Exercise("ex1", "6.1", "One", {"ex1-a": 1, "ex1-b": 2}),
    "ex2": Exercise("ex2", "6.2", "Two", {"ex2-a": 3}),
}


def test_points_are_those_of_tried_exercises_less_the_failed_cells() -> None:
    right, wrong = Answer("ex2", "r", True, ""), Answer("ex1", "w", False, "", fails=("ex1-b",), says="x")
    assert Learner("x", {}).points(TASKS) == 0
    assert Learner("x", {"ex2": right}).points(TASKS) == 3
    assert Learner("x", {"ex1": wrong, "ex2": right}).points(TASKS) == 4


def test_what_a_person_reads_has_no_points_yet() -> None:
    tasks = {"ex3": Exercise("ex3", "6.3", "Three", {}, {"ex3": 2})}
    assert Learner("x", {"ex3": Answer("ex3", "r", True, "A sentence.")}).points(tasks) == 0


def test_the_class_of_each_unit_has_all_kinds_of_learners(course: Course) -> None:
    for unit in course.units:
        tasks = exercises(read_notebook(course.source(unit)))
        learners = {learner.name: learner for learner in sample_class(course, unit)}
        total = sum(points for task in tasks.values() for points in task.checks.values())  # a person gives the rest
        assert learners["perfect"].points(tasks) == learners["own-style"].points(tasks) == total
        assert learners["untouched"].points(tasks) == 0
        assert 0 < learners["first-half"].points(tasks) < total
        wrong = [learner for learner in learners.values() if any(not a.right for a in learner.answers.values())]
        assert len(wrong) >= sum(bool(task.checks) for task in tasks.values())
        assert all(0 < learner.points(tasks) < total for learner in wrong)


def test_the_class_is_written_once_and_follows_the_bank(copied: Course) -> None:
    unit = copied.sample_unit
    written = list(write_sample_class(copied, unit))
    assert len(written) == len(sample_class(copied, unit)) >= 12
    assert list(write_sample_class(copied, unit)) == []
    stale = written[0]
    stale.write_text("an older answer")
    assert list(write_sample_class(copied, unit)) == [stale]
    assert {path.parts[: len(copied.sample.desk.parts)] for path in written} == {copied.sample.desk.parts}
    assert not copied.handed_in
