"""A running JupyterLab, and a notebook that is open in it."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from autograder.cli import main
from autograder.course.layout import Course
from autograder.notebooks import read_notebook
from tests.conftest import ROOT, copy_course

SCREENSHOTS = ROOT / "build" / "screenshots"
PLACES = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
MINUTE = 60  # seconds: longer than anything here takes, on a slow machine too


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: the copy of the course that it serves, its address, its token and its process."""

    course: Course
    address: str
    token: str
    process: int


@dataclass(frozen=True)
class Notebook:
    """A notebook that is open in the browser; cells are named by their ids in the file."""

    page: Page
    path: Path

    def cell(self, name: str) -> Locator:
        """Find a cell by its place, since JupyterLab's page does not tell cell ids."""
        place = [cell.id for cell in read_notebook(self.path).cells].index(name)
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").nth(place)

    def expect_ran(self, name: str) -> None:
        """Wait until a code cell has an execution count."""
        expect(self.cell(name).locator(".jp-InputPrompt")).to_have_text(re.compile(r"^\[\d+\]:$"))

    def run(self, name: str, text: str | None = None) -> None:
        """Select a code cell, type `text` over its contents if it is given, run it, and wait until it has run."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        prompt.click()
        if text is not None:
            self.cell(name).locator(".cm-content").click()
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        self.expect_ran(name)

    def run_below(self) -> None:
        """Run the selected cell and the one below it with keys alone: a click would open a collapsed one."""
        self.page.keyboard.press("Shift+Enter")
        self.page.keyboard.press("Shift+Enter")

    def validate(self) -> Locator:
        """Press nbgrader's button, which also saves the notebook, and return the results in the dialog."""
        self.page.locator(".validate-button").click()
        expect(self.page.get_by_role("dialog")).to_contain_text("Validation Results")
        return self.page.locator("#validation-message")


def main_in(course: Course, arguments: list[str]) -> int:
    """Run a command of the course in its folder."""
    with chdir(course.root):
        return main(arguments)


@contextmanager
def served(folder: Path, more: dict[str, str]) -> Iterator[Lab]:
    token, port = secrets.token_hex(16), _free_port()
    course, log = copy_course(folder / "course"), folder / "jupyter.log"
    environment = os.environ | {name: str(folder / name) for name in PLACES} | more
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += ["--allow-root"] if os.getuid() == 0 else []
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=course.root, env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            _wait_for_port(port, server, log)
            yield Lab(course, f"http://127.0.0.1:{port}", token, server.pid)
            server.terminate()  # shuts its kernels down, too
            server.wait(MINUTE)
        finally:
            server.kill()
    left = [path.name for path in (folder / "JUPYTER_RUNTIME_DIR").glob("kernel-*.json")]
    assert not left, f"kernels outlive the server: {left}"


def opened(lab: Lab, page: Page, path: Path) -> Notebook:
    """Open a notebook of the served course, and wait until its cells are there and its kernel is idle."""
    page.goto(f"{lab.address}/lab/tree/{path.relative_to(lab.course.root).as_posix()}?reset&token={lab.token}")
    expect(page.locator(".jp-NotebookPanel .jp-Cell")).to_have_count(len(read_notebook(path).cells))
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle")  # the kernel
    return Notebook(page, path)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for_port(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fail with its log where it ends, or takes over a minute."""
    end = time.monotonic() + MINUTE
    while time.monotonic() < end and server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start on port {port}; the end of its log:\n{log.read_text()[-2000:]}")
