"""Main's side of a warm fork server: start it, ask for children, learn how they ended.

with Server("autograder.learner.service:serve", Sandbox()) as server:
    ours, theirs = socket.socketpair()
    with server.spawn(theirs) as child:
        ...
        child.wait(timeout=10)
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from autograder.errors import CourseError
from autograder.sandbox import bubblewrap
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.child import MESSAGE, Child, readable, receive

PACKAGE = Path(__file__).parents[1]
_THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}  # a threaded process can't be forked
_ENVIRONMENT = {**_THREADS, "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1"}


class ServerError(Exception):
    """The server could not give a child, or is gone: a fault of the grader, never of a learner."""


class Server:
    """A warm process that forks a child for each `spawn`. Without a sandbox children are trusted.

    `handler` is "module:function"; the child calls it with its sockets and ends when it returns. `warm` names modules
    to import beforehand. `paths` are folders in which the handler's module is found, beside the autograder package.
    The server and all its children end with `close`, and with the process that started it, however that ends. What
    learners' processes write to stdout and stderr is dropped; AUTOGRADER_DEBUG=1 in main's environment shows stderr.
    """

    def __init__(
        self,
        handler: str,
        sandbox: Sandbox | None = None,
        *,
        warm: Sequence[str] = (),
        paths: Sequence[Path] = (),
        timeout: float = 120.0,
    ) -> None:
        """Start nothing yet; `timeout` bounds the start, in seconds."""
        self.handler, self.sandbox, self.warm, self.timeout = handler, sandbox, tuple(warm), timeout
        self.paths = tuple(Path(path).resolve() for path in paths)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._errors: IO[bytes] | None = None  # what it says until it is warm
        self._lost = False

    @property
    def pid(self) -> int:
        """The process that main started: the server, or the bubblewrap around it."""
        if self._process is None:
            raise ServerError("the server has not been started")
        return self._process.pid

    def start(self) -> Self:
        """Start the server and wait until it is warm; raise `CourseError` where that fails."""
        return self.launch().wait()

    def launch(self) -> Self:
        """Start the server, which warms up meanwhile; `wait` comes next.

        Only the main thread may start one: the kernel ends a server when the *thread* that started it ends.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("start servers from the main thread: they end with the thread that started them")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in `wait` or `close`)
        try:
            self._process = self._popen(theirs.fileno(), self._errors)
            with suppress(OSError):  # it has ended already; `wait` says why
                self._control.send(json.dumps(self._setup()).encode())
        except BaseException:
            self.close()
            raise
        finally:
            theirs.close()
        return self

    def wait(self) -> Self:
        """Wait until the server is warm; raise `CourseError` where it fails."""
        if self._control is None or self._errors is None:
            raise ServerError("the server has not been started")
        try:
            if not self._is_ready(self._control):
                self._end()
                self._errors.seek(0)
                raise self._refusal(self._errors.read().decode(errors="replace"))
        except BaseException:
            self.close()
            raise
        self._errors.close()
        self._errors = None
        return self

    def _is_ready(self, control: socket.socket) -> bool:
        """Wait for what the server says when it is warm; false where it ends, or takes too long."""
        try:
            return readable(control, self.timeout) and control.recv(MESSAGE) == b"ready"
        except OSError:  # it ended before it had read what it was told
            return False

    def _setup(self) -> dict[str, Any]:
        """What the server is told first; of main's process only where its children are trusted."""
        setup: dict[str, Any] = {"handler": self.handler, "warm": self.warm, "debug": _debug()}
        if self.sandbox is None:
            return setup | {"limits": None, "visible": [], "users": None, "parent": os.getpid()}
        visible = [str(path) for path in self._visible()]
        return setup | {"limits": asdict(self.sandbox.limits), "visible": visible, "users": bubblewrap.users()}

    def _visible(self) -> list[Path]:
        return [] if self.sandbox is None else bubblewrap.visible((*self.sandbox.read_only, *self.paths))

    def _popen(self, control: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
        modules = (*self.paths, PACKAGE.parent)
        python = [sys.executable, "-P", "-s", "-c", "from autograder.sandbox.forker import main; main()", str(control)]
        if self.sandbox is None:
            found = os.environ.get("PYTHONPATH", "").split(os.pathsep)
            environment = os.environ | {"PYTHONPATH": os.pathsep.join([*map(str, modules), *filter(None, found)])}
            command = python
        else:
            environment = bubblewrap.environment(modules)
            command = [*bubblewrap.command(self._visible()), *python]
        return subprocess.Popen(
            command,
            env=environment | _ENVIRONMENT,
            pass_fds=[control],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.sandbox else 2,
            stderr=errors if self.sandbox and not _debug() else None,
            start_new_session=True,  # Ctrl-C in the terminal is main's business
        )

    def _refusal(self, output: str) -> CourseError:
        if self.sandbox:
            return bubblewrap.refusal(output)
        remedy = "see the traceback above"
        return CourseError(f"the server of {self.handler} did not start", where=sys.executable, remedy=remedy)

    def spawn(self, *sockets: socket.socket) -> Child:
        """Fork a child and hand it these sockets, which are closed here; raise `ServerError` where that fails.

        May be called from several threads.
        """
        if self._control is None:
            raise ServerError("the server has not been started")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            files = [theirs.fileno(), *(passed.fileno() for passed in sockets)]
            socket.send_fds(self._control, [b"spawn"], files)
        except OSError as error:
            ours.close()
            self._lost = True
            raise ServerError(f"the server of {self.handler} is gone ({error})") from error
        finally:
            for handed in (theirs, *sockets):
                handed.close()
        message: dict[str, Any] = receive(ours) if readable(ours, self.timeout) else {"detail": "no answer"}
        if "pid" in message:
            return Child(message["pid"], ours)
        ours.close()
        self._lost = self._lost or "detail" not in message
        raise ServerError(f"no child from the server of {self.handler}: {message.get('detail', 'it is gone')}")

    def alive(self) -> bool:
        """Whether the server is there to ask, as far as one knows."""
        return self._process is not None and self._process.poll() is None and not self._lost

    def close(self) -> None:
        """End the server and all its children."""
        self._end()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if self._errors is not None:  # not warm yet, so it would not notice
                self._process.kill()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


def _debug() -> bool:
    return bool(os.environ.get("AUTOGRADER_DEBUG"))
