"""What those who run a server can choose: who may ask and how much, what is shown, what is counted and logged."""

import asyncio
import json
import logging
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from graph.engine.execute import Unavailable
from graph.serving.access import Access
from graph.serving.logs import Lines
from graph.settings import Settings
from tests.browser.server import SERVE
from tests.browser.server import serving as running
from tests.serving.apps import ask, code, serving

QUERY = "query Names { companies(first: 2) { nodes { name } } }"


def endpoint(client: TestClient) -> Any:
    return next(each for each in client.app.routes if each.path == "/graphql").app  # type: ignore[attr-defined]


# --- tokens and origins --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tokens", ["secret", "other,secret", f"sha256:{sha256(b'secret').hexdigest()}"])
def test_a_token_is_needed_where_one_is_set(tokens: str) -> None:
    with serving(tokens=tokens) as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic secret"}):
            refused = ask(client, QUERY, headers=headers)
            assert (refused.status_code, code(refused)) == (401, "UNAUTHENTICATED")
            assert refused.headers["www-authenticate"] == "Bearer"
            assert "Authorization" in refused.headers["vary"]
        assert ask(client, QUERY, headers={"Authorization": "Bearer secret"}).status_code == 200
        assert client.get("/health/live").status_code == 200


def test_a_hash_of_the_wrong_length_is_no_token() -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Access(["sha256:00"])


def test_pages_of_other_origins_may_read_nothing_unless_they_are_named() -> None:
    origin = {"Origin": "https://friend.example"}
    with serving() as client:
        assert "access-control-allow-origin" not in ask(client, QUERY, headers=origin).headers
        assert "access-control-allow-origin" not in client.options("/graphql", headers=origin).headers
    with serving(origins="https://friend.example/, https://x.example") as client:
        answer = ask(client, QUERY, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://friend.example"
        assert "Origin" in answer.headers["vary"]
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        before = client.options("/graphql", headers={**origin, **asked})
        assert before.status_code == 204
        assert before.headers["access-control-allow-headers"] == "content-type"
        other = ask(client, QUERY, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers


def test_any_origin_may_be_named_by_a_star() -> None:
    assert Access((), ["*"]).shared(Headers({"origin": "https://x"}))["Access-Control-Allow-Origin"] == "*"


def test_every_answer_says_what_browsers_may_not_do_with_it() -> None:
    with serving() as client:
        for answer in (ask(client, QUERY), ask(client, "{")):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert "default-src 'none'" in answer.headers["content-security-policy"]


# --- deadlines ------------------------------------------------------------------------------------------------


def test_a_request_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(request_seconds=0.05, answer_cache=0) as client:

        async def slow(_: Any) -> Any:
            await asyncio.sleep(5)

        monkeypatch.setattr(endpoint(client).answering.engine, "answer", slow)
        answer = ask(client, QUERY)
        assert (answer.status_code, code(answer)) == (503, "TIMEOUT")


# --- what goes wrong here ------------------------------------------------------------------------------------------


def test_what_nobody_expected_is_a_500_with_a_request_id_and_no_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(answer_cache=0) as client:

        async def broken(_: Any) -> Any:
            raise ValueError("secret of the inside")

        monkeypatch.setattr(endpoint(client).answering.engine, "answer", broken)
        answer = ask(client, QUERY, headers={"X-Request-Id": "abc"})
    assert (answer.status_code, code(answer)) == (500, "INTERNAL_SERVER_ERROR")
    assert "secret" not in answer.text
    assert answer.json()["errors"][0]["extensions"]["requestId"] == "abc"
    assert answer.headers["cache-control"] == "no-store"
    assert "request abc failed" in caplog.text
    assert "secret of the inside" in caplog.text


def test_without_data_the_answer_says_so_and_has_no_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer_cache=0) as client:

        async def gone() -> Any:
            raise Unavailable("no such file")

        monkeypatch.setattr(endpoint(client).answering.engine.database, "describe", gone)
        assert "etag" not in ask(client, QUERY).headers
        assert client.get("/health/ready").status_code == 503


# --- what is shown -------------------------------------------------------------------------------------------------


def test_introspection_suggestions_and_graphiql_can_each_be_turned_off() -> None:
    page = {"Accept": "text/html"}
    with serving() as client:
        assert ask(client, "{__schema{queryType{name}}}").json()["data"]
        assert "Did you mean" in ask(client, "{companie{name}}").text
        assert client.get("/graphql", headers=page, follow_redirects=False).status_code == 303
    with serving(introspection=False, suggestions=False, graphiql=False) as client:
        assert code(ask(client, "{__schema{queryType{name}}}")) == "GRAPHQL_VALIDATION_FAILED"
        assert code(ask(client, '{__type(name:"Company"){name}}')) == "GRAPHQL_VALIDATION_FAILED"
        assert ask(client, "{companies(first:1){__typename}}").status_code == 200
        assert "Did you mean" not in ask(client, "{companie{name}}").text
        assert "Did you mean" not in ask(client, "query($a:Compan){__typename}").text
        assert client.get("/graphiql").status_code == 404
        assert client.get("/schema.graphql").status_code == 404
        assert client.get("/graphql", headers=page, follow_redirects=False).status_code == 406


def test_the_production_preset_is_what_it_says_and_each_setting_still_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Settings(preset="production", max_cost=5)
    assert (made.introspection, made.suggestions, made.graphiql, made.log_requests) == (
        False,
        False,
        False,
        True,
    )
    assert made.max_cost == 5
    monkeypatch.setenv("GRAPH_PRESET", "production")
    monkeypatch.setenv("GRAPH_GRAPHIQL", "true")
    read = Settings()
    assert (read.introspection, read.graphiql) == (False, True)


# --- what is counted and logged ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers, id_",
    [
        ({"X-Request-Id": "abc-1"}, "abc-1"),
        ({"X-Request-Id": "a b"}, None),
        ({"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}, "a" * 32),
        ({"traceparent": f"00-{'0' * 32}-{'b' * 16}-01"}, None),
    ],
)
def test_the_id_of_a_request_is_the_clients_or_its_traces_where_it_has_one(
    headers: dict[str, str], id_: str | None
) -> None:
    with serving() as client:
        found = ask(client, QUERY, headers=headers).headers["x-request-id"]
        assert found == id_ if id_ else len(found) == 16


def test_requests_errors_and_cost_are_counted() -> None:
    with serving(answer_cache=0) as client:
        ask(client, QUERY)
        ask(client, "{")
        text = client.get("/metrics").text
    assert 'graph_requests_total{status="200",transport="http"} 1.0' in text
    assert 'graph_requests_total{status="400",transport="http"} 1.0' in text
    assert 'graph_errors_total{code="GRAPHQL_PARSE_FAILED"} 1.0' in text
    assert "graph_cost_total 2.0" in text
    assert 'graph_seconds_count{transport="http"} 2.0' in text
    assert 'graph_seconds_bucket{le="+Inf",transport="http"} 2.0' in text
    assert "graph_running 0.0" in text
    assert "graph_waiting 0.0" in text
    assert "graph_sockets 0.0" in text


def test_a_request_is_logged_without_its_variables(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "graph.requests")
    query = "query Named($s: String) { company(slug: $s) { name } }"
    with serving(log_requests=True) as client:
        ask(client, query, variables={"s": "private"}, operationName="Named", headers={"X-Request-Id": "abc"})
    (record,) = [each for each in caplog.records if each.name == "graph.requests"]
    line = json.loads(Lines(json=True).format(record))
    assert line["request_id"] == "abc"
    assert line["operation"] == "Named"
    assert line["document"] == sha256(query.encode()).hexdigest()[:16]
    assert (line["status"], line["cost"], line["rows"], line["level"]) == (200, 1, 0, "info")
    assert line["ms"] > 0
    assert "private" not in str(line)
    assert "operation=Named" in Lines(json=False).format(record)


@pytest.mark.slow
def test_served_by_its_command_a_server_logs_json_and_refuses_what_is_not_trusted(tmp_path: Path) -> None:
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps({"names": QUERY}))
    options = ["--documents", str(manifest), "--only-trusted", "--preset", "production"]
    with running([*SERVE, *options], tmp_path, ready="/health/ready") as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", "/graphql?documentId=names")
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["data"]["companies"]["nodes"][0]["name"]) == (
            200,
            "Aseptic Technologies",
        )
        connection.request("GET", "/graphql?query=%7B__typename%7D")
        assert connection.getresponse().status == 403
        connection.close()
    (log,) = tmp_path.glob("server-*.log")
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["logger"] == "graph.requests"]
    assert [line["status"] for line in requests] == [200, 403]
