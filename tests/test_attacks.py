"""Hostile submissions, graded by the real command with honest ones between them: none gets what is not its own."""

from __future__ import annotations

import csv
import ctypes
import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExtractorPlugin
from rich.console import Console

from autograder import __file__ as package
from autograder.course.layout import Course, exercises, solutions
from autograder.grading.report import result, table
from autograder.lms.zipcollect import ExtractPlatform
from autograder.notebooks import read_notebook
from tests.attacks import ATTACKS, page
from tests.attacks.archives import ARCHIVES, Archive
from tests.attacks.model import GOT, TRIED, Attack, hand_in
from tests.conftest import ROOT, copy_course

NBGRADER = Path(sys.executable).with_name("nbgrader")
UNIT = "06_descent"
EVERY = 10  # attacks between two honest submissions
LIMITS = {"cell": 3, "call": 1, "notebook": 6}  # seconds, so that what is endless costs little
HONEST = Attack("Honest", "none", "Nothing.", right=True)
SECRET = "SECRET-5e1f"
SHOWN = ("HTML and formulas", "links and archives")  # of these feedback is made
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
EARNED = pytest.StashKey[list[dict[str, str]]]()


@dataclass(frozen=True)
class Graded:
    """The course after the run: who handed in what, and what was seen."""

    course: Course
    handed: dict[str, Attack]  # by learner
    scores: dict[str, float]
    before: dict[str, str]  # what must not change: hash by path
    after: dict[str, str]
    left: set[str]  # processes
    log: str  # what the commands printed

    def outputs(self, learner: str) -> str:
        """All outputs of an autograded notebook; nothing where it could not be read."""
        path = self.course.root / "autograded" / learner / UNIT / f"{UNIT}.ipynb"
        return json.dumps([cell.get("outputs") for cell in read_notebook(path).cells]) if path.exists() else ""


@contextmanager
def traps(home: Path) -> Iterator[str]:
    """Set out what attacks would like to reach; yield code that names it."""
    outside = home / "outside.txt"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0attack-{os.getpid()}")
        abstract.listen()
        victim = subprocess.Popen(["sleep", "1000"])
        facts: dict[str, object] = {"home": str(home), "outside": str(outside), "course": str(home.parent / "course")}
        facts |= {"port": server.getsockname()[1], "victim": victim.pid, "abstract": f"attack-{os.getpid()}"}
        try:
            yield "\n".join(f"{name} = {value!r}" for name, value in facts.items()) + "\n"
            assert victim.poll() is None
        finally:
            victim.kill()
            victim.wait()
        for listener in (server, abstract):
            listener.setblocking(False)
            with pytest.raises(BlockingIOError):
                listener.accept()


def hand_in_all(course: Course, facts: str) -> dict[str, Attack]:
    """Write all submissions: the attacks in order, honest ones between them and at the end."""
    release = json.loads(json.dumps(read_notebook(course.release(UNIT))))
    answers = solutions(read_notebook(course.source(UNIT)))
    handed = {}
    for number, attack in enumerate(ATTACKS):
        if number % EVERY == 0:
            handed[f"{number:03}-0-honest"] = HONEST
        handed[attack.student or f"{number:03}-{attack.slug}"] = attack
    handed |= {"999-honest": HONEST, "zoe-honest": HONEST}
    for learner, attack in handed.items():
        folder = course.root / "submitted" / learner / UNIT
        hand_in(folder, release, answers, attack, f"{facts}me = {learner!r}\n")
    return handed


def kept(course: Course, home: Path) -> dict[str, str]:
    """Hash what no grading may change: course, submissions, home, the engine, and the top of the environment."""
    folders = [course.root / "source", course.root / "release", Path(package).parent, home]
    files = [path for folder in folders for path in folder.rglob("*")] + list(course.root.glob("submitted/*/*/*.ipynb"))
    # Main itself keeps matplotlib's list of fonts and IPython's README in the home folder.
    own = (".cache", "__pycache__", "README")
    files = [path for path in files if path.is_file() and not set(own) & set(path.parts)]
    hashed = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    hashed[str(course.root)] = str(sorted(path.name for path in course.root.glob("*.py*")))
    site = Path(pytest.__file__).parents[1]
    return {**hashed, str(site): str(sorted(path.name for path in site.iterdir()))}


def children() -> set[str]:
    """The command lines of the processes below this one that live; those that have ended are let go."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8")
    lines = {int(number): Path(f"/proc/{number}/cmdline").read_text(encoding="utf-8") for number in found.split()}
    for number in (number for number, line in lines.items() if not line):
        os.waitpid(number, os.WNOHANG)
    return {line for line in lines.values() if line}


@contextmanager
def orphans(seconds: float = 20) -> Iterator[set[str]]:
    """Adopt what outlives the processes started meanwhile; at the end it is in the set, given a moment to end."""
    running, left, control = children(), set[str](), ctypes.CDLL(None).prctl
    control(PR_SET_CHILD_SUBREAPER, 1)
    yield left
    deadline = time.monotonic() + seconds
    while children() - running and time.monotonic() < deadline:
        time.sleep(0.1)
    left |= children() - running
    control(PR_SET_CHILD_SUBREAPER, 0)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Graded:
    """All attacks, graded in one run of the stock command."""
    folder = tmp_path_factory.mktemp("attacks")
    course, home = copy_course(folder / "course"), folder / "home"
    (home / ".ssh").mkdir(parents=True)
    for path in (home / ".ssh" / "id", home / "outside.txt", course.root / "source" / "secret.txt"):
        path.write_text(SECRET, encoding="utf-8")
    environment = {**os.environ, "HOME": str(home), "COURSE_SECRET": SECRET}
    options = [f"--ExecuteInJudge.{name}_seconds={seconds}" for name, seconds in LIMITS.items()]

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [NBGRADER, *words],
            cwd=course.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    with traps(home) as facts:
        made = run("generate_assignment", UNIT, "--force")
        assert made.returncode == 0, made.stdout
        handed = hand_in_all(course, facts)
        before = kept(course, home)
        with orphans() as left:
            log = run("autograde", UNIT, *options).stdout
        after = kept(course, home)
    unseen = ",".join(learner for learner, attack in handed.items() if attack.family not in SHOWN)
    log += run("generate_feedback", UNIT, f"--CourseDirectory.student_id_exclude={unseen}").stdout
    log += run("export").stdout
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        scores = {entry.student.id: entry.score for entry in gradebook.assignment_submissions(UNIT)}
    done = Graded(course, handed, scores, before, after, left, log)
    (folder / "log.txt").write_text(log, encoding="utf-8")
    request.config.stash[EARNED] = [
        {"attack": attack.name, "family": attack.family, "points": f"{scores.get(learner, 0):g}"}
        for learner, attack in handed.items()
    ]
    return done


attacks = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def learner_of(graded: Graded, attack: Attack) -> str:
    return next(learner for learner, handed in graded.handed.items() if handed is attack)


def test_the_corpus_is_large_and_its_names_differ() -> None:
    assert len(ATTACKS) >= 45
    assert len({attack.name for attack in ATTACKS}) == len({attack.slug for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.slow
@attacks
def test_an_attack_gets_the_points_of_its_answers(graded: Graded, attack: Attack) -> None:
    full = sum(task.points for task in exercises(read_notebook(graded.course.source(UNIT))).values())
    assert graded.scores.get(learner_of(graded, attack), 0) == (full if attack.right else 0)


@pytest.mark.slow
@attacks
def test_an_attack_is_tried_and_gets_hold_of_nothing(graded: Graded, attack: Attack) -> None:
    outputs = graded.outputs(learner_of(graded, attack))
    assert attack.stops or TRIED in outputs
    assert GOT not in outputs
    assert SECRET not in outputs


@pytest.mark.slow
def test_neighbours_get_full_marks(graded: Graded) -> None:
    honest = [learner for learner, attack in graded.handed.items() if attack is HONEST]
    assert len(honest) >= len(ATTACKS) / EVERY + 2
    assert {learner: graded.scores[learner] for learner in honest} == dict.fromkeys(honest, 22)


@pytest.mark.slow
def test_nothing_outside_is_changed_and_no_process_is_left(graded: Graded) -> None:
    assert graded.after == graded.before
    assert graded.left == set()


@pytest.mark.slow
def test_feedback_and_autograded_folders_hold_no_secret_and_no_script(graded: Graded) -> None:
    hidden = "manual_seed(6"
    pages = list(graded.course.root.glob(f"feedback/*/{UNIT}/*"))
    assert len([path for path in pages if path.suffix == ".html"]) >= 8
    for path in [*pages, *graded.course.root.glob(f"autograded/*/{UNIT}/**/*")]:
        assert not path.is_symlink()
        if path.is_dir():
            continue
        content = path.read_bytes().decode(errors="replace")
        assert SECRET not in content, path
        if path.suffix == ".html":
            assert hidden not in content, path
            assert active(content) == [], path


def active(page: str) -> list[str]:
    """What a browser would execute of the attacks' code."""
    tags = BeautifulSoup(page, "html.parser").find_all(True)
    scripts = [tag.get_text() for tag in tags if tag.name == "script"]
    handlers = [str(value) for tag in tags for name, value in tag.attrs.items() if name.startswith("on")]
    links = [
        str(tag.get(name)) for tag in tags for name in ("href", "src") if str(tag.get(name)).startswith("javascript")
    ]
    return [code for code in (*scripts, *handlers, *links) if "attack" in code or "alert(" in code]


def test_a_process_that_is_left_is_seen() -> None:
    with orphans(0.2) as left:
        number = int(subprocess.check_output(["sh", "-c", "sleep 30 > /dev/null & echo $!"]))
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    assert left == {"sleep\x0030\x00"}


def test_active_code_in_a_page_is_found() -> None:
    assert active("<p>alert('attack')</p><script>let x</script><a href='#x'>attack</a>") == []
    assert len(active("<script>alert(1)</script><b onclick=alert(1)></b><a href='javascript:alert(1)'>x</a>")) == 3


@pytest.mark.slow
def test_the_exported_table_keeps_its_columns_and_has_no_formula(graded: Graded) -> None:
    with (graded.course.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == UNIT]
    assert len(rows) == len(graded.handed)
    for row in rows:
        assert None not in row
        assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]
        learner = row["student_id"].removeprefix("'")
        assert float(row["score"] or 0.0) == graded.scores[learner]  # empty where it is open


@pytest.mark.slow
def test_our_report_prints_no_markup_and_no_control_sequence_of_a_learner(graded: Graded) -> None:
    with Gradebook(f"sqlite:///{graded.course.root / 'gradebook.db'}") as gradebook:
        found = [
            result(gradebook, UNIT, learner, graded.course.root / "autograded" / learner / UNIT / f"{UNIT}.ipynb")
            for learner, attack in graded.handed.items()
            if attack.family == "HTML and formulas"
        ]
    console = Console(file=io.StringIO(), force_terminal=True, width=200)
    with console.capture() as captured:
        console.print(table(UNIT, [entry for entry in found if entry]))
    printed = captured.get()
    assert "\x1b]" not in printed
    assert "alert('attack')" in printed  # as text


@pytest.mark.slow
@pytest.mark.parametrize("extractor", [ExtractorPlugin, ExtractPlatform])
@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.name)
def test_an_archive_writes_and_reads_nothing_outside(
    archive: Archive, extractor: type[ExtractorPlugin], tmp_path: Path
) -> None:
    course, target = tmp_path / "course", tmp_path / "target"
    inside, received = course / "extracted", course / "archive"
    for folder in (inside, received, target):
        folder.mkdir(parents=True)
    (target / "secret.txt").write_text(SECRET, encoding="utf-8")
    archive.pack(received / archive.file, target)
    command = ZipCollectApp(coursedir=CourseDirectory(root=str(course), assignment_id=UNIT))
    with suppress(Exception, SystemExit):  # it may refuse the archive
        extractor(parent=command).extract(str(received), str(inside))
    assert [path.name for path in target.iterdir()] == ["secret.txt"]
    for path in tmp_path.rglob("*"):
        assert not path.is_symlink()
        assert path.is_dir() or path.is_file()
        if path.is_file() and path.parent != target:
            content = path.read_bytes()
            assert SECRET.encode() not in content
            assert path.suffix in (".zip", ".gz") or b"attack-marker" not in content or path.is_relative_to(inside)


def test_the_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8") == page(), "run make release"
