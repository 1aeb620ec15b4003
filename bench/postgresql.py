"""A PostgreSQL server of one's own, from Debian's package: in a folder of its own, on a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from sqlalchemy import URL

from autograder.errors import MachineError

DEBIAN = Path("/usr/lib/postgresql")  # <version>/bin, which is on nobody's PATH
PATIENCE = 30.0  # seconds in which a server must answer
USER = "instructor"


class PostgreSQL:
    """A server that listens on 127.0.0.1 and asks for a password. Use it as a context manager.

    `durable` is what a server does by default: a commit waits for the disk. Tests do without.
    """

    def __init__(self, *, durable: bool = False) -> None:
        """Start nothing yet."""
        self._durable = durable
        self._password = secrets.token_hex(16)
        self._server: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Self:
        """Make a cluster and start the server; raise `MachineError` where PostgreSQL is not installed."""
        self._programs = _programs()
        self._made = tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True)
        self.folder = Path(self._made.name)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        secret = self.folder / "password"
        secret.write_text(self._password, encoding="utf-8")
        for path in (self.folder, secret):
            shutil.chown(path, *_owner())
        options = [f"--username={USER}", f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        self._call("initdb", "--no-sync", f"--pgdata={self.folder / 'data'}", *options)
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()
        self._made.cleanup()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": "on" if self._durable else "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **_as_owner())
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(psycopg.OperationalError):
                return psycopg.connect(self._url("postgresql", "postgres")).close()
            if self._server.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-1000:]
                raise MachineError(f"it did not start: {said}", where="postgres", remedy="see the message")
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server as a restart of the machine does: every connection is lost at once."""
        if self._server:
            self._server.send_signal(signal.SIGQUIT)  # an immediate shutdown: it will recover from its log
            self._server.wait(PATIENCE)
            self._server = None

    def create(self, name: str) -> str:
        """Make an empty database; return the address that `NBGRADER_DB_URL` takes."""
        with psycopg.connect(self._url("postgresql", "postgres"), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return self._url("postgresql+psycopg", name)

    def _url(self, driver: str, database: str) -> str:
        url = URL.create(driver, USER, self._password, "127.0.0.1", self.port, database)
        return url.render_as_string(hide_password=False)

    def _call(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_as_owner())
        if done.returncode:
            raise MachineError(done.stderr.strip(), where=program, remedy="see the message")


def _programs() -> Path:
    """The folder of `initdb` and `postgres`; the newest where Debian has several."""
    found = [path.parent for path in DEBIAN.glob("*/bin/postgres")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    if program := shutil.which("postgres"):
        return Path(program).parent
    raise MachineError("is not installed", where="postgres", remedy="make postgresql, or apt-get install postgresql")


def _owner() -> tuple[int, int]:
    """Whose the server is: it refuses to be root's."""
    if os.geteuid():
        return os.geteuid(), os.getegid()
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return user.pw_uid, user.pw_gid
    raise MachineError("root has no other user", where="postgres", remedy="apt-get install postgresql")


def _as_owner() -> dict[str, Any]:
    if os.geteuid():
        return {}
    user, group = _owner()
    return {"user": user, "group": group, "extra_groups": ()}
