"""The front page over the real server, as a person uses it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.graphiql import run

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def go(page: Page, address: str) -> None:
    """Follow an address of the page, as a link would."""
    page.evaluate("address => { window.location.hash = address }", address)


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_search_by_keyboard_opens_what_is_found(front: Page) -> None:
    front.keyboard.press("/")
    box = front.get_by_role("combobox", name="Search everything")
    expect(box).to_be_focused()
    front.keyboard.type("celyad")
    found = front.get_by_role("option")
    expect(found.first).to_be_visible()
    expect(found.first).to_have_attribute("aria-selected", "true")
    front.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-selected", "true")
    front.keyboard.press("ArrowUp")
    front.keyboard.press("Enter")
    heading(front, "Celyad")
    expect(found).to_have_count(0)


def test_a_search_for_nothing_known_says_so(front: Page) -> None:
    front.get_by_role("combobox").fill("zzzzqqq")
    expect(front.get_by_role("status").filter(has_text="Nothing is found.")).to_be_visible()


def test_a_university_leads_to_its_spinoff_its_round_and_the_source(front: Page) -> None:
    go(front, "/university/uclouvain")
    heading(front, "UCLouvain")
    follow(front, "Promethera Biosciences")
    heading(front, "Promethera Biosciences")
    follow(front, "Third round (C)")
    heading(front, "Third round (C)")
    expect(front.get_by_role("main")).to_contain_text("late 2014")
    front.get_by_role("heading", level=1).get_by_role("button", name="Source of").click()
    cited = front.get_by_role("group", name="Source of Third round (C)")
    expect(cited).to_be_visible()
    cited.get_by_role("link").first.click()
    heading(front, "Cell Therapy: At the Heart of Wallonia")
    for name in ["Third round (C)", "Promethera Biosciences", "UCLouvain"]:
        front.go_back()
        heading(front, name)


def test_figures_say_what_is_printed_and_why_they_disagree(front: Page) -> None:
    go(front, "/company/bone-therapeutics")
    figures = front.locator("section", has=front.get_by_role("heading", name="Figures"))
    expect(figures.first).to_contain_text(">90")
    expect(figures.first).to_contain_text("more than €90M")
    expect(figures.first).to_contain_text("a lower bound is printed as an exact sum")
    expect(front.get_by_role("region", name="Facilities")).to_contain_text("planned")


def test_the_table_is_sorted_filtered_and_paged_in_its_address(front: Page) -> None:
    go(front, "/table/companies?rows=10")
    names = front.locator("tbody th > a")
    expect(names).to_have_count(10)
    first = names.all_inner_texts()
    front.get_by_role("link", name="Next").click()
    expect(names.first).not_to_have_text(first[0])
    assert "after=" in front.url
    front.get_by_role("link", name="Previous").click()
    expect(names.first).to_have_text(first[0])
    assert names.all_inner_texts() == first

    front.get_by_role("columnheader", name="Name").get_by_role("link").click()
    front.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(front.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    expect(names.first).to_contain_text("Zoetis")

    front.get_by_role("searchbox").fill("BONE thera")
    expect(names).to_have_count(1)
    expect(names).to_contain_text("Bone Therapeutics")
    front.reload()
    expect(names).to_have_count(1)
    front.get_by_role("searchbox").fill("no such company")
    expect(front.get_by_role("status").filter(has_text="Nothing holds these words.")).to_be_visible()


def test_every_table_opens_and_its_first_row_leads_to_a_page(front: Page) -> None:
    tables = front.locator(".tables a").evaluate_all("links => links.map(link => link.hash)")
    assert len(tables) > 15
    for table in tables:
        go(front, table)
        link = front.locator("tbody th a").first
        expect(link).to_be_visible()
        name = link.inner_text()
        link.click()
        expect(front.get_by_role("heading", level=1)).to_contain_text(name.split(" · ")[0])
        expect(front.get_by_role("alert")).to_have_count(0)


def test_a_page_opens_in_graphiql_with_its_own_query_and_runs(front: Page) -> None:
    go(front, "/company/celyad")
    front.get_by_role("link", name="Open in GraphiQL").click()
    answer = run(front)
    assert answer["data"]["company"]["name"] == "Celyad"
    assert "errors" not in answer


@pytest.mark.parametrize("kind", ["JSON", "CSV", "NDJSON"])
def test_what_is_shown_is_downloaded(front: Page, tmp_path: Path, kind: str) -> None:
    go(front, "/table/fundingRounds")
    with front.expect_download() as downloaded:
        front.get_by_role("button", name=kind, exact=True).click()
    target = tmp_path / downloaded.value.suggested_filename
    downloaded.value.save_as(target)
    assert target.name == f"fundingRounds.{kind.lower()}"
    text = target.read_text()
    if kind == "CSV":
        rows = list(csv.DictReader(text.splitlines()))
        assert {row["amount.asPrinted"] for row in rows} >= {"€20.3 million", "€28 million"}
    else:
        lines = text.splitlines()
        nodes: list[dict[str, Any]] = (
            json.loads(text) if kind == "JSON" else [json.loads(line) for line in lines]
        )
        assert {node["amount"]["low"] for node in nodes} >= {"20300000", "28000000"}


def test_the_map_tells_the_ties_of_who_is_chosen(front: Page) -> None:
    front.get_by_text("The same as a table").click()
    front.get_by_role("link", name="Show ULB on the map").first.click()
    panel = front.get_by_role("complementary", name="ULB")
    expect(panel).to_contain_text("has the spin-off Bone Therapeutics")
    front.get_by_role("checkbox", name="Spin-off").uncheck()
    expect(panel).not_to_contain_text("has the spin-off")
    assert "hide=" in front.url
    front.get_by_role("link", name="Close").click()
    expect(panel).to_have_count(0)


def test_a_dot_of_the_map_is_chosen_by_a_click(front: Page) -> None:
    box = front.locator("canvas").bounding_box()
    assert box
    # Somewhere in the middle there is a dot: the pointer tells where.
    for step in range(4000):
        x, y = 200 + step % 80 * 12, 20 + step // 80 * 12
        if y > box["height"] - 20:
            break
        front.mouse.move(box["x"] + x, box["y"] + y)
        if front.locator("canvas").evaluate("canvas => canvas.style.cursor") == "pointer":
            front.mouse.click(box["x"] + x, box["y"] + y)
            expect(front.get_by_role("complementary")).to_be_visible()
            return
    raise AssertionError("no dot was found on the map")


def test_the_timeline_and_the_plots_are_drawn_and_told(front: Page) -> None:
    front.get_by_role("link", name="Timeline").click()
    expect(front.get_by_role("img", name="Timeline of funding rounds")).to_contain_text("€28 million")
    expect(front.get_by_role("region", name="Events")).to_contain_text("late 2014")
    front.get_by_role("link", name="Plots").click()
    expect(front.get_by_role("img", name="people employed")).to_contain_text("Bone Therapeutics")
    expect(front.get_by_role("region", name="Figures as printed")).to_contain_text(">90")


def test_what_does_not_exist_is_said(front: Page) -> None:
    go(front, "/company/nobody")
    expect(front.get_by_role("main")).to_contain_text("There is no company “nobody”.")
    go(front, "/nowhere/at/all")
    expect(front.get_by_role("main")).to_contain_text("There is no such page.")
