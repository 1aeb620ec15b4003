# ruff: noqa: E501 - cells of notebooks, as text
"""Natural test cells: what they say holds across the boundary as it does in one process."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator

import matplotlib
import pytest

from autograder.judge.cell import run_cell
from autograder.judge.client import Client
from tests.judge.conftest import Learners

LEARNERS = """
import collections, warnings
import torch, matplotlib.pyplot as plt, numpy as np
from torch import nn

def f1(w): return (w ** 2).sum()
def cube(w): return (w ** 3).sum()
def plus(w): return w + 3
def step(w, lr):
    w.grad = None
    (w ** 2).sum().backward()
    with torch.no_grad():
        w -= lr * w.grad
    return w
def leave_grad(w): (w * 3).sum().backward()
def freeze(w): w.requires_grad_(False)
def grow(items, table):
    items.append(items[0]); table["new"] = items; return items
def apply(function, *args): return function(*args)
def numeric(f, x, h=1e-3): return (f(x + h) - f(x - h)) / (2 * h)
def mode(): return torch.is_grad_enabled(), torch.is_inference_mode_enabled()
def noise(n): return torch.randn(n)
def fail(): return {}["key"]
def stop(): raise StopIteration
class MyError(ValueError): pass
def own_error(): raise MyError("mine")
def spin():
    while True: pass
def count():
    yield from (1, 2, 3)
def figure():
    f, ax = plt.subplots(); ax.plot([1.0, 2.0], label="x"); ax.set_title("T"); return f
class Value:
    def __init__(self, data): self.data = data
    def __add__(self, other): return Value(self.data + (other.data if isinstance(other, Value) else other))
    __radd__ = __add__
    def __mul__(self, other): return Value(self.data * other.data)
    def __repr__(self): return f"Value({self.data})"
    def __enter__(self): return self.data
    def __exit__(self, *error): return True
    def __len__(self): return 7
    def __getitem__(self, i): return i * 2
class Net(nn.Module):
    def __init__(self):
        super().__init__(); self.linear = nn.Linear(2, 1)
    def forward(self, x): return self.linear(x)
def named(): return collections.namedtuple("Result", "w b")(1.0, [2])
def largest(x): return x.max(dim=0)
def counted(): return collections.Counter("aab")
def two(w): a = w * w; return a.sum(), a.mean()
def warn(): warnings.warn("careful", UserWarning); return 1
def say(): print("said")
def parameter(): return nn.Parameter(torch.ones(2))
def history(w):
    out = [w]
    for _ in range(3): out.append(out[-1] * 2)
    return out
def back(loss): loss.backward()
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 2 * x * grad
def square(x): return Square.apply(x)
def switch_off(): torch.set_grad_enabled(False)
"""

CELLS = {
    "backward": "w = torch.tensor([1.0, 2.0], requires_grad=True)\nl = f1(w)\nl.backward()\n"
    "assert w.grad.tolist() == [2, 4]\nassert type(l) is torch.Tensor and not l.is_leaf\n"
    "assert l.grad_fn.name() == 'SumBackward0' and l.grad_fn.next_functions[0][0].name() == 'PowBackward0'\n"
    "assert repr(l) == 'tensor(5., grad_fn=<SumBackward0>)'",
    "second backward raises": "w = torch.ones(2, requires_grad=True)\nl = f1(w)\nl.backward()\ntry:\n    l.backward()\n"
    "except RuntimeError as e:\n    assert 'second time' in str(e)\nelse:\n    raise AssertionError",
    "second backward where nothing is saved": "w = torch.ones(2, requires_grad=True)\nl = plus(w)\n"
    "l.sum().backward()\nl.sum().backward()\nassert w.grad.tolist() == [2, 2]",
    "retain_graph": "w = torch.ones(2, requires_grad=True)\nl = f1(w)\nl.backward(retain_graph=True)\nl.backward()\n"
    "assert w.grad.tolist() == [4, 4]",
    "double backward": "w = torch.tensor(2.0, requires_grad=True)\n"
    "(g,) = torch.autograd.grad(cube(w), w, create_graph=True)\nassert g.item() == 12\n"
    "(h,) = torch.autograd.grad(g, w, create_graph=True)\nassert h.item() == 12\n"
    "(t,) = torch.autograd.grad(h, w)\nassert t.item() == 6",
    "gradcheck": "x = torch.rand(3, dtype=torch.double, requires_grad=True)\n"
    "assert torch.autograd.gradcheck(cube, x) and torch.autograd.gradgradcheck(cube, x)",
    "gradient through the judge's own graph": "v = torch.tensor([3.0], requires_grad=True)\n"
    "l = f1(v * 2) * 5\nl.backward()\nassert v.grad.item() == 120",
    "two results share a graph": "w = torch.ones(2, requires_grad=True)\na, b = two(w)\n(a + b).backward()\n"
    "assert w.grad.tolist() == [3, 3]",
    "result of one call into the next": "w = torch.tensor([2.0], requires_grad=True)\nh = plus(w)\nz = f1(h)\n"
    "(g,) = torch.autograd.grad(z, h, retain_graph=True)\nassert g.item() == 10\nz.backward()\nassert w.grad.item() == 10",
    "learner walks a result": "w = torch.tensor([2.0], requires_grad=True)\nl = f1(w)\nback(l)\nassert w.grad.item() == 4",
    "change in place": "w = torch.ones(2, requires_grad=True)\nview = w.detach()\nr = step(w, 0.25)\n"
    "assert r is w and w.tolist() == [0.5, 0.5] and view.tolist() == [0.5, 0.5]\n"
    "assert w.is_leaf and w.grad.tolist() == [2, 2]",
    "grad accumulates": "w = torch.ones(2, requires_grad=True)\nleave_grad(w)\ng = w.grad\nleave_grad(w)\n"
    "assert g is w.grad and g.tolist() == [6, 6]\nw.grad = None\nleave_grad(w)\nassert w.grad.tolist() == [3, 3]",
    "flag": "w = torch.ones(2, requires_grad=True)\nfreeze(w)\nassert not w.requires_grad",
    "containers": "a, t = [1], {}\nr = grow(a, t)\nassert a == [1, 1] and t['new'] is a and r is a",
    "lambda": "assert abs(numeric(lambda x: x * x, 3.0) - 6) < 1e-3",
    "closure that counts": "calls = []\ndef g(x):\n    calls.append(x)\n    return x\n"
    "assert apply(g, 5) == 5 and calls == [5]",
    "function of the learner to the learner": "assert apply(f1, torch.tensor([3.0])).item() == 9",
    "gradient of what a lambda holds": "w = torch.tensor([2.0], requires_grad=True)\n"
    "apply(lambda: (w ** 2).sum()).backward()\nassert w.grad.item() == 4",
    "module of the test": "m = torch.nn.Linear(2, 1)\napply(m, torch.ones(1, 2)).sum().backward()\n"
    "assert m.weight.grad.tolist() == [[1, 1]] and m.bias.grad.tolist() == [1]",
    "module of the learner": "torch.manual_seed(0)\nnet = Net()\nassert isinstance(net, torch.nn.Module)\n"
    "x = torch.tensor([[1.0, 2.0]])\nout = net(x)\nassert type(net.linear.weight) is torch.nn.Parameter\n"
    "out.sum().backward()\nassert net.linear.weight.grad.tolist() == [[1, 2]]\n"
    "assert net.linear.weight is net.linear.weight\nassert len(list(net.parameters())) == 2\n"
    "with torch.no_grad():\n    net.linear.weight.fill_(1.0)\n    net.linear.bias.zero_()\nassert net(x).item() == 3\n"
    "torch.optim.SGD(net.parameters(), lr=1.0).step()\nassert net(x).item() == -3\n"
    "g = torch.autograd.grad(net(x).sum(), list(net.parameters()))\nassert g[0].tolist() == [[1, 2]]\n"
    "assert set(net.state_dict()) == {'linear.weight', 'linear.bias'}",
    "parameter": "p = parameter()\nassert isinstance(p, torch.nn.Parameter) and p.is_leaf\n(p * 2).sum().backward()\n"
    "assert p.grad.tolist() == [2, 2]",
    "one tensor many times": "w = torch.ones(1, requires_grad=True)\nh = history(w)\nassert h[0] is w and h[3].item() == 8\n"
    "h[3].backward()\nassert w.grad.item() == 8",
    "custom class": "v = Value(2.0) + 3 + Value(1.0)\nassert v.data == 6.0 and repr(v) == 'Value(6.0)'\n"
    "assert (1 + v).data == 7 and isinstance(v, Value) and type(v).__name__ == 'Value'\nassert not isinstance(3, Value)\n"
    "v.data = 4\nassert (v * v).data == 16 and len(v) == 7 and v[3] == 6\nassert hasattr(v, 'data') and not hasattr(v, 'x')\n"
    "with v as d:\n    assert d == 4\nassert v == v and v != Value(4) and v is not None",
    "figure": "f = figure()\nassert hasattr(f, 'get_axes') and len(f.axes) == 1\nax = f.axes[0]\n"
    "assert ax.get_title() == 'T' and list(ax.lines[0].get_ydata()) == [1, 2]\n"
    "import matplotlib.figure\nassert isinstance(f, matplotlib.figure.Figure)",
    "iterator": "assert list(count()) == [1, 2, 3] and next(count()) == 1 and sum(count()) == 6",
    "names": "r = named()\nassert r.w == 1.0 and r.b == [2] and tuple(r) == (1.0, [2])\n"
    "m = largest(torch.tensor([1.0, 3.0]))\nassert m.values.item() == 3 and m.indices.item() == 1\n"
    "assert counted() == {'a': 2, 'b': 1}",
    "numpy": "assert np.array_equal(apply(np.cumsum, np.arange(3)), [0, 1, 3])",
    "error": "try:\n    fail()\nexcept KeyError as e:\n    assert str(e) == \"'key'\" and e.args == ('key',)\n"
    "try:\n    own_error()\nexcept ValueError as e:\n    assert str(e) == 'mine'",
    "StopIteration does not end a loop": "try:\n    list(map(lambda _: stop(), [1]))\n"
    "except RuntimeError as e:\n    assert 'StopIteration' in str(e)\nelse:\n    raise AssertionError('ended')",
    "grad mode": "assert mode() == (True, False)\nwith torch.no_grad():\n    assert mode() == (False, False)\n"
    "    w = torch.ones(1, requires_grad=True)\n    assert not f1(w).requires_grad\n"
    "with torch.inference_mode():\n    assert mode()[1] and plus(torch.ones(1)).is_inference()",
    "grad mode that a call leaves": "switch_off()\nleft = torch.is_grad_enabled()\ntorch.set_grad_enabled(True)\n"
    "assert left is False and mode() == (True, False)",
    "custom Function": "x = torch.tensor(3.0, requires_grad=True)\n"
    "(g,) = torch.autograd.grad(square(x), x, create_graph=True)\nassert g.item() == 6\n"
    "(h,) = torch.autograd.grad(g, x)\nassert h.item() == 2\ny = square(x)\ny.backward()\ntry:\n    y.backward()\n"
    "except RuntimeError as e:\n    assert 'second time' in str(e)\nelse:\n    raise AssertionError",
    "seed": "torch.manual_seed(3)\na, b = noise(2), noise(2)\ntorch.manual_seed(3)\n"
    "assert torch.equal(a, torch.randn(2)) and not torch.equal(a, b)\ntorch.manual_seed(3)\nassert torch.equal(a, noise(2))",
    "print": "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    say()\n"
    "assert out.getvalue() == 'said\\n'",
    "warning": "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n"
    "    warn()\nassert [str(w.message) for w in seen] == ['careful']",
    "observe": "from autograder.checks import figure_data, graph, observe, observe_bytes\nw = torch.ones(2, requires_grad=True)\n"
    "seen = observe_bytes(step, w, lr=0.5)\nassert seen.backward_calls == 1 and seen.result is w and seen.saved_bytes > 0\n"
    "seen = observe(apply, lambda x: x + 1, 5)\nassert seen.calls == [(5,)] and seen.result == 6\n"
    "assert [name for name, _ in graph(f1(w))][:2] == ['SumBackward0', 'PowBackward0']\n"
    "assert figure_data(figure())[0].lines[0].shows([1.0, 2.0])",
    "deepcopy": "import copy\nnet = Net()\nother = copy.deepcopy(net)\nassert other is not net\n"
    "assert torch.equal(other.linear.weight, net.linear.weight) and other.linear.weight is not net.linear.weight",
}


@pytest.fixture(scope="module")
def shared_learner() -> Iterator[Client]:
    processes = Learners()
    made = Client(processes(), 5.0)
    made.ask("cell", LEARNERS, seconds=30)
    yield made
    made.close()
    processes.end()


@pytest.mark.parametrize("name", CELLS)
def test_a_natural_cell_passes(shared_learner: Client, name: str) -> None:
    outcome = run_cell(name, CELLS[name], shared_learner, {}, 10.0)
    assert (outcome.verdict, *outcome.outputs) == ("passed",)


@pytest.mark.parametrize("name", CELLS)
def test_the_same_cell_passes_in_one_process(name: str) -> None:
    matplotlib.use("Agg")
    namespace = {"__name__": "__main__"}
    exec(LEARNERS, namespace)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name != "StopIteration does not end a loop":
            exec(CELLS[name], namespace)


def test_a_call_that_does_not_end_costs_its_cell(learner: Callable[..., Client]) -> None:
    slow = learner(LEARNERS, 0.3)
    outcome = run_cell("c", "try:\n    spin()\nexcept Exception:\n    pass", slow, {}, 5.0)
    assert outcome.verdict == "timeout"
    assert outcome.outputs[0]["evalue"] == "time limit: no result after 0.3 s"


def test_a_cell_that_does_not_end_fails_in_time(learner: Callable[..., Client]) -> None:
    outcome = run_cell("c", "while True:\n    f1(torch.ones(1))", learner(LEARNERS), {}, 0.5)
    assert outcome.verdict == "timeout"
    assert outcome.seconds < 2


def test_a_missing_name_is_a_name_error(learner: Callable[..., Client]) -> None:
    outcome = run_cell("c", "absent(1)", learner(LEARNERS), {}, 5.0)
    assert outcome.outputs[0]["evalue"] == "name 'absent' is not defined"


def test_partial_credit_and_printed_text(learner: Callable[..., Client]) -> None:
    outcome = run_cell("c", "print('x')\n0.5", learner(LEARNERS), {}, 5.0)
    assert [output["output_type"] for output in outcome.outputs] == ["stream", "execute_result"]
    assert outcome.outputs[1]["data"] == {"text/plain": "0.5"}


@pytest.mark.parametrize("text", ["'half an emoji \\ud83d'", "'\\x00'", "'\\u202e right to left'", "'x' * 5_000_000"])
def test_any_text_in_an_error_can_be_written_to_a_file(learner: Callable[..., Client], text: str) -> None:
    ask = learner(f"def f():\n    print({text})\n    raise ValueError({text})")
    outcome = run_cell("ex-a", "f()", ask, {}, 10.0)
    assert outcome.verdict == "failed"
    written = json.dumps(outcome.outputs, ensure_ascii=False).encode()
    assert len(written) < 200_000
