"""The filter refuses what it names, and lets the rest pass."""

from __future__ import annotations

import struct

import pytest

from autograder.sandbox import syscalls
from tests.sandbox.conftest import Spawn

CALL = "import ctypes, os; c = ctypes.CDLL(None, use_errno=True); print(c.syscall({}), os.strerror(ctypes.get_errno()))"


def test_memory_that_no_limit_counts_cannot_be_made(learner: Spawn) -> None:
    assert learner().run("import os; os.memfd_create('x')").startswith("PermissionError")


@pytest.mark.parametrize(
    "name",
    [
        "io_setup",
        "inotify_init1",
        "shmget",
        "keyctl",
        "ptrace",
        "unshare",
        "mount",
        "io_uring_setup",
        "bpf",
        "userfaultfd",
    ],
)
def test_a_call_of_the_table_is_refused(learner: Spawn, name: str) -> None:
    number = syscalls.REFUSED[name][0]
    assert learner().run(CALL.format(f"{number}, 0, 0, 0, 0, 0")) == "-1 Operation not permitted"


def test_no_new_user_namespace_by_clone_either(learner: Spawn) -> None:
    assert learner().run(CALL.format("56, 0x10000011, 0, 0, 0, 0")) == "-1 Operation not permitted"
    assert learner().run(CALL.format("435, 0, 88")) == "-1 Function not implemented"


def test_calls_by_their_x32_number_are_refused(learner: Spawn) -> None:
    assert learner().run(CALL.format(f"{0x40000000 + 272}, 0x10000000")) == "-1 Function not implemented"


@pytest.mark.parametrize("family", ["AF_VSOCK", "AF_PACKET", "AF_ALG"])
def test_sockets_that_no_network_namespace_holds_are_refused(learner: Spawn, family: str) -> None:
    answer = learner().run(f"import socket; socket.socket(socket.{family}, socket.SOCK_STREAM)")
    assert answer == "OSError: [Errno 97] Address family not supported by protocol"


def test_ordinary_sockets_are_made(learner: Spawn) -> None:
    for family in ("AF_UNIX", "AF_INET", "AF_INET6"):
        assert learner().run(f"import socket; print(socket.socket(socket.{family}).family.name)") == family


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_filter_lands_inside_it(machine: str) -> None:
    code = list(struct.iter_unpack("<HBBI", syscalls.program(machine)))
    jumps = [place + 1 + max(yes, no) for place, (operation, yes, no, _) in enumerate(code) if operation != 0x06]
    assert max(jumps) < len(code)
    assert code[-1] == (0x06, 0, 0, 0x7FFF0000), "what is not refused is allowed"
    assert syscalls.program("vax") == b""
