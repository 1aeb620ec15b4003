"""Feedback pages and reports: accessible, and without a request to anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from autograder.course.bank import Answer
from autograder.course.sample import perfect, submission
from autograder.notebooks import read_notebook
from tests.browser.lab import SCREENSHOTS, main_in
from tests.conftest import copy_course

pytestmark = pytest.mark.browser

UNIT = "06_descent"


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
