"""Types of one table: what they share is written once, however they are nested."""

import asyncio
import json
from typing import Any

import pytest

from graph.app import build_engine
from graph.dataset import build
from graph.engine import Engine, Request
from graph.engine.errors import RequestRefused
from graph.engine.sql import MOST_KEYS
from graph.packaged import data_folder
from graph.settings import Settings

OWN = "... on Company { a: slug } ... on University { b: slug } ... on Institution { c: slug }"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    database = tmp_path_factory.mktemp("types") / "types.sqlite"
    build(data_folder(), database)
    return build_engine(database=f"sqlite:///{database}", settings=Settings())[1]


def nested(depth: int, own: str) -> str:
    """Organizations of figures of organizations …, each with what is its type's own."""
    inside = "id"
    for _ in range(depth):
        inside = f"id {own} figures(first: 1) {{ nodes {{ organization {{ {inside} }} }} }}"
    return f"{{ organizations(first: 2) {{ nodes {{ {inside} }} }} }}"


def diverging(depth: int, level: int = 0) -> str:
    """Each level asks of companies what leads to all levels below once more: every combination is different."""
    if level == depth:
        return "id"
    chain = f"x{level}: id"
    for _ in range(depth - level - 1):
        chain = f"figures(first: 1) {{ nodes {{ organization {{ x{level}: id {chain} }} }} }}"
    inside = f"{diverging(depth, level + 1)} ... on Company {{ {chain} }}"
    return f"figures(first: 1) {{ nodes {{ organization {{ {inside} }} }} }}"


def sql_of(engine: Engine, text: str) -> str:
    document = engine.documents.read(text)
    prepared = engine.preparer.prepare(document, document.operation(None), {})
    statement = prepared.fields[0].statement
    assert statement is not None, prepared.fields[0].refusal
    return statement.sql


def answer(engine: Engine, text: str) -> Any:
    return json.loads(asyncio.run(engine.answer(Request(text))).body)


def test_types_nested_in_types_make_a_statement_no_longer_than_its_levels(engine: Engine) -> None:
    lengths = [len(sql_of(engine, nested(depth, OWN))) for depth in (2, 4, 6)]
    assert lengths[2] - lengths[1] < 1.2 * (lengths[1] - lengths[0])


@pytest.mark.parametrize(
    "fields, keys",
    [
        ("id ... on Company { slug } name", ["id", "slug", "name"]),
        ("... on Company { slug } id name", ["slug", "id", "name"]),
        ("... on Company { slug } ... on University { name } id", ["slug", "id"]),
        ("id name ... on Company { slug }", ["id", "name", "slug"]),
        ("... on Company { slug } ... on University { name } ... on Institution { id }", ["slug"]),
        (
            "... on Company { name id } ... on University { id name } ... on Institution { id }",
            ["name", "id"],
        ),
        ("... on Company { x: name } ... on University { x: slug } id", ["x", "id"]),
    ],
)
def test_each_type_has_its_keys_in_the_order_asked(engine: Engine, fields: str, keys: list[str]) -> None:
    where = '{ slug: { in: ["celyad", "ulb", "biowin"] } }'
    found = answer(engine, f"{{ organizations(where: {where}) {{ nodes {{ {fields} }} }} }}")
    companies = [node for node in found["data"]["organizations"]["nodes"] if list(node) == keys]
    assert companies
    assert found.get("errors") is None


def test_combinations_of_types_beyond_what_a_statement_may_write_are_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.engine.sql.writer.MOST_KEYS", 40)
    assert (
        answer(engine, f"{{ organizations(first: 1) {{ nodes {{ {diverging(2)} }} }} }}").get("errors")
        is None
    )
    refused = answer(engine, f"{{ organizations(first: 1) {{ nodes {{ {diverging(5)} }} }} }}")
    assert refused["errors"][0]["extensions"]["code"] == "COST_LIMIT_EXCEEDED"
    assert refused["data"] == {"organizations": None}


def test_what_each_combination_of_types_selects_is_bounded_before_it_is_planned(engine: Engine) -> None:
    preparer = engine.preparer
    document = engine.documents.read(f"{{ organizations(first: 1) {{ nodes {{ {diverging(6)} }} }} }}")
    preparer.fields, allowed = 50, preparer.fields
    try:
        with pytest.raises(RequestRefused, match="more than 50 fields"):
            preparer.prepare(document, document.operation(None), {})
    finally:
        preparer.fields = allowed


def test_the_deepest_document_allowed_stays_within_what_a_statement_writes(engine: Engine) -> None:
    assert len(sql_of(engine, nested(6, OWN))) < 20_000 < MOST_KEYS * 10
