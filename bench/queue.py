"""How long a run takes on another machine: a simulation of its queue, with times measured here, and its proof.

    .venv/bin/python -m bench.queue                         # measure, predict a run of 40 on all cores, and run it
    .venv/bin/python -m bench.queue simulate START MAIN EXECUTION   # those of another machine

A run is one main process and some workers. Main prepares a submission, waits until a worker has executed it, then
writes it down, and goes on to the next; workers execute up to four submissions for each of them ahead. Where more are
busy than there are cores, all get the same part of them.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.throughput import autograde, make_course

TINY = 1e-9  # seconds
AHEAD = 4  # submissions for each worker, the default of `ExecuteInJudge.ahead`
FEW, MANY, PROOF = 5, 15, 40  # submissions of the two runs that are measured, and of the one that is predicted
PRICE = 0.34 / 8  # US dollars for an hour of a core: see docs/scale.md
CORES, SIZES = (2, 4, 8, 16, 32), (100, 1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Costs:
    """Seconds: until the first submission can be executed; CPU of main, and of all others, for one submission."""

    start: float
    main: float
    execution: float

    @property
    def ceiling(self) -> float:
        """Submissions a second that one main process can write, however many workers there are."""
        return 1 / self.main

    @property
    def saturating(self) -> int:
        """The workers beyond which a run is no faster, where each has a core of its own."""
        return math.ceil(self.execution / self.main)


def simulate(costs: Costs, submissions: int, workers: int, cores: int) -> float:
    """Return the seconds that a run takes."""
    now, begun, written = costs.start, 0, 0  # begun: given to a worker, written: done
    running: dict[int, float] = {}  # what is executed, and the work left of it
    executed: set[int] = set()
    handed, left = False, costs.main / 2  # whether main has handed the next over; the work left of this step of main
    while written < submissions:
        room = written + (1 + AHEAD * workers if handed else AHEAD * workers if written else 0)
        while begun < min(submissions, room) and len(running) < workers:
            running[begun] = costs.execution
            begun += 1
        waiting = handed and written not in executed
        step = min([*running.values(), *([] if waiting else [left])])
        now += step * max(1.0, (len(running) + (not waiting)) / cores)
        running = {one: work - step for one, work in running.items()}
        executed |= {one for one, work in running.items() if work <= TINY}
        running = {one: work for one, work in running.items() if work > TINY}
        if waiting:
            continue
        left -= step
        if left <= TINY:
            written += handed
            handed, left = not handed, costs.main / 2
    return now


def measure(folder: Path) -> Costs:
    """Grade two classes with one worker: what a submission costs is what lies between them."""
    few, many = (run(folder, size, ["--ExecuteInJudge.workers=1"]) for size in (FEW, MANY))
    main, total = ((getattr(many, what) - getattr(few, what)) / (MANY - FEW) for what in ("main", "cpu"))
    # One worker does nothing while main works on the first submission, and main nothing while the last is executed.
    start = few.seconds - simulate(Costs(0, main, total - main), FEW, 1, len(os.sched_getaffinity(0)))
    return Costs(start, main, total - main)


@dataclass(frozen=True)
class Measured:
    """What a run took: seconds, CPU seconds of main, and of all processes, start included."""

    seconds: float
    main: float
    cpu: float


def run(folder: Path, size: int, options: list[str]) -> Measured:
    """Grade a class of solved submissions."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        found = autograde(make_course(Path(made), size), options)
    return Measured(found.end, found.main, found.cpu)


def main() -> None:
    """Measure, predict, run, and compare; then what larger classes take."""
    console = Console(width=120)
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as made:
        costs = measure(Path(made))
        console.print(f"start {costs.start:.2f} s, main {costs.main:.3f} s, execution {costs.execution:.3f} s each")
        predicted, found = simulate(costs, PROOF, cores, cores), run(Path(made), PROOF, []).seconds
    off = 100 * (predicted / found - 1)
    console.print(
        f"{PROOF} submissions on {cores} cores: predicted {predicted:.1f} s, found {found:.1f} s ({off:+.1f} %)"
    )
    console.print(f"load average {load:.1f} before, {os.getloadavg()[0]:.1f} after")
    tell(costs, console)


def tell(costs: Costs, console: Console) -> None:
    """Print how long larger classes take on larger machines."""
    table = Table(title="minutes, and US dollars: one machine, one worker for each core")
    table.add_column("submissions", justify="right")
    for cores in CORES:
        table.add_column(f"{cores} cores", justify="right")
    for size in SIZES:
        minutes = [simulate(costs, size, cores, cores) / 60 for cores in CORES]
        prices = [PRICE * cores * one / 60 for cores, one in zip(CORES, minutes, strict=True)]
        table.add_row(f"{size:,}", *(f"{one:.1f}, {price:.2f}" for one, price in zip(minutes, prices, strict=True)))
    console.print(table)
    console.print(
        f"one main process: at most {costs.ceiling:.1f} submissions a second, reached with {costs.saturating} workers"
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["simulate", start, each, execution]:
            tell(Costs(float(start), float(each), float(execution)), Console(width=120))
        case _:
            main()
