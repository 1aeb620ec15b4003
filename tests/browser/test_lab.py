"""Work in a real JupyterLab: a learner runs, solves, checks and validates; an instructor presses Autograde."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from autograder.course.layout import solutions
from autograder.course.sample import perfect, submission
from autograder.notebooks import read_notebook
from bench.memory import descendants
from tests.browser.lab import MINUTE, SCREENSHOTS, Lab, opened, served

pytestmark = pytest.mark.browser

UNIT = "06_descent"
CHECKS, CHECK = "04_accumulation", "ex1_pile"
SETTINGS = {
    "notebook-extension/tracker": '{"windowingMode": "none"}',  # cells out of view are in the page too
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',  # a pop-up
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve a copy of the course with `jupyter lab`, out of reach of the user's own settings, kernels and history."""
    folder = tmp_path_factory.mktemp("lab")
    for name, text in SETTINGS.items():
        path = folder / "JUPYTER_CONFIG_DIR/lab/user-settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with served(folder, {}) as started:
        yield started


def test_learner_runs_solves_and_validates(lab: Lab, page: Page) -> None:
    notebook = opened(lab, page, lab.course.release(UNIT))
    expect(page.locator(".jp-NotebookPanel-toolbar .validate-button")).to_have_text("Validate")

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    progress = notebook.cell("progress").locator(".jp-OutputArea-output")
    expect(progress).to_contain_text("6.7   not begun")  # all cells have run: the failing ones are tagged
    progress.scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / "1-progress.png")
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
    notebook = opened(lab, page, lab.course.release(CHECKS))
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

    results = opened(lab, page, lab.course.root / "solved.ipynb").validate()
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
        with contextlib.suppress(ProcessLookupError):  # a family's children die with their parent
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
