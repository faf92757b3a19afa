"""Every number that the dataset was made from is found by a query."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.app import build_app
from graph.dataset import build
from tests.facts.asking import Fact
from tests.facts.prose import PROSE
from tests.facts.public_record import PUBLIC
from tests.facts.table import TABLE
from tests.facts.tensions import TENSIONS

DATA = Path(__file__).parents[2] / "data"
FACTS = [*TABLE, *PROSE, *TENSIONS, *PUBLIC]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = tmp_path_factory.mktemp("facts") / "graph.sqlite"
    build(DATA, database)
    with TestClient(build_app(database=f"sqlite:///{database}")) as client:
        yield client


def leaves(value: Any) -> list[object]:
    """Give the values of an answer in the order of the query; a list of plain values is one value."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list) and not (value and isinstance(value[0], str)):
        return [leaf for each in value for leaf in leaves(each)]
    return [value]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.said)
def test_a_fact_is_found_by_its_query(client: TestClient, fact: Fact) -> None:
    answer = client.post("/graphql", json={"query": fact.query}).json()
    assert "errors" not in answer, answer
    assert leaves(answer["data"]) == list(fact.leaves)


def test_no_fact_is_listed_twice() -> None:
    said = [fact.said for fact in FACTS]
    assert sorted(set(said)) == sorted(said)
