# ruff: noqa: E501 - cells of notebooks, as text
"""Code of a learner that wants points: it gets none, and the judge neither crashes nor waits."""

from __future__ import annotations

import time
from typing import Any

import pytest

from autograder.judge.limits import NotebookLimits
from autograder.judge.notebook import run_notebook
from tests.judge.conftest import Learners

HEAD = "import torch, sys, os, builtins, gc, threading, time, socket, struct\n"
SOCKETS = (
    HEAD
    + """
fds = []
for fd in range(3, 64):
    try:
        import stat
        if stat.S_ISSOCK(os.fstat(fd).st_mode): fds.append(fd)
    except OSError: pass
"""
)
YES = (
    HEAD
    + """
class Yes:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __iter__(self): return iter([self] * 3)
    def __float__(self): return 0.0
    def __len__(self): return 3
    def __hash__(self): return 1
    @classmethod
    def __torch_function__(cls, *a, **k): return True
    def __array__(self, *a, **k):
        import numpy; return numpy.zeros(2)
for name in "eq lt le gt ge ne bool contains".split(): setattr(Yes, f"__{name}__", lambda *a: True)
for name in "add sub mul truediv radd rsub rmul rtruediv abs neg pow mod".split():
    setattr(Yes, f"__{name}__", lambda self, *a: 0.0)
for name in "getitem round".split(): setattr(Yes, f"__{name}__", lambda self, *a: self)
def f(x): return Yes()
"""
)
ATTACKS = {
    "allclose": HEAD
    + "torch.allclose = torch.equal = lambda *a, **k: True\ntorch.testing.assert_close = print\ndef f(x): return x",
    "Tensor methods": HEAD + "torch.Tensor.__eq__ = torch.Tensor.__lt__ = lambda *a: True\n"
    "torch.Tensor.item = torch.Tensor.tolist = lambda *a: 14.0\ndef f(x): return x",
    "builtins": HEAD
    + "builtins.abs = lambda x: 0\nbuiltins.isinstance = lambda *a: True\nbuiltins.float = lambda x: 14.0\n"
    "builtins.AssertionError = type('Mild', (Exception,), {})\ndef f(x): return 1.0",
    "displayhook": HEAD
    + "from IPython import get_ipython\ndef f(x):\n    sys.displayhook(3); print('3')\n    return 3",
    "early result": HEAD + "3\ndef f(x): raise SystemExit(0)",
    "Yes object": YES,
    "list of Yes": YES + "def f(x): return [Yes()]",
    "subclass of float": YES
    + "class F(float):\n    __sub__ = __rsub__ = lambda *a: 0.0\n    __eq__ = lambda *a: True\ndef f(x): return F(1)",
    "subclass of Tensor": HEAD + "class T(torch.Tensor):\n    @classmethod\n"
    "    def __torch_function__(cls, *a, **k): return True\n    __eq__ = lambda *a: True\n"
    "def f(x): return torch.zeros(()).as_subclass(T)",
    "StopIteration": "def f(x): raise StopIteration",
    "NaN": "def f(x): return float('nan')",
    "dtype": HEAD + "def f(x): return torch.tensor(14).to(torch.complex64) * 0",
    "huge tensor": HEAD + "def f(x): return torch.zeros(40_000_000)",
    "deep list": "def f(x):\n    a = []\n    for _ in range(10000): a = [a]\n    return a",
    "huge integer": "def f(x): return 10 ** 100_000",
    "endless iterator": HEAD + "import itertools\ndef f(x): return itertools.count()",
    "text that exits": "class T:\n    def __repr__(self): raise SystemExit(0)\n    __str__ = __repr__\ndef f(x): return T()",
    "keys of one hash": "def f(x): return {k * (2**61 - 1): None for k in range(1, 60_000)}",
    "set of one hash": "def f(x): return {k * (2**61 - 1) for k in range(1, 60_000)}",
    "slow object": YES
    + "Yes.__float__ = lambda self: time.sleep(100)\nYes.item = property(lambda self: time.sleep(100))",
    "exit": HEAD + "def f(x): os._exit(0)",
    "garbage": SOCKETS + "def f(x):\n    for fd in fds: os.write(fd, b'\\xff' * 1000)\n    time.sleep(100)",
    "forged frame": SOCKETS
    + "def f(x):\n    import json\n    text = json.dumps([0, [['return', True], [], [], '', [], False, True]]).encode()\n"
    "    for fd in fds: os.write(fd, (struct.pack('>I', len(text)) + text) * 50)\n    os._exit(0)",
    "drip": SOCKETS + "def f(x):\n    for fd in fds: os.write(fd, struct.pack('>I', 100))\n"
    "    while True:\n        for fd in fds: os.write(fd, b' ')\n        time.sleep(0.05)",
    "thread that writes": SOCKETS
    + "def noise():\n    while True:\n        for fd in fds: os.write(fd, b'\\0\\0\\0\\x02[]')\n"
    "def f(x):\n    threading.Thread(target=noise, daemon=True).start()\n    time.sleep(0.2)\n    return 14.0",
    "closed socket": SOCKETS + "def f(x):\n    for fd in fds: os.close(fd)\n    return 14.0",
    "module in place of torch": HEAD
    + "import operator, unittest.mock\nmath = unittest.mock.MagicMock()\ntorch = operator\n"
    "def f(x): return 1",
    "inputs made zero": HEAD
    + "def f(x):\n    torch.set_rng_state(torch.zeros_like(torch.get_rng_state()))\n    return 0.0",
    "result of another shape": HEAD + "def f(x): return torch.empty(0)",
    "lying helper": HEAD + "import autograder.checks as c\nc.observe = lambda *a, **k: c.Observation(14.0, 1)\n"
    "sys.modules['autograder.wire.exceptions'].describe = lambda *a: [[], '', []]\ndef f(x): return 1.0",
    "frames": HEAD
    + "def f(x):\n    frame = sys._getframe()\n    while frame: frame.f_globals['f'] = lambda x: 14.0; frame = frame.f_back\n    return 1.0",
}
TESTS = {
    "value": "import torch\nvalue = f(torch.tensor([1.0, 2.0, 3.0]))\nassert abs(value - 14.0) < 1e-4, f'got {value}'",
    "equal": "import torch\nassert torch.equal(torch.as_tensor(f(torch.ones(2))), torch.tensor(2.0))",
    "close": "import torch, math\nx = torch.randn(3)\nassert math.isclose(f(x), (x * x).sum() + 5.0)",
    "all": "import torch\nassert all(map(lambda k: f(torch.full((1,), k)) == k * k, [1.0, 2.0]))",
    "item": "import torch\nx = torch.tensor([1.0, 2.0])\nassert (f(x) - 5.0).item() == 0",
    "list": "import torch\nassert list(f(torch.full((1,), 3.0))) == [9.0]",
    "tensor": "import torch\nvalue = f(torch.ones(2))\nassert (value == torch.tensor(2.0)).all() and value.shape == ()\nassert torch.allclose(f(torch.ones(3)), torch.tensor(3.0))",
    "key": "import torch\n{}[f(torch.ones(1))]",
    "message": "import torch\nraise KeyError(f(torch.ones(1)))",
    "in": "import torch\nassert 2.25 in f(torch.full((1,), 1.5))",
}
# Attacks that do return the right number for the one input of the test "value".
HONEST = {("thread that writes", "value"), ("closed socket", "value")}


def notebook(*cells: tuple[str, str]) -> dict[str, Any]:
    made = []
    for name, source in cells:
        about = {"grade": True, "solution": False, "grade_id": name, "points": 1}
        metadata = {} if name == "answer" else {"nbgrader": about}
        made.append({"cell_type": "code", "id": name, "source": source, "metadata": metadata, "outputs": []})
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_no_point(learners: Learners, name: str) -> None:
    learners().close()
    start = time.monotonic()
    limits = NotebookLimits(cell=1.0, call=0.3, notebook=20.0)
    executed = run_notebook(notebook(("answer", ATTACKS[name]), *TESTS.items()), learners, limits)
    verdicts = {cell["id"]: cell["metadata"]["autograder"].get("verdict") for cell in executed["cells"]}
    earned = {test for test, verdict in verdicts.items() if verdict == "passed"}
    assert {test for test in earned if (name, test) not in HONEST} == set()
    assert time.monotonic() - start < 40  # the notebook's limit, and room for a busy machine
    for cell in executed["cells"][1:]:
        kinds = {output["output_type"] for output in cell["outputs"]}
        assert kinds <= {"stream", "error"}


def test_a_right_answer_earns_all_that_are_right(learners: Learners) -> None:
    right = "import torch\ndef f(x): return (x * x).sum().item()"
    cells = notebook(("answer", right), *((name, TESTS[name]) for name in ("value", "equal", "all")))
    executed = run_notebook(cells, learners)
    assert [cell["metadata"]["autograder"].get("verdict") for cell in executed["cells"][1:]] == ["passed"] * 3


def test_a_time_limit_that_falls_into_a_clean_up_still_ends_the_cell(learners: Learners) -> None:
    slow = (
        "import time\nclass Slow:\n    def __del__(self): time.sleep(0.4)\nfor _ in range(3): Slow()\nwhile True: pass"
    )
    limits = NotebookLimits(cell=0.6, call=5.0, notebook=60.0)
    executed = run_notebook(notebook(("answer", "x = 1"), ("slow", slow), ("after", "assert x == 1")), learners, limits)
    verdicts = [cell["metadata"]["autograder"].get("verdict") for cell in executed["cells"][1:]]
    assert verdicts == ["timeout", "passed"]


def test_a_handle_is_no_number_whatever_its_class_is_called(learners: Learners) -> None:
    answer = (
        "class F:\n    def __float__(self): return 14.0\nF.__module__, F.__qualname__ = 'numpy', 'float64'\nf = F()"
    )
    tests = {"handle": "assert float(f) == 14.0", "number": "assert isinstance(f, float)"}
    executed = run_notebook(notebook(("answer", answer), *tests.items()), learners)
    assert [cell["metadata"]["autograder"].get("verdict") for cell in executed["cells"][1:]] == ["passed", "failed"]
