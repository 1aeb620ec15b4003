"""From a fresh profile to a first passed check, as `make learn` opens JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from autograder.course.layout import exercises, solutions
from autograder.notebooks import read_notebook
from tests.browser.lab import SCREENSHOTS, Lab, Notebook, main_in, served
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

LEARNING = ROOT / "autograder" / "study" / "lab"


@pytest.fixture(scope="module")
def learning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve a copy of the course as `make learn` does, to somebody who has never used JupyterLab."""
    with served(tmp_path_factory.mktemp("learning"), {"JUPYTER_CONFIG_PATH": str(LEARNING)}) as started:
        assert main_in(started.course, ["learn"]) == 0
        yield started


def test_learner_starts_solves_and_checks(learning: Lab, page: Page) -> None:
    """From a fresh profile to a first passed check, and to the self-check: no launcher, no solutions, no pop-up."""
    clicks = 0
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
    page.keyboard.press("ControlOrMeta+S")
    page.screenshot(path=SCREENSHOTS / "learn-first-check.png")
    assert clicks <= 4

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
