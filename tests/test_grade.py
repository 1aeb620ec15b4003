"""The real nbgrader pipeline: the sample class gets what the bank says, and one bad submission stops nobody."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.cli import main
from autograder.course.layout import Course, exercises
from autograder.course.sample import Learner, perfect, sample_class, submission
from autograder.errors import CourseError, Exit
from autograder.grade import forget_other_cells, release
from autograder.notebooks import read_notebook
from tests.conftest import broken_bwrap, copy_course

NBGRADER = Path(sys.executable).with_name("nbgrader")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the course, as its sample class has it, graded by `autograder grade`."""
    copied = copy_course(tmp_path_factory.mktemp("graded"))
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade"], cwd=copied.root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (copied.root / "printed.txt").write_text(done.stdout, encoding="utf-8")
    return copied.sample


def as_a_real_class(graded: Course, root: Path) -> Course:
    """Copy the course to `root`, where the sample class has become one that has handed in."""
    shutil.copytree(graded.root, root)
    for path in (root / graded.place).iterdir():
        path.rename(root / path.name)
    return Course(root)


def scores(course: Course, unit: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course.desk / 'gradebook.db'}") as gradebook:
        return {entry.student.id: entry.score for entry in gradebook.assignment_submissions(unit)}


@pytest.mark.slow
def test_the_sample_class_gets_the_scores_that_the_bank_says(graded: Course) -> None:
    unit = graded.sample_unit
    tasks = exercises(read_notebook(graded.source(unit)))
    expected = {f"sample-{learner.name}": learner.points(tasks) for learner in sample_class(graded, unit)}
    assert scores(graded, unit) == expected
    assert expected["sample-perfect"] == sum(task.points for task in tasks.values())
    assert expected["sample-untouched"] == 0


@pytest.mark.slow
def test_the_printed_table_gives_points_and_reasons(graded: Course) -> None:
    printed = (graded.root / "printed.txt").read_text(encoding="utf-8")
    text = " ".join(printed.replace("│", " ").split())
    assert f"made a sample class of 13 for {graded.sample_unit}, from the answer bank, in build/sample/" in text
    assert "not answered yet" in text
    assert "is there an endless loop?" in text
    assert "got -3.200, expected 2.800" in text
    assert "Next: look at a feedback page, build/sample/feedback/<learner>/" in text


@pytest.mark.slow
def test_every_learner_has_a_feedback_page_with_the_message(graded: Course) -> None:
    unit = graded.sample_unit
    pages = {page.parent.parent.name: page for page in graded.desk.glob(f"feedback/*/{unit}/{unit}.html")}
    assert sorted(pages) == sorted(path.name for path in graded.desk.glob("submitted/*"))
    page = pages["sample-ex1-never-clears-the-gradient"].read_text(encoding="utf-8")
    assert "gradients add up" in page
    assert "20 of 22" in page
    for path in pages.values():
        assert "HIDDEN TESTS" not in path.read_text(encoding="utf-8")
        assert "manual_seed(6" not in path.read_text(encoding="utf-8"), "a line of a hidden test"


@pytest.mark.slow
def test_the_sample_class_is_gone_from_sight_where_somebody_has_handed_in(
    graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, course = graded.sample_unit, Course(tmp_path / "course")
    shutil.copytree(graded.root, course.root)
    monkeypatch.chdir(course.root)
    assert not (course.root / "gradebook.db").exists(), "the course's own gradebook is not touched"
    assert main(["report", unit]) == Exit.OK
    page = course.root / f"report-{unit}.html"
    assert "this is the sample class" in page.read_text(encoding="utf-8")

    path = course.root / "submitted" / "ada" / unit / f"{unit}.ipynb"
    path.parent.mkdir(parents=True)
    shutil.copy(course.release(unit), path)
    assert main(["grade"]) == Exit.OK
    assert scores(course, unit) == {"ada": 0}
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"], "what the formgrader lists"
    assert main(["report", unit]) == Exit.OK
    assert "sample" not in page.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["export", unit]) == Exit.OK
    assert "sample" not in (course.root / f"grades-{unit}.csv").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_sample_class_of_other_checks_makes_room(
    graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, course = graded.sample_unit, Course(tmp_path / "course")
    shutil.copytree(graded.root, course.root)
    monkeypatch.chdir(course.root)
    notebook = read_notebook(course.source(unit))
    notebook.cells = [cell for cell in notebook.cells if cell.id != "ex7_graph-named"]
    nbformat.write(notebook, course.source(unit))
    with pytest.raises(CourseError, match="the graded cells have changed"):
        release(course.sample, [unit], Console(quiet=True))
    forget_other_cells(course.sample, [unit])
    release(course.sample, [unit], Console(quiet=True))
    assert scores(course.sample, unit) == {}
    assert not course.sample.handed_in


@pytest.mark.slow
def test_grading_again_is_quick_and_changes_nothing(
    graded: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(graded.root)
    kept = [path for step in ("autograded", "feedback", "submitted") for path in graded.desk.glob(f"{step}/*/*/*.*")]
    before = {path: path.stat().st_mtime_ns for path in kept}
    capsys.readouterr()
    assert main(["grade"]) == Exit.OK
    assert {path: path.stat().st_mtime_ns for path in kept} == before
    printed = capsys.readouterr().out
    assert printed.endswith("0 graded, 13 unchanged, 0 not graded; points changed: none\n")
    assert "learner" not in printed.partition("Next:")[0]
    assert main(["grade", "--all"]) == Exit.OK
    assert "sample-perfect" in capsys.readouterr().out


@pytest.mark.slow
def test_only_what_has_changed_is_made_again_whatever_its_time(
    graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, root = graded.sample_unit, as_a_real_class(graded, tmp_path / "course").root
    monkeypatch.chdir(root)
    good, half = (
        root / "submitted" / f"sample-{name}" / unit / f"{unit}.ipynb" for name in ("own-style", "first-half")
    )
    shutil.copy(good, half)
    os.utime(half, (1e9, 1e9))  # moved into place, with an old time
    (root / "submitted" / "ada" / unit).mkdir(parents=True)
    shutil.copy(good, root / "submitted" / "ada" / unit)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        untouched, perfect_one = (
            gradebook.find_submission_notebook(unit, unit, f"sample-{n}") for n in ("untouched", "perfect")
        )
        untouched.grades[0].manual_score = 0.75
        perfect_one.comments[0].manual_comment = "well done"
        gradebook.db.commit()
    pages = {path.parts[-3]: path for path in root.glob("feedback/*/*/*.html")}
    before = {learner: path.stat().st_mtime_ns for learner, path in pages.items()}  # an inode may be used again
    capsys.readouterr()
    assert main(["grade"]) == Exit.OK
    ending = capsys.readouterr().out.splitlines()[-1]
    assert ending == f"2 graded, 12 unchanged, 0 not graded; points changed: sample-first-half 10 → 22 in {unit}"
    renewed = {learner for learner, path in pages.items() if path.stat().st_mtime_ns != before[learner]}
    assert renewed == {"sample-first-half", "sample-untouched", "sample-perfect"}
    assert "0.75 of 22" in pages["sample-untouched"].read_text(encoding="utf-8")
    assert "well done" in pages["sample-perfect"].read_text(encoding="utf-8")

    renamed = root / "answers" / unit / "behaviours.json"
    renamed.write_text(renamed.read_text(encoding="utf-8").replace("never clears the gradient", "leaves it there"))
    assert main(["grade"]) == Exit.OK
    told = pages["sample-ex2-never-clears-the-gradient"].read_text(encoding="utf-8")
    assert "leaves it there" in told, "what the bank knows has changed, and the page has not"


@pytest.mark.slow
def test_what_was_typed_into_the_release_is_kept_and_said(
    graded: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = graded.sample_unit
    monkeypatch.chdir(graded.root)
    path, before = graded.release(unit), graded.release(unit).read_text(encoding="utf-8")
    path.write_text(before.replace("# YOUR CODE HERE", "my_answer = 1"), encoding="utf-8")
    capsys.readouterr()
    assert main(["grade"]) == Exit.OK
    place = re.search(
        rf"^release/{unit} held more than was generated: it is kept in (\S+)$", capsys.readouterr().out, re.M
    )
    assert place
    assert "my_answer = 1" in (graded.root / place[1] / path.name).read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.slow
def test_what_a_killed_run_left_half_done_is_graded_again(graded: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = graded.sample_unit
    monkeypatch.chdir(graded.root)
    before = scores(graded, unit)
    path = graded.desk / "autograded" / "sample-perfect" / unit / f"{unit}.ipynb"
    path.chmod(0o644)
    notebook = read_notebook(path)
    del notebook.metadata["autograder"]["checks"]  # as it lies there before it is executed
    nbformat.write(notebook, path)
    assert main(["grade"]) == 0
    assert "checks" in read_notebook(path).metadata["autograder"]
    assert scores(graded, unit) == before


@pytest.mark.slow
def test_a_broken_submission_is_named_and_the_others_are_graded(
    graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = graded.sample_unit
    course = copy_course(tmp_path)
    perfect = graded.desk / "submitted" / "sample-perfect" / unit / f"{unit}.ipynb"
    for learner in ("ada", "ben", "cy", "dee", "eve", "flo", "gus", "hal"):
        folder = course.root / "submitted" / learner / unit
        folder.mkdir(parents=True)
        shutil.copy(perfect, folder)
    broken = course.root / "submitted" / "ben" / unit / f"{unit}.ipynb"
    broken.write_text(broken.read_text(encoding="utf-8")[:2000], encoding="utf-8")
    (course.root / "submitted" / "dee" / unit / f"{unit}.ipynb").rename(
        broken.with_name("other.ipynb").parents[2] / "x.ipynb"
    )
    _strip_nbgrader_versions(course.root / "submitted" / "cy" / unit / f"{unit}.ipynb")
    monkeypatch.chdir(course.root)
    assert main(["grade", unit]) == Exit.SOME
    printed = " ".join(capsys.readouterr().out.split())
    assert f"submitted/ben/{unit}: {unit}.ipynb: not a readable notebook (the file is cut off or damaged" in printed
    assert "Remedy: ask for the notebook again" in printed
    assert "no such notebook" in printed
    got = scores(course, unit)
    assert got["ada"] == got["cy"] == 22
    assert broken.exists()
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        grades = gradebook.find_submission_notebook(unit, unit, "ben").grades
        assert {(grade.auto_score, grade.needs_manual_grade) for grade in grades} == {(None, True)}, "open, not zero"
    page = course.root / "feedback" / "ben" / unit / f"{unit}.html"
    text = page.read_text(encoding="utf-8")
    assert "the file is cut off or damaged" in text
    assert "hand it in again" in text
    assert "0 of" not in text


def _strip_nbgrader_versions(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        cell.metadata.get("nbgrader", {}).pop("schema_version", None)
    nbformat.write(notebook, path)


@pytest.mark.slow
def test_stock_nbgrader_commands_work_from_the_course_folder(graded: Course, tmp_path: Path) -> None:
    unit, real = graded.sample_unit, as_a_real_class(graded, tmp_path / "course")
    before = scores(real, unit)
    bare = {**os.environ, "PATH": "/usr/bin:/bin"}  # as where the environment is not activated
    command = [str(NBGRADER), "autograde", unit, "--force", "--student=sample-ex6-column-minus-row"]
    subprocess.run(command, cwd=real.root, env=bare, check=True, capture_output=True)
    assert scores(real, unit) == before


@pytest.mark.slow
def test_changed_checks_after_grading_are_refused_with_the_remedy(
    graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = graded.sample_unit
    course = copy_course(tmp_path)
    shutil.copy(graded.desk / "gradebook.db", tmp_path)
    notebook = read_notebook(course.source(unit))
    notebook.cells = [cell for cell in notebook.cells if cell.id != "ex7_graph-named"]
    nbformat.write(notebook, course.source(unit))
    monkeypatch.chdir(tmp_path)
    assert main(["release", unit]) == Exit.USAGE
    message = capsys.readouterr().err
    assert f"source/{unit}: the graded cells have changed since submissions were graded. Remedy:" in message
    assert f"nbgrader db assignment remove {unit} --force" in message


@pytest.mark.slow
def test_of_every_unit_the_solved_notebook_gets_all_points_and_the_unsolved_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = copy_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    for unit in course.units:
        released = read_notebook(course.release(unit))
        for name, learner in (("solved", perfect(course, unit)), ("unsolved", Learner("", {}))):
            path = course.root / "submitted" / name / unit / f"{unit}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(submission(released, learner), path)
    assert main(["grade"]) == 0
    for unit in course.units:
        tasks = exercises(read_notebook(course.source(unit))).values()
        points = sum(points for task in tasks for points in task.checks.values())  # a person gives the others
        assert scores(course, unit) == {"solved": points, "unsolved": 0}


@pytest.mark.slow
def test_a_folder_that_is_no_unit_is_reported(copied: Course, capsys: pytest.CaptureFixture[str]) -> None:
    stray = copied.root / "submitted" / "ada" / "06_decent" / "06_decent.ipynb"
    stray.parent.mkdir(parents=True)
    stray.write_text("{}")
    assert main(["grade"]) == Exit.SOME
    printed = " ".join(capsys.readouterr().out.split())
    assert "06_decent: not a unit. Remedy: move it to submitted/ada/<unit>/<unit>.ipynb, or away" in printed
    assert stray.exists()


@pytest.mark.slow
def test_without_a_sandbox_it_says_so_in_one_line(copied: Course, tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{broken_bwrap(tmp_path)}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "autograder", "grade"]
    told = subprocess.run(command, cwd=copied.root, env=environment, capture_output=True, text=True)
    assert (told.returncode, told.stderr.count("\n")) == (Exit.MACHINE, 1), told.stderr
    assert told.stderr.startswith("autograder: bwrap: the sandbox did not start: ")


def in_mounts(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where the file systems are as bubblewrap's options say."""
    command = ["bwrap", "--dev-bind", "/", "/", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_named(copied: Course) -> None:
    root = str(copied.root)
    told = in_mounts(
        "--ro-bind", root, root, "--chdir", root, sys.executable, "-m", "autograder", "grade", cwd=Path("/")
    )
    expected = f"autograder: {root}/build: Read-only file system. Remedy: work in a folder that can be written\n"
    assert (told.returncode, told.stderr) == (Exit.MACHINE, expected)


FILL = """
cp -r "$1"/. "$2"; cd "$2"
head -c 100M /dev/zero >filler 2>/dev/null || truncate -s -"$3" filler
exec "$4" -m autograder grade
"""


@pytest.mark.slow
@pytest.mark.parametrize("left", ["500K", "1100K"], ids=["full at the start", "full on the way"])
def test_a_full_disk_is_said_and_is_nobodys_zero(
    copied: Course, tmp_path_factory: pytest.TempPathFactory, left: str
) -> None:
    unit, disk = copied.sample_unit, str(tmp_path_factory.mktemp("disk"))
    for learner in ("ada", "ben", "cy", "dee", "eve", "flo", "gus", "hal"):
        folder = copied.root / "submitted" / learner / unit
        folder.mkdir(parents=True)
        shutil.copy(copied.source(unit), folder)
    words = ("--size", str(30 << 20), "--tmpfs", disk, "bash", "-c", FILL, "fill", str(copied.root), disk, left)
    told = in_mounts(*words, sys.executable, cwd=Path("/"))
    expected = f"autograder: {disk}: No space left on device. Remedy: free space on the disk, then run it again\n"
    assert (told.returncode, told.stderr) == (Exit.MACHINE, expected)
    assert ("grading" in told.stdout) == (left == "1100K")
    assert "0/22" not in told.stdout
