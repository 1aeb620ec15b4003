"""What one child may use: resource limits of each of its processes, and of all of them together."""

from __future__ import annotations

import resource
from dataclasses import dataclass

import psutil

from autograder.sandbox.families import number

MIB = 1 << 20
SIGNALS = 1024  # that may wait


@dataclass(frozen=True)
class Limits:
    """The limits of one sandboxed child. Sizes are bytes, times seconds."""

    memory: int = 1024 * MIB  # on top of what the warm server has; for each process and for the whole child
    processes: int = 32  # threads count
    files: int = 256  # open at a time, a process
    file_size: int = 64 * MIB
    disk: int = 64 * MIB  # /tmp; as much again at most in /dev/shm
    entries: int = 8192  # files and folders in /tmp
    sockets: int = 256  # of the whole child; each may hold 416 KiB that count as nobody's memory
    cpu: int = 150  # CPU seconds of the whole child; a backstop, the time limits of cells are kept outside
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
        (resource.RLIMIT_NICE, 0),  # else a family that must give way could take its priority back
        (resource.RLIMIT_RTPRIO, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_SIGPENDING, SIGNALS),
    ):
        hard = resource.getrlimit(name)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (lowest, lowest))


def measure() -> tuple[int, int]:
    """Return the size of this process's address space and of its private writable part, in bytes."""
    memory = psutil.Process(number()).memory_info()
    return memory.vms, memory.data
