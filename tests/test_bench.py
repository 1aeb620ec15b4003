"""What the measurements rest on: the simulation of a run's queue, the mixture of the soak, the watch over processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.course.layout import Course
from bench.mixture import hand_in_mixture
from bench.queue import Costs, simulate
from bench.watch import DONE, MIB, Watch
from tests.attacks import ATTACKS
from tests.messy import UNIT

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


def test_of_ten_submissions_one_is_hostile_and_two_are_messy(copied: Course) -> None:
    expected = hand_in_mixture(copied, 20, "")
    assert [path.name for path in sorted(copied.root.glob("submitted/*"))] == sorted(expected)
    assert all(any(path.iterdir()) for path in copied.root.glob(f"submitted/*/{UNIT}"))
    slugs = {attack.slug for attack in ATTACKS}
    kinds = [learner.partition("-")[2] for learner in expected]
    assert [kind in slugs for kind in kinds] == ([False] * 9 + [True]) * 2
    assert kinds[:2] == ["perfect", "own-style"]
    assert set(kinds[10:18]).isdisjoint(kinds[:10]), "the next ones, not the same again"
    assert expected["00000-perfect"] == 22


GROWING = f"""
import sys, time
held = []
for number in range(8):
    held.append(bytearray({20 << 20} if number > 3 else 1))
    print({DONE!r}, file=sys.stderr, flush=True)
    time.sleep(0.3)
"""


def test_the_watch_sees_what_a_process_holds_while_it_runs() -> None:
    with subprocess.Popen([sys.executable, "-c", GROWING], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        watch = Watch(process.pid, process.stderr, pause=0.02)
        watch.to_the_end()
    [life] = watch.lasting(1)
    assert (watch.done, life.name) == (8, "main")
    before, after = life.medians((1, 3), (7, 8), "unshared")
    assert 60 * MIB < after - before < 90 * MIB
    assert life.medians((1, 3), (7, 8), "descriptors") == (3, 3)
