"""What a person does with GraphiQL, named. In: a page at GraphiQL. Out: what the person then sees."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Response, expect


def type_query(page: Page, query: str) -> None:
    """Replace what the editor holds by a named operation; brackets close themselves and are typed over."""
    page.locator(".graphiql-query-editor .view-lines").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(query)
    page.keyboard.press("Escape")  # closes the suggestions
    # GraphiQL reads what was typed a tenth of a second later: then the tab takes the operation's name.
    tab = page.get_by_role("tab", selected=True)
    expect(tab.get_by_role("button", name=query.split()[1], exact=True)).to_be_visible()


def run(page: Page) -> Any:
    """Press the button, and return the answer that the server sent, once its text is on the page."""
    page.locator(".graphiql-query-editor .view-line").first.wait_for()
    with page.expect_response(answers_the_person) as answered:
        page.get_by_role("button", name="Execute query").click()
    answer = json.loads(answered.value.text())
    page.locator(".graphiql-response .view-line", has_text='"data"').wait_for()
    return answer


def answers_the_person(response: Response) -> bool:
    """Tell whether this is an answer, and not one to GraphiQL's own question for the schema."""
    asked = response.request.post_data or ""
    return response.url.endswith("/graphql") and "IntrospectionQuery" not in asked


def shown(page: Page) -> str:
    """Return the answer as it is shown, as far as it fits the page."""
    return page.locator(".graphiql-response .view-lines").inner_text().replace("\xa0", " ")


def tabs(page: Page) -> list[str]:
    """Return the names of the open tabs."""
    page.get_by_role("tab").first.wait_for()
    return [name.strip() for name in page.get_by_role("tab").all_inner_texts()]
