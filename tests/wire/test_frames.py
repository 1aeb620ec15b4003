"""The codec: plain data survive the way, and any bytes whatsoever decode or raise WireError."""

from __future__ import annotations

import json
import math
import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire.decode import _TAGS, Decoder
from autograder.wire.encode import Encoder
from autograder.wire.frames import Limits, WireError, receive, send

SMALL = Limits(header=10_000, total=10_000, blobs=20, depth=10, items=500, text=1000, digits=50)


def there_and_back(value: Any) -> Any:
    encoder = Encoder()
    tree = json.loads(json.dumps(encoder.node(value)))
    return Decoder(encoder.blobs).decode(tree)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters(codec=None))
    | st.binary()
    | st.sampled_from([torch.float32, torch.device("cpu"), torch.Size([2, 3]), ..., slice(1, None, 2), range(2, 9, 3)])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=4)
        | st.sets(st.integers() | st.text(max_size=3), max_size=4)
        | st.frozensets(st.integers(), max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_plain_data_survive(value: Any) -> None:
    got = there_and_back(value)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6.0).reshape(2, 3).t(),
        torch.tensor(2.5, dtype=torch.bfloat16),
        torch.tensor([True, False]),
        torch.tensor([1 + 2j]).conj(),
        torch.zeros(0, 3),
        torch.zeros(3).expand(2, 3),
        torch.tensor([math.nan, math.inf, -0.0]),
    ],
)
def test_tensors_survive_with_type_shape_and_bits(tensor: torch.Tensor) -> None:
    got = there_and_back(tensor)
    assert (got.dtype, got.shape) == (tensor.dtype, tensor.shape)
    assert torch.equal(got.isnan(), tensor.isnan())
    assert torch.equal(got.nan_to_num(), tensor.nan_to_num()) or tensor.dtype == torch.bool
    assert got.stride() == tensor.stride() or 0 in tensor.stride()


def test_numbers_that_json_does_not_have() -> None:
    assert math.isnan(there_and_back(math.nan))
    assert there_and_back([math.inf, -math.inf]) == [math.inf, -math.inf]
    assert np.array_equal(there_and_back(np.arange(6).reshape(2, 3)), [[0, 1, 2], [3, 4, 5]])


def test_one_object_stays_one_object_and_may_hold_itself() -> None:
    inner: list[Any] = [1]
    got = there_and_back([inner, inner])
    assert got[0] is got[1]
    inner.append(inner)
    got = there_and_back(inner)
    assert got[1] is got


def test_subclasses_and_objects_have_no_plain_form() -> None:
    class Yes(float):
        pass

    for value in (Yes(1.0), object(), torch.zeros(2).as_subclass(torch.nn.Buffer), np.array([object()]), len):
        with pytest.raises(WireError):
            there_and_back(value)


TAGS = st.sampled_from([*_TAGS, "shared", "handle", "argument", "record", "module", "pickle"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | TAGS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(TAGS, inner, inner).map(list)
        | st.tuples(
            st.just("tensor"), st.sampled_from(["float32", "bool"]), st.lists(st.integers(), max_size=3), inner
        ).map(list)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=30,
)


@given(TREES, st.lists(st.binary(max_size=32), max_size=3))
@settings(max_examples=300)
def test_any_tree_decodes_or_is_refused(tree: Any, blobs: list[bytes]) -> None:
    with suppress(WireError):
        Decoder(blobs, limits=SMALL).decode(tree)


def arrived(data: bytes) -> Any:
    here, there = socket.socketpair()
    with here, there:

        def speak() -> None:
            there.sendall(data)
            there.shutdown(socket.SHUT_WR)

        sender = threading.Thread(target=speak)
        sender.start()
        try:
            return receive(here, SMALL)
        finally:
            sender.join()


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda data: struct.pack(">I", len(data)) + data))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_frame_or_are_refused(data: bytes) -> None:
    with suppress(WireError, EOFError):
        arrived(data)


@pytest.mark.parametrize(
    "data",
    [
        struct.pack(">I", 2**32 - 1),
        struct.pack(">I", 9) + b"[1, null]" + struct.pack(">Q", 2**60),
        struct.pack(">I", 8000) + b"[" * 8000,
        struct.pack(">I", 103) + b"[0," + b"9" * 99 + b"]",
        struct.pack(">I", 7) + b"[0,NaN]",
        struct.pack(">I", 8) + b"[99999,]",
        struct.pack(">I", 6000) + b"[0,[" + b"[]," * 1998 + b"]]",
    ],
)
def test_oversized_frames_are_refused_before_they_are_read(data: bytes) -> None:
    with pytest.raises(WireError):
        arrived(data)


@pytest.mark.parametrize(
    "tree",
    [
        ["tensor", "float32", [2**40], [], 0],
        ["tensor", "float32", [0, 2**62, 2**62], [], 1],
        ["tensor", "bool", [4], [], 0],
        ["tensor", "float32", [1], [5], 0],
        ["list", ["bytes", 0], ["bytes", 0]],
        ["range", 0, 10**12, 1],
        ["named", "x", ["__class__"], 1],
        ["named", "x", ["a", "a"], 1, 2],
        ["set", ["list"]],
        ["same", 0],
        ["list"] + [0] * 600,
        {"list": 1},
        "x" * 1001,
    ],
)
def test_lies_about_size_and_form_are_refused(tree: Any) -> None:
    with pytest.raises(WireError):
        Decoder([b"\2\2\2\2", b""], limits=SMALL).decode(tree)


def test_frames_arrive_whole() -> None:
    here, there = socket.socketpair()
    with here, there:
        send(here, ["list", 1], [b"abc", b""])
        assert receive(there) == (["list", 1], [b"abc", b""])


def test_a_slow_sender_meets_the_deadline() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"\0")
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            receive(here, deadline=start + 0.1)
        assert time.monotonic() - start < 1


@pytest.mark.parametrize("kind", ["list", "set", "frozenset", "tuple", "dict"])
def test_what_takes_too_long_to_read_is_refused(kind: str) -> None:
    tree = [kind, *range(1000)]
    Decoder([], deadline=time.monotonic() + 60).decode(tree)
    with pytest.raises(WireError, match="too long"):
        Decoder([], deadline=time.monotonic() - 1).decode(tree)
