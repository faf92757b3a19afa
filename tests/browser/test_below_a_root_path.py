"""GraphiQL below a root path, over a server that is not ours: the page knows neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import watch
from tests.browser.graphiql import run, type_query
from tests.browser.server import TINY, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_queries_and_subscriptions_work_below_a_root_path(browser: Browser, tmp_path: Path) -> None:
    with serving(TINY, tmp_path, ready="/deep/down/graphiql") as address:
        page = browser.new_page()
        troubles = watch(page, address)
        page.goto(f"{address}/deep/down/graphiql")

        type_query(page, "query Hello { hello }")
        assert run(page) == {"data": {"hello": "world"}}

        type_query(page, "subscription Count { count(to: 3) }")
        with page.expect_websocket() as opened:
            page.get_by_role("button", name="Execute query").click()
        assert opened.value.url == f"{address}/deep/down/graphql".replace("http", "ws")
        expect(page.locator(".graphiql-response")).to_contain_text('"count": 3')

        page.close()
        assert troubles == []
