"""The front page over another dataset: what it draws, finds and lists comes from the schema alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import watch
from tests.browser.findings import findings
from tests.browser.music import TRACKS, music_shop
from tests.browser.server import serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Words of the first dataset, which nothing of this one has.
ECOSYSTEM = re.compile(
    r"compan|universit|spin-?off|invest|fund|facilit|programme|region|figure|source of", re.IGNORECASE
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("shop")
    with serving(music_shop(folder), folder) as address:
        yield address


@pytest.fixture
def music(browser: Browser, shop: str) -> Iterator[Page]:
    """The front page of the music shop; at the end, nothing may have gone wrong on it."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    troubles = watch(opened, shop)
    opened.goto(shop)
    expect(opened.locator("canvas[data-rests=true]")).to_be_visible(timeout=20_000)
    yield opened
    context.close()
    assert troubles == []


def go(page: Page, address: str) -> None:
    page.evaluate("address => { window.location.hash = address }", address)


def test_the_map_draws_what_the_links_tie_and_nothing_names_the_ecosystem(music: Page) -> None:
    expect(music.get_by_role("heading", level=1)).to_have_text("What is tied to what")
    expect(music.get_by_role("checkbox", name="Track: album")).to_be_checked()
    music.get_by_text("The same as a table").click()
    expect(music.get_by_role("region", name="Ties")).to_contain_text("Every Harbour")
    ways = music.get_by_role("navigation", name="Views").get_by_role("link")
    assert ways.all_inner_texts() == ["Map", "GraphiQL"]
    said = music.get_by_role("main").inner_text().replace("Company", "")  # a customer's
    assert ECOSYSTEM.search(said) is None


def test_an_artist_is_found_and_leads_to_an_album_whose_tracks_are_all_reached(music: Page) -> None:
    music.keyboard.press("/")
    music.keyboard.type("night ferry")
    expect(music.get_by_role("option").first).to_contain_text("The Night Ferry")
    music.keyboard.press("Enter")
    heading = music.get_by_role("heading", level=1)
    expect(heading).to_contain_text("The Night Ferry")
    music.get_by_role("main").get_by_role("link", name="Every Harbour").click()
    expect(heading).to_contain_text("Every Harbour")
    tracks = music.get_by_role("region", name="Tracks")
    rows = tracks.get_by_role("rowheader")
    expect(rows).to_have_count(20)
    more = music.get_by_role("button", name="Show more")
    more.click()
    expect(rows).to_have_count(100)
    more.click()
    expect(rows).to_have_count(TRACKS)
    expect(more).to_have_count(0)
    names = {name.strip() for name in rows.all_inner_texts()}
    assert names == {f"Part {number:03}" for number in range(1, TRACKS + 1)}
    assert ECOSYSTEM.search(music.get_by_role("main").inner_text()) is None


def test_a_table_is_sorted_and_filtered(music: Page) -> None:
    go(music, "/table/tracks?sort=milliseconds:DESC")
    names = music.locator("tbody th > a")
    expect(names.first).to_have_text(f"Part {TRACKS + 5}")
    music.get_by_role("searchbox").fill("slow stairs")
    expect(names.first).to_be_visible()
    expect(music.locator("tbody")).not_to_contain_text("Every Harbour")
    expect(music.locator("tbody")).to_contain_text("Slow Stairs")


@pytest.mark.parametrize(
    "table, name",
    [("employees", "Ngozi Okafor"), ("customers", "Mei Tan"), ("invoices", "Mei Tan · 2021-03-04")],
)
def test_a_row_without_a_name_is_called_by_what_it_says(music: Page, table: str, name: str) -> None:
    go(music, f"/table/{table}")
    link = music.locator("tbody th").get_by_role("link", name=name, exact=True)
    link.click()
    expect(music.get_by_role("heading", level=1)).to_contain_text(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_there(music: Page, scheme: Any) -> None:
    music.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert findings(music) == []
    go(music, "/table/albums")
    expect(music.locator("tbody th").first).to_be_visible()
    assert findings(music) == []
    music.get_by_role("link", name="Every Harbour").click()
    expect(music.locator(".entity")).to_be_visible()
    assert findings(music) == []
