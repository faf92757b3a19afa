"""Which form an answer has, by what the client says that it takes."""

from time import perf_counter

import pytest
from starlette.testclient import TestClient

from graph.serving import compression, negotiation, reading
from graph.serving.compression import choose_encoding
from graph.serving.negotiation import CSV, EVENTS, LINES, SERVED, negotiate, wants_html
from graph.serving.reading import check_content_type
from tests.serving.asking import GRAPHQL, JSON, NAME, codes, errors, media_type, post

URQL = (
    f"{GRAPHQL}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed",
    "application/json, text/event-stream, multipart/mixed",
)


@pytest.mark.parametrize("accept, answered", [
    (f"{JSON};q=0, */*", GRAPHQL),
    (f"*/*, {JSON};q=0", GRAPHQL),
    (f"{GRAPHQL};q=0, */*", JSON),
    (f"{GRAPHQL};q=0.5, */*", JSON),
    (f"{JSON};q=0.5, application/*;q=0.9, */*;q=0.1", GRAPHQL),
    ("application/*;q=0, */*", None),
    (f"{GRAPHQL}, */*", GRAPHQL),
    (f"{JSON}, */*", JSON),
    (f"{JSON}, {GRAPHQL}", GRAPHQL),
    (f"{JSON};q=nan", None),
    (f"{JSON};q=nan, {GRAPHQL};q=0.1", GRAPHQL),
    (f"{JSON};q=-1", None),
    (URQL[0], GRAPHQL),
    (URQL[1], JSON),
    ("text/csv, */*;q=0.1", CSV),
    ("text/csv, */*", JSON),
    ("text/csv;q=0.5, application/x-ndjson", LINES),
    ("text/csv, application/x-ndjson", CSV),
    ("text/event-stream, application/json;q=0.9", EVENTS),
    ("text/event-stream;q=0, text/csv;q=0.1", CSV),
    ("text/*", None),
    (";;;", None),
])  # fmt: skip
def test_the_most_specific_range_decides_and_then_the_quality(accept: str, answered: str | None) -> None:
    found = negotiate(accept)
    assert (found and found.media_type) == answered


def test_a_client_that_takes_nothing_is_told_of_all_five_types(client: TestClient) -> None:
    [error] = errors(post(client, NAME, accept="image/png"))
    assert all(each in error["message"] for each in SERVED)
    assert len(SERVED) == 5


def test_types_in_several_lines_are_one_list(client: TestClient) -> None:
    lines = [("Accept", "image/png"), ("Accept", GRAPHQL), ("Accept-Encoding", "br")]
    response = client.post("/graphql", json={"query": NAME}, headers=lines)
    assert (response.status_code, media_type(response)) == (200, GRAPHQL)


def test_encodings_in_several_lines_are_one_list(client: TestClient) -> None:
    large = "{ companies { nodes { id name description slug figures { nodes { id } } } } }"
    lines = [("Accept-Encoding", "identity;q=0.5"), ("Accept-Encoding", "gzip")]
    response = client.post("/graphql", json={"query": large}, headers=lines)
    assert response.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("header", [";" * 4_000_000, "a/b;q=1," * 500_000, "," * 4_000_000])
def test_a_header_of_any_length_takes_no_time_and_no_memory(header: str) -> None:
    began = perf_counter()
    for read in (negotiate, wants_html, choose_encoding):
        read(header)
    assert perf_counter() - began < 0.05


def test_no_cache_keeps_a_long_header(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(negotiation, "negotiate_short", kept.append)
    monkeypatch.setattr(negotiation, "wants_html_short", kept.append)
    monkeypatch.setattr(compression, "choose_short", kept.append)
    monkeypatch.setattr(reading, "check_short", kept.append)
    for read in (negotiate, wants_html, choose_encoding, check_content_type):
        read(f"{JSON};{'x' * 9_000}")
    assert [len(each) for each in kept] == [1_000] * 4


def test_a_quality_that_is_no_number_is_none() -> None:
    assert choose_encoding("gzip;q=nan") is None
    assert choose_encoding("gzip;q=nan, br;q=0.1") == "br"


def test_a_hash_that_nobody_sent_is_a_200_for_a_client_that_reads_the_body(client: TestClient) -> None:
    named = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    for accept, status in ((JSON, 200), (GRAPHQL, 400), (None, 400), ("*/*", 400), (CSV, 400)):
        response = client.post(
            "/graphql", json={"extensions": named}, headers={"Accept": accept} if accept else {}
        )
        assert (response.status_code, codes(response)) == (status, ["PERSISTED_QUERY_NOT_FOUND"]), accept
        assert response.headers["cache-control"] == "no-store"


def test_a_persisted_query_that_is_null_is_none(client: TestClient) -> None:
    assert post(client, NAME, extensions={"persistedQuery": None}).status_code == 200
    refused = client.post("/graphql", json={"extensions": {"persistedQuery": None}})
    assert "`query` is missing" in errors(refused)[0]["message"]
