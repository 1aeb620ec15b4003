"""The helpers of hidden tests see what a call did."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
import torch

from autograder.checks import figure_data, graph, observe, observe_bytes


def descend(w0: float, steps: int) -> float:
    w = torch.tensor(w0, requires_grad=True)
    for _ in range(steps):
        (w**2).backward()
        assert w.grad is not None
        with torch.no_grad():
            w -= 0.1 * w.grad
        w.grad = None
    return w.item()


def test_observe_counts_every_way_of_walking_a_graph() -> None:
    def three_ways() -> None:
        x = torch.tensor(1.0, requires_grad=True)
        (x * x).backward()
        torch.autograd.backward(x * x)
        torch.autograd.grad(x * x, x)

    assert observe(three_ways).backward_calls == 3


def test_observe_returns_the_result_and_restores_torch() -> None:
    before = torch.autograd.backward, torch.autograd.grad
    seen = observe(descend, 1.0, steps=4)
    assert seen.backward_calls == 4
    assert seen.result == pytest.approx(0.8**4)
    assert (torch.autograd.backward, torch.autograd.grad) == before


def test_observe_restores_torch_after_an_error() -> None:
    before = torch.autograd.backward
    with pytest.raises(ZeroDivisionError):
        observe(lambda: 1 // 0)
    assert torch.autograd.backward is before


def test_observe_records_the_calls_of_a_function_argument() -> None:
    seen = observe(lambda f, x: f(x) + f(2 * x), lambda x: x + 1, 5)
    assert seen.result == 17
    assert seen.calls == [(5,), (10,)]


def test_figure_data_reads_words_scales_and_curves_and_closes_the_figure() -> None:
    figure, (left, right) = plt.subplots(1, 2)
    left.semilogy([100.0, 10.0, 1.0], label="loss")
    left.set(xlabel="step", ylabel="loss", title="falls")
    right.plot([0, 2], [3.0, 4.0])
    right.axhline(2.5)
    drawn = figure_data(figure)
    assert (drawn[0].xlabel, drawn[0].ylabel, drawn[0].title, drawn[0].yscale) == ("step", "loss", "falls", "log")
    assert drawn[0].lines[0].label == "loss"
    assert drawn[0].lines[0].x == [0, 1, 2]
    assert [line.spans_axes for line in drawn[1].lines] == [False, True]
    assert not plt.fignum_exists(figure.number)


def test_a_line_shows_values_within_tolerance_only() -> None:
    figure, axes = plt.subplots()
    axes.plot([1.0, 2.0])
    line = figure_data(figure)[0].lines[0]
    assert line.shows([1.0, 2.0 + 1e-9])
    assert not line.shows([1.0, 2.1])
    assert not line.shows([1.0])


@pytest.mark.parametrize(("function", "expected"), [(torch.exp, 4000), (lambda a: a * a, 8000), (lambda a: a + 1, 0)])
def test_observe_measures_what_autograd_keeps(function: Callable[[torch.Tensor], torch.Tensor], expected: int) -> None:
    leaf = torch.ones(1000, requires_grad=True)
    seen = observe_bytes(function, leaf)
    assert seen.saved_bytes == expected
    assert observe(function, leaf).saved_bytes == 0


def test_observe_is_not_in_the_way_of_functional_gradients() -> None:
    def per_row(x: torch.Tensor) -> torch.Tensor:
        rows: torch.Tensor = torch.func.vmap(torch.func.grad(lambda row: (row**2).sum()))(x)
        return rows

    assert observe(per_row, torch.ones(2, 3)).result.tolist() == [[2.0] * 3] * 2


def test_graphs_are_equal_exactly_if_their_structure_is() -> None:
    a, b = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0, requires_grad=True)
    fan_out = (a * b) + a
    assert graph(fan_out) == [
        ("AddBackward0", (1, 2)),
        ("MulBackward0", (2, 3)),
        ("torch::autograd::AccumulateGrad", ()),
        ("torch::autograd::AccumulateGrad", ()),
    ]
    assert graph(fan_out) == graph((b * a) + b)
    assert graph(fan_out) != graph((a * b) + b.clone())
    assert graph(fan_out) != graph((a * b) + b * 1)
    assert graph(fan_out.detach()) == []
