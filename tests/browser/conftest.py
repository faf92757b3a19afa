from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import chromium, watch
from tests.browser.server import SERVE, serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: what drives it keeps an event loop running, and other tests run their own."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(SERVE, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page with no memory of earlier ones, at GraphiQL; at the end, nothing may have gone wrong on it."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    troubles = watch(opened, server)
    opened.goto(f"{server}/graphiql")
    yield opened
    context.close()
    assert troubles == []


@pytest.fixture
def front(browser: Browser, server: str) -> Iterator[Page]:
    """The front page with its map drawn; at the end, nothing may have gone wrong on it."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    troubles = watch(opened, server)
    opened.goto(server)
    expect(opened.locator("canvas[data-rests=true]")).to_be_visible(timeout=20_000)
    yield opened
    context.close()
    assert troubles == []
