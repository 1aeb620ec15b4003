"""The process that forks: warm, single-threaded, started by `autograder.sandbox.server` inside or outside a sandbox.

It listens on one socket. A message there carries file descriptors: the first is the child's status socket, over which
this process reports the child's pid and, later, its end, and main asks for a signal; the rest are for the handler.
Where the status socket closes in main the child is killed; where the control socket closes everything ends.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox import enclosure, kernel, limits
from autograder.sandbox.child import MESSAGE

OUT_OF_MEMORY = 86  # exit code of a child whose handler ran into MemoryError
DESCRIPTORS = 16  # the most that one request may carry
WATCH = 0.25  # seconds between two looks at the memory and the time of children
Handler = Callable[..., object]


@dataclass
class _Child:
    pid: int
    process: int  # its pidfd
    status: socket.socket
    deadline: float
    reason: str = ""  # why this process has killed it
    told: list[int] = field(default_factory=list)  # signals that main asked for


@dataclass
class Forker:
    """Fork a child for each request until the control socket closes. Without `bounds` children are not enclosed."""

    control: socket.socket
    handler: Handler
    bounds: limits.Limits | None
    visible: list[str]
    debug: bool = False  # learners' processes keep main's stderr
    children: dict[int, _Child] = field(default_factory=dict)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def serve(self) -> None:
        """Answer requests, signals and ends of children."""
        self.selector.register(self.control, selectors.EVENT_READ, self._request)
        try:
            while True:
                watching = self.bounds and self.children
                for key, _ in self.selector.select(WATCH if watching else None):
                    key.data()
                if watching:
                    self._watch()
        finally:
            for child in self.children.values():
                self._kill(child, "killed")

    def _request(self) -> None:
        message, files, _, _ = socket.recv_fds(self.control, MESSAGE, DESCRIPTORS)
        if not message:
            raise SystemExit(0)
        status, passed = socket.socket(fileno=files[0]), files[1:]
        try:
            threads = len(list(Path("/proc/self/task").iterdir()))
            if threads != 1:
                raise RuntimeError(f"the server has {threads} threads; a child forked from it could hang")
            pid = self._enclosed(passed) if self.bounds else self._plain(passed)
        except Exception as error:
            _tell(status, kind="refused", detail=str(error)[:500])
            status.close()
            return
        finally:
            for file in passed:
                os.close(file)
        seconds = self.bounds.seconds if self.bounds else float("inf")
        child = self.children[pid] = _Child(pid, os.pidfd_open(pid), status, time.monotonic() + seconds)
        self.selector.register(status, selectors.EVENT_READ, lambda: self._told(child))
        self.selector.register(child.process, selectors.EVENT_READ, lambda: self._ended(child))
        _tell(status, pid=pid)

    def _plain(self, files: list[int]) -> int:
        parent = os.getpid()

        def life() -> None:
            kernel.die_with_parent(parent)
            os.setsid()
            self._handle(files)

        pid = os.fork()
        if not pid:
            _live(life)
        return pid

    def _enclosed(self, files: list[int]) -> int:
        """Fork a child and wait until its walls stand."""
        reader, writer = os.pipe()
        pid = enclosure.fork()
        if not pid:
            try:
                assert self.bounds
                enclosure.enclose(self.bounds, self.visible)
            except BaseException as error:
                os.write(writer, str(error).encode())
                os._exit(1)
            _live(lambda: self._handle(files))  # closes the pipe: until then the server waits
        os.close(writer)
        with os.fdopen(reader) as pipe:
            problem = pipe.read()
        if problem:
            os.waitpid(pid, 0)
            raise RuntimeError(f"a child could not be walled in: {problem}")
        return pid

    def _handle(self, files: list[int]) -> None:
        """Close all files but the handler's, then run the handler."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2) if self.bounds and not self.debug else (0,):
            os.dup2(nothing, standard)
        edges = [2, *sorted(files), os.sysconf("SC_OPEN_MAX") + 65536]
        for before, after in pairwise(edges):
            os.closerange(before + 1, after)
        # The sockets of the server are closed as files; their objects must not close the handler's by number later.
        for lost in (self.control, *(child.status for child in self.children.values())):
            lost.detach()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self.handler(*(socket.socket(fileno=file) for file in files))

    def _told(self, child: _Child) -> None:
        if child.pid not in self.children:
            return  # it has ended since `select` looked
        message = b""
        with suppress(OSError):
            message = child.status.recv(MESSAGE)
        if not message:
            self.selector.unregister(child.status)
            self._kill(child, "killed")
            return
        child.told.append(number := int(message))
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(child.process, number)

    def _kill(self, child: _Child, reason: str) -> None:
        child.reason = child.reason or reason
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(child.process, signal.SIGKILL)
        self._kill_programs(child)

    def _kill_programs(self, child: _Child) -> None:
        """End what a judge has started; the programs of a learner end with its pid namespace."""
        if not self.bounds:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)

    def _ended(self, child: _Child) -> None:
        self._kill_programs(child)  # before its number can be another's
        _, status, used = os.wait4(child.pid, 0)
        with suppress(KeyError):
            self.selector.unregister(child.status)
        self.selector.unregister(child.process)
        os.close(child.process)
        del self.children[child.pid]
        _tell(child.status, **self._end(child, os.waitstatus_to_exitcode(status), used))
        child.status.close()

    def _end(self, child: _Child, code: int, used: resource.struct_rusage) -> dict[str, Any]:
        seconds = used.ru_utime + used.ru_stime
        end = {"kind": "exit" if code >= 0 else "signal", "code": code, "cpu": round(seconds, 3)}
        if child.reason and code == -signal.SIGKILL:  # else it ended by itself just before
            return end | {"kind": child.reason}
        if code == OUT_OF_MEMORY:
            return end | {"kind": "memory"}
        if code == -signal.SIGKILL and signal.SIGKILL in child.told:
            return end | {"kind": "killed"}
        if code in (-signal.SIGKILL, -signal.SIGXCPU) and self.bounds and seconds >= self.bounds.cpu - 0.5:
            return end | {"kind": "cpu"}
        if code == -signal.SIGKILL and self.bounds:
            # Nobody inside can send SIGKILL to the first process of a pid namespace: it was the kernel.
            return end | {"kind": "memory", "detail": "killed from outside; most likely this machine ran out of memory"}
        return end

    def _watch(self) -> None:
        assert self.bounds
        numbers = {limits.number(child.process): child for child in self.children.values()}
        warm = limits.resident()  # what children share with this process counts in part as theirs
        for number in limits.over_memory(numbers, warm + self.bounds.memory * 5 // 4):
            self._kill(numbers[number], "memory")
        now = time.monotonic()
        for child in self.children.values():
            if now > child.deadline:
                self._kill(child, "time")


def _live(life: Callable[[], None]) -> NoReturn:
    """Do what this process is for and end at once, with the exit code that the end deserves; never return."""
    code = 1
    try:
        life()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code & 0xFF)


def _tell(status: socket.socket, **message: Any) -> None:
    with suppress(OSError):  # main may have lost interest
        status.send(json.dumps(message).encode())


def main() -> None:
    """Warm up and serve. The one argument is JSON, see `Server._popen`."""
    setup = json.loads(sys.argv[1])
    control = socket.socket(fileno=setup["control"])
    bounds = limits.Limits(**setup["limits"]) if setup["limits"] else None
    if bounds:
        enclosure.settle(setup["user"])
    else:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that it ends the programs of judges too
        kernel.die_with_parent(setup["parent"], signal.SIGTERM)
    for module in setup["warm"]:
        importlib.import_module(module)
    module, _, name = setup["handler"].partition(":")
    handler = getattr(importlib.import_module(module), name)
    gc.collect()
    gc.freeze()  # a collection in a child would write to every object, and so unshare its page
    control.send(b"ready")
    _live(Forker(control, handler, bounds, setup["visible"], setup["debug"]).serve)
