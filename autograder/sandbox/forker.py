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

import psutil

from autograder.sandbox import enclosure, families, kernel, limits
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
    user: int = 0  # in the server's namespace; 0 where children share the server's
    reason: str = ""  # why this process has killed it
    told: list[int] = field(default_factory=list)  # signals that main asked for
    cpu: float = 0.0  # seconds that it and all that it started have been seen to use
    seen: float = 0.0

    def count(self, seconds: float) -> None:
        """Add what has come since the last look; what a process that has ended used is no longer seen, but stays."""
        self.cpu += max(0.0, seconds - self.seen)
        self.seen = seconds


@dataclass
class Forker:
    """Fork a child for each request until the control socket closes. Without `bounds` children are not enclosed."""

    control: socket.socket
    handler: Handler
    bounds: limits.Limits | None
    visible: list[str]
    debug: bool = False  # learners' processes keep main's stderr
    many: bool = False  # there is a user for each child
    children: dict[int, _Child] = field(default_factory=dict)
    selector: selectors.BaseSelector = field(default_factory=selectors.PollSelector)

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
            child = self._born(status, passed)
        except Exception as error:
            _tell(status, kind="refused", detail=str(error)[:500])
            status.close()
        else:
            _tell(status, pid=child.pid)
        finally:
            for file in passed:
                os.close(file)

    def _born(self, status: socket.socket, files: list[int]) -> _Child:
        if (threads := _threads()) != 1:
            raise RuntimeError(f"the server has {threads} threads; a child forked from it could hang")
        user = self._free_user()
        pid = self._enclosed(files, user) if self.bounds else self._plain(files)
        seconds = self.bounds.seconds if self.bounds else float("inf")
        try:
            child = _Child(pid, os.pidfd_open(pid), status, time.monotonic() + seconds, user)
        except OSError:  # no file descriptor is left: the child cannot be watched
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise
        self.children[pid] = child
        self.selector.register(status, selectors.EVENT_READ, lambda: self._told(child))
        self.selector.register(child.process, selectors.EVENT_READ, lambda: self._ended(child))
        return child

    def _free_user(self) -> int:
        if not self.many:
            return 0
        if free := set(range(1, enclosure.USERS)) - {child.user for child in self.children.values()}:
            return min(free)
        raise RuntimeError(f"{enclosure.USERS - 1} children live, there is no user for one more")

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

    def _enclosed(self, files: list[int], user: int) -> int:
        """Fork a child and wait until its walls stand."""
        reader, writer = os.pipe()
        pid = enclosure.fork()
        if not pid:
            try:
                assert self.bounds
                enclosure.enclose(self.bounds, self.visible, user)
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
        """Look at what children use; what goes wrong with one is that child's end, not the server's."""
        numbers = {families.number(child.process): child for child in self.children.values()}
        warm = families.resident(psutil.Process(families.number()))
        for number, family in families.families(numbers).items():
            child = numbers[number]
            try:
                if reason := self._excess(child, number, family, warm):
                    self._kill(child, reason)
            except Exception:  # such as the name of a process that is no text: that child's own fault
                traceback.print_exc()
                self._kill(child, "lost")

    def _excess(self, child: _Child, number: int, family: families.Family, warm: int) -> str:
        """Return what a child has used too much of; have it give way to others where it wants to run too often."""
        assert self.bounds
        families.give_way(family)
        child.count(families.cpu(family))
        # What children share with this process counts in part as theirs.
        if families.holds_more(family, warm + self.bounds.memory * 5 // 4):
            return "memory"
        if families.sockets(number) > self.bounds.sockets:
            return "memory"
        if child.cpu > self.bounds.cpu:
            return "cpu"
        return "time" if time.monotonic() > child.deadline else ""


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


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def _tell(status: socket.socket, **message: Any) -> None:
    with suppress(OSError):  # main may have lost interest
        status.send(json.dumps(message).encode())


def main() -> None:
    """Warm up and serve. The one argument is the number of the control socket, whose first message is the setup.

    So `sys.orig_argv` of a learner tells nothing about main, nor does anything else that a child inherits.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    setup = json.loads(control.recv(1 << 20))
    bounds = limits.Limits(**setup["limits"]) if setup["limits"] else None
    many = bool(setup.get("users"))
    if bounds:
        enclosure.settle(setup["users"])
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
    _live(Forker(control, handler, bounds, setup["visible"], setup["debug"], many).serve)
