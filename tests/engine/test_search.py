"""Search: words find rows of every type, whatever is typed."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graph import dataset
from graph.app import build_engine
from graph.engine import Request
from graph.packaged import data_folder
from graph.search_text import MAX_WORDS, asked_words, words_of
from graph.settings import Settings

SEARCH = """
query ($query: String!, $types: [SearchType!], $first: Int, $after: String) {
  search(query: $query, types: $types, first: $first, after: $after) {
    totalCount
    edges { cursor rank snippet node { __typename id ... on Organization { name } } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""


Search = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """Searches the shipped data."""
    path = tmp_path_factory.mktemp("search") / "data.sqlite"
    dataset.build(data_folder(), path)
    _, engine = build_engine(settings=Settings(database=f"sqlite:///{path}"))
    with asyncio.Runner() as runner:

        def ask(query: str, **variables: Any) -> dict[str, Any]:
            request = Request(SEARCH, variables={"query": query, **variables}, context={})
            read: dict[str, Any] = json.loads(runner.run(engine.answer(request)).body)
            assert "errors" not in read, read
            found: dict[str, Any] = read["data"]["search"]
            return found

        yield ask
        runner.run(engine.database.close())


def names(found: dict[str, Any]) -> list[str]:
    return [edge["node"].get("name") for edge in found["edges"]]


def test_accents_and_case_do_not_matter(search: Search) -> None:
    assert names(search("LIEGE", types=["University"])) == ["ULiège"]


def test_a_name_of_old_finds_the_organization(search: Search) -> None:
    assert "Celyad" in names(search("cardio3", types=["Company"]))


def test_the_beginning_of_every_word_is_enough_and_every_word_is_needed(search: Search) -> None:
    assert names(search("thera bon", types=["Company"])) == ["Bone Therapeutics"]
    assert names(search("bone promethera", types=["Company"])) == []


def test_an_interface_stands_for_its_types(search: Search) -> None:
    types = {edge["node"]["__typename"] for edge in search("wallo", types=["Organization"])["edges"]}
    assert types <= {"Company", "University", "Institution"}
    assert types


def test_the_best_come_first_and_pages_follow_each_other(search: Search) -> None:
    whole = search("cell therapy", first=500)
    ranks = [edge["rank"] for edge in whole["edges"]]
    assert ranks == sorted(ranks, reverse=True)
    assert whole["totalCount"] == len(ranks) > 5
    walked: list[str] = []
    after = None
    while True:
        page = search("cell therapy", first=3, after=after)
        walked += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert walked == [edge["node"]["id"] for edge in whole["edges"]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        '"',
        "a* OR " * 500,
        "NEAR(bone celyad)",
        "text:bone",
        "^bone",
        "-bone",
        "😀",
        "x" * 10_000,
        "'; --",
        "(",
        "\\",
    ],
)
def test_whatever_is_typed_is_words(search: Search, query: str) -> None:
    found = search(query)
    assert found["totalCount"] >= 0


def test_a_long_question_is_as_many_words_as_are_looked_for() -> None:
    assert len(asked_words(" ".join(f"w{number}" for number in range(1000)))) == MAX_WORDS
    assert words_of("Université de Liège, n°5_b") == ["universite", "de", "liege", "n", "5", "b"]
