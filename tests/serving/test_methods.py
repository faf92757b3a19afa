"""Which methods `/graphql` serves, and how parameters come in each."""

import json

import pytest
from starlette.testclient import TestClient

from tests.serving.asking import NAME, NAMED, codes, errors, get, post

BY_SLUG = "query ($slug: String!) { company(slug: $slug) { name } }"
TWO = 'query A { company(slug: "masthercell") { name } } query B { __typename }'


def test_a_query_is_answered_by_post(client: TestClient) -> None:
    response = post(client, NAME)
    assert response.status_code == 200
    assert response.json() == NAMED


def test_a_query_is_answered_by_get(client: TestClient) -> None:
    response = get(client, query=NAME)
    assert response.status_code == 200
    assert response.json() == NAMED


def test_variables_come_as_an_object_in_a_body_and_as_json_in_a_query_string(client: TestClient) -> None:
    variables = {"slug": "masthercell"}
    assert post(client, BY_SLUG, variables=variables).json() == NAMED
    assert get(client, query=BY_SLUG, variables=json.dumps(variables)).json() == NAMED


def test_the_operation_name_says_which_operation_runs(client: TestClient) -> None:
    assert post(client, TWO, operationName="A").json() == NAMED
    assert get(client, query=TWO, operationName="B").json() == {"data": {"__typename": "Query"}}


def test_parameters_that_are_null_or_unknown_are_as_good_as_left_out(client: TestClient) -> None:
    assert post(client, NAME, operationName=None, variables=None, extensions=None, id=7).json() == NAMED


def test_parameters_that_are_empty_in_a_query_string_are_as_good_as_left_out(client: TestClient) -> None:
    assert get(client, query=NAME, operationName="", variables="", extensions="").json() == NAMED


def test_head_has_the_headers_of_get_and_no_body(client: TestClient) -> None:
    asked = client.get("/graphql", params={"query": NAME})
    head = client.head("/graphql", params={"query": NAME})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "cache-control"):
        assert head.headers[name] == asked.headers[name]


def test_options_says_which_methods_there_are(client: TestClient) -> None:
    response = client.options("/graphql")
    assert response.status_code == 204
    assert {each.strip() for each in response.headers["allow"].split(",")} == {
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
    }
    assert not response.content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "QUERY"])
def test_other_methods_are_refused_and_told_which_there_are(client: TestClient, method: str) -> None:
    response = client.request(method, "/graphql", params={"query": NAME})
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]
    assert codes(response) == ["BAD_USER_INPUT"]


ANY_ACCEPT = ["application/json", "application/graphql-response+json", "text/csv", "text/event-stream"]


@pytest.mark.parametrize("accept", ANY_ACCEPT)
@pytest.mark.parametrize(
    "parameters",
    [
        {"query": "mutation { nope }"},
        {"query": "query Q { __typename } mutation M { nope }", "operationName": "M"},
    ],
    ids=["alone", "by name"],
)
def test_a_mutation_by_get_is_a_405_also_where_the_schema_has_none(
    client: TestClient, parameters: dict[str, str], accept: str
) -> None:
    response = client.get("/graphql", params=parameters, headers={"Accept": accept})
    assert (response.status_code, response.headers.get("allow")) == (405, "POST")


@pytest.mark.parametrize("accept", ANY_ACCEPT[:3])
def test_a_subscription_by_get_is_a_405_unless_events_are_taken(client: TestClient, accept: str) -> None:
    asked = {"query": "subscription { datasetChanged { version } }"}
    response = client.get("/graphql", params=asked, headers={"Accept": accept})
    assert (response.status_code, response.headers.get("allow")) == (405, "POST")
    head = client.head("/graphql", params=asked, headers={"Accept": "text/event-stream"})
    assert head.status_code == 200


@pytest.mark.parametrize(
    "query", ["{ mutation }", "query { __typename(subscription: 1) }", "mutation {", "#mutation"]
)
def test_a_query_that_cannot_run_is_no_405_whatever_words_are_in_it(client: TestClient, query: str) -> None:
    response = client.get("/graphql", params={"query": query}, headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert errors(response)


def test_the_query_string_of_a_post_says_nothing(client: TestClient) -> None:
    response = client.post("/graphql", params={"query": NAME}, json={})
    assert response.status_code == 400
    assert "query" in errors(response)[0]["message"]
