"""The addresses beside `/graphql`, and where a browser is sent."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serving.apps import database, schema, serving
from tests.serving.asking import GRAPHQL, JSON, NAME, get

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_that_asks_for_graphql_is_sent_to_graphiql_with_its_query(client: TestClient) -> None:
    response = get(client, query=NAME, variables='{"a":1}', accept=BROWSER)
    assert response.status_code == 303
    sent = client.build_request("GET", response.headers["location"]).url
    assert sent.path == "/graphiql"
    assert dict(sent.params) == {"query": NAME, "variables": '{"a":1}'}
    assert "accept" in response.headers["vary"].lower()


def test_a_browser_without_a_query_is_sent_to_graphiql(client: TestClient) -> None:
    assert get(client, accept=BROWSER).headers["location"] == "/graphiql"


@pytest.mark.parametrize(
    "accept", [f"{JSON}, text/html", f"{GRAPHQL}, text/html;q=0.1", "*/*", f"{JSON}, */*"]
)
def test_who_takes_json_is_answered(client: TestClient, accept: str) -> None:
    assert get(client, query=NAME, accept=accept).status_code == 200


def test_a_browser_below_a_root_path_stays_below_it(client: TestClient) -> None:
    below = TestClient(client.app, root_path="/below", follow_redirects=False)
    assert get(below, accept=BROWSER).headers["location"] == "/below/graphiql"


def test_a_post_that_accepts_html_is_no_browsers(client: TestClient) -> None:
    response = client.post("/graphql", json={"query": NAME}, headers={"Accept": BROWSER})
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_server_with_data_is_live_and_ready(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"


def test_a_server_without_data_is_live_and_not_ready(tmp_path: Path) -> None:
    with serving(tmp_path / "none.sqlite") as client:
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert str(tmp_path) not in ready.text


def test_a_server_is_ready_as_soon_as_its_data_is_there(tmp_path: Path) -> None:
    path = tmp_path / "late.sqlite"
    with serving(path) as client:
        assert client.get("/health/ready").status_code == 503
        path.write_bytes(database().read_bytes())
        assert client.get("/health/ready").status_code == 200


def test_a_database_that_is_none_is_not_ready(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    path.write_text("This is no database. " * 100)
    with serving(path) as client:
        assert client.get("/health/ready").status_code == 503


def test_the_schema_is_served_as_text(client: TestClient) -> None:
    response = client.get("/schema.graphql")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text == f"{schema().as_str()}\n"


def test_what_is_not_there_is_a_404(client: TestClient) -> None:
    assert client.get("/nothing").status_code == 404
