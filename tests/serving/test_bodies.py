"""What is no GraphQL request: each gets a clear 4xx, whatever the client accepts."""

import json

import pytest
from starlette.testclient import TestClient

from graph.settings import Settings
from tests.serving.asking import GRAPHQL, JSON, NAME, NAMED, codes, errors, get

BODY = json.dumps({"query": NAME}).encode()

NO_REQUEST = {
    "an empty body": b"",
    "white space": b" \n\t ",
    "no JSON": b"{ company { name } }",
    "JSON that ends too early": b'{"query": "{ __typename }"',
    "JSON and more": BODY + b"{}",
    "NaN": b'{"query": NaN}',
    "no UTF-8": b'{"query": "\xff"}',
    "UTF-16": '{"query": "{ __typename }"}'.encode("utf-16"),
    "half a surrogate pair": b'{"query": "\\ud800"}',
    "null": b"null",
    "a list": b'[{"query": "{ __typename }"}]',
    "a string": b'"{ __typename }"',
    "a number": b"7",
    "no query": b"{}",
    "a query of null": b'{"query": null}',
    "an empty query": b'{"query": ""}',
    "a query of white space": b'{"query": "  "}',
    "a query that is no string": b'{"query": 7}',
    "a list of queries": b'{"query": ["{ __typename }"]}',
    "an operation name that is no string": b'{"query": "{ __typename }", "operationName": 7}',
    "variables that are a list": b'{"query": "{ __typename }", "variables": []}',
    "variables that are a string": b'{"query": "{ __typename }", "variables": "{}"}',
    "extensions that are a string": b'{"query": "{ __typename }", "extensions": "{}"}',
}
MEDIA_TYPES = {
    "none": None,
    "empty": "",
    "a form": "application/x-www-form-urlencoded",
    "several parts": "multipart/form-data; boundary=x",
    "plain text": "text/plain",
    "GraphQL's own": "application/graphql",
    "JSON in UTF-16": "application/json; charset=utf-16",
    "JSON in Latin 1": "application/json; charset=iso-8859-1",
    "another JSON": "application/problem+json",
    "two": "application/json, text/plain",
}


@pytest.mark.parametrize("body", NO_REQUEST.values(), ids=NO_REQUEST.keys())
@pytest.mark.parametrize("accept", ["*/*", JSON, GRAPHQL])
def test_a_body_that_is_no_request_is_a_400_with_its_reason(
    client: TestClient, body: bytes, accept: str
) -> None:
    response = client.post("/graphql", content=body, headers={"Content-Type": JSON, "Accept": accept})
    assert response.status_code in (400, 200 if accept == JSON and b"query" in body else 400)
    assert set(codes(response)) <= {"BAD_USER_INPUT", "GRAPHQL_PARSE_FAILED"}
    assert all(len(error["message"]) > 10 for error in errors(response))
    assert "data" not in response.json()


@pytest.mark.parametrize("content_type", MEDIA_TYPES.values(), ids=MEDIA_TYPES.keys())
def test_a_body_of_another_media_type_is_a_415(client: TestClient, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    response = client.post("/graphql", content=BODY, headers=headers)
    assert response.status_code == 415
    assert codes(response) == ["BAD_USER_INPUT"]
    assert JSON in errors(response)[0]["message"]


@pytest.mark.parametrize(
    "content_type",
    [JSON, "Application/JSON", f"{JSON};charset=UTF-8", f'{JSON}; charset="utf-8"', f"{JSON} ; v=1"],
)
def test_json_in_utf_8_may_be_named_in_any_way(client: TestClient, content_type: str) -> None:
    response = client.post("/graphql", content=BODY, headers={"Content-Type": content_type})
    assert response.json() == NAMED


def test_a_body_that_is_too_large_is_a_413(client: TestClient) -> None:
    large = json.dumps({"query": NAME, "variables": {"x": "x" * Settings().max_body}}).encode()
    response = client.post("/graphql", content=large, headers={"Content-Type": JSON})
    assert response.status_code == 413
    assert codes(response) == ["BAD_USER_INPUT"]


def test_a_body_as_large_as_allowed_is_read(client: TestClient) -> None:
    padded = BODY + b" " * (Settings().max_body - len(BODY))
    assert client.post("/graphql", content=padded, headers={"Content-Type": JSON}).json() == NAMED


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"query": ""},
        {"query": NAME, "variables": "{"},
        {"query": NAME, "variables": "[]"},
        {"query": NAME, "variables": "7"},
        {"query": NAME, "extensions": "nothing"},
    ],
    ids=str,
)
def test_a_query_string_that_is_no_request_is_a_400(client: TestClient, parameters: dict[str, str]) -> None:
    response = get(client, **parameters)
    assert response.status_code == 400
    assert codes(response) == ["BAD_USER_INPUT"]
