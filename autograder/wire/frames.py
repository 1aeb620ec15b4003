"""Frames across the boundary between judge and learner; `encode` and `decode` turn values into their trees and back.

A frame is a header (4-byte big-endian length, then JSON in UTF-8: the number of blobs and a tree) followed by the blobs
(8-byte length and bytes each). In a tree, `null`, `true`, numbers and strings stand for themselves, and an array is a
tagged node, `["list", 1, 2]`. Bytes that come from a learner either decode or raise `WireError`, in bounded memory and
time; nothing is unpickled, imported or evaluated. Mutable containers are numbered in the order in which they are met,
on both sides alike, so that an object that is met again stays one object.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64, torch.complex128),
        *(torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool),
    )
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
ARRAYS = frozenset("?bBhHiIlLqQefdFD")  # the type codes of numpy that have a plain form


# JSON as `json.loads` types it: each array is a tagged node or a list of such, and nothing about it is known yet.
Tree = Any

LONG = 1024  # characters from which on a text travels as a blob: in a header one may take 12 bytes


class WireError(Exception):
    """What was received is no message of the expected form, or is larger than allowed."""


@dataclass(frozen=True)
class Limits:
    """What one message may cost: bytes of the header and of all blobs, and the size of the values in it."""

    header: int = 4 << 20
    total: int = 64 << 20
    blobs: int = 10_000
    depth: int = 50
    items: int = 200_000
    text: int = 8 << 20
    digits: int = 4000


LIMITS = Limits()


def frame(tree: Tree, blobs: Sequence[bytes] = (), limits: Limits | None = None) -> bytes:
    """Make a frame; raise `WireError` where the other side, with these limits, would refuse it."""
    header = json.dumps([len(blobs), tree], separators=(",", ":")).encode()
    if limits and (len(header) > limits.header or len(blobs) > limits.blobs or sum(map(len, blobs)) > limits.total):
        raise WireError("the value is too large")
    parts = [struct.pack(">I", len(header)), header]
    for blob in blobs:
        parts += [struct.pack(">Q", len(blob)), blob]
    return b"".join(parts)


def send(connection: socket.socket, tree: Tree, blobs: Sequence[bytes] = (), deadline: float | None = None) -> None:
    """Send one frame; raise `TimeoutError` at the deadline (`time.monotonic`), `OSError` where nobody listens."""
    content = frame(tree, blobs)
    connection.settimeout(_remaining(deadline))
    connection.sendall(content)


def receive(
    connection: socket.socket, limits: Limits = LIMITS, deadline: float | None = None
) -> tuple[Tree, list[bytes]]:
    """Receive one frame as tree and blobs; raise `EOFError` at its end, `WireError`, or `TimeoutError`."""
    (size,) = struct.unpack(">I", _read(connection, 4, deadline))
    if size > limits.header:
        raise WireError(f"header of {size} bytes, {limits.header} are allowed")
    count, tree = _header(_read(connection, size, deadline), limits)
    blobs, total = [], 0
    for _ in range(count):
        (size,) = struct.unpack(">Q", _read(connection, 8, deadline))
        total += size
        if total > limits.total:
            raise WireError(f"more than {limits.total} bytes")
        blobs.append(_read(connection, size, deadline))
    return tree, blobs


def _remaining(deadline: float | None) -> float | None:
    # A timeout of 0 would mean "do not wait", so what is due now gets a moment.
    return None if deadline is None else max(deadline - time.monotonic(), 1e-3)


def _read(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    buffer = bytearray(size)
    view, done = memoryview(buffer), 0
    while done < size:
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError
        connection.settimeout(_remaining(deadline))
        if not (got := connection.recv_into(view[done:])):
            raise EOFError("the connection was closed")
        done += got
    return bytes(buffer)


def _header(text: bytes, limits: Limits) -> tuple[int, Tree]:
    try:
        header = json.loads(text.decode(), parse_int=lambda digits: _integer(digits, limits), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise WireError(f"not a header: {str(error)[:100]}") from None
    match header:
        case [int(count), tree] if not isinstance(count, bool) and 0 <= count <= limits.blobs:
            return count, tree
    raise WireError("not a header")


def _integer(digits: str, limits: Limits) -> int:
    if len(digits) > limits.digits:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
