"""The engine executes notebooks in the judge and the sandbox, and nothing of it survives main."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.engine import Engine
from autograder.judge.files import Files
from autograder.judge.limits import NotebookLimits
from autograder.sandbox.bubblewrap import Sandbox
from bench.memory import descendants

pytestmark = pytest.mark.slow


def cell(name: str, source: str, **nbgrader: object) -> dict[str, Any]:
    about = {"nbgrader": {"grade_id": name, "grade": False, "solution": False, **nbgrader}} if nbgrader else {}
    return {
        "cell_type": "code",
        "id": name,
        "source": source,
        "metadata": about,
        "outputs": [],
        "execution_count": None,
    }


def notebook(answer: str, *checks: str) -> dict[str, Any]:
    graded = [cell(f"ex1-{k}", check, grade=True, points=1) for k, check in enumerate(checks)]
    cells = [cell("setup", "import torch"), cell("ex1", answer, solution=True), *graded]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def verdicts(executed: dict[str, Any]) -> list[str]:
    return [c["metadata"]["autograder"]["verdict"] for c in executed["cells"] if c["id"].startswith("ex1-")]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """An engine with short time limits."""
    with Engine(NotebookLimits(cell=4, call=1, notebook=30), workers=2) as started:
        yield started


SQUARE = "def f(w):\n    return w**2"
BACKWARD = "import torch\nw = torch.tensor(3.0, requires_grad=True)\nf(w).backward()\nassert w.grad == 6"


def test_a_right_answer_passes_and_a_wrong_one_fails(engine: Engine) -> None:
    assert verdicts(engine.execute(notebook(SQUARE, BACKWARD, "assert f(2) == 4"))) == ["passed", "passed"]
    assert (
        verdicts(engine.execute(notebook("def f(w):\n    return w**3", BACKWARD, "assert f(2) == 4"))) == ["failed"] * 2
    )


def test_half_precision_works_on_both_sides_of_the_walls(engine: Engine) -> None:
    check = "import torch\nx = f(torch.ones(3))\nassert (x @ torch.ones(3).half()).item() == 3"
    assert verdicts(engine.execute(notebook("def f(x):\n    return (x * x).half()", check))) == ["passed"]


def test_what_a_wrong_answer_does_is_told_though_a_visible_check_fails_first(engine: Engine) -> None:
    contract = "from autograder.contracts import Contract, case\ncontract = Contract([case(2.0), case(3.0)])\n"
    contracts = {"u": {"contracts": {"ex1": contract}, "cells": [("ex1", "def f(w):\n    return w**2")]}}
    check = "from autograder.contracts import check\n\ncheck('u/ex1', f, 'value')"
    told = []
    for answer in ("return w**3", "return w * w * w", "return w", "return w**2"):
        executed = engine.execute(notebook(f"def f(w):\n    {answer}", f"assert f(2) == 4\n{check}", check), contracts)
        told.append([c["metadata"]["autograder"].get("behaviour") for c in executed["cells"][2:]])
    cubed, also, same, right = told
    assert right == [None, None]
    assert cubed == also
    assert cubed[0] == cubed[1] != same[0]


def test_the_authors_solution_runs_once_for_many_notebooks(engine: Engine) -> None:
    """Seen by an author's solution that never does the same."""
    contract = (
        "from autograder.contracts import Contract, case\n"
        "contract = Contract([case()], expect=lambda got, wanted, given: f'the author got {wanted}')\n"
    )
    check = "from autograder.contracts import check\n\ncheck('u/ex1', f, 'value')"
    cells = [("ex1", "import time\ndef f():\n    return time.monotonic_ns()")]
    contracts = {"u": {"contracts": {"ex1": contract}, "cells": cells, "tests": [check]}}
    item = notebook("def f():\n    return 0", check)
    seen = [engine.submit(item, contracts).result()["cells"][2]["outputs"][0]["evalue"] for _ in range(8)]
    assert all("the author got" in message for message in seen)
    assert seen[0] != seen[-1], "the first notebook does not wait"
    assert len(set(seen[-3:])) == 1
    assert verdicts(engine.execute(item, contracts)) == ["failed"]


def test_an_author_whose_solution_fails_ahead_costs_no_notebook(engine: Engine) -> None:
    contract = "import os\nfrom autograder.contracts import Contract, case\ncontract = Contract([case()])\n"
    check = "from autograder.contracts import check\n\ncheck('v/ex1', f, 'value')"
    cells = [("ex1", "import os\ndef f():\n    os._exit(3)")]
    contracts = {"v": {"contracts": {"ex1": contract}, "cells": cells, "tests": [check]}}
    items = [notebook("def f():\n    return 0", "assert f() == 0") for _ in range(6)]
    assert [verdicts(engine.submit(item, contracts).result()) for item in items] == [["passed"]] * 6


def test_learners_share_nothing_and_cannot_reach_the_judge(engine: Engine) -> None:
    spoil = "import builtins, torch\nbuiltins.mark = 1\ntorch.allclose = lambda *a: True\ndef f(w):\n    return 0"
    look = "import builtins\nassert not hasattr(builtins, 'mark')"
    check = "import torch\nassert torch.allclose(torch.as_tensor(f(2)), torch.tensor(4))"
    assert verdicts(engine.execute(notebook(spoil, look, check))) == ["passed", "failed"]
    assert verdicts(
        engine.execute(
            notebook("import builtins\ndef f(w):\n    return hasattr(builtins, 'mark')", "assert f(1) is False")
        )
    ) == ["passed"]


HELPED = "import helper, words\ndef f():\n    return helper.WHO, words.WHO, open('data/numbers.csv').read()"
GIVEN = {"helper.py": b"WHO = 'instructor'", "data/numbers.csv": b"1,2"}
HANDED_IN = {"helper.py": b"WHO = 'learner'", "words.py": b"WHO = 'learner'", "own.csv": b"3"}


@pytest.mark.parametrize("sandbox", [True, False])
def test_files_beside_a_notebook_are_there_and_the_instructors_come_first(sandbox: bool) -> None:
    checks = (
        "assert f() == ('instructor', 'learner', '1,2'), f()",
        "import helper\nassert helper.WHO == 'instructor'\nassert open('data/numbers.csv').read() == '1,2'",
        "assert helper.WHO == 'instructor'",  # the name that the answer has bound
        "open('own.csv')",  # a learner's file is none of the judge's
    )
    with Engine(NotebookLimits(cell=4, call=1, notebook=30), Sandbox() if sandbox else None, workers=1) as engine:
        before = set(Path.cwd().iterdir())
        executed = engine.execute(notebook(HELPED, *checks), None, Files(GIVEN, HANDED_IN))
        assert verdicts(executed) == ["passed", "passed", "passed", "failed"]
        assert set(Path.cwd().iterdir()) == before


def test_an_endless_loop_and_a_crash_cost_their_own_cell(engine: Engine) -> None:
    answer = "import os\ndef f(w):\n    while w == 1: pass\n    if w == 2: os._exit(3)\n    return w"
    executed = engine.execute(notebook(answer, "assert f(1) == 1", "assert f(2) == 2", "assert f(3) == 3"))
    assert verdicts(executed)[2] == "passed"
    assert "passed" not in verdicts(executed)[:2]


def test_many_at_once_give_the_same_as_one_after_the_other(engine: Engine) -> None:
    items = [notebook(f"def f(w):\n    return w + {k}", "assert f(0) % 2 == 0") for k in range(6)]
    at_once = [verdicts(future.result()) for future in [engine.submit(item) for item in items]]
    assert at_once == [verdicts(engine.execute(item)) for item in items] == [["passed"], ["failed"]] * 3


MAIN = """
import json, os, sys
from autograder.grading.engine import Engine
with Engine() as engine:
    future = engine.submit(json.loads(sys.argv[1]))
    print(os.getpid(), flush=True)
    future.result()
"""


def test_killing_main_leaves_no_process() -> None:
    endless = json.dumps(notebook("while True:\n    pass", "assert True"))
    main = subprocess.Popen([sys.executable, "-c", MAIN, endless], stdout=subprocess.PIPE, text=True)
    assert main.stdout is not None
    assert main.stdout.readline().strip() == str(main.pid)
    time.sleep(1)
    family = descendants(main.pid)
    assert len(family) >= 4, "two servers, a judge and a learner"
    main.send_signal(signal.SIGKILL)
    main.wait()
    main.stdout.close()
    deadline = time.monotonic() + 10
    while (left := [pid for pid in family if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
