"""What a scanner of GraphQL servers looks for, tried one by one: under the production preset, and as it comes.

The list is that of graphql-cop: twelve ways in which servers let clients do or learn more than they should.
"""

from collections.abc import Iterator

import pytest
import strawberry
from starlette.testclient import TestClient

from graph.app import build_app, build_schema
from graph.settings import Settings
from tests.serving.apps import ask, code, database, serving

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def production() -> Iterator[TestClient]:
    with serving(preset="production") as client:
        client.follow_redirects = False
        yield client


@pytest.fixture(scope="module")
def open_server() -> Iterator[TestClient]:
    with serving() as client:
        yield client


# --- work that a small request makes ---


def test_aliases_cannot_be_overloaded(production: TestClient) -> None:
    text = "{" + " ".join(f"alias{number}: __typename" for number in range(250)) + "}"
    response = ask(production, text)
    assert (response.status_code, code(response)) == (400, "COST_LIMIT_EXCEEDED")


def test_operations_cannot_be_sent_in_batches(production: TestClient) -> None:
    response = production.post("/graphql", json=[{"query": "{ __typename }"}] * 10)
    assert response.status_code == 400
    assert "data" not in response.json()


def test_directives_cannot_be_overloaded(production: TestClient) -> None:
    response = ask(production, f"{{ __typename {'@aa' * 150} }}")
    assert (response.status_code, code(response)) == (400, "COST_LIMIT_EXCEEDED")


def test_introspection_cannot_go_in_circles(open_server: TestClient) -> None:
    inside = "name"
    for _ in range(12):
        inside = f"fields {{ type {{ {inside} }} }}"
    response = ask(open_server, f"{{ __schema {{ types {{ {inside} }} }} }}")
    assert response.status_code == 400
    assert "data" not in response.json()


def test_a_field_cannot_be_repeated_over_and_over(production: TestClient) -> None:
    response = ask(production, f"{{ {'__typename ' * 500} }}")
    assert (response.status_code, code(response)) == (400, "COST_LIMIT_EXCEEDED")


# --- requests that a page of another site can make ---


def test_a_mutation_cannot_be_sent_by_get() -> None:
    changed: list[str] = []

    @strawberry.type
    class Mutation:
        @strawberry.mutation
        def change(self) -> str:
            changed.append("changed")
            return "changed"

    schema = build_schema(mutation=Mutation)
    app = build_app(schema=schema, settings=Settings(database=f"sqlite:///{database()}"))
    with TestClient(app) as client:
        for accept in ("application/json", "application/graphql-response+json", "*/*"):
            response = client.get(
                "/graphql", params={"query": "mutation { change }"}, headers={"Accept": accept}
            )
            assert (response.status_code, response.headers["allow"]) == (405, "POST")
            assert "data" not in response.json()
        assert changed == []
        assert ask(client, "mutation { change }").json() == {"data": {"change": "changed"}}


@pytest.mark.parametrize(
    "media_type", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"]
)
def test_a_form_cannot_ask(production: TestClient, media_type: str) -> None:
    response = production.post(
        "/graphql", content=b"query=%7B__typename%7D", headers={"Content-Type": media_type}
    )
    assert response.status_code == 415


def test_a_query_by_get_cannot_be_read_by_another_site(production: TestClient) -> None:
    response = production.get(
        "/graphql", params={"query": "{ __typename }"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert response.json() == {"data": {"__typename": "Query"}}
    assert not [name for name in response.headers if name.startswith("access-control")]


# --- what a server tells of itself ---


def test_no_page_of_graphiql_is_shown(production: TestClient, open_server: TestClient) -> None:
    assert production.get("/graphiql", headers={"Accept": "text/html"}).status_code == 404
    assert "html" not in production.get("/graphql", headers={"Accept": "text/html"}).headers["content-type"]
    assert open_server.get("/graphiql", headers={"Accept": "text/html"}).status_code == 200


def test_no_field_is_suggested(production: TestClient, open_server: TestClient) -> None:
    assert "Did you mean" in ask(open_server, "{ compani { nodes { id } } }").text
    for text in (
        "{ compani { nodes { id } } }",
        "{ companies(frist: 1) { nodes { id } } }",
        "{ company(slug: 1) { nam } }",
    ):
        refused = ask(production, text)
        assert refused.status_code == 400
        assert "Did you mean" not in refused.text


def test_the_schema_is_not_told(production: TestClient, open_server: TestClient) -> None:
    text = "{ __schema { types { name } } }"
    assert (ask(production, text).status_code, code(ask(production, text))) == (
        400,
        "GRAPHQL_VALIDATION_FAILED",
    )
    assert production.get("/schema.graphql").status_code == 404
    assert "Company" in ask(open_server, text).text


@pytest.mark.parametrize("name", ["tracing", "explain", "cost"])
def test_nothing_internal_is_traced(production: TestClient, name: str) -> None:
    response = ask(production, "{ companies(first: 1) { nodes { name } } }", extensions={name: True})
    assert "explain" not in response.json().get("extensions", {})
    assert "tracing" not in response.json().get("extensions", {})
    assert "SELECT" not in response.text
    assert "server-timing" not in response.headers


@pytest.mark.parametrize(
    "body", [b"qwerty", b"{", b'{"query": 1}', b'{"query": "{"}', b'{"query": "{ nope }"}', b"[]"]
)
def test_errors_are_handled_and_show_nothing_internal(production: TestClient, body: bytes) -> None:
    response = production.post("/graphql", content=body, headers=JSON)
    assert response.status_code == 400
    assert code(response)
    assert not any(word in response.text for word in ("Traceback", 'File \\"', "site-packages", "SELECT"))
