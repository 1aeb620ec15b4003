"""The owner of the engine: options, health, interruption, and an end soon after the last use."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.engine import Engine, Notebook
from autograder.grading.engines import Engines
from autograder.judge.limits import NotebookLimits
from autograder.sandbox.server import ServerError
from bench.memory import descendants

QUICK, LONG = NotebookLimits(cell=1.0, call=0.5, notebook=20.0), NotebookLimits(cell=9.0, call=4.0, notebook=30.0)


def notebook(source: str) -> Notebook:
    about = {"grade_id": "check", "grade": True, "solution": False, "points": 1}
    cells = [new_code_cell(source), new_code_cell("assert f() == 1", metadata={"nbgrader": about})]
    made: Notebook = new_notebook(cells=cells)
    return made


def verdict(executed: Notebook) -> str:
    found: str = executed["cells"][1]["metadata"]["autograder"]["verdict"]
    return found


def wait(for_what: Callable[[], Any], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not (done := bool(for_what())) and time.monotonic() < end:
        time.sleep(0.05)
    return done


@pytest.fixture
def engines() -> Iterator[Engines]:
    """An owner that soon lets its engine go."""
    owner = Engines(idle=1.0)
    yield owner
    owner.close()


RIGHT, SLOW = notebook("def f():\n    return 1"), notebook("import time\ndef f():\n    time.sleep(1.5)\n    return 1")


@pytest.mark.slow
def test_each_run_gets_its_options_and_never_those_of_the_run_before(engines: Engines) -> None:
    assert verdict(engines.submit(Engine(QUICK), SLOW).result()) == "timeout"
    assert verdict(engines.submit(Engine(LONG), SLOW).result()) == "passed"
    first = engines._engine
    engines.submit(Engine(LONG), RIGHT).result()
    assert engines._engine is first, "the same options, the same engine"
    look = notebook("import os\ndef f():\n    return int(os.path.exists('/etc/passwd'))")
    assert verdict(engines.submit(Engine(LONG, sandbox=None), look).result()) == "passed"
    assert verdict(engines.submit(Engine(LONG), look).result()) == "failed", (
        "an earlier run has switched the sandbox off"
    )


@pytest.mark.slow
@pytest.mark.parametrize("which", ["_learners", "_judges"])
def test_servers_that_died_are_replaced_with_the_next_work(engines: Engines, which: str) -> None:
    engines.submit(Engine(LONG), RIGHT).result()
    engine = engines._engine
    assert engine is not None
    os.kill(getattr(engine, which).pid, signal.SIGKILL)
    assert wait(lambda: not engine.alive())
    assert verdict(engines.submit(Engine(LONG), RIGHT).result()) == "passed"


@pytest.mark.slow
def test_what_is_under_way_when_servers_die_fails_as_the_graders_fault(engines: Engines) -> None:
    waiting = engines.submit(Engine(LONG), notebook("import time\ntime.sleep(8)"))
    engine = engines._engine
    assert isinstance(engine, Engine)
    time.sleep(0.5)
    for server in (engine._learners, engine._judges):
        os.kill(server.pid, signal.SIGKILL)
    with pytest.raises(ServerError):
        waiting.result()
    assert verdict(engines.submit(Engine(LONG), RIGHT).result()) == "passed"


@pytest.mark.slow
def test_no_process_outlives_the_last_work_by_more_than_moments(engines: Engines) -> None:
    before = set(descendants(os.getpid()))
    engines.submit(Engine(LONG), RIGHT).result()
    family = set(descendants(os.getpid())) - before
    assert family
    assert wait(lambda: not family & set(descendants(os.getpid())), 8)
    assert engines._engine is None
    assert verdict(engines.submit(Engine(LONG), RIGHT).result()) == "passed"


@pytest.mark.slow
def test_closed_in_the_middle_of_work_it_ends_at_once_and_works_afterwards(engines: Engines) -> None:
    waiting = [engines.submit(Engine(LONG), notebook("import time\ntime.sleep(8)")) for _ in range(6)]
    time.sleep(0.5)
    start = time.monotonic()
    engines.close()
    assert time.monotonic() - start < 6
    assert all(future.done() for future in waiting)
    assert verdict(engines.submit(Engine(LONG), RIGHT).result()) == "passed"
