"""A forked child from main's side: its pid, its end, signals to it, all over one status socket."""

from __future__ import annotations

import json
import select
import signal
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, Self

MESSAGE = 4096  # the largest message in bytes


@dataclass(frozen=True)
class Death:
    """How a child ended.

    `kind` is "exit" (by itself, with `code`), "signal" (number `-code`, e.g. a crash), "memory", "cpu" or "time" (over
    a limit), "killed" (by main), or "lost" (the server is gone, and its children with it). `cpu` is in seconds.
    """

    kind: Literal["exit", "signal", "memory", "cpu", "time", "killed", "lost"]
    code: int = 0
    cpu: float = 0.0
    detail: str = ""

    def __str__(self) -> str:
        if self.kind == "exit":
            return f"ended with exit code {self.code}"
        if self.kind == "signal":
            return f"died of {signal.Signals(-self.code).name}"
        says = {"memory": "ran out of memory", "cpu": "used up its CPU time", "time": "used up its time"}
        return says.get(self.kind, "was stopped" if self.kind == "killed" else "was lost with its server")


class Child:
    """A forked process, from main's side. Closing it, or losing it, kills the process and all that it started."""

    def __init__(self, pid: int, status: socket.socket) -> None:
        """Know the process by its number in the server's pid namespace, and its status socket."""
        self.pid = pid
        self._status = status
        self._death: Death | None = None
        self._lock = threading.Lock()

    def fileno(self) -> int:
        """Return a file descriptor that becomes readable when the child has ended, for `select`; -1 afterwards."""
        return self._status.fileno()

    def poll(self) -> Death | None:
        """Return how the child ended, or None while it runs."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> Death | None:
        """Wait for the child's end, at most `timeout` seconds; return None where it still runs then."""
        if not self._lock.acquire(timeout=-1 if timeout is None else timeout):
            return None  # another thread waits, and nothing has come
        try:
            if self._death is None and readable(self._status, timeout):
                message = receive(self._status)
                self._death = Death(**message) if message else Death("lost")
                self._status.close()
            return self._death
        finally:
            self._lock.release()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the child; SIGKILL, which nothing withstands, where none is named."""
        with suppress(OSError):  # where it has ended
            self._status.send(str(int(number)).encode())

    def close(self) -> Death:
        """Kill the child if it still runs, and return how it ended."""
        self.kill()
        death = self.wait()
        assert death is not None
        return death

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def readable(status: socket.socket, timeout: float | None) -> bool:
    """Wait with poll, which unlike select knows no largest file descriptor."""
    poll = select.poll()
    poll.register(status, select.POLLIN)
    return bool(poll.poll(None if timeout is None else timeout * 1000))


def receive(status: socket.socket) -> dict[str, Any]:
    """Receive one message about a child; nothing where the server is gone."""
    for _ in range(2):
        try:
            message: dict[str, Any] = json.loads(status.recv(MESSAGE) or b"{}")
        except ConnectionResetError:  # comes first where the server has not read main's last words; its own wait behind
            continue
        except OSError:
            break
        return message
    return {}
