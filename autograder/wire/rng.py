"""The random generators of a process: torch's, Python's and numpy's, taken and restored together."""

from __future__ import annotations

import pickle
import random
from typing import Any

import numpy as np
import torch

State = tuple[Any, ...]


def state() -> State:
    """Take the states of all generators, as values that can be compared."""
    numpy: Any = np.random.get_state()
    name, keys, *rest = numpy
    return torch.get_rng_state().numpy().tobytes(), random.getstate(), (name, keys.tobytes(), *rest)


def pack(taken: State) -> bytes:
    """Turn states into bytes for `restore`. Only the judge sends them: what a learner sends is never unpickled."""
    return pickle.dumps(taken)


def restore(packed: bytes) -> None:
    """Set all generators to packed states."""
    torch_state, python_state, (name, keys, *rest) = pickle.loads(packed)
    torch.set_rng_state(torch.frombuffer(bytearray(torch_state), dtype=torch.uint8))
    random.setstate(python_state)
    np.random.set_state((name, np.frombuffer(keys, dtype=np.uint32), *rest))


def advance() -> None:
    """Draw once from every generator."""
    torch.rand(())
    random.random()
    np.random.random()
