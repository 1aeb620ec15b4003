"""The gradebook on a real PostgreSQL server: two graders at once, a person in between, a kill, a lost connection."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Base, Grade, Gradebook, SubmittedNotebook
from sqlalchemy import create_engine, text

from autograder.course.layout import exercises
from autograder.course.sample import perfect, submission
from autograder.errors import Exit
from autograder.grading.prepare import read_record
from autograder.notebooks import read_notebook
from bench.postgresql import PostgreSQL
from tests.conftest import ROOT, copy_course

PROGRAMS = Path(sys.executable).parent
UNITS = ("01_u", "02_v")
RIGHT, WRONG = "def f(x):\n    return x**2", "def f(x):\n    return x + 2"
POINTS = {f"learner-{number:02}": 3.0 if number % 3 else 1.0 for number in range(12)}
DONE = "Setting destination file permissions"  # in nbgrader's log: one submission is done
BEGUN = "Autograding"  # its notebook is written, and not yet executed

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Class:
    """A course of two units in which every learner has handed in both, with its gradebook on a server."""

    root: Path
    url: str
    server: PostgreSQL

    def start(self, unit: str, *options: str) -> subprocess.Popen[str]:
        """Start to grade a unit with nbgrader's own command, which says on stderr how far it is."""
        return self._start(str(PROGRAMS / "nbgrader"), "autograde", unit, "--ExecuteInJudge.workers=1", *options)

    def start_command(self, unit: str) -> subprocess.Popen[str]:
        """Start to grade a unit with the project's command."""
        return self._start(sys.executable, "-m", "autograder", "grade", unit, out=subprocess.PIPE)

    def _start(self, *words: str, out: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        return subprocess.Popen(
            words, cwd=self.root, env=self.environment(), stdout=out, stderr=subprocess.PIPE, text=True
        )

    def autograde(self, unit: str) -> None:
        """Grade a unit to the end."""
        with self.start(unit) as grader:
            log = grader.communicate()[1]
        assert grader.returncode == 0, log

    def environment(self) -> dict[str, str]:
        """What a command needs to find the programs and the gradebook."""
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "NBGRADER_DB_URL": self.url, "COLUMNS": "100"}

    def release(self) -> None:
        """Make the learners' notebooks, and the units known to the gradebook."""
        for unit in UNITS:
            words = [str(PROGRAMS / "nbgrader"), "generate_assignment", unit]
            done = subprocess.run(words, cwd=self.root, env=self.environment(), capture_output=True, text=True)
            assert done.returncode == 0, done.stderr

    def graded(self, unit: str) -> dict[Path, int]:
        """The graded notebooks of a unit that are complete, and when they were written."""
        found = self.root.glob(f"autograded/*/{unit}/{unit}.ipynb")
        return {path: path.stat().st_mtime_ns for path in found if read_record(path)}

    def scores(self, unit: str) -> dict[str, float]:
        """The points of a unit; nothing is there twice."""
        with Gradebook(self.url) as gradebook:
            found = [(graded.student.id, graded.score) for graded in gradebook.assignment_submissions(unit)]
            rows = Counter(gradebook.db.query(Grade.notebook_id, Grade.cell_id).all())
            notebooks = Counter(gradebook.db.query(SubmittedNotebook.assignment_id).all())
        assert set(rows.values()) == set(notebooks.values()) == {1}
        assert len(dict(found)) == len(found)
        return dict(found)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """One server for all tests; each has a database of its own."""
    with PostgreSQL() as started:
        yield started


@pytest.fixture
def klass(server: PostgreSQL, tmp_path: Path) -> Class:
    """The class, its units not yet released."""
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for unit in UNITS:
        write(tmp_path / "source" / unit, f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION")
        for number, (learner, points) in enumerate(POINTS.items()):
            answer = f"{RIGHT if points == 3 else WRONG}  # {number}"
            write(tmp_path / "submitted" / learner / unit, answer)
    name = tmp_path.name.replace("-", "_")[-60:]
    return Class(tmp_path, server.create(name), server)


def write(folder: Path, answer: str) -> None:
    """Write the notebook of a unit with this answer."""
    about = {"schema_version": 3, "task": False}
    solution = {**about, "grade_id": "ex", "solution": True, "grade": False, "locked": False}
    cells = [new_code_cell(answer, id="ex", metadata={"nbgrader": solution})]
    for name, source, points in (("ex-two", "assert f(2) == 4", 1), ("ex-three", "assert f(3) == 9", 2)):
        test = {**about, "grade_id": name, "solution": False, "grade": True, "locked": True, "points": points}
        cells.append(new_code_cell(source, id=name, metadata={"nbgrader": test}))
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{folder.name}.ipynb")


def test_two_graders_at_once_lose_nothing_and_do_nothing_twice(klass: Class) -> None:
    klass.release()
    graders = [klass.start(unit) for unit in UNITS]
    logs = [grader.communicate()[1] for grader in graders]
    assert [grader.returncode for grader in graders] == [0, 0], "\n".join(logs)
    assert [klass.scores(unit) for unit in UNITS] == [POINTS, POINTS]


def test_a_score_that_a_person_gives_in_between_stays(klass: Class) -> None:
    klass.release()
    first, second, *_, last = POINTS
    klass.autograde(UNITS[0])
    give(klass, first, 0.25)
    log = ""
    with klass.start(UNITS[0], "--force") as grader:
        assert grader.stderr
        for line in grader.stderr:
            log += line
            if log.count(DONE) == 3 and DONE in line:  # the second is through, the last is not
                give(klass, second, 0.5)
                give(klass, last, 0.75)
    assert grader.returncode == 0, log
    expected = {learner: 2 + given for learner, given in ((second, 0.5), (last, 0.75))}
    assert klass.scores(UNITS[0]) == {**POINTS, first: 0.25, **expected}
    with Gradebook(klass.url) as gradebook:
        flags = {learner: check(gradebook, learner).needs_manual_grade for learner in (first, second, last)}
    assert flags == {first: True, second: False, last: True}, "who was graded again after a person was looks again"


def give(klass: Class, learner: str, points: float) -> None:
    """Set a score by hand, as formgrader does."""
    with Gradebook(klass.url) as gradebook:
        grade = check(gradebook, learner)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def check(gradebook: Gradebook, learner: str) -> Grade:
    """The check of one point."""
    return gradebook.find_grade("ex-two", UNITS[0], UNITS[0], learner)


def test_where_one_of_two_graders_is_killed_the_other_goes_on_and_the_next_run_completes(klass: Class) -> None:
    klass.release()
    killed, other = (klass.start(unit) for unit in UNITS)
    assert killed.stderr
    log = line = ""
    while log.count(DONE) < 3 or BEGUN not in line:  # the fourth is half done
        line = killed.stderr.readline()
        assert line, log
        log += line
    killed.send_signal(signal.SIGKILL)
    log = other.communicate()[1]
    killed.communicate()
    assert other.returncode == 0, log
    assert klass.scores(UNITS[1]) == POINTS
    assert len(klass.graded(UNITS[0])) < len(POINTS)
    klass.autograde(UNITS[0])
    assert [klass.scores(unit) for unit in UNITS] == [POINTS, POINTS]


def test_a_lost_connection_ends_the_run_in_words_and_the_next_one_goes_on(server: PostgreSQL, tmp_path: Path) -> None:
    course, unit = copy_course(tmp_path), "01_tracking"
    with (tmp_path / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.ExecuteInJudge.workers = 1\n")
    klass = Class(tmp_path, server.create("lost"), server)
    solved = submission(read_notebook(course.release(unit)), perfect(course, unit))
    for learner in POINTS:
        path = tmp_path / "submitted" / learner / unit / f"{unit}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(solved, path)

    with klass.start_command(unit) as grader:
        wait_for(klass, unit, 3, grader)
        server.stop()
        _, said = grader.communicate()
    assert grader.returncode == Exit.MACHINE, said
    last = said.splitlines()[-1]
    assert last.startswith("autograder: the database that NBGRADER_DB_URL names: cannot be reached (")
    assert last.endswith(
        "Remedy: see that the server runs and its address is right, then run it again: it goes on where it was"
    )
    assert "Traceback" not in said
    before = klass.graded(unit)
    assert 3 <= len(before) < len(POINTS)

    with klass.start_command(unit) as grader:  # while it is away
        _, said = grader.communicate()
    assert (grader.returncode, said.count("\n"), "cannot be reached" in said) == (Exit.MACHINE, 1, True), said

    server.start()
    with klass.start_command(unit) as grader:  # a restart in the middle
        wait_for(klass, unit, len(before) + 2, grader)
        server.stop()
        server.start()
        printed, said = grader.communicate()
    assert grader.returncode in (Exit.OK, Exit.SOME, Exit.MACHINE), said
    assert (grader.returncode == Exit.MACHINE) == ("cannot be reached" in said)
    assert (grader.returncode == Exit.SOME) == ("not graded: " in printed)

    with klass.start_command(unit) as grader:
        printed, said = grader.communicate()
    assert grader.returncode == Exit.OK, printed + said
    most = sum(exercise.points for exercise in exercises(read_notebook(course.source(unit))).values())
    assert klass.scores(unit) == dict.fromkeys(POINTS, most)
    assert {path: path.stat().st_mtime_ns for path in before} == before, "what was graded is graded once"


def wait_for(klass: Class, unit: str, number: int, grader: subprocess.Popen[str]) -> None:
    """Wait until so many submissions are graded."""
    while len(klass.graded(unit)) < number:
        assert grader.poll() is None, grader.communicate()
        time.sleep(0.02)


def test_commands_that_meet_at_an_empty_database_make_its_tables_once(server: PostgreSQL) -> None:
    url = server.create("empty")
    code = "import sys; from autograder.grading.database import make_tables; make_tables(sys.argv[1])"
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    command = [sys.executable, "-W", "ignore", "-c", code, url]
    commands = [subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) for _ in range(4)]
    said = [one.communicate()[1] for one in commands]
    assert [one.returncode for one in commands] == [0] * 4, said
    with Gradebook(url) as gradebook:
        assert gradebook.db.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, at each new submission
def test_a_gradebook_moves_to_the_server_and_back_with_all_that_people_have_given(
    server: PostgreSQL, gradebook: Gradebook, tmp_path: Path
) -> None:
    gradebook.add_assignment("u", duedate="2026-11-28 12:00:00 UTC")
    gradebook.add_notebook("u", "u")
    gradebook.add_grade_cell("ex-two", "u", "u", max_score=2, cell_type="code")
    gradebook.add_solution_cell("ex", "u", "u")
    gradebook.add_student("ada", first_name="Ada", email="ada@example.org")
    gradebook.add_submission("u", "ada", timestamp="2026-11-28 13:00:00 UTC")
    saved = gradebook.find_submission_notebook("u", "u", "ada")
    saved.grades[0].manual_score, saved.comments[0].manual_comment = 1.5, "näher ✓"
    gradebook.db.commit()
    there, here = server.create("moved"), f"sqlite:///{tmp_path / 'back.db'}"
    places = [gradebook.engine.url.render_as_string(), there, here]
    program = str(ROOT / "scripts" / "copy-gradebook")
    for source, target in pairwise(places):
        words = [sys.executable, "-W", "ignore", program, source, target]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "1 student" in done.stdout
    first, moved, back = map(content, places)
    assert first == moved == back
    assert len(first) > 10
    again = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert (again.returncode, "holds grades already" in again.stderr) == (1, True)


def content(url: str) -> dict[str, list[str]]:
    """All rows of a database, by table."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = {table.name: connection.execute(table.select()).all() for table in Base.metadata.sorted_tables}
        tables["alembic_version"] = connection.execute(text("SELECT * FROM alembic_version")).all()
    engine.dispose()
    return {name: sorted(map(str, rows)) for name, rows in tables.items()}
