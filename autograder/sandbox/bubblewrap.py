"""The outer wall: the command line of bubblewrap, what a sandboxed server sees, and why it may not start."""

from __future__ import annotations

import os
import secrets
import shutil
import site
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.sandbox.enclosure import USERS
from autograder.sandbox.limits import Limits

# Where main is root the server and its children become users from here on that own nothing: root has no limits, and
# what the kernel counts by user (epoll watches, pipes, signals, …) must not be shared. Containers end at 65535.
_FIRST_USER, _BLOCKS = 61440, 15

# Programs, libraries and what they read. Not all of /usr: the exchange of nbgrader lies in /usr/local/share by default.
_PROGRAMS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_SHARED = ("fontconfig", "fonts", "graphviz", "i18n", "locale", "mime", "terminfo", "zoneinfo")
_SYSTEM = (
    *(f"/usr/{name}" for name in (*_PROGRAMS, "libexec", "include")),
    *(f"/usr/share/{name}" for name in _SHARED),
    *(f"/{name}" for name in _PROGRAMS),
)
_CONFIGURATION = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "fonts", "alternatives", "localtime", "nsswitch.conf")
# Of an interpreter or a virtual environment.
_PREFIX = ("bin", "lib", "lib64", "etc/fonts", *(f"share/{name}" for name in _SHARED), "pyvenv.cfg")
_REMEDIES = (
    ("apparmor", "allow bwrap in AppArmor, e.g. sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
    ("loopback", "allow bwrap in AppArmor, e.g. sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
    ("Unknown option", "install bubblewrap 0.5 or newer"),
    ("max_user_namespaces", "sysctl -w user.max_user_namespaces=10000"),
    ("No space left on device", "sysctl -w user.max_user_namespaces=10000"),
)
_CALLS = ("unshare", "setns", "setgroups", "uid_map", "mount")
_GENERAL = (
    "allow user namespaces (sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000; "
    "kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu; in a container, e.g. docker run --privileged)"
)


@dataclass(frozen=True)
class Sandbox:
    """How a server of learners is walled in: the limits of each child, and what it sees beside the interpreter."""

    limits: Limits = field(default_factory=Limits)
    read_only: tuple[Path, ...] = ()


def program() -> str:
    """Return the path of `bwrap`; raise `CourseError` where it is not installed."""
    found = shutil.which("bwrap", path=os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin")
    if found is None:
        raise CourseError("not installed", where="bwrap", remedy="install bubblewrap, e.g. apt-get install bubblewrap")
    return found


def command(visible: Sequence[Path]) -> list[str]:
    """Return the command line of bwrap up to the program to run, with the paths `visible` bound read-only."""
    words = [program(), "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    words += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]  # used once, see `enclosure.settle`
    else:
        words += ["--unshare-user"]
    words += ["--perms", "1777", "--tmpfs", "/tmp", "--dev", "/dev", "--proc", "/proc"]
    inside = (*visible, *map(Path, _SYSTEM), Path("/etc/any"), Path("/var/cache/any"))
    parents = {parent for path in inside for parent in path.parents}
    for folder in sorted(parents - {Path("/"), Path("/tmp")}):
        words += ["--dir", str(folder)]  # readable by all, which the folders that a bind makes are not
    for folder in map(Path, _SYSTEM):
        if folder.is_symlink():
            words += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            words += ["--ro-bind", str(folder), str(folder)]
    for name in _CONFIGURATION:
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    words += ["--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig"]
    for path in visible:
        words += ["--ro-bind", str(path), str(path)]
    # The root folder and /dev are file systems in memory that the server's children would share.
    return [*words, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"]


def visible(extra: Sequence[Path] = ()) -> list[Path]:
    """Return what must be seen beside the system folders: interpreter, libraries, this package and `extra`.

    Of a prefix only the folders of programs and libraries count, so that a virtual environment in the course folder, or
    one that is the course folder, does not show the course. An editable install shows the package, not the repository.
    """
    paths = [Path(path).absolute() for path in (*_interpreter(), Path(__file__).parents[1], *extra)]
    paths = sorted({path for path in paths if path.exists() and not any(map(path.is_relative_to, _SYSTEM))})
    return [path for path in paths if not any(other in path.parents for other in paths)]


def _interpreter() -> Iterator[Path]:
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    for prefix in {*map(Path, prefixes), *(Path(prefix).resolve() for prefix in prefixes)}:
        yield from (prefix / name for name in _PREFIX)
    yield from (Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield Path(sys.executable).resolve()
    yield from user_packages()


def user_packages() -> list[Path]:
    """Return the folder of packages installed with `pip install --user`, where Python uses it."""
    return [folder] if site.ENABLE_USER_SITE and (folder := Path(site.getusersitepackages())).is_dir() else []


def users() -> int | None:
    """Return the first of the users that a server's children become; None where main is not root.

    Servers that run at once should not share them, so it is one of fifteen blocks.
    """
    return _FIRST_USER + USERS * secrets.randbelow(_BLOCKS) if os.geteuid() == 0 else None


def environment(paths: Sequence[Path]) -> dict[str, str]:
    """Return all that a sandboxed process gets to see of an environment; modules are also found in `paths`."""
    return {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin")),
        "HOME": "/tmp",
        "USER": "learner",
        "LOGNAME": "learner",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": "/tmp/.matplotlib",
        "IPYTHONDIR": "/tmp/.ipython",
        "PYTHONPATH": os.pathsep.join(map(str, (*paths, *user_packages()))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def refusal(output: str) -> CourseError:
    """Turn what bwrap or the server printed before it ended into an error with a remedy."""
    lines = [line for line in output.splitlines() if line.strip()] or ["ended without a word"]
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in output), _GENERAL)
    if "Traceback" in output and not any(call in lines[-1] for call in _CALLS):
        remedy = "run autograder doctor; where it passes, this is a bug of the course"  # bubblewrap itself stood
    return CourseError(f"the sandbox did not start: {lines[-1].strip()}", where="bwrap", remedy=remedy)
