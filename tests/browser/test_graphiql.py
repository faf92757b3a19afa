"""GraphiQL over the real server, as a person uses it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.packaged import operations_folder
from tests.browser.graphiql import run, shown, tabs, type_query

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_query_is_typed_and_run_and_its_answer_is_shown(page: Page) -> None:
    type_query(page, 'query Celyad { company(slug: "celyad") { slug } }')
    assert run(page) == {"data": {"company": {"slug": "celyad"}}}
    assert '"slug": "celyad"' in shown(page)


def test_the_first_tabs_are_the_example_operations(page: Page) -> None:
    assert len(tabs(page)) == len(list(operations_folder().glob("*.graphql"))) > 0
    assert "<untitled>" not in tabs(page)


def test_a_question_leads_to_its_tab_and_runs(page: Page) -> None:
    question = page.get_by_role("region", name="Examples").get_by_role("button").nth(2)
    question.click()
    expect(question).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("tab").nth(2)).to_have_attribute("aria-selected", "true")
    assert "errors" not in run(page)


def test_a_question_whose_tab_was_closed_opens_again(page: Page) -> None:
    before = tabs(page)
    page.get_by_role("button", name="Close Tab").first.click()
    expect(page.get_by_role("tab")).to_have_count(len(before) - 1)
    page.get_by_role("region", name="Examples").get_by_role("button").first.click()
    expect(page.get_by_role("tab").last).to_contain_text(before[0])
    assert tabs(page) == [*before[1:], before[0]]


def test_the_documentation_opens(page: Page) -> None:
    page.get_by_role("button", name="Show Documentation Explorer").click()
    page.get_by_role("link", name="Query").click()
    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("companies")


def test_the_query_builder_opens(page: Page) -> None:
    # Over an argument that is a list, as in orderBy, the plugin works but complains on the console.
    type_query(page, "query Plain { companies { totalCount } }")
    page.get_by_role("button", name="Show Query builder").click()
    expect(page.locator(".graphiql-plugin")).to_contain_text("companies")


def test_history_keeps_what_was_run(page: Page) -> None:
    type_query(page, "query Kept { __typename }")
    run(page)
    page.get_by_role("button", name="Show History").click()
    expect(page.get_by_role("region", name="History")).to_contain_text("Kept")


def test_light_and_dark_follow_the_system(page: Page) -> None:
    tabs(page)
    brightness = "getComputedStyle(document.querySelector('.graphiql-container')).backgroundColor"
    light = page.evaluate(brightness)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(brightness) != light


def test_no_socket_is_opened_for_a_query(page: Page) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    type_query(page, "query Plain { __typename }")
    run(page)
    assert sockets == []


def test_a_browser_that_asks_graphql_finds_its_query_in_graphiql(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/graphql?query=query Carried {{ __typename }}")
    expect(page.get_by_role("tab", selected=True)).to_contain_text("Carried")
    assert run(page) == {"data": {"__typename": "Query"}}
    assert page.url == f"{server}/graphiql"
    page.close()
