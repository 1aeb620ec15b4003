"""What a child and all that it has started use together, from outside: memory, CPU time, runnable threads, sockets.

Numbers of processes are those of `/proc`, which shows bubblewrap's pid namespace; the server lives in one inside that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

GREEDY = 2  # threads that may want to run at once before a family gives way to others
LOWEST = 19  # the priority that gives way; 32 such processes weigh less than half of an ordinary one
Family = list[psutil.Process]


def number(pidfd: int | None = None) -> int:
    """Return the number of an open pidfd's process, or of this one."""
    if pidfd is None:
        return int(Path("/proc/self").readlink().name)
    lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))


def families(children: Iterable[int]) -> dict[int, Family]:
    """Return each of these processes with all its descendants."""
    processes = {process.pid: process for process in psutil.process_iter(["ppid"])}
    found: dict[int, Family] = {child: [] for child in children}
    for process in processes.values():
        ancestor = process.pid
        while ancestor in processes and ancestor not in found:
            ancestor = processes[ancestor].info["ppid"]
        if ancestor in found:
            found[ancestor].append(process)
    return found


def holds_more(family: Family, limit: int) -> bool:
    """Whether a family has more bytes in RAM.

    Shared pages count by share (PSS), where that can be read; resident pages count where it cannot.
    """
    # Reading the resident size costs microseconds, PSS milliseconds: ask for it only where it can matter.
    return sum(map(resident, family)) > limit and sum(map(_proportional, family)) > limit


def resident(process: psutil.Process) -> int:
    """Return the memory of a process that is in RAM, shared pages included, in bytes; 0 where it has ended."""
    with suppress(psutil.NoSuchProcess):
        return int(process.memory_info().rss)
    return 0


def _proportional(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        try:
            return int(process.memory_full_info().pss)
        except psutil.AccessDenied:  # it has made itself undumpable
            return resident(process)
    return 0


def cpu(family: Family) -> float:
    """Return the CPU seconds of all that lives of a family, and of what it has waited for."""
    seconds = 0.0
    for process in family:
        with suppress(psutil.NoSuchProcess):
            seconds += sum(process.cpu_times()[:4])
    return seconds


def sockets(child: int) -> int:
    """Return the number of sockets in the network namespace of a process; 0 where it has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{child}/net/sockstat").read_text().split()[2])
    return 0


def give_way(family: Family) -> None:
    """Give a family the lowest priority, for good, where many of its threads want to run at once."""
    if len(family) <= GREEDY and sum(map(_threads, family)) <= GREEDY:
        return
    threads = [thread for process in family for thread in _states(process.pid)]
    if sum(state == "R" for state, _ in threads) > GREEDY:
        for _, thread in threads:
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, thread, LOWEST)


def _threads(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return int(process.num_threads())
    return 0


def _states(process: int) -> Iterator[tuple[str, int]]:
    """Yield the state of each thread of a process, and its number where this process lives."""
    depth = len(_field(Path("/proc/self/status").read_text(), "NSpid"))
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError, IndexError):  # it has ended
                status = (thread / "status").read_text()
                yield _field(status, "State")[0], int(_field(status, "NSpid")[depth - 1])


def _field(status: str, name: str) -> list[str]:
    return next((line.split()[1:] for line in status.splitlines() if line.startswith(f"{name}:")), [])
