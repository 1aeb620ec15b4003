"""A corrected test: who gains or loses is said before it is applied, and after; what people gave stays."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.classroom.regrade import Change, Score, changes
from autograder.cli import main
from autograder.course.layout import Course
from autograder.course.sample import perfect, submission
from autograder.errors import Exit
from autograder.notebooks import read_notebook

UNIT, CHECK = "04_accumulation", "ex1_pile-adds"


def test_only_automatic_points_that_differ_are_changes() -> None:
    before = {("ada", "a"): Score(1.0), ("ada", "b"): Score(0.0, 2.0, "wrong"), ("bo", "a"): Score(None)}
    after = {("ada", "a"): Score(1.0), ("ada", "b"): Score(1.0), ("bo", "a"): Score(0.0, None, "x: got 1")}
    found = changes(before, after | {("new", "a"): Score(1.0)})
    assert [(change.learner, change.check, change.why) for change in found] == [
        ("ada", "b", "a person gave 2, which stays"),
        ("bo", "a", "x: got 1"),
    ]
    assert Change("ada", "a", Score(0.0, None, "wrong"), Score(1.0)).why == "it passes now"


@pytest.mark.slow
def test_a_corrected_test_is_rehearsed_and_then_applied(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    for learner in ("ada", "bo"):
        path = copied.root / "submitted" / learner / UNIT / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submission(read_notebook(copied.release(UNIT)), perfect(copied, UNIT)), path)
    assert main(["grade", UNIT]) == Exit.OK
    with Gradebook(f"sqlite:///{copied.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(CHECK, UNIT, UNIT, "bo")
        points, full = grade.auto_score, gradebook.find_submission(UNIT, "bo").score
        grade.manual_score = points
        gradebook.db.commit()

    source = read_notebook(copied.source(UNIT))
    [cell] = [cell for cell in source.cells if cell.id == CHECK]
    cell.source = cell.source.replace("### END HIDDEN", "assert False, 'too strict: got 1, expected 2'\n### END HIDDEN")
    nbformat.write(source, copied.source(UNIT))
    files = {path: path.read_bytes() for path in everything(copied.root)}
    capsys.readouterr()
    assert main(["regrade", UNIT, "--dry-run"]) == Exit.OK
    said = " ".join(capsys.readouterr().out.split())
    assert f"{CHECK} │ {points:g} → 0 │ too strict: got 1, expected 2" in said
    assert "a person gave" in said
    assert "2 checks of 2 learners would change" in said
    assert {path: path.read_bytes() for path in everything(copied.root)} == files

    assert main(["regrade", UNIT]) == Exit.OK
    assert "2 checks of 2 learners changed" in capsys.readouterr().out
    with Gradebook(f"sqlite:///{copied.root / 'gradebook.db'}") as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions(UNIT)}
    assert scores == {"ada": full - points, "bo": full}


def everything(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())
