"""Every number that the dataset was made from is found by a query."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.facts.asking import Fact
from tests.facts.prose import PROSE
from tests.facts.public_record import PUBLIC
from tests.facts.table import TABLE
from tests.facts.tensions import TENSIONS

FACTS = [*TABLE, *PROSE, *TENSIONS, *PUBLIC]


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
