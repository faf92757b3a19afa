"""The main views look as they did: compared with the committed pictures; `--refresh` takes them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pictures import ALLOWED, changed, read, shrink

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PICTURES = Path(__file__).parent / "pictures"
DESKTOP, PHONE, WIDE = (1280, 800), (390, 844), (2560, 1440)


class View(NamedTuple):
    """An address, what stands on the page once it is drawn, and how it is looked at."""

    address: str
    drawn: str
    size: tuple[int, int] = DESKTOP
    scheme: Literal["light", "dark"] = "light"


MAP = ("", "canvas[data-rests=true]")
CHOSEN = ("#/?at=Organization%3Aulb", "aside.panel")
ENTITY = ("#/company/bone-therapeutics", ".entity")
TABLE = ("#/table/companies", "tbody th")
TIMELINE = ("#/timeline", ".chart svg")
PLOTS = ("#/plots", ".chart svg")
GRAPHIQL = ("graphiql", ".graphiql-query-editor .view-line")

VIEWS = {
    "map": View(*MAP),
    "map-dark": View(*MAP, scheme="dark"),
    "map-phone": View(*MAP, size=PHONE),
    "map-wide": View(*MAP, size=WIDE),
    "map-chosen": View(*CHOSEN),
    "entity": View(*ENTITY),
    "entity-dark": View(*ENTITY, scheme="dark"),
    "entity-phone": View(*ENTITY, size=PHONE),
    "table": View(*TABLE),
    "table-phone": View(*TABLE, size=PHONE),
    "timeline": View(*TIMELINE),
    "timeline-phone": View(*TIMELINE, size=PHONE),
    "plots": View(*PLOTS),
    "plots-phone": View(*PLOTS, size=PHONE),
    "graphiql": View(*GRAPHIQL),
    "graphiql-phone": View(*GRAPHIQL, size=PHONE),
}


def show(browser: Browser, server: str, view: View) -> Page:
    width, height = view.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=view.scheme, reduced_motion="reduce"
    )
    page.goto(f"{server}/{view.address}")
    expect(page.locator(view.drawn).first).to_be_visible(timeout=20_000)
    if view.address in {MAP[0], CHOSEN[0]}:
        expect(page.locator(MAP[1])).to_be_visible(timeout=20_000)
    rest(page)
    return page


def rest(page: Page) -> None:
    """Wait until two pictures that follow each other are the same."""
    before = b""
    for _ in range(50):
        now = page.screenshot(animations="disabled", caret="hide")
        if now == before:
            return
        before = now
        page.wait_for_timeout(100)
    raise AssertionError("the page does not come to rest")


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_looks_as_it_did(
    browser: Browser, server: str, tmp_path: Path, name: str, *, refresh: bool
) -> None:
    page = show(browser, server, VIEWS[name])
    now = shrink(page.screenshot(animations="disabled", caret="hide"))
    page.close()
    committed = PICTURES / f"{name}.png"
    if refresh:
        now.save(committed, optimize=True)
        return
    now.save(tmp_path / committed.name)
    share = changed(read(committed), now)
    assert share < ALLOWED, f"{share:.1%} of {committed.name} changed: compare {tmp_path / committed.name}"


@pytest.mark.parametrize(
    "breakage",
    [
        "for (const sheet of document.styleSheets) sheet.disabled = true",
        "document.querySelector('main').replaceChildren()",
        "document.querySelector('header.top').remove()",
        "document.querySelector('main').style.fontSize = '150%'",
    ],
    ids=["without styles", "empty", "without its heading", "in other letters"],
)
@pytest.mark.parametrize("name", ["map", "entity", "table", "timeline", "plots"])
def test_a_broken_view_is_noticed(browser: Browser, server: str, name: str, breakage: str) -> None:
    page = show(browser, server, VIEWS[name])
    page.evaluate(f"() => {{ {breakage} }}")
    rest(page)
    now = shrink(page.screenshot(animations="disabled", caret="hide"))
    page.close()
    share = changed(read(PICTURES / f"{name}.png"), now)
    assert share > ALLOWED


def test_a_map_without_its_dots_is_noticed(browser: Browser, server: str) -> None:
    page = show(browser, server, VIEWS["map"])
    page.locator("canvas").evaluate("canvas => { canvas.width = canvas.width }")
    now = shrink(page.screenshot(animations="disabled", caret="hide"))
    page.close()
    share = changed(read(PICTURES / "map.png"), now)
    assert share > ALLOWED


def test_letters_that_stand_a_pixel_further_are_no_change(browser: Browser, server: str) -> None:
    page = show(browser, server, VIEWS["entity"])
    page.add_style_tag(content="main { translate: 1px 1px }")
    now = shrink(page.screenshot(animations="disabled", caret="hide"))
    page.close()
    share = changed(read(PICTURES / "entity.png"), now)
    assert share < ALLOWED
