"""Handlers for the tests of servers: they run in the forked child."""

from __future__ import annotations

import contextlib
import io
import socket
import struct
import traceback


def run(connection: socket.socket) -> None:
    """Run each Python snippet received and reply with what it printed; its names stay for the next one."""
    names: dict[str, object] = {"__name__": "__main__", "connection": connection}
    with connection:
        while source := receive(connection):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                try:
                    exec(compile(source, "<snippet>", "exec"), names)
                except Exception:
                    printed.write(traceback.format_exc(limit=-1).splitlines()[-1])
            send(connection, printed.getvalue())


def send(connection: socket.socket, text: str) -> None:
    """Send a text, after its length in bytes."""
    data = text.encode(errors="replace")
    connection.sendall(struct.pack(">I", len(data)) + data)


def receive(connection: socket.socket) -> str:
    """Receive a text; empty at the end of the connection."""
    with connection.makefile("rb", buffering=0) as file:
        head = file.read(4)
        data = b""
        while head and len(data) < struct.unpack(">I", head)[0]:
            data += file.read(struct.unpack(">I", head)[0] - len(data)) or b""
    return data.decode()
