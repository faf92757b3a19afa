"""Requests to `/graphql` and what their answers say.

In: a client, a query. Out: responses, codes. Never: a check of more than one thing.
"""

from typing import Any

import httpx2
from starlette.testclient import TestClient

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
NAME = '{ company(slug: "masthercell") { name } }'
NAMED = {"data": {"company": {"name": "MaSTherCell"}}}


def post(client: TestClient, query: str, *, accept: str | None = None, **more: Any) -> httpx2.Response:
    """POST a query, with what else belongs to its body."""
    return client.post("/graphql", json={"query": query, **more}, headers=accepting(accept))


def get(client: TestClient, *, accept: str | None = None, **parameters: str) -> httpx2.Response:
    """GET with a query string."""
    return client.get("/graphql", params=parameters, headers=accepting(accept))


def accepting(accept: str | None) -> dict[str, str]:
    """The header that says what a client takes; TestClient's own is `*/*`."""
    return {"Accept": accept} if accept else {}


def media_type(response: httpx2.Response) -> str:
    """The media type of a response, without parameters."""
    return str(response.headers["content-type"]).partition(";")[0]


def errors(response: httpx2.Response) -> list[dict[str, Any]]:
    """The errors of a response."""
    found: list[dict[str, Any]] = response.json()["errors"]
    return found


def codes(response: httpx2.Response) -> list[str]:
    """The code of each error."""
    return [error["extensions"]["code"] for error in errors(response)]
