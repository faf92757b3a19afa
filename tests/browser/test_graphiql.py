"""GraphiQL over the real server, as a person uses it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from graph.packaged import operations_folder
from tests.browser.chromium import watch
from tests.browser.graphiql import run, shown, tabs, type_query
from tests.browser.server import SERVE, serving

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


def test_a_tab_closed_before_the_editor_came_leaves_the_next_ones_text(browser: Browser, server: str) -> None:
    held: list[Route] = []
    page = browser.new_page()
    page.route("**/editor.api-*.js", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks what it is given
    page.goto(f"{server}/graphiql")
    second = tabs(page)[1]
    expect(page.get_by_role("region", name="Examples").get_by_role("button").first).to_be_disabled()
    page.get_by_role("button", name="Close Tab").first.click()
    expect(page.get_by_role("tab", selected=True)).to_contain_text(second)
    for route in held:
        route.continue_()
    expect(page.locator(".graphiql-query-editor")).to_contain_text(second)
    expect(page.get_by_role("tab", selected=True)).to_contain_text(second)
    page.close()


def test_a_subscription_answers_over_a_socket_until_it_is_stopped(page: Page) -> None:
    type_query(page, 'subscription Live { live { company(slug: "celyad") { name } } }')
    with page.expect_websocket() as opened:
        page.get_by_role("button", name="Execute query").click()
    expect(page.locator(".graphiql-response")).to_contain_text('"name": "Celyad"')
    assert opened.value.url.startswith("ws://")
    page.get_by_role("button", name="Stop query").click()
    expect(page.get_by_role("button", name="Execute query")).to_be_visible()


@pytest.fixture(scope="module")
def developing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    environment = {**os.environ, "GRAPH_DEVELOPMENT": "true"}
    with serving(SERVE, tmp_path_factory.mktemp("developing"), environment) as address:
        yield address


def told(page: Page) -> Locator:
    """Open the panel that tells what an operation became."""
    page.get_by_role("button", name="Show Plan and cost").click()
    return page.get_by_role("region", name="Plan and cost", exact=True)


def test_in_development_the_panel_tells_plan_sql_cost_and_timing(browser: Browser, developing: str) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    troubles = watch(page, developing)
    page.goto(f"{developing}/graphiql")
    panel = told(page)
    expect(panel).to_contain_text("Run an operation")
    type_query(page, "query Told { companies(first: 7) { nodes { name } } }")
    answer = run(page)
    assert answer["extensions"]["cost"]["estimated"] == 7
    expect(panel).to_contain_text("Rows it could read7")
    expect(panel.get_by_role("row", name="sql")).to_contain_text("ms")
    became = panel.get_by_role("region", name="What companies became")
    expect(became).to_contain_text("FROM organization AS companies_1")
    expect(became).to_contain_text("SEARCH companies_1")
    became.get_by_text("Plan of the server").click()
    expect(became).to_contain_text("connection: Connection(entity=Company)")
    expect(page.locator(".graphiql-response")).to_contain_text("extensions")
    page.close()
    assert troubles == []


def test_elsewhere_the_panel_tells_the_cost_and_why_there_is_no_plan(page: Page) -> None:
    panel = told(page)
    type_query(page, "query Told { companies(first: 7) { nodes { name } } }")
    assert set(run(page)["extensions"]) == {"cost"}
    expect(panel).to_contain_text("Rows it could read7")
    expect(panel).to_contain_text("GRAPH_DEVELOPMENT=true")


def test_a_closed_panel_asks_for_nothing(page: Page) -> None:
    told(page)
    page.get_by_role("button", name="Hide Plan and cost").click()
    type_query(page, "query Told { __typename }")
    assert run(page) == {"data": {"__typename": "Query"}}


def test_on_a_phone_the_answer_stands_below_the_question_and_a_panel_covers_both(
    browser: Browser, server: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{server}/graphiql")
    told(page)
    page.get_by_role("button", name="Hide Plan and cost").click()
    assert run(page)["extensions"]["cost"]
    question = page.locator(".graphiql-editors").bounding_box()
    answer = page.locator(".graphiql-response").bounding_box()
    assert question
    assert answer
    assert question["y"] + question["height"] <= answer["y"]
    assert answer["width"] > 250
    expect(told(page)).to_contain_text("Rows it could read")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


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
