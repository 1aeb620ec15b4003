"""What a learner's code must not be able to do, as attempts that run in a sandboxed child.

An attempt gets the facts that main knows (paths, numbers, names) and returns what it got hold of; where the sandbox
holds it raises `OSError` or finds nothing. Where the attempt is to exhaust a limit, main judges by the child's end.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import signal
import socket
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from autograder.sandbox import kernel, syscalls

Facts = dict[str, Any]
MARK = "autograder-doctor"  # in the names of what one child leaves for another to find


def serve(connection: socket.socket) -> None:
    """Make the attempts that main asks for, one JSON line each, and answer with what each got, or met."""
    with connection, connection.makefile("rw") as lines:
        for line in lines:
            name, facts = json.loads(line)
            try:
                got, met = globals()[name](facts), ""
            except (OSError, MemoryError, ImportError) as error:
                got, met = "", str(error) or type(error).__name__
            print(json.dumps([got or "", met]), file=lines, flush=True)


def reach_loopback(facts: Facts) -> str:
    """Connect to a server that main runs on this machine."""
    with socket.create_connection(("127.0.0.1", facts["port"]), timeout=2):
        return "connected to 127.0.0.1"


def reach_network(_: Facts) -> str:
    """Find a way to another machine. Nothing is sent: connecting UDP only looks for a route; TEST-NET-1 is nobody's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outwards:
        outwards.connect(("192.0.2.1", 9))
        return f"a route from {outwards.getsockname()[0]}"


def reach_host(_: Facts) -> str:
    """Open a socket between a virtual machine and its host, which no network namespace holds back."""
    socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).close()
    return "a vsock socket"


def reach_unix_socket(facts: Facts) -> str:
    """Connect to an abstract Unix socket of main's, or of a sibling's."""
    return _first(facts["listeners"], _connect)


def read_private(facts: Facts) -> str:
    """Find the course, the gradebook, submissions, the home folder or a file of main's in /tmp."""
    return _first(facts["private"], lambda path: os.lstat(path) and path)


def read_exchange(facts: Facts) -> str:
    """Find what others have handed in."""
    return _first(facts["exchange"], lambda path: os.lstat(path) and path)


def read_environment(facts: Facts) -> str:
    """Find a secret of main's environment in this one, or in that of the first process."""
    if facts["secret"] in "".join(os.environ.values()):
        return "main's environment"
    return "main's environment" if facts["secret"].encode() in Path("/proc/1/environ").read_bytes() else ""


def read_sibling_files(_: Facts) -> str:
    """Find what a sibling has put into the folders that one may write to."""
    places = [Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path("/dev/mqueue")]
    found = [path for place in places if place.is_dir() for path in place.glob(f"{MARK}*")]
    return str(found[0]) if found else ""


def leave_traces(_: Facts) -> str:
    """Leave files and a socket for a sibling to find; no attempt of its own."""
    for place in ("/tmp", "/dev/shm"):
        Path(place, f"{MARK}-{os.getpid()}").write_text("seen")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"\0{MARK}-sibling")
    listener.listen()
    globals()["_kept"] = listener
    return ""


def write_outside(_: Facts) -> str:
    """Write anywhere but in the private folders: interpreter, packages, this package, system folders."""
    paths = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), str(Path(__file__).parent), os.__file__}
    paths |= {"/", "/usr", "/usr/local", "/etc", "/dev", "/proc", "/var", "/var/tmp", "/home", "/root", "/bin", "/lib"}
    return _first(sorted(paths), _write)


def see_processes(_: Facts) -> str:
    """See another process in /proc, or by sending it no signal at all."""
    seen = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
    return f"/proc/{seen[0]}" if seen else _first(range(2, 4096), _signal)


def trace_processes(_: Facts) -> str:
    """Trace a process, here oneself, as a debugger does."""
    _call("ptrace", 0, 0, 0, 0)
    return "ptrace"


def share_memory(_: Facts) -> str:
    """Make memory, queues or keys that outlive this child, or that no limit counts."""
    tries = (("shmget", 0, 4096, 0o1600), ("semget", 0, 1, 0o1600), ("msgget", 0, 0o1600))
    return _first((*tries, ("memfd_create", MARK.encode(), 0), ("keyctl", 0, -3, 1)), lambda call: _call(*call))


def gain_privileges(_: Facts) -> str:
    """Become root, make namespaces, or mount."""
    tries: tuple[Callable[[], object], ...] = (
        lambda: os.setuid(0),
        lambda: kernel.unshare(kernel.CLONE_NEWUSER),
        lambda: kernel.unshare(kernel.CLONE_NEWNS),
        lambda: os.chown("/tmp", 0, 0),
        lambda: kernel.mount("x", "/tmp", "tmpfs"),
    )
    return _first(range(len(tries)), lambda number: tries[number]() or f"privilege {number}")


def import_libraries(_: Facts) -> str:
    """Import what notebooks import and draw a figure; no denial, the opposite. Not each course uses torch."""
    import IPython.core.interactiveshell
    import matplotlib.pyplot

    with tempfile.TemporaryFile() as file:
        matplotlib.pyplot.figure().savefig(file)
    found = f"matplotlib {matplotlib.__version__}, IPython {IPython.__version__}"
    if importlib.util.find_spec("torch") is None:
        return found
    import torch

    torch.ones(2, requires_grad=True).sum().backward()
    return f"torch {torch.__version__}, {found}"


def fill_memory(facts: Facts) -> str:
    """Take more memory than the limit, in one process."""
    kept = []
    for _ in range(3 * facts["memory"] >> 24):
        kept.append(bytearray(1 << 24))
    return f"{len(kept) << 4} MiB"


def fill_processes(facts: Facts) -> str:
    """Start more processes than the limit."""
    started: list[int] = []
    try:
        while len(started) <= facts["processes"]:
            if (process := os.fork()) == 0:
                time.sleep(60)
                os._exit(0)
            started.append(process)
    finally:
        for process in started:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    return f"{len(started)} processes"


def fill_files(facts: Facts) -> str:
    """Open more files than the limit."""
    with ExitStack() as opened:
        for _ in range(2 * facts["files"]):
            opened.enter_context(Path(os.devnull).open())
    return f"{2 * facts['files']} open files"


def fill_disk(facts: Facts) -> str:
    """Write more than the limit to a private folder."""
    return _first(("/tmp", "/dev/shm"), lambda place: _fill(Path(place, "large"), 2 * facts["disk"] >> 20))


def fill_entries(facts: Facts) -> str:
    """Make more files in a private folder than it may have."""
    return _first(("/tmp", "/dev/shm"), lambda place: _many(Path(place), 2 * facts["entries"]))


def fill_terminals(facts: Facts) -> str:
    """Open more pseudo terminals than the limit: the machine has some thousands for all."""
    with ExitStack() as opened:
        for _ in range(2 * facts["terminals"]):
            for end in os.openpty():
                opened.callback(os.close, end)
    return f"{2 * facts['terminals']} terminals"


def fill_signals(facts: Facts) -> str:
    """Have more signals wait than the limit, which the kernel counts by user."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
    for _ in range(2 * facts["signals"]):
        if ctypes.CDLL(None, use_errno=True).sigqueue(os.getpid(), signal.SIGRTMIN, None) < 0:
            raise OSError(ctypes.get_errno(), f"sigqueue: {os.strerror(ctypes.get_errno())}")
    return f"{2 * facts['signals']} waiting signals"


def lock_memory(_: Facts) -> str:
    """Keep memory from being swapped out, which the kernel counts by user."""
    memory = ctypes.create_string_buffer(1 << 20)
    if ctypes.CDLL(None, use_errno=True).mlock(memory, len(memory)) < 0:
        raise OSError(ctypes.get_errno(), f"mlock: {os.strerror(ctypes.get_errno())}")
    return "1 MiB that stays in memory"


def take_from_machine(_: Facts) -> str:
    """Take what the whole machine, or all processes of a user, have only so much of."""
    tries: tuple[tuple[Any, ...], ...] = (("mq_open", f"/{MARK}".encode(), os.O_CREAT | os.O_RDWR, 0o600, None),)
    if os.uname().machine == "x86_64":  # number 0, which is that of io_setup elsewhere, is in the filter all the same
        tries += (("io_setup", 65_536, ctypes.byref(ctypes.c_ulong())),)
    return _first((*tries, ("inotify_init1", 0), ("fanotify_init", 0, 0)), lambda call: _call(*call))


def loop(_: Facts) -> str:
    """Loop for ever and ignore signals; main judges by the child's end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def survive(_: Facts) -> str:
    """End, and leave a daemon behind that keeps the connection open; main sees whether it closes."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
    os._exit(0)


def _first(tries: Iterable[Any], attempt: Callable[[Any], Any]) -> str:
    """Return what the first successful attempt got; where none succeeds, raise the last refusal."""
    refusal: OSError | None = None
    for one in tries:
        try:
            if got := attempt(one):
                return str(got)
        except OSError as error:
            refusal = error
    if refusal:
        raise refusal
    return ""


def _connect(name: str) -> str:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"\0{name}")
        return name


def _signal(number: int) -> str:
    os.kill(number, 0)
    return f"process {number}"


def _write(path: str) -> str:
    if Path(path).is_file():
        Path(path).open("a").close()
    else:
        Path(path, MARK).touch()
    return path


def _call(name: str, *arguments: Any) -> str:
    """Make a system call by its number in the table of refused ones; raise `OSError` where it is refused."""
    column = 0 if os.uname().machine == "x86_64" else 1
    if ctypes.CDLL(None, use_errno=True).syscall(syscalls.REFUSED[name][column], *arguments) < 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")
    return name


def _many(folder: Path, number: int) -> str:
    made = []
    try:
        for name in range(number):
            made.append(folder / f"many-{name}")
            made[-1].touch()
    finally:
        for path in made:
            path.unlink(missing_ok=True)
    return f"{number} files in {folder}"


def _fill(path: Path, mebibytes: int) -> str:
    try:
        with path.open("wb", buffering=0) as file:
            for _ in range(mebibytes):
                if file.write(bytes(1 << 20)) < 1 << 20:
                    raise OSError(f"{path.parent} is full")
    finally:
        path.unlink()
    return f"{mebibytes} MiB in {path.parent}"
