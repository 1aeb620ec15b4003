"""What one child may use: resource limits of each of its processes, and of all of them together."""

from __future__ import annotations

import resource
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """The limits of one sandboxed child. Sizes are bytes, times seconds."""

    memory: int = 1024 * MIB  # on top of what the warm server has; for each process and for the whole child
    processes: int = 64  # threads count
    files: int = 256  # open at a time, a process
    file_size: int = 64 * MIB
    disk: int = 64 * MIB  # /tmp; as much again at most in /dev/shm
    entries: int = 8192  # files and folders in /tmp
    cpu: int = 150  # CPU seconds a process; a backstop, the time limits of cells are kept outside
    seconds: float = 600.0  # wall clock of the whole child; a backstop likewise


def apply(limits: Limits, sizes: tuple[int, int]) -> None:
    """Bind this process and all that it starts; call it inside the child's user namespace, so that it counts alone.

    `sizes` are those of `measure`, taken while `/proc` can be read.
    """
    size, data = sizes
    for name, value in (
        (resource.RLIMIT_AS, size + limits.memory),
        (resource.RLIMIT_DATA, data + limits.memory),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_SIGPENDING, 1024),
    ):
        hard = resource.getrlimit(name)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (lowest, lowest))


def measure() -> tuple[int, int]:
    """Return the size of this process's address space and of its private writable part, in bytes."""
    pages = Path("/proc/self/statm").read_text().split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def over_memory(children: Iterable[int], limit: int) -> list[int]:
    """Return those `children` that hold, with all their descendants, more than `limit` bytes.

    Shared pages count by share (PSS, from smaps_rollup), where that can be read; resident pages count where it cannot.
    """
    members = _families(set(children))
    return [child for child, family in members.items() if _holds_more(family, limit)]


def _holds_more(family: list[int], limit: int) -> bool:
    # Reading the resident size costs microseconds, PSS milliseconds: ask for it only where it can matter.
    return sum(map(resident, family)) > limit and sum(map(_proportional, family)) > limit


def _families(children: set[int]) -> dict[int, list[int]]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    families = defaultdict(list)
    for process in parents:
        ancestor = process
        while ancestor and ancestor not in children:
            ancestor = parents.get(ancestor, 0)
        if ancestor:
            families[ancestor].append(process)
    return families


def resident(process: int | str = "self") -> int:
    """Return the memory of a process that is in RAM, shared pages included, in bytes; 0 where it has ended."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    return 0


def number(process: int) -> int:
    """Return the number of an open pidfd's process in /proc, which shows bubblewrap's namespace, not the server's."""
    lines = Path(f"/proc/self/fdinfo/{process}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))


def _proportional(process: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        except PermissionError:  # it has made itself undumpable
            return resident(process)
    return 0
