"""The system calls that no learner's code needs: a seccomp filter that refuses them.

Four kinds: what takes memory that no limit counts (`memfd_create`, System V IPC), what takes from a number that the
whole machine or all of a user's processes share (`io_setup`, inotify), what outlives a submission or
reaches a neighbour (keyrings, tracing, sockets that no network namespace holds, such as AF_VSOCK), and what only widens
the kernel's surface (new user namespaces, mounts, bpf, io_uring, perf).
"""

from __future__ import annotations

import errno
import os
import socket
import struct

from autograder.sandbox import kernel

# name: (number on x86_64, number on aarch64); sources: asm/unistd_64.h and asm-generic/unistd.h
REFUSED = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "io_setup": (206, 0),
    "inotify_init": (253, 26),
    "inotify_init1": (294, 26),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "syslog": (103, 116),
    "quotactl": (179, 60),
}
SOCKETS = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)
NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_*
_CLONE, _CLONE3, _SOCKET = (56, 220), (435, 435), (41, 198)
_X32 = 0x40000000  # system call numbers from here on are the x32 ones: the same calls by other numbers

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF: ld abs, jeq, jge, jset, ret
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data, little endian


def program(machine: str | None = None) -> bytes:
    """Assemble the filter for this machine as a `sock_filter` array; empty where the machine is not in the table."""
    machine = machine or os.uname().machine
    if machine not in _MACHINES:
        return b""
    column, architecture = _MACHINES[machine]
    clone, clone3, sockets = _CLONE[column], _CLONE3[column], _SOCKET[column]
    code = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]
    if machine == "x86_64":
        code += [(_AT_LEAST, 0, 1, _X32), _refuse(errno.ENOSYS)]
    for numbers in REFUSED.values():
        code += [(_EQUAL, 0, 1, numbers[column]), _refuse(errno.EPERM)]
    # The flags of clone3 lie in memory, where a filter cannot look: without it libraries fall back to clone.
    code += [(_EQUAL, 0, 1, clone3), _refuse(errno.ENOSYS)]
    code += [(_EQUAL, 0, 3, clone), (_LOAD, 0, 0, _FIRST_ARGUMENT), (_ANY_BIT, 0, 1, NAMESPACES)]
    code += [_refuse(errno.EPERM), (_LOAD, 0, 0, _NUMBER)]
    code += [(_EQUAL, 0, len(SOCKETS) + 3, sockets), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    code += [(_EQUAL, len(SOCKETS) - place, 0, family) for place, family in enumerate(SOCKETS)]
    code += [_refuse(errno.EAFNOSUPPORT), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _refuse(error: int) -> tuple[int, int, int, int]:
    return _RETURN, 0, 0, _ERRNO | error
