"""The judge's process has a limit of memory of its own: a learner can't fill the machine through it."""

from __future__ import annotations

import sys

from autograder.judge.worker import bound_memory
from tests.judge.conftest import CONTEXT

MIB = 1 << 20


def fill(size: int) -> None:
    """Exit with 3 where `size` bytes are too many."""
    bound_memory(200 * MIB)
    try:
        kept = bytearray(size)
    except MemoryError:
        sys.exit(3)
    assert len(kept) == size


def test_what_is_beyond_the_limit_is_a_memory_error() -> None:
    codes = []
    for size in (100 * MIB, 300 * MIB):
        process = CONTEXT.Process(target=fill, args=(size,))
        process.start()
        process.join()
        codes.append(process.exitcode)
    assert codes == [0, 3]
