"""The simulation of a run's queue, where its time can be told without it."""

from __future__ import annotations

import pytest

from bench.queue import Costs, simulate

EACH = Costs(start=3, main=0.2, execution=1)


@pytest.mark.parametrize(
    ("workers", "cores", "seconds"),
    [
        (1, 1, 3 + 100 * (0.2 + 1)),  # one core does all
        (1, 2, 3 + 0.1 + 100 * 1 + 0.1),  # a worker executes, main works beside it
        (2, 2, 3 + 100 * (0.2 + 1) / 2),  # as much work for two cores
        (50, 99, 3 + 0.1 + 1 + 99 * 0.2 + 0.1),  # the ceiling: the writer is never idle after the first
    ],
)
def test_a_run_takes_what_its_bottleneck_takes(workers: int, cores: int, seconds: float) -> None:
    assert simulate(EACH, 100, workers, cores) == pytest.approx(seconds, rel=0.01)


def test_the_ceiling_and_the_workers_that_reach_it() -> None:
    assert (EACH.ceiling, EACH.saturating) == (5, 5)
    many = [simulate(EACH, 1000, workers, 99) for workers in (4, 6, 60)]
    assert many[0] > 1.2 * many[1]
    assert many[1] == pytest.approx(many[2], rel=0.01)
