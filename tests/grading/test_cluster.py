"""Grading on a Dask cluster: scheduler and workers are processes of their own on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client

from autograder.errors import MachineError, Refused
from autograder.grading import cluster_worker
from autograder.grading.cluster import Cluster
from autograder.grading.engine import Engine
from autograder.grading.execute import ExecuteInJudge
from autograder.judge.files import Files
from autograder.judge.limits import NotebookLimits
from autograder.sandbox.limits import MIB
from autograder.sandbox.server import ServerError
from bench.memory import descendants
from tests.conftest import ROOT
from tests.grading.test_engine import BACKWARD, GIVEN, HANDED_IN, HELPED, SQUARE, notebook, verdicts
from tests.grading.test_execute import (
    ENVIRONMENT,
    NBGRADER,
    POINTS,
    SHORT,
    executed,
    kill_servers,
    make_course,
    nbgrader,
    scores,
)

LIMITS = NotebookLimits(cell=4, call=1, notebook=30)
DASK = (sys.executable, "-m", "dask")


def wait(for_what: Callable[[], Any], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not (done := bool(for_what())) and time.monotonic() < end:
        time.sleep(0.1)
    return done


@dataclass
class Dask:
    """A scheduler and its workers, with what they log. `settings` are Dask's own, as environment variables."""

    folder: Path
    protocol: str = "tcp"
    settings: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start the scheduler, on a port that is free."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"{self.protocol}://127.0.0.1:{port}"
        self.scheduler = self._start("scheduler", "--port", str(port), "--protocol", self.protocol)

    def worker(self, *more: str) -> subprocess.Popen[bytes]:
        """Start one worker of one thread."""
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", *more)

    def log(self, process: subprocess.Popen[bytes]) -> str:
        """What a process has logged."""
        return self._log(self.processes.index(process)).read_text()

    def _log(self, number: int) -> Path:
        return self.folder / f"{number}.log"

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        command = [*DASK, what, *words, "--host", "127.0.0.1", "--no-dashboard"]
        command += ["--local-directory", str(self.folder)] if what == "worker" else []
        with self._log(len(self.processes)).open("wb") as log:
            environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **self.settings}
            process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def close(self) -> None:
        """Kill all, and see that what they have started ends too."""
        family = {pid for process in self.processes for pid in descendants(process.pid)}
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        assert wait(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family)), "nothing outlives its worker"


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Dask]:
    """A scheduler without workers, which gives up an item with which two workers have ended."""
    folder = tmp_path / "dask"
    folder.mkdir()
    started = Dask(folder, settings={"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"})
    yield started
    started.close()


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A small course whose unit has been released."""
    (tmp_path / "course").mkdir()
    course = make_course(tmp_path / "course")
    nbgrader(course, "generate_assignment", "u")
    return course


def graded(course: Path, plain: Dask) -> str:
    return nbgrader(course, "autograde", "u", "--force", *SHORT, f"--ExecuteInJudge.scheduler={plain.address}")


@pytest.mark.slow
def test_a_class_graded_on_two_workers_is_equal_to_one_graded_here(released: Path, plain: Dask) -> None:
    nbgrader(released, "autograde", "u", "--force", *SHORT)
    here, points = executed(released), scores(released)
    workers = plain.worker(), plain.worker()
    log = graded(released, plain)
    assert scores(released) == points == POINTS
    assert executed(released) == here
    assert "whoever reaches it can run programs on it" in log
    assert wait(lambda: not any(descendants(one.pid) for one in workers)), "engines end with the command"


@pytest.fixture
def crew(plain: Dask) -> Iterator[tuple[Dask, Cluster, list[subprocess.Popen[bytes]]]]:
    """A cluster of two workers with short time limits, in use."""
    workers = [plain.worker(), plain.worker()]
    with Client(plain.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    with Cluster(plain.address, LIMITS, 1024 * MIB) as cluster:
        assert cluster.workers == 2
        yield plain, cluster, workers


DEADLY = "deadly = True"
_execute = cluster_worker.execute


def end_where_deadly(name: str, item: bytes) -> bytes:
    """Stands in for `execute`: what has the name of `DEADLY` ends its worker."""
    if DEADLY.encode() in item:
        os.kill(os.getpid(), signal.SIGKILL)
    return _execute(name, item)


Crew = tuple[Dask, Cluster, list[subprocess.Popen[bytes]]]


@pytest.mark.slow
def test_an_item_carries_contracts_and_files_and_a_dead_worker_costs_nobody_anything(crew: Crew) -> None:
    plain, cluster, workers = crew
    contract = "from autograder.contracts import Contract, case\ncontract = Contract([case(2.0), case(3.0)])\n"
    contracts = {"u": {"contracts": {"ex1": contract}, "cells": [("ex1", SQUARE)]}}
    check = "from autograder.contracts import check\n\ncheck('u/ex1', f, 'value')"
    files = "import helper\nassert helper.WHO == 'instructor'\nassert f() == ('instructor', 'learner', '1,2')"
    right = cluster.submit(notebook(SQUARE, BACKWARD, check), contracts)
    wrong = cluster.submit(notebook("def f(w):\n    return w**3", BACKWARD, check), contracts)
    helped = cluster.submit(notebook(HELPED, files), None, Files(GIVEN, HANDED_IN))
    found = [verdicts(one.result(60)) for one in (right, wrong, helped)]
    assert found == [["passed"] * 2, ["failed"] * 2, ["passed"]]

    slow = "import time\ndef f(w):\n    time.sleep(0.5)\n    return w"
    waiting = [cluster.submit(notebook(slow, f"assert f({k}) == {k}")) for k in range(8)]
    assert wait(waiting[0].done)
    workers[0].kill()  # -9, with one item under way and perhaps one fetched
    late = plain.worker()
    assert [verdicts(one.result(120)) for one in waiting] == [["passed"]] * 8
    assert wait(lambda: len(descendants(late.pid)) >= 2), "the late worker gets an engine"
    workers[1].kill()
    assert verdicts(cluster.submit(notebook(SQUARE, "assert f(2) == 4")).result(120)) == ["passed"]


@pytest.mark.slow
def test_an_item_with_which_workers_die_is_given_up_and_the_others_are_done(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, cluster, workers = crew
    plain.worker()
    assert wait(lambda: cluster.workers == 3)
    monkeypatch.setattr(cluster_worker, "execute", end_where_deadly)
    deadly = cluster.submit(notebook(DEADLY, "assert True"))
    with pytest.raises(ServerError, match="2 workers ended while they executed it"):
        deadly.result(120)
    honest = [cluster.submit(notebook(SQUARE, "assert f(2) == 4")) for _ in range(3)]
    assert [verdicts(one.result(120)) for one in honest] == [["passed"]] * 3
    assert sum(worker.poll() is None for worker in workers) in (0, 1)


@pytest.mark.slow
def test_an_engine_that_dies_is_replaced_and_a_cluster_without_workers_is_given_up(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cluster, workers = crew
    workers[1].kill()
    assert wait(lambda: cluster.workers == 1)
    warm = descendants(workers[0].pid)
    waiting = cluster.submit(notebook("import time\ntime.sleep(3)", "assert True"))
    assert wait(lambda: len(descendants(workers[0].pid)) >= len(warm) + 2), "a judge and a learner"
    kill_servers(workers[0].pid)
    with pytest.raises(ServerError, match="the engine of a worker has ended"):
        waiting.result(60)
    assert verdicts(cluster.submit(notebook(SQUARE, "assert f(2) == 4")).result(60)) == ["passed"]

    monkeypatch.setattr("autograder.grading.cluster.ALONE", 1.0)
    workers[0].kill()
    with pytest.raises(MachineError, match="no worker is left since 1 s"):
        cluster.submit(notebook(SQUARE, "assert f(2) == 4")).result(60)


OTHER = """
from importlib import metadata
metadata.real = getattr(metadata, "real", metadata.version)
metadata.version = lambda name: "0.0.1" if name == "numpy" else metadata.real(name)
"""


@pytest.mark.slow
def test_a_worker_with_another_version_is_named_and_one_that_comes_late_leaves(
    plain: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.cluster.START", 5.0)
        with pytest.raises(MachineError, match="the scheduler has no worker"):
            Cluster(plain.address, LIMITS, 1024 * MIB).__enter__()
    (plain.folder / "other.py").write_text(OTHER)
    odd = "--preload", str(plain.folder / "other.py")
    plain.worker(*odd)
    with pytest.raises(MachineError, match=r"tcp://127\.0\.0\.1:\d+ has numpy 0\.0\.1 in place of \d"):
        Cluster(plain.address, LIMITS, 1024 * MIB).__enter__()
    plain.processes[-1].kill()
    plain.worker()
    with Client(plain.address, set_as_default=False) as client:
        assert wait(lambda: len(client.nthreads()) == 1)
    with Cluster(plain.address, LIMITS, 1024 * MIB) as cluster:
        late = plain.worker(*odd)
        assert wait(lambda: late.poll() is not None)
        assert "numpy 0.0.1 in place of" in plain.log(late)
        assert verdicts(cluster.submit(notebook(SQUARE, "assert f(2) == 4")).result(60)) == ["passed"]


@pytest.mark.slow
def test_a_scheduler_that_goes_ends_the_run_and_the_next_one_goes_on(released: Path, plain: Dask) -> None:
    plain.worker()
    command = [NBGRADER, "autograde", "u", *SHORT, f"--ExecuteInJudge.scheduler={plain.address}"]
    with subprocess.Popen(command, cwd=released, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as main:
        assert main.stderr is not None
        log = ""
        for line in main.stderr:
            log += line
            if "Autograding" in line and "/cy/" in line:  # whose answer never ends
                time.sleep(0.5)
                plain.scheduler.kill()
    assert main.returncode == 1
    assert f"autograder: {plain.address}: the scheduler is gone. Remedy: start it" in log
    assert "Traceback" not in log, log
    assert executed(released).keys() >= {"ada", "ben"}
    before = {name: text for name, text in executed(released).items() if name in ("ada", "ben")}
    nbgrader(released, "autograde", "u", *SHORT)
    assert scores(released) == POINTS
    assert before.items() <= executed(released).items()


@pytest.mark.slow
def test_interrupted_it_ends_at_once_and_engines_with_it(released: Path, plain: Dask) -> None:
    worker = plain.worker()
    command = [NBGRADER, "autograde", "u", *SHORT, f"--ExecuteInJudge.scheduler={plain.address}"]
    with subprocess.Popen(command, cwd=released, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as main:
        assert main.stderr is not None
        log = ""
        while log.count("Autograding") < 2 and (line := main.stderr.readline()):
            log += line
        assert descendants(worker.pid)
        main.send_signal(signal.SIGINT)
        start = time.monotonic()
        log += main.stderr.read()
    assert time.monotonic() - start < 15
    assert main.returncode != 0
    assert "cannot schedule" not in log, log
    assert wait(lambda: not descendants(worker.pid))


def test_no_scheduler_no_worker_and_no_package_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.cluster.START", 0.5)
    with pytest.raises(MachineError, match=r"tcp://127\.0\.0\.1:1: no scheduler answers .*Remedy: start one"):
        Cluster("tcp://127.0.0.1:1", LIMITS).__enter__()
    monkeypatch.setattr("autograder.grading.execute.find_spec", lambda _: None)
    with pytest.raises(Refused, match=r"needs the package distributed.*pip install '\.\[cluster\]'"):
        ExecuteInJudge(scheduler="tcp://127.0.0.1:8786")._engine()


def test_nothing_of_dask_is_imported_without_a_scheduler() -> None:
    code = (
        "import sys, autograder.configure, autograder.cli, autograder.grade; "
        "sys.exit(bool({'dask', 'distributed'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_a_cluster_is_not_an_engine_and_options_tell_clusters_apart() -> None:
    one = Cluster("tcp://a:1", LIMITS, 5)
    assert one.like(Cluster("tcp://a:1", LIMITS, 5))
    others = Cluster("tcp://b:1", LIMITS, 5), Cluster("tcp://a:1", LIMITS, 0), Engine(LIMITS)
    assert not any(one.like(other) or other.like(one) for other in others)


@pytest.mark.slow
def test_with_keys_it_is_encrypted_and_who_has_none_is_not_let_in(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    page = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    command = page[page.index("openssl req") : page.index("\nchmod 600 key.pem")]  # as documented
    subprocess.run(command, shell=True, cwd=tmp_path, check=True, capture_output=True)
    roles = {role: {"cert": str(certificate), "key": str(key)} for role in ("scheduler", "worker", "client")}
    tls = {"require-encryption": True, "tls": {"ca-file": str(certificate), **roles}}
    given = {f"distributed.comm.tls.{name}": value for name, value in {"ca-file": str(certificate), **roles}.items()}
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "tls.yaml").write_text(json.dumps({"distributed": {"comm": tls}}))  # JSON is YAML
    started = Dask(tmp_path, "tls", {"DASK_CONFIG": str(tmp_path / "config")})
    try:
        started.worker()
        with dask.config.set(given), Cluster(started.address, LIMITS, 1024 * MIB) as cluster:
            assert verdicts(cluster.submit(notebook(SQUARE, "assert f(2) == 4")).result(60)) == ["passed"]
        with pytest.raises(MachineError, match="no scheduler answers"):
            Cluster(started.address, LIMITS).__enter__()
    finally:
        started.close()
