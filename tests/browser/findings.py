"""What axe finds on a page. In: a page. Out: each rule that is broken, and where."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.server import ROOT

AXE = ROOT / "src/graph/explorer/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page) -> list[Any]:
    """Ask axe; an empty list is what is wanted."""
    page.evaluate(AXE.read_text())
    run = "async rules => (await axe.run({ runOnly: rules })).violations"
    violations: list[dict[str, Any]] = page.evaluate(run, RULES)
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in violations]
