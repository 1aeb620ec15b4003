"""What exhausts something ends with its own child and within its limit, while a sibling goes on working."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from autograder.sandbox import families
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.forker import Forker, _Child
from autograder.sandbox.server import Server
from tests.sandbox.conftest import LIMITS, Learner, Spawn, spawn


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most 10 s."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


WORK = "import torch; w = torch.ones(2, requires_grad=True); (w * w).sum().backward(); print(w.grad.tolist())"


@contextmanager
def sibling(learner: Spawn) -> Iterator[Learner]:
    """Give a sibling that must work before and after, and answer at once."""
    other = learner()
    assert other.run(WORK) == "[2.0, 2.0]"
    yield other
    began = time.monotonic()
    assert other.run(WORK) == "[2.0, 2.0]"
    assert time.monotonic() - began < 2


def test_one_process_meets_a_memory_error_at_the_limit_and_lives(learner: Spawn) -> None:
    with sibling(learner):
        child = learner()
        assert child.run("x = []\nwhile True: x.append(bytearray(1 << 24))") == "MemoryError"
        taken = int(child.run("print(len(x) * 16)"))
        assert 350 < taken <= 512 + 64, "malloc may use what the warm server has freed"
        assert "DefaultCPUAllocator" in child.run("del x; import torch; torch.zeros(1 << 30)")
        assert child.run("import mmap; mmap.mmap(-1, 1 << 30)").startswith("OSError: [Errno 12]")


def test_several_processes_together_end_with_their_child(learner: Spawn) -> None:
    hoard = """
import os, time
for _ in range(3):  # each for itself stays below the limit
    if os.fork() == 0: x = b"x" * (300 << 20); time.sleep(60)
time.sleep(60)
"""
    with sibling(learner) as other:
        child = learner()
        child.start(hoard)
        assert other.run(WORK) == "[2.0, 2.0]"
        assert child.end().kind == "memory"


def test_a_process_that_hides_its_memory_is_counted_all_the_same(learner: Spawn) -> None:
    hoard = """
import ctypes, os, time
for _ in range(3):
    if os.fork() == 0: ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); x = b"x" * (300 << 20); time.sleep(60)
time.sleep(60)
"""
    child = learner()
    child.start(hoard)
    assert child.end().kind == "memory"


def test_a_memory_error_that_ends_the_handler_is_a_death_of_memory(learner: Spawn) -> None:
    child = learner()
    child.start("import handlers\ndef fail(*_): bytearray(1 << 40)\nhandlers.send = fail")
    assert child.end().kind == "memory"


def test_a_fork_bomb_stops_at_the_limit_of_its_child(learner: Spawn) -> None:
    bomb = """
import os, time
started = 0
try:
    while started < 200:
        if os.fork() == 0: time.sleep(60); os._exit(0)
        started += 1
except BlockingIOError: print(started)
"""
    with sibling(learner):
        child = learner()
        assert int(child.run(bomb)) == LIMITS.processes - 1
        command = "import subprocess; print(subprocess.getoutput('echo 1'))"
        assert learner().run(command) == "1", "others count for themselves"
        child.connection.close()
        assert child.end().kind == "exit"


def test_threads_count_as_processes(learner: Spawn) -> None:
    source = """
import threading, time
for n in range(200): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
"""
    assert learner().run(source).startswith("RuntimeError: can't start new thread")


def test_a_disk_filler_stops_at_the_size_of_its_own_folder(learner: Spawn) -> None:
    fill = """
file = open("{}/large", "wb", buffering=0)
for n in range(200):
    if file.write(bytes(1 << 20)) < 1 << 20: raise OSError("short")
"""
    with sibling(learner) as other:
        for folder in ("/tmp", "/dev/shm"):
            child = learner()
            assert child.run(fill.format(folder)).startswith("OSError")
            assert 60 <= int(child.run("print(n)")) <= 64
            assert other.run(f"open('{folder}/small', 'w').write('x' * 100000); print('written')") == "written"
        assert "No space left" in learner().run("for n in range(20000): open(f'/tmp/{n}', 'w').close()")


def test_a_file_stops_at_its_size(learner: Spawn) -> None:
    source = f"import os; f = os.open('/tmp/a', os.O_CREAT | os.O_RDWR); os.ftruncate(f, {LIMITS.file_size + 1})"
    assert learner().run(source).startswith("OSError: [Errno 27] File too large")


def test_a_hoarder_of_open_files_stops_at_its_limit(learner: Spawn) -> None:
    with sibling(learner):
        child = learner()
        assert child.run("f = []\nwhile True: f.append(open('/dev/null'))").startswith("OSError: [Errno 24] Too many")
        assert LIMITS.files - 8 < int(child.run("n = len(f); f.clear(); print(n)")) < LIMITS.files


def test_a_flood_of_output_goes_nowhere_and_ends_with_its_child(learner: Spawn) -> None:
    with sibling(learner):
        child = learner()
        child.start("import os\nwhile True: os.write(1, b'x' * 65536); os.write(2, b'y' * 65536)")
        assert child.child.wait(0.3) is None
        assert child.child.close().kind == "killed"


def test_a_loop_that_ignores_signals_ends_at_its_cpu_time(learner: Spawn) -> None:
    loop = "import signal\nfor n in (2, 15, 24): signal.signal(n, signal.SIG_IGN)\nwhile True: pass"
    with sibling(learner):
        child = learner()
        child.run(loop[: loop.index("while")])
        child.start("while True: pass")
        child.child.kill(2)
        child.child.kill(15)
        death = child.end(20)
        assert death.kind == "cpu"
        assert 1.5 < death.cpu < 2.5
        other = learner()
        other.start(loop)
        assert other.child.wait(0.2) is None
        assert other.child.close().kind == "killed"


def test_limits_only_ever_sink(learner: Spawn) -> None:
    raised = "import resource as r\nfor n in (r.RLIMIT_AS, r.RLIMIT_NPROC, r.RLIMIT_CPU): r.setrlimit(n, (-1, -1))"
    assert learner().run(raised).startswith("ValueError: not allowed to raise maximum limit")


def test_a_family_of_many_processes_ends_at_its_cpu_time_together(learner: Spawn) -> None:
    bomb = """
import os
for _ in range(8):  # each for itself stays below the limit
    if os.fork() == 0:
        while True: pass
import time; time.sleep(60)
"""
    with sibling(learner):
        child = learner()
        child.start(bomb)
        assert child.end(20).kind == "cpu"


def test_what_wants_to_run_too_often_gives_way_for_good(learner: Spawn, sandboxed: Server) -> None:
    quiet, child, before = learner(), learner(), set(psutil.Process(sandboxed.pid).children(recursive=True))
    child.start("import os\nfor _ in range(3): os.fork()\nwhile True: os.cpu_count()")
    server = psutil.Process(sandboxed.pid)

    def priorities() -> list[int]:
        return [process.nice() for process in set(server.children(recursive=True)) - before]

    wait_for(lambda: priorities() == [families.LOWEST] * 7)
    assert quiet.run("import os; print(os.nice(0))") == "0"
    child.child.close()


def test_threads_that_want_to_run_too_often_give_way_too(learner: Spawn) -> None:
    child = learner()
    child.run("import os, threading, torch; x = torch.ones(2000, 2000)")
    child.run("def spin():\n while True: x @ x")
    child.run("for _ in range(4): threading.Thread(target=spin, daemon=True).start()")
    wait_for(lambda: child.run("print(os.nice(0))") == str(families.LOWEST))
    assert child.run("os.setpriority(os.PRIO_PROCESS, 0, 0)").startswith("PermissionError")


def test_a_hoarder_of_sockets_ends_before_their_buffers_fill_the_machine(learner: Spawn) -> None:
    hoard = """
import os, socket, time
for _ in range(8):
    if os.fork() == 0:
        pairs = [socket.socketpair() for _ in range(100)]
        time.sleep(60)
time.sleep(60)
"""
    with sibling(learner):
        child = learner()
        child.start(hoard)
        assert child.end().kind == "memory"


def test_a_watch_that_fails_ends_the_child_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    control, status = socket.socketpair(), socket.socketpair()
    forker = Forker(control[0], print, LIMITS, [])
    process = subprocess.Popen(["sleep", "60"])
    forker.children[process.pid] = child = _Child(process.pid, os.pidfd_open(process.pid), status[0], float("inf"))
    monkeypatch.setattr(Forker, "_excess", lambda *_: (_ for _ in ()).throw(OSError("/proc cannot be read")))
    forker._watch()
    assert process.wait(5) == -9
    assert child.reason == "lost"
    for open_one in (*control, *status):
        open_one.close()
    os.close(child.process)


def test_the_wall_clock_ends_a_sleeper(sandboxed: Server) -> None:
    brief = Sandbox(replace(LIMITS, seconds=0.3))
    with Server("handlers:run", brief, paths=sandboxed.paths, warm=()) as server:
        child = spawn(server)
        with child.connection:
            child.start("import time; time.sleep(60)")
            assert child.end(5).kind == "time"
