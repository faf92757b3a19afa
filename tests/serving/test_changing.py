"""Mutations of a deployment's own: sent by POST alone."""

from collections.abc import Iterator

import pytest
import strawberry
from starlette.testclient import TestClient

from graph.app import build_app, build_schema
from tests.serving.apps import database
from tests.serving.asking import codes, get, post

COUNT = "mutation { count }"


@strawberry.type
class Counting:
    """A mutation that counts how often it ran."""

    ran = 0

    @strawberry.mutation
    def count(self) -> int:
        Counting.ran += 1
        return Counting.ran


@pytest.fixture
def counting() -> Iterator[TestClient]:
    Counting.ran = 0
    app = build_app(database=f"sqlite:///{database()}", schema=build_schema(mutation=Counting))
    with TestClient(app) as client:
        yield client


def test_a_mutation_runs_by_post_each_time_it_is_sent(counting: TestClient) -> None:
    assert post(counting, COUNT).json() == {"data": {"count": 1}}
    assert post(counting, COUNT).json() == {"data": {"count": 2}}


@pytest.mark.parametrize("accept", [None, "application/json", "application/graphql-response+json"])
def test_a_mutation_never_runs_by_get(counting: TestClient, accept: str | None) -> None:
    response = get(counting, query=COUNT, accept=accept)
    assert codes(response) == ["OPERATION_RESOLUTION_FAILURE"]
    assert response.json().get("data") is None
    assert Counting.ran == 0


def test_a_mutation_by_get_does_not_run_when_a_query_stands_beside_it(counting: TestClient) -> None:
    get(
        counting,
        query=f"query Q {{ __typename }} {COUNT.replace('mutation', 'mutation M')}",
        operationName="M",
    )
    assert Counting.ran == 0
