"""Statuses and media types, as GraphQL over HTTP asks for them."""

import pytest
from starlette.testclient import TestClient

from tests.serving.asking import GRAPHQL, JSON, NAME, codes, media_type, post

CANNOT_RUN = {
    "a syntax error": ("{", "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ companyy }", "GRAPHQL_VALIDATION_FAILED"),
    "an unknown argument": ('{ company(name: "x") { name } }', "GRAPHQL_VALIDATION_FAILED"),
    "a wrong literal": ("{ companies(first: true) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
    "a fragment of an unknown type": ("{ ...F } fragment F on Nothing { x }", "GRAPHQL_VALIDATION_FAILED"),
    "a missing variable": ("query ($a: String!) { company(slug: $a) { name } }", "BAD_USER_INPUT"),
    "two operations and no name": (
        "query A { __typename } query B { __typename }",
        "OPERATION_RESOLUTION_FAILURE",
    ),
    "no operation": ("fragment F on Query { __typename }", "GRAPHQL_VALIDATION_FAILED"),
    "a subscription": ("subscription { x }", "GRAPHQL_VALIDATION_FAILED"),
}
REFUSED = [pytest.param(*each, id=name) for name, each in CANNOT_RUN.items()]


@pytest.mark.parametrize(
    "accept, answered",
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (f"{JSON}; charset=utf-8", JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON};q=0.9", JSON),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        ("text/plain, */*;q=0.1", JSON),
        ("APPLICATION/JSON", JSON),
    ],
)
def test_the_answer_has_the_media_type_that_the_client_likes_best(
    client: TestClient, accept: str | None, answered: str
) -> None:
    response = post(client, NAME, accept=accept)
    assert response.status_code == 200
    assert media_type(response) == answered
    assert "charset=utf-8" in response.headers["content-type"]
    assert "accept" in response.headers["vary"].lower()


@pytest.mark.parametrize("accept", ["application/xml", "text/plain", f"{JSON};q=0", "image/*"])
def test_a_client_that_takes_no_json_is_told_so(client: TestClient, accept: str) -> None:
    response = post(client, NAME, accept=accept)
    assert response.status_code == 406
    assert codes(response) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("query, code", REFUSED)
@pytest.mark.parametrize("accept", [None, "*/*", GRAPHQL])
def test_a_request_that_cannot_run_is_a_400(
    client: TestClient, query: str, code: str, accept: str | None
) -> None:
    response = post(client, query, accept=accept)
    assert response.status_code == 400
    assert code in codes(response)
    assert "data" not in response.json()


@pytest.mark.parametrize("query, code", REFUSED)
def test_a_request_that_cannot_run_is_a_200_for_a_client_that_names_json(
    client: TestClient, query: str, code: str
) -> None:
    response = post(client, query, accept=JSON)
    assert response.status_code == 200
    assert media_type(response) == JSON
    assert code in codes(response)
    assert "data" not in response.json()


@pytest.mark.parametrize("accept", [None, JSON, GRAPHQL])
def test_a_field_that_fails_leaves_the_others_and_a_200(client: TestClient, accept: str | None) -> None:
    response = post(client, "{ company { name } __typename }", accept=accept)
    assert response.status_code == 200
    assert response.json()["data"] == {"company": None, "__typename": "Query"}
    assert codes(response) == ["BAD_USER_INPUT"]
