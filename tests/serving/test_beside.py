"""What every answer of the server says, whatever the address and the method."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import get_introspection_query
from starlette.testclient import TestClient

from graph.serving import addresses
from graph.serving.responses import SECURITY
from tests.serving.apps import schema, serving
from tests.serving.asking import codes, errors

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ORIGIN = "https://friend.example"
TAG = '"x"'


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with serving(origins=ORIGIN) as opened:
        opened.follow_redirects = False
        yield opened


EVERYWHERE = [
    ("GET", "/nothing", {}, 404),
    ("GET", "/nothing", BROWSER, 404),
    ("POST", "/health/live", {}, 405),
    ("POST", "/", {}, 405),
    ("GET", "/health/live", {}, 200),
    ("GET", "/health/ready", {}, 200),
    ("OPTIONS", "/graphql", {}, 204),
    ("GET", "/graphql", BROWSER, 303),
    ("GET", "/graphql/", {}, 307),
    ("PUT", "/graphql", {}, 405),
    ("GET", "/graphql?query={__typename}", {}, 200),
    ("GET", "/graphql?query={__typename}", {"If-None-Match": "*"}, 304),
    ("GET", "/schema.graphql", {}, 200),
    ("GET", "/schema.graphql", {"If-None-Match": "*"}, 304),
    ("OPTIONS", "/schema.graphql", {}, 204),
    ("GET", "/metrics", {}, 200),
    ("DELETE", "/metrics", {}, 405),
    ("GET", "/", {}, 200),
    ("GET", "/", {"If-None-Match": "*"}, 304),
    ("GET", "/graphiql", {}, 200),
    ("GET", "/graphiql/none.js", {}, 404),
]


@pytest.mark.parametrize("method, path, headers, status", EVERYWHERE)
def test_every_answer_says_which_request_it_is_of_and_what_browsers_may_not_do(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    response = client.request(method, path, headers={**headers, "X-Request-Id": "abc"})
    assert response.status_code == status
    assert response.headers.get_list("x-request-id") == ["abc"]
    for name in ("x-content-type-options", "x-frame-options", "referrer-policy"):
        [value] = response.headers.get_list(name)
        assert value == {each.lower(): said for each, said in SECURITY.items()}[name]
    [policy] = response.headers.get_list("content-security-policy")
    assert "default-src 'none'" in policy
    page = status != 405 and (path == "/" or path.startswith("/graphiql"))
    assert ("script-src 'self'" in policy) == page


def test_a_request_without_an_id_is_given_that_of_its_trace_or_a_new_one(client: TestClient) -> None:
    assert len(client.get("/health/live").headers["x-request-id"]) == 16
    traced = client.get("/health/live", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    assert traced.headers["x-request-id"] == "a" * 32


def test_a_server_without_data_says_so_with_the_same_headers(tmp_path: Path) -> None:
    with serving(tmp_path / "none.sqlite") as client:
        response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-request-id"]


def test_what_is_not_there_is_said_as_json_with_a_code(client: TestClient) -> None:
    missing = client.get("/nothing", headers={"X-Request-Id": "abc"})
    assert (missing.status_code, codes(missing)) == (404, ["NOT_FOUND"])
    assert errors(missing)[0]["extensions"]["requestId"] == "abc"
    assert missing.headers["vary"] == "Accept"
    refused = client.post("/health/live")
    assert (refused.status_code, codes(refused)) == (405, ["BAD_USER_INPUT"])
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD"}
    new = client.get("/nothing")
    assert errors(new)[0]["extensions"]["requestId"] == new.headers["x-request-id"]


def test_a_browser_is_told_in_plain_words(client: TestClient) -> None:
    missing = client.get("/nothing", headers=BROWSER)
    assert missing.headers["content-type"].startswith("text/plain")
    assert missing.text == "Not Found\n"


def test_what_nobody_expected_is_a_500_without_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> Any:
        raise ValueError("secret of the inside")

    monkeypatch.setattr(addresses, "described", broken)
    with serving() as client:
        answer = client.get("/metrics", headers={"X-Request-Id": "abc"})
    assert (answer.status_code, codes(answer)) == (500, ["INTERNAL_SERVER_ERROR"])
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] == "abc"
    assert answer.headers["x-content-type-options"] == "nosniff"


# --- the schema ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "accepted, encoding", [("gzip, deflate, br, zstd", "br"), ("zstd, gzip", "gzip"), ("zstd", "zstd")]
)
def test_the_schema_is_packed_as_the_tools_that_read_it_can_unpack_it(accepted: str, encoding: str) -> None:
    accepting = {"Accept-Encoding": accepted}
    asked = {"query": get_introspection_query()}
    with serving() as client:
        written = client.get("/schema.graphql", headers=accepting)
        introspected = client.post("/graphql", json=asked, headers=accepting)
    assert written.headers["content-encoding"] == introspected.headers["content-encoding"] == encoding


@pytest.mark.parametrize("encoding", ["zstd", "br", "gzip"])
def test_the_schema_is_packed_once_and_kept(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    plain = client.get("/schema.graphql", headers={"Accept-Encoding": "identity"})
    packed = client.get("/schema.graphql", headers={"Accept-Encoding": encoding})
    monkeypatch.setattr(addresses, "pack", None)
    again = client.get("/schema.graphql", headers={"Accept-Encoding": encoding})
    assert packed.headers["content-encoding"] == again.headers["content-encoding"] == encoding
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding, Origin"
    assert packed.headers["etag"] == f'{plain.headers["etag"][:-1]}-{encoding}"'
    assert plain.text == f"{schema().as_str()}\n"


def test_the_schema_is_confirmed_to_who_has_it(client: TestClient) -> None:
    tag = client.get("/schema.graphql", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    for known, status in ((tag, 304), (f'"x", W/{tag}', 304), (tag.replace("gzip", "br"), 200), ("*", 304)):
        headers = {"If-None-Match": known, "Accept-Encoding": "gzip"}
        response = client.get("/schema.graphql", headers=headers)
        assert (response.status_code, response.headers["etag"]) == (status, tag)
        assert response.headers["cache-control"] == "no-cache"


def test_pages_of_origins_that_are_named_may_read_the_schema(client: TestClient) -> None:
    asked = {"Origin": ORIGIN, "Access-Control-Request-Headers": "authorization"}
    before = client.options("/schema.graphql", headers=asked)
    assert before.status_code == 204
    assert before.headers["allow"] == "GET, HEAD, OPTIONS"
    assert before.headers["access-control-allow-headers"] == "authorization"
    response = client.get("/schema.graphql", headers=asked)
    assert response.headers["access-control-allow-origin"] == ORIGIN
    other = client.get("/schema.graphql", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_a_browser_may_ask_before_it_sends_a_token() -> None:
    with serving(tokens="reader", origins=ORIGIN) as client:
        assert client.options("/schema.graphql", headers={"Origin": ORIGIN}).status_code == 204
        refused = client.get("/schema.graphql", headers={"Origin": ORIGIN})
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == ORIGIN
        assert refused.headers["vary"] == "Accept-Encoding, Authorization, Origin"
