"""Variables are counted before they are coerced, and what one client sends does not slow the others."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.engine import Engine, Request
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.errors import RequestRefused
from graph.engine.limits import Limits
from graph.engine.prepared import GUARDS
from graph.engine.running import size_of
from graph.engine.variables import count_values
from tests.operations.asking import DIALECTS, stages
from tests.serving.apps import database

POPULAR = (
    "query($v: CompanyFilter, $n: Int) { companies(where: $v, first: $n) { totalCount nodes { name } } }"
)
VALUES = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    source = SQLiteDatabase(database(), 1)
    yield Engine(stages().catalogue, stages().schema, DIALECTS["sqlite"], source, nothing_else)
    asyncio.run(source.close())


async def nothing_else(*_: object) -> Any:
    raise AssertionError("nothing here is Strawberry's")


def ask(engine: Engine, variables: dict[str, Any]) -> bytes:
    return asyncio.run(engine.answer(Request(POPULAR, variables=variables))).body


def values_in(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(values_in, inner))


@given(VALUES)
def test_every_value_is_counted_lists_and_objects_among_them(value: Any) -> None:
    assert count_values({"v": value}, Limits()) == 1 + values_in(value)
    assert size_of(value, 10**6) == values_in(value)


@given(VALUES, st.integers(1, 30))
def test_too_many_values_are_refused_and_no_fewer(value: Any, most: int) -> None:
    there = 1 + values_in(value)
    if there > most:
        with pytest.raises(RequestRefused):
            count_values({"v": value}, Limits(values=most))
    else:
        assert count_values({"v": value}, Limits(values=most)) == there


@pytest.mark.parametrize(
    "value, reason",
    [
        ({"or": [{}] * 80_000}, "has 80000 items; at most 1000 are allowed"),
        ({"name": {"in": ["x"] * 60_000}}, "has 60000 items"),
        ({str(number): 1 for number in range(20_000)}, "more than 10000 values"),
        ({"or": [{"name": {"in": ["x"] * 999}}] * 60}, "more than 10000 values"),
    ],
)
def test_what_is_too_much_is_refused_with_its_number(engine: Engine, value: Any, reason: str) -> None:
    body = ask(engine, {"v": value})
    assert reason.encode() in body
    assert b"BAD_USER_INPUT" in body


def test_a_filter_of_many_parts_leaves_nothing_that_later_requests_are_held_against(engine: Engine) -> None:
    expected = ask(engine, {"n": 2})
    for depth in range(3):
        wide: Any = {"or": [{"name": {"eq": str(number)}} for number in range(90)]}
        for _ in range(depth):
            wide = {"not": wide}
        ask(engine, {"v": wide})
    for number in range(GUARDS):
        ask(engine, {"v": {"and": [{}] * (number % 40), "or": [{"name": {"eq": "x"}}] * (number % 7)}})
    document = engine.documents.read(POPULAR)
    (variants,) = document.variants.values()
    assert 0 < len(variants.guards) <= GUARDS
    assert ask(engine, {"n": 2}) == expected
