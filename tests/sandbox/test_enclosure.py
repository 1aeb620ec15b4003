"""Children see neither each other nor anything of the grader's, and write nowhere but in their own /tmp."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import psutil
import pytest

from autograder.course.layout import Course
from autograder.sandbox import bubblewrap, enclosure
from autograder.sandbox.server import Server
from tests.sandbox.conftest import HERE, Spawn

FIND = """
import os
for top, folders, files in os.walk({top!r}):
    folders[:] = [name for name in folders if os.path.join(top, name) not in {shown!r}]
    for name in set(files) & {names!r}: print(os.path.join(top, name))
"""
WRITE = """
import os
for top, folders, files in os.walk("/"):
    if top == "/tmp" or top.startswith(("/dev/shm", "/dev/pts")):
        folders[:] = []
    elif os.access(top, os.W_OK): print(top)
    if top.count("/") > 5: folders[:] = []
"""


def test_a_child_is_an_ordinary_user_and_the_first_process_of_its_own_namespace(learner: Spawn) -> None:
    assert learner().run("import os; print(os.getpid(), os.getppid(), os.getuid(), os.getgid())") == "1 0 1000 1000"


def test_only_the_private_folders_can_be_written(learner: Spawn) -> None:
    child = learner()
    assert child.run(WRITE) == ""
    assert child.run("open('/tmp/a', 'w').close(); open('/dev/shm/a', 'w').close(); print('written')") == "written"


@pytest.mark.parametrize(
    "path", ["/", "/dev", "/proc", "/usr", os.__file__, tempfile.__file__, pytest.__file__, __file__]
)
def test_a_write_is_refused(learner: Spawn, path: str) -> None:
    target = path if Path(path).is_file() else f"{path}/new"
    answer = learner().run(f"open({target!r}, 'a')")
    assert answer.startswith(("OSError: [Errno 30] Read-only", "PermissionError"))


def test_neither_course_nor_home_nor_keys_can_be_found(learner: Spawn, course: Course) -> None:
    names = {
        "nbgrader_config.py",
        "gradebook.db",
        "pyproject.toml",
        ".gitconfig",
        ".bashrc",
        "id_rsa",
        "HEAD",
        "shadow",
    }
    shown = {str(path) for path in bubblewrap.visible([HERE])}
    child = learner()
    for top in (course.root, Path.home(), Path("/etc"), Path("/tmp"), Path("/home")):
        assert child.run(FIND.format(top=str(top), shown=shown, names=names)) == ""
    expected = sorted({Path(path).relative_to(course.root).parts[0] for path in shown if str(course.root) in path})
    assert child.run(f"import os; print(*sorted(os.listdir({str(course.root)!r})))") == " ".join(expected)


def test_secrets_of_the_environment_do_not_reach_a_child(learner: Spawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TOKEN", "x")
    allowed = {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "PWD",
        "MPLCONFIGDIR",
        "MPLBACKEND",
        "IPYTHONDIR",
        "PYTHONPATH",
    }
    allowed |= {"PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONUNBUFFERED", "TORCHINDUCTOR_CACHE_DIR"}
    allowed |= {f"{name}_NUM_THREADS" for name in ("OMP", "OPENBLAS", "MKL")}
    assert set(learner().run("import os; print(*os.environ)").split()) <= allowed
    seen = learner().run("import subprocess; print(subprocess.run('env', capture_output=True, text=True).stdout)")
    assert "TOKEN" not in seen


def test_siblings_and_the_server_can_neither_be_seen_nor_signalled(learner: Spawn) -> None:
    one, two = learner(), learner()
    assert one.run("import os; print(os.listdir('/proc'))") == "[]"
    tries = "import os\nfor pid in range(2, 5000):\n try: os.kill(pid, 9); print(pid)\n except ProcessLookupError: pass"
    assert one.run(tries) == ""
    assert one.run("os.kill(-1, 9)").startswith("ProcessLookupError")
    assert two.run("print('alive')") == "alive"
    assert learner().run("print('alive')") == "alive"


def test_siblings_share_no_files_no_sockets_no_memory(learner: Spawn) -> None:
    one, two = learner(), learner()
    leave = """
import os, socket
from multiprocessing import shared_memory
for place in ("/tmp", "/dev/shm"): open(f"{place}/left", "w").close()
listeners = [socket.socket(socket.AF_UNIX) for _ in range(2)]
listeners[0].bind("\\0left"); listeners[1].bind("/tmp/left.sock")
for listener in listeners: listener.listen()
memory = shared_memory.SharedMemory("memory", create=True, size=100)
terminal = os.openpty()
print(sorted(os.listdir("/dev/shm")))
"""
    assert one.run(leave) == "['left', 'memory']"
    assert two.run(
        "import os; print('left' in os.listdir('/tmp'), os.listdir('/dev/shm'), os.listdir('/dev/pts'))"
    ) == ("False [] ['ptmx']")
    for name in ("\\0left", "/tmp/left.sock"):
        answer = two.run(f"import socket; socket.socket(socket.AF_UNIX).connect('{name}')")
        assert answer.startswith(("ConnectionRefusedError", "FileNotFoundError"))
    assert two.run("from multiprocessing import shared_memory; shared_memory.SharedMemory('memory')").startswith(
        "FileNot"
    )


def test_a_later_child_finds_nothing_of_an_earlier_one(learner: Spawn) -> None:
    first = learner()
    first.run("import builtins, torch; builtins.mark = 1; torch.allclose = None; open('/tmp/left', 'w').close()")
    first.child.close()
    later = learner().run(
        "import builtins, os, torch; print(hasattr(builtins, 'mark'), torch.allclose, os.path.exists('/tmp/left'))"
    )
    assert later.startswith("False <built-in method allclose")
    assert later.endswith("False")


def test_there_is_no_network_not_even_loopback(learner: Spawn) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        child = learner()
        connect = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1)"
        assert child.run(connect).startswith("OSError: [Errno 101] Network is unreachable")
        route = "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
        assert child.run(route).startswith("OSError: [Errno 101]")
        assert child.run("socket.getaddrinfo('example.org', 80)").startswith("socket.gaierror")


def test_an_abstract_socket_of_main_is_out_of_reach(learner: Spawn) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0autograder-test")
        server.listen()
        answer = learner().run("import socket; socket.socket(socket.AF_UNIX).connect('\\0autograder-test')")
        assert answer.startswith("ConnectionRefusedError")


def test_a_child_holds_no_file_but_its_own(learner: Spawn) -> None:
    held = "import os\nfor file in range(256):\n try: os.fstat(file); print(file, end=' ')\n except OSError: pass"
    child = learner()
    files = child.run(held).split()
    assert files[:3] == ["0", "1", "2"]
    assert len(files) == 4, f"besides the standard ones and the connection: {files}"
    assert child.run("print([os.readlink is not None and os.fstat(n).st_rdev for n in range(3)])").count("259") == 3


def test_notebooks_find_what_they_need(learner: Spawn) -> None:
    child = learner()
    work = """
import io, torch, torchviz, matplotlib.pyplot as plt
from IPython.core.interactiveshell import InteractiveShell
w = torch.ones(3, requires_grad=True); (w * w).sum().backward(); print(w.grad.tolist())
plt.plot([1, 2]); plt.savefig("/tmp/a.png"); print(open("/tmp/a.png", "rb").read(4)[1:])
shell = InteractiveShell.instance(); result = shell.run_cell("1 + 1"); print(result.result)
print(torchviz.make_dot(w.sum()).source[:7])
"""
    assert [line for line in child.run(work).splitlines() if "Out" not in line] == [
        "[2.0, 2.0, 2.0]",
        "b'PNG'",
        "2",
        "digraph",
    ]
    assert child.run("import subprocess; print(subprocess.getoutput('echo hello'))") == "hello"
    assert child.run("shell.system_piped('echo 1'); import pty; print(len(pty.openpty()))").endswith("2")
    assert child.run("import multiprocessing as m\nwith m.Pool(2) as pool: print(pool.map(abs, [-1, -2]))") == "[1, 2]"


def test_children_are_different_users_where_main_is_root(learner: Spawn, sandboxed: Server) -> None:
    before = set(psutil.Process(sandboxed.pid).children(recursive=True))
    children = [learner() for _ in range(3)]
    assert [child.run("import os; print(os.getuid())") for child in children] == ["1000"] * 3
    born = set(psutil.Process(sandboxed.pid).children(recursive=True)) - before
    users = {process.uids().real for process in born}
    assert len(users) == (3 if os.geteuid() == 0 else 1)
    assert 0 not in users


def test_a_child_takes_few_terminals_of_the_machines(learner: Spawn) -> None:
    assert learner().run("import os\nt = []\nwhile True: t.append(os.openpty())").startswith("OSError: [Errno 28]")
    child = learner()
    child.run("import os\nt = []\ntry:\n while True: t.append(os.openpty())\nexcept OSError: print(len(t))")
    assert int(child.run("print(len(t))")) == enclosure.TERMINALS
    assert learner().run("import os; os.openpty(); print(1)") == "1"


def test_where_memory_ends_learners_end_first(learner: Spawn, sandboxed: Server) -> None:
    before = set(psutil.Process(sandboxed.pid).children(recursive=True))
    child = learner()
    assert child.run("print(1)") == "1"
    (born,) = set(psutil.Process(sandboxed.pid).children(recursive=True)) - before
    assert Path(f"/proc/{born.pid}/oom_score_adj").read_text().strip() == "1000"
