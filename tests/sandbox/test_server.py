"""A server forks warm children, says how they end, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from autograder.errors import CourseError
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.child import Death
from autograder.sandbox.forker import Forker, _Child
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import Server, ServerError
from tests.sandbox.conftest import HERE, Spawn, record, spawn


def descendants(ancestor: int) -> set[int]:
    """Return all descendants of a process, by scanning /proc."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {ancestor}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {ancestor}


def alive(processes: set[int]) -> set[int]:
    """Return those that run, zombies excepted."""
    running = set()
    for pid in processes:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                running.add(pid)
        except OSError:
            continue
    return running


def private(pid: int) -> int:
    """Return the unshared memory of a process in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def test_fork_times(sandboxed: Server, pytestconfig: pytest.Config) -> None:
    times = []
    for _ in range(30):
        began = time.perf_counter()
        child = spawn(sandboxed)
        times.append(1000 * (time.perf_counter() - began))
        with child.connection, child.child:
            assert child.run("print(1)") == "1"
    middle = statistics.median(times)
    record(
        pytestconfig, "a sandboxed child, 30 times", f"median {middle:.1f} ms, {min(times):.1f} to {max(times):.1f} ms"
    )
    assert min(times) < 30, "the median is of the machine's load too"


def test_memory_of_one_more_idle_child(learner: Spawn, sandboxed: Server, pytestconfig: pytest.Config) -> None:
    before = descendants(sandboxed.pid)
    ready = [learner() for _ in range(3)]
    assert all(child.run("print(1)") == "1" for child in ready)
    sizes = sorted(private(pid) for pid in descendants(sandboxed.pid) - before)
    assert len(sizes) == 3
    record(pytestconfig, "unshared memory of one more idle child", f"{sizes[1] / 1024:.1f} MiB")
    assert sizes[-1] < 60 * 1024


@pytest.mark.parametrize("kind", ["learner", "judge"])
def test_ends_of_children_are_told_apart(kind: str, request: pytest.FixtureRequest) -> None:
    give: Spawn = request.getfixturevalue(kind)
    for source, kinds, code in (
        ("connection.close(); raise SystemExit(7)", "exit", 7),
        ("import os; os._exit(3)", "exit", 3),
        ("import ctypes; ctypes.string_at(0)", "signal", -signal.SIGSEGV),
        ("connection.shutdown(2)", "exit", 1),
    ):
        child = give()
        assert child.child.poll() is None
        child.start(source)
        death = child.end()
        assert (death.kind, death.code) == (kinds, code), source
        assert child.child.poll() is death
        assert child.child.fileno() == -1
    quiet = give()
    quiet.connection.close()
    assert quiet.end().kind == "exit"
    assert quiet.end().code == 0
    assert str(give().child.close()) == "was stopped"


def test_a_child_that_main_forgets_is_killed(sandboxed: Server) -> None:
    before = descendants(sandboxed.pid)
    child = spawn(sandboxed)
    born = descendants(sandboxed.pid) - before
    assert len(born) == 1
    child.child._status.close()  # as when nothing refers to it any more
    wait_until_gone(born)
    child.connection.close()


def wait_until_gone(processes: set[int]) -> None:
    """Wait for the end of processes, at most 5 s."""
    deadline = time.monotonic() + 5
    while alive(processes):
        assert time.monotonic() < deadline, alive(processes)
        time.sleep(0.02)


DAEMON = """
import os, signal, time
if os.fork() == 0:
    os.setsid(); signal.signal(15, signal.SIG_IGN)
    if os.fork() == 0: time.sleep(60)
    os._exit(0)
"""


def test_a_daemonised_grandchild_ends_with_its_child(learner: Spawn, sandboxed: Server) -> None:
    before = descendants(sandboxed.pid)
    child = learner()
    child.run(DAEMON)
    time.sleep(0.1)
    born = descendants(sandboxed.pid) - before
    assert len(alive(born)) == 2
    child.start("import os; os._exit(0)")
    assert child.end().kind == "exit"
    wait_until_gone(born)


def test_a_program_of_a_judge_ends_with_it(judge: Spawn) -> None:
    child = judge()
    program = int(child.run("import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"))
    assert alive({program})
    child.connection.close()
    child.end()
    wait_until_gone({program})


def test_a_judge_gets_its_own_sockets_and_the_server_stays_clean(judge: Spawn) -> None:
    child = judge()
    assert child.run("import sys; print('torch' in sys.modules)") == "False"
    child.run("import sys; sys.mark = 1")
    assert judge().run("import sys; print(hasattr(sys, 'mark'))") == "False"


def test_several_sockets_and_several_threads(learner: Spawn, sandboxed: Server) -> None:
    def give(number: int) -> str:
        child = spawn(sandboxed)
        with child.connection, child.child:
            return child.run(f"print({number})")

    assert learner().run("print(0)") == "0"
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(give, range(12))) == [str(number) for number in range(12)]


def test_a_server_is_started_from_the_main_thread_only() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="main thread"):
        pool.submit(Server("handlers:run").start).result()


def test_a_server_with_threads_refuses_to_fork() -> None:
    with Server("threaded:run", paths=[HERE], warm=()) as server:
        ours, theirs = socket.socketpair()
        with ours, pytest.raises(ServerError, match="the server has 2 threads"):
            server.spawn(theirs)


@pytest.mark.parametrize("sandbox", [None, Sandbox(Limits())])
def test_a_server_that_dies_is_noticed(sandbox: Sandbox | None) -> None:
    with Server("handlers:run", sandbox, paths=[HERE], warm=()) as server:
        child = spawn(server)
        everyone = descendants(server.pid) | {server.pid}
        assert len(everyone) >= 2
        os.kill(server.pid, signal.SIGKILL)
        with child.connection:
            assert child.end(5) == Death("lost")
            assert "lost with its server" in str(child.end())
        wait_until_gone(everyone)
        ours, theirs = socket.socketpair()
        with ours, pytest.raises(ServerError, match="gone"):
            server.spawn(theirs)


def test_what_goes_wrong_at_the_start_is_said_with_a_remedy() -> None:
    with pytest.raises(CourseError, match=r"No module named 'nowhere'.*Remedy: run autograder doctor"):
        Server("nowhere:run", Sandbox(), warm=()).start()
    with pytest.raises(ServerError, match="not been started"):
        Server("handlers:run").spawn()


MAIN = """
LOOP = '''
import os, signal, time
for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)
if os.fork() == 0: time.sleep(60)
while True: time.sleep(1)
'''
import signal, socket, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.server import Server
import handlers
with Server("handlers:run", Sandbox(), paths=[sys.argv[1]], warm=()) as learners:
    with Server("handlers:run", paths=[sys.argv[1]], warm=()) as judges:
        kept = []
        for server in (learners, learners, judges):
            ours, theirs = socket.socketpair()
            kept += [ours, server.spawn(theirs)]
            handlers.send(ours, LOOP)
        print("ready", flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_survives_main(number: signal.Signals) -> None:
    path = os.pathsep.join((str(HERE), str(HERE.parents[1])))
    main = subprocess.Popen(
        [sys.executable, "-c", MAIN, str(HERE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path},
    )
    with main:
        assert main.stdout
        assert main.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        everyone = descendants(main.pid)
        assert len(everyone) >= 10
        main.send_signal(number)
        main.wait(10)
        wait_until_gone(everyone)


def test_a_child_that_cannot_be_watched_is_refused_and_the_server_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    (control, theirs), (ours, status) = socket.socketpair(), socket.socketpair()
    forker = Forker(control, print, None, [])
    monkeypatch.setattr(Forker, "_plain", lambda *_: os.posix_spawn("/bin/sleep", ["sleep", "60"], {}))
    monkeypatch.setattr("autograder.sandbox.forker._threads", lambda: 1)  # pytest's own process may have more
    monkeypatch.setattr("os.pidfd_open", lambda _: (_ for _ in ()).throw(OSError("too many open files")))
    socket.send_fds(theirs, [b"spawn"], [status.fileno()])
    forker._request()
    assert b'"refused", "detail": "too many open files"' in ours.recv(1000)
    assert forker.children == {}
    assert not [child for child in psutil.Process().children() if child.name() == "sleep"]
    for one in (control, theirs, ours, status):
        one.close()


def test_where_there_is_no_user_left_a_child_is_refused() -> None:
    with socket.socket() as control:
        forker = Forker(control, print, None, [], many=True)
        forker.children = {n: _Child(n, n, control, 0, user=n) for n in range(1, 256)}
        with pytest.raises(RuntimeError, match="255 children live"):
            forker._free_user()
        del forker.children[7]
        assert forker._free_user() == 7


def test_a_child_is_told_nothing_about_main(learner: Spawn) -> None:
    child, own = learner(), re.compile(rf"\b{os.getpid()}\b")
    arguments = child.run("import sys; print(sys.orig_argv, sys.argv)")
    assert not own.search(arguments)
    assert "handler" not in arguments
    assert str(Path(__file__).parents[2] / "autograder") not in arguments
    frames = """
import sys
frame, found = sys._getframe(), []
while frame:
    found.append(frame.f_locals)
    frame = frame.f_back
print(found)
"""
    assert not own.search(child.run(frames))
