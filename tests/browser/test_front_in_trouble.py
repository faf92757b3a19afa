"""The front page when the server is away, slow, unwilling or empty, and below a root path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import watch
from tests.browser.server import SERVE, TINY, free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_where_the_server_stops_the_page_says_so_and_goes_on_when_it_is_back(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    page = browser.new_page()
    with serving(SERVE, tmp_path, port=port) as address:
        page.goto(f"{address}/#/company/celyad")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Celyad")
    page.evaluate("window.location.hash = '#/university/ulb'")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer.")
    with serving(SERVE, tmp_path, port=port):
        expect(page.get_by_role("heading", level=1)).to_contain_text("ULB")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.close()


def test_a_slow_answer_is_waited_for_and_can_be_cancelled(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/#/table/companies")
    expect(page.locator("tbody th").first).to_be_visible()
    held: list[Route] = []
    page.route("**/graphql", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks what it is given
    page.evaluate("window.location.hash = '#/university/ulb'")
    expect(page.get_by_role("status").filter(has_text="Still asking")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status").filter(has_text="Cancelled.")).to_be_visible()
    page.unroute("**/graphql")
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ULB")
    page.close()


def test_a_refusal_for_cost_is_explained(browser: Browser, server: str) -> None:
    page = browser.new_page()
    refusal = {"errors": [{"message": "Too much.", "extensions": {"code": "COST_LIMIT_EXCEEDED"}}]}
    page.goto(f"{server}/#/table/companies")
    expect(page.locator("tbody th").first).to_be_visible()
    page.route("**/graphql", lambda route: route.fulfill(status=400, json=refusal))
    page.evaluate("window.location.hash = '#/company/celyad'")
    expect(page.get_by_role("alert")).to_contain_text("asks for too much")
    expect(page.get_by_role("alert")).to_contain_text("COST_LIMIT_EXCEEDED")
    page.close()


def test_where_introspection_is_off_the_page_says_why_it_is_empty(browser: Browser, tmp_path: Path) -> None:
    with serving([*SERVE, "--preset", "production"], tmp_path, ready="/health/ready") as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("introspection is off")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.close()


def test_an_empty_dataset_is_no_error(front: Page) -> None:
    def empty(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")["query"]
        if "__schema" in asked:
            route.continue_()
        elif "dataset" in asked:
            dataset = {"version": "0", "builtAt": None, "counts": {"Company": 0}}
            route.fulfill(json={"data": {"dataset": dataset}})
        else:
            route.fulfill(json={"data": {}})

    front.route("**/graphql", empty)
    front.reload()
    expect(front.get_by_role("main")).to_contain_text("The dataset is empty.")
    expect(front.get_by_role("main")).to_contain_text("There is nothing to draw yet.")


def test_below_a_root_path_and_over_another_schema_the_page_is_whole(
    browser: Browser, tmp_path: Path
) -> None:
    with serving(TINY, tmp_path, ready="/deep/down/graphiql") as address:
        page = browser.new_page()
        troubles = watch(page, address)
        page.goto(f"{address}/deep/down/")
        expect(page.get_by_role("navigation", name="Views")).to_contain_text("GraphiQL")
        page.close()
        assert [each for each in troubles if "400" not in each] == []
