"""The outer wall: what it shows, and what it says where it cannot stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.layout import Course
from autograder.errors import CourseError, Exit
from autograder.sandbox import bubblewrap
from autograder.sandbox.bubblewrap import Sandbox
from autograder.sandbox.server import Server

ROOT = Path(__file__).parents[2]


def test_of_course_and_home_only_interpreter_and_package_are_shown(course: Course) -> None:
    shown = bubblewrap.visible()
    assert not any(folder.is_relative_to(path) for path in shown for folder in (course.root, Path.home()))
    own = (course.root / "autograder", Path(sys.prefix))
    inside = [path for path in shown if path.is_relative_to(course.root)]
    assert all(any(path.is_relative_to(folder) for folder in own) for path in inside), inside
    assert not any(one != two and one.is_relative_to(two) for one in shown for two in shown)


def test_an_environment_that_is_the_course_folder_does_not_show_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bin", "lib", "source", "submitted"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "exec_prefix", str(tmp_path))
    shown = [path for path in bubblewrap.visible() if path.is_relative_to(tmp_path)]
    assert shown == [tmp_path / "bin", tmp_path / "lib"]


def test_packages_of_the_user_are_found_but_not_the_rest_of_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site.ENABLE_USER_SITE", True)
    monkeypatch.setattr("site.getusersitepackages", lambda: str(tmp_path / ".local" / "packages"))
    assert bubblewrap.user_packages() == []
    (tmp_path / ".local" / "packages").mkdir(parents=True)
    assert tmp_path / ".local" / "packages" in bubblewrap.visible()
    assert str(tmp_path / ".local" / "packages") in bubblewrap.environment([])["PYTHONPATH"]


def test_without_bubblewrap_the_remedy_is_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(CourseError, match=r"bwrap: not installed. Remedy: install bubblewrap, e.g. apt-get install"):
        Server("handlers:run", Sandbox(), paths=[tmp_path]).start()


@pytest.mark.parametrize(
    ("output", "what", "remedy"),
    [
        (
            "bwrap: setting up uid map: Permission denied",
            "uid map: Permission denied",
            "kernel.unprivileged_userns_clone",
        ),
        ("bwrap: No permissions to create new namespace", "No permissions", "docker run --privileged"),
        ("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "RTM_NEWADDR", "allow bwrap in AppArmor"),
        ("bwrap: Unknown option --perms", "--perms", "bubblewrap 0.5 or newer"),
        ("bwrap: Creating new namespace failed: No space left on device", "No space", "user.max_user_namespaces=10000"),
        ("Traceback ...\nOSError: [Errno 1] unshare: Operation not permitted", "unshare", "allow user namespaces"),
        ("Traceback ...\nModuleNotFoundError: No module named 'x'", "No module", "run autograder doctor"),
        ("", "ended without a word", "allow user namespaces"),
    ],
)
def test_a_refusal_names_its_remedy(output: str, what: str, remedy: str) -> None:
    error = str(bubblewrap.refusal(output))
    assert error.startswith("bwrap: the sandbox did not start: ")
    assert what in error
    assert remedy in error.partition("Remedy: ")[2]
    assert "\n" not in error


def test_without_user_namespaces_the_remedy_is_to_allow_them() -> None:
    # A user namespace in which no more may be made, as on machines that forbid them.
    forbid = "echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all --inh-caps=-all "
    script = f"{forbid} {sys.executable} -m autograder doctor"
    done = subprocess.run(["unshare", "-Ur", "sh", "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == Exit.MACHINE
    assert done.stderr.startswith("autograder: bwrap: the sandbox did not start: ")
    assert "Remedy: " in done.stderr
    assert "namespaces" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_stands_for_an_ordinary_user_too(tmp_path: Path) -> None:
    # Interpreter and course may lie in root's home: show them to the other user in a private mount namespace.
    script = f"""
    set -e
    mkdir {tmp_path}/0 {tmp_path}/1
    mount --rbind {sys.base_prefix} {tmp_path}/0
    mount --rbind {ROOT} {tmp_path}/1
    if echo {sys.base_prefix} {ROOT} | grep -q /root/; then mount -t tmpfs -o mode=755 none /root; fi
    mkdir -p {sys.base_prefix} {ROOT}
    mount --rbind {tmp_path}/0 {sys.base_prefix}
    mount --rbind {tmp_path}/1 {ROOT}
    cd {ROOT}
    export HOME=/nonexistent PYTHONDONTWRITEBYTECODE=1
    exec setpriv --reuid 12345 --regid 12345 --clear-groups --inh-caps=-all {sys.executable} -m autograder doctor
    """
    as_root = ["unshare", "-m", "bash", "-c", script]
    command = as_root if os.geteuid() == 0 else [sys.executable, "-m", "autograder", "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DOES NOT HOLD" not in done.stdout
    assert done.stdout.count("holds") >= 19
