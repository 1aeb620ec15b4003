"""Compare stock nbgrader with this configuration: the same solved submissions, in one run, on this machine.

    make bench                       # 20 submissions
    make bench SIZES="20 100 500"

Each round grades with stock nbgrader, with one worker and with all, one after the other, so that what else the machine
does hits all three. Stock nbgrader grades at most `STOCK` submissions: each costs it the same, which the run shows, so
its time for more follows from the time between two.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.course.layout import Course, exercises
from autograder.course.sample import perfect, submission
from autograder.grading.engine import Engine
from autograder.judge.notebook import is_graded
from autograder.notebooks import read_notebook
from bench.memory import descendants, unshared

ROOT = Path(__file__).parents[1]
STOCK = 10  # submissions of a round, at most
ROUNDS = 3  # fewer for more than 100 submissions, see `rounds`
PROGRAMS = Path(sys.executable).parent
END = "Setting destination file permissions"  # in nbgrader's log: one submission is done
PR_SET_CHILD_SUBREAPER = 36
CONFIGURATIONS = ("stock", "one worker", "all cores")


@dataclass(frozen=True)
class Run:
    """When a command had graded each submission, in seconds from its start, when it ended, and its CPU seconds.

    `main` are those of the command's own process at the last submission.
    """

    ends: list[float]
    end: float
    cpu: float
    main: float

    def each(self, size: int) -> float:
        """Seconds for each of `size` submissions, start of the command included."""
        between = (self.ends[-1] - self.ends[0]) / (len(self.ends) - 1)
        return (self.end + (size - len(self.ends)) * between) / size


def main(sizes: list[int]) -> None:
    """Print a table of seconds and ratios for each number of submissions, then memory and the floor."""
    console = Console(width=120)
    load = os.getloadavg()[0]
    table = Table(title="nbgrader autograde 06_descent: seconds for one submission, median (lowest to highest)")
    for column in ("submissions", *CONFIGURATIONS, "ratio, one worker", "ratio, all cores"):
        table.add_column(column, justify="right")
    steady: list[tuple[float, float]] = []
    cpu: list[list[float]] = [[], [], []]
    for size in sizes:
        rounds = [one_round(size, console) for _ in range(ROUNDS if size <= 100 else 1)]
        seconds = {name: [found[name].each(size) for found in rounds] for name in CONFIGURATIONS}
        ratios = [
            [stock / ours for stock, ours in zip(seconds["stock"], seconds[name], strict=True)]
            for name in CONFIGURATIONS[1:]
        ]
        table.add_row(
            str(size), *(_spread(seconds[name], 2) for name in CONFIGURATIONS), *(_spread(r, 1) for r in ratios)
        )
        for used, name in zip(cpu, CONFIGURATIONS, strict=True):
            used += [found[name].cpu / len(found[name].ends) for found in rounds]
        steady += [halves(found["stock"]) for found in rounds]
    console.print(table)
    first, second = (statistics.median(half) for half in zip(*steady, strict=True))
    for name, used in zip(CONFIGURATIONS, cpu, strict=True):
        console.print(f"{name}: {_spread(used, 2)} CPU seconds each, all processes, start included")
    console.print(f"stock, later submissions of a run: first half {first:.2f} s each, second half {second:.2f} s each")
    console.print(f"floor, the same cells in one warm process without any isolation: {floor():.2f} s each")
    console.print(f"one more worker, judge and learner under way: {memory() / 2**20:.0f} MiB unshared")
    console.print(
        f"{len(os.sched_getaffinity(0))} cores; load average {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    )


def one_round(size: int, console: Console) -> dict[str, Run]:
    """Grade a class with each configuration; every submission must get full marks."""
    found = {}
    for name in CONFIGURATIONS:
        with tempfile.TemporaryDirectory() as folder:
            course = make_course(Path(folder), min(size, STOCK) if name == "stock" else size, stock=name == "stock")
            options = ["--ExecuteInJudge.workers=1"] if name == "one worker" else []
            found[name] = autograde(course, options)
        console.print(f"{size} submissions, {name}: {found[name].each(size):.2f} s each", style="dim")
    return found


def autograde(course: Course, options: list[str]) -> Run:
    """Run the stock command and note when it is through with each submission."""
    unit, environment = course.sample_unit, {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    release = [str(PROGRAMS / "nbgrader"), "generate_assignment", unit, "--force"]
    subprocess.run(release, cwd=course.root, env=environment, check=True, capture_output=True)
    before, start = _cpu(), time.perf_counter()
    command = [str(PROGRAMS / "nbgrader"), "autograde", unit, *options]
    with subprocess.Popen(command, cwd=course.root, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        ends, main = [], 0.0
        for line in process.stderr:
            if END in line:
                ends.append(time.perf_counter() - start)
                main = sum(psutil.Process(process.pid).cpu_times()[:2])
    end, cpu = time.perf_counter() - start, _cpu() - before
    most = sum(exercise.points for exercise in exercises(read_notebook(course.source(unit))).values())
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        scores = [graded.score for graded in gradebook.assignment_submissions(unit)]
    if scores != [most] * len(list(course.root.glob("submitted/*"))):
        raise SystemExit(f"bench: not all submissions got {most} points in {course.root}: {scores}")
    return Run(ends, end, cpu, main)


def make_course(folder: Path, size: int, *, stock: bool = False) -> Course:
    """Copy the sample unit and add `size` solved submissions, no two alike; `stock` leaves nbgrader as it comes."""
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    if stock:
        (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    origin, course = Course(ROOT), Course(folder)
    unit = origin.sample_unit
    for part in ("source", "contracts"):
        shutil.copytree(ROOT / part / unit, folder / part / unit)
    solved = submission(read_notebook(origin.release(unit)), perfect(origin, unit))
    answer = next(cell for cell in solved.cells if cell.id == next(iter(perfect(origin, unit).answers)))
    text = answer.source
    for number in range(size):
        path = folder / "submitted" / f"learner-{number:04}" / unit / f"{unit}.ipynb"
        path.parent.mkdir(parents=True)
        answer.source = f"{text}\n# learner {number}"
        nbformat.write(solved, path)
    return course


def halves(run: Run) -> tuple[float, float]:
    """Seconds from one submission to the next, in the first and in the second half of a run."""
    middle, last = len(run.ends) // 2, len(run.ends) - 1
    return (run.ends[middle] - run.ends[0]) / middle, (run.ends[last] - run.ends[middle]) / (last - middle)


def floor(times: int = 10) -> float:
    """Run the cells of the solved notebook again and again in one warm process; return the seconds of one time."""
    code = "import sys; from bench.throughput import repeat; print(repeat(int(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(times)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])


def repeat(times: int) -> float:
    """Run the solved notebook's cells, hidden tests included, with new names each time; return the median seconds.

    Cells run in a shell like the learner's. Test cells do not: nobody looks at the figures that they leave.
    """
    import autograder.learner.warm  # noqa: F401
    from autograder.learner.shell import Shell

    course = Course(ROOT)
    notebook = read_notebook(course.source(course.sample_unit))
    shell, seconds, out = Shell(), [], sys.stdout
    shell.listen()
    for _ in range(times):
        start = time.perf_counter()
        shell.shell.reset(new_session=False)
        for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
            if is_graded(cell):
                exec(compile(cell.source, cell.id, "exec"), shell.names)
                shell.settle()
            elif failed := [output for output in shell.run(cell.source) if output["output_type"] == "error"]:
                raise SystemExit(f"bench: a cell failed: {failed[0]['evalue']}")
        seconds.append(time.perf_counter() - start)
    sys.stdout = out
    return statistics.median(seconds)


def memory() -> int:
    """Return the most memory in bytes that a judge and its learner share with nobody, while they grade."""
    course = Course(ROOT)
    notebook = read_notebook(course.source(course.sample_unit))
    most = 0
    with Engine(workers=1) as engine:
        servers = descendants(os.getpid())
        future = engine.submit(notebook)
        while not future.done():
            most = max(most, sum(map(unshared, descendants(os.getpid()) - servers)))
            time.sleep(0.005)
        future.result()
    return most


def _cpu() -> float:
    """CPU seconds of all processes that this one has started, and of those they started; wait for their end."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, *map(ctypes.c_ulong, (1, 0, 0, 0)))
    with suppress(ChildProcessError):
        while True:
            os.wait()  # bubblewrap leaves its children to whoever adopts them
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _spread(values: list[float], digits: int) -> str:
    median = f"{statistics.median(values):.{digits}f}"
    return median if len(values) == 1 else f"{median} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20])
