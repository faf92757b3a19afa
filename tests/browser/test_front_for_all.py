"""The front page for everyone: light and dark, narrow screens, the keyboard, screen readers, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.findings import findings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VIEWS = {
    "": "canvas[data-rests=true]",
    "#/?at=Organization%3Aulb": "aside.panel",
    "#/company/bone-therapeutics": ".entity",
    "#/place/wallonia": ".entity",
    "#/table/companies": "tbody th",
    "#/timeline": ".chart svg",
    "#/plots": ".chart svg",
}


def visit(page: Page, view: str) -> None:
    page.evaluate("view => { window.location.hash = view || '#/' }", view)
    expect(page.locator(VIEWS[view]).first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(front: Page, scheme: Any, width: int) -> None:
    front.set_viewport_size({"width": width, "height": 900})
    front.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for view in VIEWS:
        visit(front, view)
        if view == "#/company/bone-therapeutics":
            front.get_by_role("button", name="Source of").first.click()
        for details in front.locator("details").all():
            details.evaluate("details => { details.open = true }")
        assert findings(front) == [], view


def test_nothing_is_wider_than_a_phone(front: Page) -> None:
    front.set_viewport_size({"width": 360, "height": 740})
    for view in VIEWS:
        visit(front, view)
        assert front.evaluate("document.documentElement.scrollWidth") <= 360, view


def test_the_colours_are_the_systems_until_one_chooses(front: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = front.evaluate(background)
    front.emulate_media(color_scheme="dark")
    dark = front.evaluate(background)
    assert dark != light
    front.reload()
    front.get_by_role("button", name="Show in light colours").click()
    assert front.evaluate(background) == light
    front.reload()
    expect(front.get_by_role("button", name="Show in dark colours")).to_be_visible()
    assert front.evaluate(background) == light


def test_everything_is_reached_by_keyboard_alone(front: Page) -> None:
    front.keyboard.press("Tab")
    front.keyboard.press("Enter")  # past the heading
    focused = "document.activeElement.id"
    assert front.evaluate(focused) == "content"
    front.keyboard.press("Tab")
    front.keyboard.press("Space")  # the first filter
    expect(front.get_by_role("checkbox").first).not_to_be_checked()

    front.evaluate("window.location.hash = '#/company/celyad'")
    mark = front.get_by_role("heading", level=1).get_by_role("button")
    mark.focus()
    front.keyboard.press("Enter")
    cited = front.get_by_role("group", name="Source of Celyad")
    expect(cited).to_be_visible()
    front.keyboard.press("Tab")
    assert front.evaluate("document.activeElement.closest('.cited') !== null")
    front.keyboard.press("Escape")
    expect(cited).not_to_be_visible()


def test_paper_carries_no_buttons(front: Page) -> None:
    visit(front, "#/company/bone-therapeutics")
    front.emulate_media(media="print")
    expect(front.get_by_role("heading", level=1)).to_be_visible()
    expect(front.get_by_role("button", name="JSON", exact=True)).not_to_be_visible()
    assert len(front.pdf()) > 10_000
