"""The site in a browser: accessible, not wider than the window, and without a request to another host."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import SCREENSHOTS

pytestmark = pytest.mark.browser

PAGES = {
    "front": "index",
    "lesson": "notebooks/04_accumulation",
    "set": "release/04_accumulation/04_accumulation",
    "guide": "docs/instructors",
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and does not tell."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site, and return where."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_and_asks_no_other_host(
    address: str, browser: Browser, name: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme) as context:
        page, asked, said = context.new_page(), list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{address}/{PAGES[name]}.html")
        expect(page.locator("article h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SCREENSHOTS / f"site-{name}-{width}-{scheme}.png")
        assert not [url for url in asked if not url.startswith((f"{address}/", "data:"))]
        assert said == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["impact"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_formula_is_drawn_with_the_font_of_the_site(address: str, page: Page) -> None:
    page.goto(f"{address}/{PAGES['lesson']}.html")
    expect(page.locator(".formula math").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    faces = page.evaluate("[...document.fonts].map(face => [face.family.replaceAll('\"', ''), face.status])")
    assert ["Formulas", "loaded"] in faces


def test_search_finds_a_word_of_a_lesson(address: str, page: Page) -> None:
    page.goto(f"{address}/search.html?q=AccumulateGrad")
    expect(page.locator("#search-results li").filter(has_text="3 · Follow the graph").first).to_be_visible()


def test_a_link_of_the_concept_map_leads_to_the_cell(address: str, page: Page) -> None:
    page.goto(f"{address}/docs/concepts.html")
    page.locator('a[href$="06_descent.html#cell-ex1_step-value"]').first.click()
    check = page.locator("#cell-ex1_step-value")
    expect(check).to_be_in_viewport()
    expect(check).to_contain_text("Check 6.1: value")
    expect(check.locator(".highlight")).to_be_hidden()
    check.locator("summary").click()
    expect(check.locator(".highlight")).to_be_visible()
