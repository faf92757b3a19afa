"""The machine's Chromium without a screen. Out: a browser, and what went wrong on its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

# Without the networking flags Chromium asks its maker's hosts at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; a machine without one fails, since a skipped test proves nothing."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, (
        "The browser tests need Chromium. `make test` installs it; or: apt-get install chromium"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def watch(page: Page, address: str) -> list[str]:
    """Return a list that fills with failed requests, foreign hosts, console messages and uncaught errors."""
    troubles: list[str] = []
    host = urlsplit(address).netloc
    page.on("console", lambda message: troubles.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: troubles.append(f"uncaught: {error}"))
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: (
            None
            if urlsplit(request.url).netloc in {host, ""}  # "" is a data: or blob: address
            else troubles.append(f"foreign: {request.url}")
        ),
    )
    page.on(
        "response",
        lambda response: troubles.append(f"{response.status}: {response.url}") if not response.ok else None,
    )
    return troubles
