"""Look at a command and all processes below it while it runs: memory, descriptors, and which of them last."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

import psutil

DONE = "Setting destination file permissions"  # in nbgrader's log: one submission is done
MIB = 1 << 20
LASTING = 0.8  # of all looks, in which a process must be there to be one that lasts


@dataclass(frozen=True)
class Look:
    """What one process held when so many submissions were done: memory in bytes, and descriptors."""

    done: int
    unshared: int
    resident: int
    descriptors: int


@dataclass
class Life:
    """One process, and what was seen of it."""

    name: str
    looks: list[Look] = field(default_factory=list)

    def medians(self, first: tuple[int, int], last: tuple[int, int], what: str) -> tuple[float, float]:
        """The median of a quantity while the submissions between two numbers were graded, and between two others."""
        parts = [[getattr(x, what) for x in self.looks if low <= x.done <= high] for low, high in (first, last)]
        before, after = (statistics.median(part) if part else 0.0 for part in parts)
        return before, after


class Watch:
    """Looks at a command until its log ends. `done` is the number of submissions that it has graded so far."""

    def __init__(self, pid: int, log: IO[str], pause: float = 0.5) -> None:
        """Look every `pause` seconds."""
        self.done, self.lives, self.most = 0, dict[psutil.Process, Life](), 0
        self.tail = ""
        self._log, self._pause = log, pause
        self._main, self._end = psutil.Process(pid), threading.Event()

    def to_the_end(self) -> None:
        """Count what the log says is done, and look meanwhile."""
        looking = threading.Thread(target=self._look_on)
        looking.start()
        for line in self._log:
            self.done += DONE in line
            self.tail = (self.tail + line)[-4000:]
        self._end.set()
        looking.join()

    def lasting(self, after: int) -> Iterator[Life]:
        """The processes that were there almost all the time after so many submissions."""
        count = {process: sum(x.done >= after for x in life.looks) for process, life in self.lives.items()}
        yield from (self.lives[one] for one in self.lives if count[one] > LASTING * max(count.values()))

    def _look_on(self) -> None:
        while not self._end.wait(self._pause):
            with suppress(psutil.Error):
                total = sum(map(self._look, [self._main, *self._main.children(recursive=True)]))
                self.most = max(self.most, total)

    def _look(self, process: psutil.Process) -> int:
        """Note what a process holds; return its unshared memory."""
        with suppress(psutil.Error):
            memory = process.memory_full_info()
            if process not in self.lives:
                name = "main" if process == self._main else f"{process.name()} {process.pid}"
                self.lives[process] = Life(name)
            self.lives[process].looks.append(Look(self.done, memory.uss, memory.rss, process.num_fds()))
            return int(memory.uss)
        return 0
