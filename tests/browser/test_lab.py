"""Work in a real JupyterLab: a learner runs, solves, checks and validates; an instructor presses Autograde."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from autograder.cli import main
from autograder.course.bank import Answer
from autograder.course.layout import Course, exercises, solutions
from autograder.course.sample import perfect, submission
from autograder.notebooks import read_notebook
from bench.memory import descendants
from tests.conftest import ROOT, copy_course

pytestmark = pytest.mark.browser

UNIT = "06_descent"
CHECKS, CHECK = "04_accumulation", "ex1_pile"
LEARNING = ROOT / "autograder" / "study" / "lab"
SCREENSHOTS = ROOT / "build" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PLACES = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
SETTINGS = {
    "notebook-extension/tracker": '{"windowingMode": "none"}',  # cells out of view are in the page too
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',  # a pop-up
}
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


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve a copy of the course with `jupyter lab`, out of reach of the user's own settings, kernels and history."""
    folder = tmp_path_factory.mktemp("lab")
    for name, text in SETTINGS.items():
        path = folder / "JUPYTER_CONFIG_DIR/lab/user-settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with _served(folder, {}) as served:
        yield served


@pytest.fixture(scope="module")
def learning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve a copy of the course as `make learn` does, to somebody who has never used JupyterLab."""
    with _served(tmp_path_factory.mktemp("learning"), {"JUPYTER_CONFIG_PATH": str(LEARNING)}) as served:
        assert main_in(served.course, ["learn"]) == 0
        yield served


def main_in(course: Course, arguments: list[str]) -> int:
    """Run a command of the course in its folder."""
    with chdir(course.root):
        return main(arguments)


@contextmanager
def _served(folder: Path, more: dict[str, str]) -> Iterator[Lab]:
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium without a window."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(f"no browser: looked for {', '.join(BROWSERS)} on PATH. Remedy: `make test` installs one")
    expect.set_options(timeout=MINUTE * 1000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=QUIET.split(), headless=True)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open an empty window, and save at the end what it shows, which tells most where a test has failed."""
    with browser.new_context(viewport={"width": 1300, "height": 1000}) as context:
        page = context.new_page()
        page.set_default_timeout(MINUTE * 1000)
        yield page
        page.screenshot(path=SCREENSHOTS / f"{request.node.name}.png")


def test_learner_runs_solves_and_validates(lab: Lab, page: Page) -> None:
    notebook = _open(lab, page, lab.course.release(UNIT))
    expect(page.locator(".jp-NotebookPanel-toolbar .validate-button")).to_have_text("Validate")

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    *_, last = (cell.id for cell in read_notebook(notebook.path).cells if cell.cell_type == "code")
    notebook.expect_ran(last)  # although nothing is solved: the failing cells are tagged
    outputs = notebook.cell("ex1_step-value").locator(".jp-OutputArea-output")
    expect(outputs).to_have_text("✗ Exercise not done yet: replace this line")
    notebook.cell("ex1_step").scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / "1-run-all.png")

    answer = solutions(read_notebook(lab.course.source(UNIT)))["ex1_step"]
    notebook.run("ex1_step", answer)
    notebook.run("ex1_step-value")
    expect(outputs).to_have_text("✓ 6.1 value")
    page.screenshot(path=SCREENSHOTS / "2-solved-check.png")

    results = notebook.validate()
    page.screenshot(path=SCREENSHOTS / "3-validate.png")
    expect(results).to_have_class(re.compile("validation-failed"))
    expect(results).to_contain_text("descend(")  # a check of exercise 6.2, not solved
    expect(results).not_to_contain_text("gradient_step(")  # the checks of exercise 6.1, solved
    page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    assert answer in [cell.source for cell in read_notebook(notebook.path).cells]  # typed and saved as it is


def test_checks_say_what_they_found_and_hide_how(lab: Lab, page: Page) -> None:
    """A check is collapsed to its title; it says what differs, or shows the learner's line that failed."""
    notebook = _open(lab, page, lab.course.release(CHECKS))
    outputs = notebook.cell(f"{CHECK}-adds").locator(".jp-OutputArea-output")
    expect(notebook.cell(f"{CHECK}-adds").locator(".jp-InputPlaceholder")).to_contain_text("Check 4.1: adds")
    expect(notebook.cell(f"{CHECK}-adds").locator(".cm-content")).to_have_count(0)
    for name in ("setup", "style"):
        notebook.run(name)

    answer = solutions(read_notebook(lab.course.source(CHECKS)))[CHECK]
    notebook.run(CHECK, answer.replace(".item()", ""))  # the list holds one tensor, again and again
    notebook.run_below()
    expect(outputs).to_have_text(re.compile(r"^✗ first reading: got .*, expected .*\nhint: .*$"))
    page.screenshot(path=SCREENSHOTS / "check-fails.png")

    notebook.run(CHECK, answer.replace("leaf.grad", "leaf.gradient"))
    notebook.run_below()
    expect(outputs).to_contain_text("readings.append(leaf.gradient.item())")
    expect(outputs).to_contain_text("AttributeError: 'Tensor' object has no attribute 'gradient'")
    expect(outputs).not_to_contain_text("assert")
    page.screenshot(path=SCREENSHOTS / "check-errs.png")

    notebook.run(CHECK, answer)
    notebook.run_below()
    expect(outputs).to_have_text("✓ 4.1 adds")
    expect(notebook.cell(f"{CHECK}-adds").locator(".cm-content")).to_have_count(0)
    page.screenshot(path=SCREENSHOTS / "check-passes.png")


def test_validate_accepts_a_solved_notebook(lab: Lab, page: Page) -> None:
    solved = submission(read_notebook(lab.course.release(UNIT)), perfect(lab.course, UNIT))
    nbformat.write(solved, lab.course.root / "solved.ipynb")

    results = _open(lab, page, lab.course.root / "solved.ipynb").validate()
    expect(results).to_have_class(re.compile("validation-success"))
    expect(results).to_have_text("Success! Your notebook passes all the tests.")


def test_formgraders_button_grades_again_and_again_with_the_options_of_the_day(lab: Lab, page: Page) -> None:
    """Autograde runs inside the Jupyter server: its servers may die, its options may change, and it leaves nothing."""
    subprocess.run([sys.executable, "-m", "autograder", "release", UNIT], cwd=lab.course.root, check=True)
    unit = lab.course.root / "submitted" / "ada" / UNIT / f"{UNIT}.ipynb"
    unit.parent.mkdir(parents=True)
    notebook = submission(read_notebook(lab.course.release(UNIT)), perfect(lab.course, UNIT))
    answer = next(cell for cell in notebook.cells if cell.id == "ex1_step")
    answer.source = "import time\ntime.sleep(2)\n" + answer.source
    nbformat.write(notebook, unit)
    full = _autograde(lab, page)
    assert full == 22
    page.screenshot(path=SCREENSHOTS / "formgrader.png")

    servers = _graders(lab)
    assert len(servers) >= 2
    for server in servers:
        os.kill(server, signal.SIGKILL)
    assert _autograde(lab, page) == full

    config = lab.course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.ExecuteInJudge.cell_seconds = 1\n")
    assert _autograde(lab, page) < full, "the limit of an earlier run"

    deadline = time.monotonic() + MINUTE
    while (left := _graders(lab)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == set()


def _autograde(lab: Lab, page: Page) -> float:
    """Press the button in the row of the only learner, and return her points."""
    page.goto(f"{lab.address}/login?token={lab.token}&next=/formgrader/manage_submissions/{UNIT}")
    page.locator("td.autograde a").click()
    expect(page.get_by_role("dialog")).to_contain_text("Success")
    with Gradebook(f"sqlite:///{lab.course.root / 'gradebook.db'}") as gradebook:
        return float(gradebook.find_submission(UNIT, "ada").score)


def _graders(lab: Lab) -> set[int]:
    """The processes of the judges' and learners' servers, with all their children."""
    commands = {pid: Path(f"/proc/{pid}/cmdline") for pid in descendants(lab.process)}
    return {pid for pid, path in commands.items() if path.exists() and b"autograder.sandbox" in path.read_bytes()}


def test_learner_starts_solves_and_checks(learning: Lab, page: Page) -> None:
    """From a fresh profile to a first passed check, and to the self-check: no launcher, no solutions, no pop-up."""
    clicks, start = 0, time.monotonic()
    page.goto(f"{learning.address}/?token={learning.token}")
    first = Notebook(page, learning.course.root / "work" / "start.ipynb")
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle")
    first.cell("path").locator(".cm-content").click()
    clicks += 1
    page.keyboard.press("Shift+Enter")
    first.expect_ran("path")
    page.screenshot(path=SCREENSHOTS / "start.png")
    expect(page.locator(".jp-toastContainer")).to_have_count(0)

    page.get_by_role("link", name="exercises").first.click()
    clicks += 1
    unit = learning.course.units[0]
    notebook = Notebook(page, learning.course.root / "work" / unit / f"{unit}.ipynb")
    expect(page.get_by_role("heading", name="problem set")).to_be_visible()
    expect(page.locator("#jp-main-statusbar")).to_have_text(re.compile(r"^2.*\| Idle", re.DOTALL))  # both kernels
    source = read_notebook(learning.course.source(unit))
    exercise, answer = next(iter(solutions(source).items()))
    checks = next(iter(exercises(source).values())).checks
    for name, text in (("setup", None), ("style", None), (exercise, answer), (next(iter(checks)), None)):
        notebook.run(name, text)
    outputs = notebook.cell(next(iter(checks))).locator(".jp-OutputArea-output")
    expect(outputs).to_contain_text("✓ 1.1")
    minutes = (time.monotonic() - start) / 60
    page.keyboard.press("ControlOrMeta+S")
    page.screenshot(path=SCREENSHOTS / "learn-first-check.png")
    assert clicks <= 4
    assert minutes <= 2, f"{minutes:.1f} minutes to the first passed check"

    page.get_by_role("tab", name="start.ipynb").click()
    first.run("check-run")
    found = first.cell("check-run").locator(".jp-OutputArea-output")
    expect(found).to_contain_text("✓ 1.1")
    expect(found).to_contain_text("not begun")
    page.screenshot(path=SCREENSHOTS / "start-checked.png")

    page.locator(".jp-BreadCrumbs-home").click()
    expect(page.locator(".jp-DirListing-itemText", has_text="notebooks")).to_be_visible()
    listed = page.locator(".jp-DirListing-itemText").all_inner_texts()
    assert sorted(listed) == ["README.md", "notebooks", "work"]


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a learner who has lost some points, and of one whose file is cut off."""
    course = copy_course(tmp_path_factory.mktemp("feedback"))
    release = read_notebook(course.release(UNIT))
    for learner, write in (("ada", True), ("bob", False)):
        path = course.root / "submitted" / learner / UNIT / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        one = perfect(course, UNIT)
        one.answers["ex2_loop"] = Answer("ex2_loop", "one", False, "def descend(w0, x, y, lr, steps):\n    return 1")
        solved = submission(release, one)
        nbformat.write(solved, path)
        if not write:
            path.write_text(path.read_text(encoding="utf-8")[:5000], encoding="utf-8")
    assert main_in(course, ["grade", UNIT]) == 1  # one is not graded
    for arguments, name in (([UNIT], "unit"), ([], "course")):
        assert main_in(course, ["report", *arguments, "--out", f"feedback/{name}.html"]) == 0
    return course.root / "feedback"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("name", [f"ada/{UNIT}/{UNIT}", f"bob/{UNIT}/{UNIT}", "unit", "course"])
def test_a_page_of_ours_is_accessible_and_asks_for_nothing(
    feedback: Path, browser: Browser, name: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme) as context:
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((feedback / f"{name}.html").as_uri())
        page.screenshot(path=SCREENSHOTS / f"page-{name.partition('/')[0]}-{width}-{scheme}.png")
        assert not [url for url in asked[1:] if not url.startswith("data:")]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["impact"]) for one in found if one["impact"] in ("serious", "critical")] == []


def _open(lab: Lab, page: Page, path: Path) -> Notebook:
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
