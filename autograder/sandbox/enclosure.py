"""The walls around one child inside bubblewrap: namespaces, mounts, identity, limits.

`settle` gives the server a user and a pid namespace of its own, in which it may make more. `fork` forks a child as the
first process of a new pid namespace. `enclose` builds the other walls in the child, before any of the learner's code.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.sandbox import kernel, limits, syscalls

USER = 1000  # how a learner's process sees its own user and group
HOME = "/tmp"
USERS = 256  # of a server that root started: itself and one for each child, so that the kernel counts nothing for two
TERMINALS = 16  # of one child; all children take them from the machine's
_SERVER = kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID
_NEW = kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWNET | kernel.CLONE_NEWUTS
_SAFE = kernel.MS_NOSUID | kernel.MS_NODEV


def settle(users: int | None) -> None:
    """Go on in a process that is root of its own user namespace and the first process of a pid namespace.

    Root there means: it may make namespaces for children. Of what lies outside it may no more than a user that owns
    nothing, the first of `USERS` from `users` on, of which each child gets one; or than its own user, where main is not
    root and `users` is None. The process that was, waits and ends with the new one.
    """
    if users is None:
        _settle_as_one()
    else:
        _settle_as_many(users)
    if inner := os.fork():
        _, status = os.waitpid(inner, 0)
        os._exit(abs(os.waitstatus_to_exitcode(status)))
    kernel.set_dumpable(False)  # else a child could read this process, and so what later children get


def _settle_as_one() -> None:
    kernel.drop_privileges()
    user, group = os.geteuid(), os.getegid()
    kernel.set_dumpable(True)  # /proc/self belongs to root otherwise
    kernel.unshare(_SERVER)
    with _own_folder() as own:
        kernel.map_user(own, 0, user, group)


def _settle_as_many(first: int) -> None:
    os.setgroups([])
    server = int(Path("/proc/self").readlink().name)
    waits, goes = os.pipe()
    if not (mapper := os.fork()):  # keeps the right to map users, which this process gives up
        try:
            os.read(waits, 1)
            kernel.map_users(server, first, USERS)
            os._exit(0)
        finally:
            os._exit(1)
    kernel.drop_privileges()
    kernel.unshare(_SERVER)
    os.write(goes, b"now")
    for end in (goes, waits):
        os.close(end)
    if os.waitpid(mapper, 0)[1]:
        raise OSError(errno.EPERM, f"uid_map: users {first} to {first + USERS} cannot be mapped")
    kernel.become(0)


def fork() -> int:
    """Fork as `os.fork`; the child is the first process of a new pid namespace, and all others there end with it."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    kernel.enter(own, kernel.CLONE_NEWPID)  # undo the last unshare: there is one to a fork
    os.close(own)
    kernel.unshare(kernel.CLONE_NEWPID)
    return os.fork()


def enclose(bounds: limits.Limits, visible: Sequence[str], user: int) -> None:
    """Finish the walls: private folders, no `/proc`, an ordinary user, limits, refused system calls.

    `user` is the one of the server's users that this child becomes. `visible` are the paths that bubblewrap has bound
    read-only; those below `/tmp` must show in the private `/tmp` too.
    """
    sizes = limits.measure()
    kernel.become(user)
    kernel.set_dumpable(True)
    Path("/proc/self/oom_score_adj").write_text("1000")  # where memory ends, learners end before main and the server
    with _own_folder() as own:
        kernel.unshare(_NEW | kernel.CLONE_NEWUSER)
        kernel.map_user(own, 0, user, user)
        _cover(bounds, visible)
        # Devpts needs a namespace whose root is this process. From the second one none of the mounts can be undone.
        kernel.unshare(kernel.CLONE_NEWUSER)
        kernel.map_user(own, USER, 0, 0)
    os.setsid()
    os.chdir(HOME)
    limits.apply(bounds, sizes)
    kernel.drop_privileges()
    if program := syscalls.program():
        kernel.filter_calls(program)


def _cover(bounds: limits.Limits, visible: Sequence[str]) -> None:
    kernel.mount("", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    _cover_tmp(bounds, visible)
    kernel.mount("shm", "/dev/shm", "tmpfs", _SAFE, f"size={bounds.disk},nr_inodes={bounds.entries},mode=1777")
    # Terminals of siblings would be this user's own; `!command` of IPython needs some.
    options = f"newinstance,ptmxmode=0666,max={TERMINALS}"
    kernel.mount("devpts", "/dev/pts", "devpts", kernel.MS_NOSUID | kernel.MS_NOEXEC, options)
    # A mount of a new /proc is refused in here, and the old one shows siblings and the server.
    kernel.mount(
        "nothing", "/proc", "tmpfs", kernel.MS_RDONLY | _SAFE | kernel.MS_NOEXEC, "size=4k,nr_inodes=1,mode=555"
    )


def _cover_tmp(bounds: limits.Limits, visible: Sequence[str]) -> None:
    """Mount a private `/tmp`; what bubblewrap shows below the old one is shown in the new one too, all read-only."""
    tops = {"/".join(path.split("/")[:3]) for path in visible if path.startswith("/tmp/")}
    files = {top: os.open(top, os.O_PATH | os.O_CLOEXEC) for top in tops}
    kernel.mount("tmp", "/tmp", "tmpfs", _SAFE, f"size={bounds.disk},nr_inodes={bounds.entries},mode=700")
    for top, file in files.items():
        old = f"/proc/self/fd/{file}"
        if Path(old).is_dir():
            Path(top).mkdir()
        else:
            Path(top).touch()
        kernel.mount(old, top, "", kernel.MS_BIND | kernel.MS_REC)
        kernel.mount("", top, "", kernel.MS_BIND | kernel.MS_REMOUNT | kernel.MS_RDONLY | _SAFE)
        os.close(file)


@contextmanager
def _own_folder() -> Iterator[int]:
    """Keep this process's folder in /proc open, so that it can still be used where /proc is covered."""
    own = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield own
    finally:
        os.close(own)
