"""The machine's Chromium, and an empty window in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.lab import MINUTE, SCREENSHOTS

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


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
