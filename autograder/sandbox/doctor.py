"""Try each denial of the sandbox from inside a sandboxed child, and say where one does not hold and what to do."""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from nbgrader.apps.baseapp import NbGrader
from nbgrader.exchange.default.exchange import Exchange
from rich.console import Console
from rich.table import Table
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from autograder.errors import CourseError
from autograder.sandbox import bubblewrap, denials, enclosure, limits
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.child import Child
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.server import Server, ServerError

# The limits are tried at a small size, so that an examination costs little; grading has its own.
SMALL = Limits(
    memory=128 * MIB, processes=16, files=64, file_size=16 * MIB, disk=4 * MIB, entries=256, cpu=1, seconds=20
)
_WALLS = "update bubblewrap and the kernel; do not grade on this machine until it holds"
_LIMITS = "check that no ulimit or container setting overrides the limits of autograder.sandbox.limits"
_CALLS = "the kernel needs CONFIG_SECCOMP_FILTER, and the machine must be x86_64 or aarch64"

# attempt in denials.py: what the learner tries, what to do where it succeeds
ATTEMPTS = {
    "reach_loopback": ("connect to a server on this machine", _WALLS),
    "reach_network": ("find a route to another machine", _WALLS),
    "reach_host": ("open a socket to the host of a virtual machine", _CALLS),
    "reach_unix_socket": ("connect to a Unix socket of the grader or a sibling", _WALLS),
    "read_private": ("read course, gradebook, submissions, home folder or /tmp", _WALLS),
    "read_exchange": (
        "read what others have handed in, where nbgrader exchanges it",
        "set c.Exchange.root in nbgrader_config.py to a folder that holds no programs, such as /srv/nbgrader/exchange",
    ),
    "read_environment": ("read the environment of the grader", _WALLS),
    "read_sibling_files": ("read the files of a sibling", _WALLS),
    "write_outside": ("write the interpreter, packages or system folders", _WALLS),
    "see_processes": ("see or signal a sibling, the server or the grader", _WALLS),
    "trace_processes": ("trace a process", _CALLS),
    "share_memory": ("make memory or keys that outlive the submission", _CALLS),
    "gain_privileges": ("become root, make namespaces, mount", _CALLS),
    "fill_memory": ("take more memory than allowed", _LIMITS),
    "fill_processes": ("start more processes than allowed", _LIMITS),
    "fill_files": ("open more files than allowed", _LIMITS),
    "fill_disk": ("write more to /tmp than allowed", _LIMITS),
    "fill_entries": ("make more files in /tmp than allowed", _LIMITS),
    "fill_terminals": ("open more terminals than allowed", _WALLS),
    "fill_signals": ("have more signals wait than allowed", _LIMITS),
    "lock_memory": ("lock memory", _LIMITS),
    "take_from_machine": ("take message queues, AIO or watches of files, which all share", _CALLS),
}


@dataclass(frozen=True)
class Finding:
    """One attempt: what was tried, whether the denial holds, what the child met or got, and the remedy."""

    tried: str
    held: bool
    detail: str
    remedy: str


def examine(course: Path, *, imports: bool = False) -> list[Finding]:
    """Try everything from inside children of a real sandboxed server; about a second, with `imports` some more.

    Raises:
        CourseError: there is no sandbox on this machine.
    """
    try:
        return _examine(course, imports)
    except ServerError as error:  # bubblewrap stood, the walls inside it did not
        raise bubblewrap.refusal(str(error)) from error


def _examine(course: Path, imports: bool) -> list[Finding]:
    with _decoys(course) as facts, Server("autograder.sandbox.denials:serve", Sandbox(SMALL), warm=()) as server:
        with _asking(server) as sibling:
            _ask(sibling, "leave_traces", facts)
            found = [_finding(server, name, facts) for name in ATTEMPTS]
        found += [_endless(server, facts), _survivor(server, facts), *_users(server)]
        return [*found, _imports(facts)] if imports else found


def report(course: Path, console: Console) -> int:
    """Print the examination as a table, and a remedy for each denial that does not hold; return the exit code."""
    findings = examine(course, imports=True)
    table = Table(title="What a learner's code tries in the sandbox")
    for heading in ("tried", "outcome", "met"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(
            finding.tried, "[green]holds[/]" if finding.held else "[bold red]DOES NOT HOLD[/]", finding.detail
        )
    console.print(table)
    for finding in (broken := [finding for finding in findings if not finding.held]):
        console.print(f"{finding.tried}: {finding.detail}. Remedy: {finding.remedy}", soft_wrap=True)
    return 1 if broken else 0


def require(course: Path) -> None:
    """Raise `CourseError` where a denial does not hold: nothing may be graded then."""
    for finding in examine(course):
        if not finding.held:
            what = f"the sandbox lets a learner {finding.tried} ({finding.detail})"
            raise CourseError(what, where="sandbox", remedy=f"{finding.remedy}; autograder doctor shows all")


@contextmanager
def _decoys(course: Path) -> Iterator[denials.Facts]:
    """Lay out what a learner would like to get at, and say where it is."""
    secret, name = secrets.token_hex(16), f"{denials.MARK}-{os.getpid()}"
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.NamedTemporaryFile(prefix=denials.MARK))
        port, listener = stack.enter_context(socket.socket()), stack.enter_context(socket.socket(socket.AF_UNIX))
        port.bind(("127.0.0.1", 0))
        listener.bind(f"\0{name}")
        for server in (port, listener):
            server.listen()
        os.environ["AUTOGRADER_DOCTOR"] = secret
        stack.callback(os.environ.pop, "AUTOGRADER_DOCTOR")
        yield {
            "port": port.getsockname()[1],
            "listeners": [name, f"{denials.MARK}-sibling"],
            "secret": secret,
            "exchange": _inside(exchange(course)),
            "private": [file.name, *_private(course), *_private(Path.home())],
            "terminals": enclosure.TERMINALS,
            "signals": limits.SIGNALS,
            **dataclasses.asdict(SMALL),
        }


def exchange(course: Path) -> Path:
    """Return nbgrader's folder for handing out and in, as configured for this course or for this machine."""
    config = Config()
    for folder in (*reversed(NbGrader().config_file_paths), str(course)):
        with suppress(ConfigFileNotFound):
            config.merge(PyFileConfigLoader("nbgrader_config.py", path=folder).load_config())
    return Path(Exchange(config=config).root)


def _inside(folder: Path) -> list[str]:
    """List a folder and what lies in it, the upper two levels."""
    return [str(path) for path in (folder, *folder.glob("*"), *folder.glob("*/*"))]


def _private(folder: Path) -> list[str]:
    """List what lies in a folder, except what the sandbox shows of it on purpose."""
    shown = bubblewrap.visible()
    there = [path.name for path in folder.iterdir()] if os.access(folder, os.R_OK) else []
    paths = [folder / name for name in (*there, "gradebook.db", "submitted", "source")]
    return [
        str(path) for path in paths if not any(one.is_relative_to(path) or path.is_relative_to(one) for one in shown)
    ]


@contextmanager
def _asking(server: Server) -> Iterator[tuple[Child, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.settimeout(SMALL.seconds)
    with ours, server.spawn(theirs) as child:
        yield child, ours


def _ask(patient: tuple[Child, socket.socket], name: str, facts: denials.Facts) -> tuple[str, str]:
    """Have a child attempt something; return what it got and what it met, of which one is empty."""
    child, connection = patient
    connection.sendall(json.dumps([name, facts]).encode() + b"\n")
    with connection.makefile() as answers:
        if line := answers.readline():
            got, met = json.loads(line)
            return got, met
    return "", str(child.wait(SMALL.seconds))


def _finding(server: Server, name: str, facts: denials.Facts) -> Finding:
    tried, remedy = ATTEMPTS[name]
    with _asking(server) as patient:
        got, met = _ask(patient, name, facts)
    return Finding(tried, not got, got or met or "nothing there", remedy)


def _imports(facts: denials.Facts) -> Finding:
    with Server("autograder.sandbox.denials:serve", Sandbox(), warm=()) as server, _asking(server) as patient:
        got, met = _ask(patient, "import_libraries", facts)
    remedy = "make setup; packages must lie in the virtual environment or in the system's Python"
    return Finding("import torch, matplotlib, torchviz and IPython (allowed)", bool(got), got or met, remedy)


def _endless(server: Server, facts: denials.Facts) -> Finding:
    with _asking(server) as (child, connection):
        connection.sendall(json.dumps(["loop", facts]).encode() + b"\n")
        death = child.wait(SMALL.seconds + 5)  # on a busy machine a second of CPU time takes long
    held = death is not None and death.kind != "time"
    return Finding("loop for ever and ignore signals", held, str(death or "still running"), _LIMITS)


def _users(server: Server) -> list[Finding]:
    """See whether two children are two users, where main is root: so none shares what the kernel counts by user.

    Elsewhere all are main's own user, and the limits of each child are what bounds it.
    """
    if os.geteuid() != 0:
        return []
    with _asking(server), _asking(server):
        shell = psutil.Process(server.pid)
        seen = [process.uids().real for process in shell.children(recursive=True)]
    alone = sorted(user for user in seen if user != 0 and seen.count(user) == 1)  # the server's own has two processes
    return [Finding("be the same user as a sibling", len(alone) == 2, f"users {', '.join(map(str, alone))}", _WALLS)]


def _survivor(server: Server, facts: denials.Facts) -> Finding:
    """See whether a daemon that a child leaves behind still holds the connection after the child's end."""
    with _asking(server) as (_, connection):
        connection.sendall(json.dumps(["survive", facts]).encode() + b"\n")
        try:
            gone = connection.recv(1) == b""
        except OSError as error:
            gone = isinstance(error, ConnectionError)
    detail = "it ended with the child" if gone else "it lives on"
    return Finding("leave a process behind", gone, detail, _WALLS)
