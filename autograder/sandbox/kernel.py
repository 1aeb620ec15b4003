"""The system calls that Python 3.11 does not offer: namespaces, mounts, capabilities, system call filters.

Each raises `OSError` with the name of the call where the kernel refuses.
"""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWTIME = 0x10000000, 0x20000000, 0x40000000, 0x80
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 4, 22, 24
_PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 38, 47
_PR_CAP_AMBIENT_CLEAR_ALL, _SECCOMP_MODE_FILTER, _CAPABILITY_VERSION_3 = 4, 2, 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Leave the namespaces in `flags` (`CLONE_NEW*`) for new ones; a new pid namespace begins with the next fork."""
    _check("unshare", _libc.unshare(ctypes.c_int(flags)))


def enter(file: int, kind: int) -> None:
    """Enter the namespace of this `kind` (`CLONE_NEW*`) that is open as `file`."""
    _check("setns", _libc.setns(ctypes.c_int(file), ctypes.c_int(kind)))


def mount(source: str, target: str, kind: str, flags: int = 0, options: str = "") -> None:
    """Mount a file system of this `kind`, or bind (`MS_BIND`) the folder `source`, on `target`."""
    arguments = (text.encode() or None for text in (source, target, kind))
    result = _libc.mount(*arguments, ctypes.c_ulong(flags), options.encode() or None)
    _check(f"mount {kind or source} on {target}", result)


def map_user(folder: int, inside: int, user: int, group: int) -> None:
    """Call `user` and `group` of the namespace around `inside` in this process's new user namespace.

    `folder` is an open file descriptor of `/proc/self`, so that this also works where `/proc` has been covered since.
    """
    for name, line in (("setgroups", "deny"), ("uid_map", f"{inside} {user} 1"), ("gid_map", f"{inside} {group} 1")):
        file = os.open(name, os.O_WRONLY | os.O_CLOEXEC, dir_fd=folder)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)


def map_users(process: int, first: int, count: int) -> None:
    """Call the users and groups from `first` on 0, 1, … in the new user namespace of `process`; takes their rights."""
    for name in ("uid_map", "gid_map"):
        try:
            Path(f"/proc/{process}/{name}").write_text(f"0 {first} {count}")
        except OSError as error:
            raise OSError(error.errno, f"{name}: {error.strerror}") from error


def become(user: int) -> None:
    """Be this user, and its group, for good."""
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def die_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Get a signal when `parent` ends, or end now where it has ended already."""
    _prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def set_dumpable(allowed: bool) -> None:
    """Say whether processes of the same user may trace this one and read its memory and environment."""
    _prctl(_PR_SET_DUMPABLE, int(allowed))


def drop_privileges() -> None:
    """Give up all capabilities, in the bounding set too, and gain none by executing a program."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0):
            break  # the kernel knows no more capabilities, or this process may not drop any
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header, nothing = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _check("capset", _libc.capset(header, nothing))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def filter_calls(program: bytes) -> None:
    """Install a seccomp filter (a `sock_filter` array) for this process and all that it starts; needs no privilege."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))

    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    pointer = ctypes.addressof(code := Program(len(program) // 8, program))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, pointer)
    del code


def _prctl(option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    _check(f"prctl {option}", _libc.prctl(option, *padded))


def _check(call: str, result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{call}: {os.strerror(error)}")
