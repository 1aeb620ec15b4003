"""A long run with hostile and messy submissions among honest ones, then runs that are killed: nothing may be left.

    make soak                       # 2,000 submissions, then 20 runs with a kill -9
    make soak N=60 KILLS=3 SEED=7

Of ten submissions one is hostile and two are messy. It fails where a process that lasts grows after the first hundred,
where a descriptor, a process or a file is left, and where a score is not the one that bank and corpora name.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.course.layout import Course
from bench.mixture import hand_in_mixture
from bench.watch import DONE, MIB, Watch
from tests.conftest import copy_course
from tests.messy import UNIT
from tests.test_attacks import orphans, traps

NBGRADER = str(Path(sys.executable).with_name("nbgrader"))
LIMITS = [f"--ExecuteInJudge.{name}_seconds={value}" for name, value in (("cell", 8), ("call", 2), ("notebook", 60))]
WARM = 100  # submissions, after which no process may grow; a quarter of a shorter run
GROWTH = 8 << 20, 0.05  # by which memory may differ between the submissions after that and the last: bytes, a part
DESCRIPTORS = 4
KILLED = 12  # submissions of a run that is killed


def main(number: int, kills: int, seed: int) -> int:
    """Run both parts, say what was found wrong, and return how much."""
    console = Console(width=120)
    start, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        with released(Path(made) / "long", number) as (course, expected):
            wrong = [*soak(course, expected, console)]
        with released(Path(made) / "killed", KILLED) as (course, expected):
            wrong += kill(course, expected, kills, random.Random(seed), console)
    for one in wrong:
        console.print(f"[bold red]wrong:[/bold red] {one}", soft_wrap=True, highlight=False)
    minutes, after = (time.monotonic() - start) / 60, os.getloadavg()[0]
    console.print(f"{len(wrong)} wrong; {minutes:.0f} minutes; load average {load:.1f} before, {after:.1f} after")
    return len(wrong)


@contextmanager
def released(folder: Path, number: int) -> Iterator[tuple[Course, dict[str, float]]]:
    """A released course with so many submissions, and the points that they must get."""
    course = copy_course(folder / "course")
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    with traps(folder / "home") as facts:
        expected = hand_in_mixture(course, number, facts)
        with started(course, "generate_assignment", UNIT, "--force") as process:
            log = process.communicate()[1]
        if process.returncode:
            raise SystemExit(f"soak: {log}")
        shutil.copy(course.root / "gradebook.db", folder)
        yield course, expected


def started(course: Course, *words: str) -> subprocess.Popen[str]:
    """Start nbgrader; what it leaves in its temporary folder is seen there."""
    folder = course.root.parent
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    return subprocess.Popen(
        [NBGRADER, *words],
        cwd=course.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )


def soak(course: Course, expected: dict[str, float], console: Console) -> Iterator[str]:
    """Grade all in one run; yield what is wrong with it."""
    start = time.monotonic()
    with orphans() as left, started(course, "autograde", UNIT, *LIMITS) as process:
        assert process.stderr
        watch = Watch(process.pid, process.stderr)
        watch.to_the_end()
    minutes = (time.monotonic() - start) / 60
    console.print(f"{watch.done} of {len(expected)} graded in {minutes:.1f} minutes, exit code {process.returncode}")
    if process.returncode:
        yield f"the run ended with {process.returncode}: {watch.tail}"
    yield from differences(course, expected)
    yield from (f"a process is left: {one}" for one in left)
    yield from (f"a file is left: {path}" for path in (course.root.parent / "tmp").iterdir())
    size = min(WARM, len(expected) // 4)
    first, last = (size, 2 * size), (len(expected) - size, len(expected))
    table = Table(title=f"submissions {first[0]} to {first[1]}, and the last {size}: medians")
    for column in ("process", "MiB unshared", "the last", "MiB resident", "the last", "descriptors", "the last"):
        table.add_column(column, justify="right")
    for life in watch.lasting(size):
        memory, resident, open_ = (life.medians(first, last, what) for what in ("unshared", "resident", "descriptors"))
        sizes = (f"{value / MIB:.1f}" for value in (*memory, *resident))
        table.add_row(life.name, *sizes, *(f"{value:.0f}" for value in open_))
        if memory[1] - memory[0] > GROWTH[0] + GROWTH[1] * memory[0]:
            yield f"{life.name} has grown: {memory[0] / MIB:.1f} to {memory[1] / MIB:.1f} MiB unshared"
        if open_[1] - open_[0] > DESCRIPTORS:
            yield f"{life.name} has more descriptors: {open_[0]:.0f}, {open_[1]:.0f}"
    console.print(table)
    console.print(f"all processes together: at most {watch.most / MIB:.0f} MiB unshared")


def differences(course: Course, expected: dict[str, float]) -> Iterator[str]:
    """Where the gradebook has other points than expected."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        found = {graded.student.id: graded.score for graded in gradebook.assignment_submissions(UNIT)}
    yield from (f"nobody has handed in {learner}" for learner in found.keys() - expected.keys())
    for learner, points in expected.items():
        if found.get(learner) != points:
            yield f"{learner} has {found.get(learner)} points, and should have {points:g}"


def kill(
    course: Course, expected: dict[str, float], times: int, chance: random.Random, console: Console
) -> Iterator[str]:
    """Kill one process of a run at a random moment, again and again; yield what is wrong after the next run."""
    usual = clean(course, expected)
    yield from differences(course, expected)
    for number in range(times):
        afresh(course)
        target, moment = ("main", "server", "worker")[number % 3], chance.uniform(0.1, 0.9) * usual
        with orphans() as left, started(course, "autograde", UNIT, *LIMITS) as process:
            try:
                process.wait(moment)
            except subprocess.TimeoutExpired:
                target = strike(process.pid, target, chance)
            log = process.communicate()[1]
        console.print(f"{number + 1}: {target} killed after {moment:.1f} s, {log.count(DONE)} graded", style="dim")
        yield from (f"after the end of {target}, a process is left: {one}" for one in left)
        clean(course, expected)
        yield from (f"{target} killed after {moment:.1f} s: {one}" for one in differences(course, expected))
    yield from (f"a file is left: {path}" for path in (course.root.parent / "tmp").iterdir())


def strike(main: int, target: str, chance: random.Random) -> str:
    """Kill main, a child of it (a server, or the walls around one), or a process below these; return which."""
    process = psutil.Process(main)
    children = process.children()
    below = [one for child in children for one in child.children(recursive=True)]
    victims = {"main": [process], "server": children, "worker": below}[target] or [process]
    victim = chance.choice(victims)
    with suppress(psutil.NoSuchProcess):
        victim.kill()
    return target if victim != process else "main"


def clean(course: Course, expected: dict[str, float]) -> float:
    """Grade to the end; return the seconds that it took."""
    start = time.monotonic()
    with started(course, "autograde", UNIT, *LIMITS) as process:
        log = process.communicate()[1]
    if process.returncode or not all((course.root / "autograded" / learner).is_dir() for learner in expected):
        raise SystemExit(f"soak: the run ended with {process.returncode}: {log[-4000:]}")
    return time.monotonic() - start


def afresh(course: Course) -> None:
    """Take back what was graded."""
    shutil.rmtree(course.root / "autograded", ignore_errors=True)
    shutil.copy(course.root.parent / "gradebook.db", course.root)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*numbers, *(2000, 20, 1)[len(numbers) :]) > 0)
