"""Requests on a condition: what a client has already is confirmed, and nothing else."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from graph.serving.responses import SECURITY
from tests.serving.apps import ask, serving

QUERY = "{ companies { nodes { id name description slug place { id name } figures { nodes { id } } } } }"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with serving() as opened:
        yield opened


def asked(client: TestClient, known: str, encoding: str = "gzip", query: str = QUERY) -> int:
    """The status of a query that is asked with a tag."""
    headers = {"If-None-Match": known, "Accept-Encoding": encoding}
    return client.get("/graphql", params={"query": query}, headers=headers).status_code


def tag(client: TestClient, encoding: str) -> str:
    response = client.get("/graphql", params={"query": QUERY}, headers={"Accept-Encoding": encoding})
    found: str = response.headers["etag"].strip('"')
    return found


@pytest.mark.parametrize("known, status", [
    ('"{plain}"', 304),
    ('"{plain}-gzip"', 304),
    ('W/"{plain}-gzip"', 304),
    ('"{plain}-br"', 200),
    ('"{plain}-evil"', 200),
    ('"{plain}-"', 200),
    ('"{plain}-gzip-gzip"', 200),
    ('"x", "{plain}-gzip"', 304),
])  # fmt: skip
def test_only_the_tag_of_what_would_be_sent_or_of_the_plain_answer_is_confirmed(
    client: TestClient, known: str, status: int
) -> None:
    plain = tag(client, "identity")
    assert asked(client, known.format(plain=plain)) == status


def test_a_client_that_takes_no_encoding_has_no_packed_answer(client: TestClient) -> None:
    assert asked(client, f'"{tag(client, "gzip")}"', "identity") == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_confirmation_has_the_tag_that_was_sent(client: TestClient, encoding: str) -> None:
    known = f'"{tag(client, encoding)}"'
    headers = {"If-None-Match": f'"other", {known}', "Accept-Encoding": "gzip"}
    assert client.get("/graphql", params={"query": QUERY}, headers=headers).headers["etag"] == known


def test_a_confirmation_has_the_headers_of_any_answer(client: TestClient) -> None:
    headers = {"If-None-Match": f'"{tag(client, "identity")}"', "X-Request-Id": "abc"}
    confirmed = client.get("/graphql", params={"query": QUERY}, headers=headers)
    assert confirmed.status_code == 304
    assert confirmed.headers["x-request-id"] == "abc"
    assert confirmed.headers["vary"] == "Accept, Accept-Encoding"
    assert confirmed.headers["cache-control"] == "no-cache"
    assert {name: confirmed.headers[name] for name in SECURITY} == SECURITY
    assert not {"content-type", "content-length"} & set(confirmed.headers)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_star_confirms_whatever_would_be_answered(client: TestClient, method: str) -> None:
    for query in (QUERY, "{ __typename }"):
        headers = {"If-None-Match": "*"}
        confirmed = client.request(method, "/graphql", params={"query": query}, headers=headers)
        assert (confirmed.status_code, confirmed.content) == (304, b"")
        assert confirmed.headers["etag"].startswith('"')
    for query in ("{", '{ companies(after: "x") { totalCount } }'):
        assert asked(client, "*", query=query) in (200, 400)


def test_a_star_says_nothing_of_a_post_whose_tags_still_count(client: TestClient) -> None:
    assert ask(client, QUERY, headers={"If-None-Match": "*"}).status_code == 200
    known = ask(client, QUERY).headers["etag"]
    assert ask(client, QUERY, headers={"If-None-Match": known}).status_code == 304


def test_tags_in_several_lines_are_one_list(client: TestClient) -> None:
    lines = [("If-None-Match", '"x"'), ("If-None-Match", f'"{tag(client, "identity")}"')]
    assert client.get("/graphql", params={"query": QUERY}, headers=lines).status_code == 304
