"""Root fields that are not entities: introspection, the data's description, a deployment's own, beside each other."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import strawberry
from graphql import ExecutionResult, get_introspection_query
from starlette.testclient import TestClient
from strawberry.extensions import SchemaExtension

from graph.api.schema import core_schema
from graph.app import build_app, build_schema
from graph.engine.aside import Aside
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.execute import Description
from graph.serving.resolving import Resolver, told_of
from graph.settings import Settings
from tests.serving.apps import ask, code, database, schema, serving


@strawberry.type
class Query:
    """Fields of a deployment's own."""

    @strawberry.field
    async def doubled(self, number: int) -> int:
        return 2 * number

    @strawberry.field
    def broken(self) -> int | None:
        raise ValueError("secret of the inside")


def app(schema: strawberry.Schema) -> TestClient:
    settings = Settings(database=f"sqlite:///{database()}")
    return TestClient(build_app(schema=schema, settings=settings), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with app(build_schema(query=Query)) as opened:
        yield opened


def test_introspection_data_and_own_fields_stand_beside_each_other_in_the_order_asked(
    client: TestClient,
) -> None:
    text = """query Mixed($n: Int!) {
      a: __type(name: "Company") { name } doubled(number: $n)
      company(slug: "celyad") { name } ...More
    } fragment More on Query { __schema { queryType { name } } dataset { version } __typename }"""
    data = ask(client, text, variables={"n": 21}, operationName="Mixed").json()["data"]
    assert list(data) == ["a", "doubled", "company", "__schema", "dataset", "__typename"]
    assert (data["a"], data["doubled"]) == ({"name": "Company"}, 42)
    assert data["__schema"] == {"queryType": {"name": "Query"}}
    assert len(data["dataset"]["version"]) == 16


def test_what_is_being_served_is_looked_up_once_for_all_fields_that_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = 0
    describe = SQLiteDatabase.describe

    async def counted(database: SQLiteDatabase) -> Description:
        nonlocal looks
        looks += 1
        return await describe(database)

    def ask_for(client: TestClient, fields: int) -> int:
        before = looks
        text = " ".join(f"a{number}: dataset {{ version }}" for number in range(fields))
        told = ask(client, f"{{ {text} }}").json()["data"]
        assert len(told) == fields
        assert len({each["version"] for each in told.values()}) == 1
        return looks - before

    monkeypatch.setattr(SQLiteDatabase, "describe", counted)
    with serving() as client:
        assert ask_for(client, 100) == ask_for(client, 1) > 0


def test_one_schema_is_told_at_a_time_to_all_who_ask_the_same_and_who_asks_for_something_else_finds_a_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, going_on = threading.Event(), threading.Event()
    telling = most = whole = 0

    def told_slowly(*asked: Any) -> ExecutionResult:
        nonlocal telling, most, whole
        telling, whole = telling + 1, whole + 1
        most = max(most, telling)
        begun.set()
        assert going_on.wait(20)
        made = told_of(*asked)
        telling -= 1
        return made

    async def run() -> None:
        aside = Aside()
        resolver = Resolver(schema(), core_schema(schema()), aside)
        texts = [f"{{ a{number}: __schema {{ queryType {{ name }} }} }}" for number in range(4)]
        tasks = [asyncio.create_task(resolver(text, {}, None, None)) for text in texts * 3]
        assert await asyncio.to_thread(begun.wait, 20)
        for number in range(20):
            assert await asyncio.wait_for(aside.run(int, number), 20) == number
        going_on.set()
        found = await asyncio.gather(*tasks)
        told = [orjson.loads(orjson.dumps(each.data)) for each in found]
        assert told == [{f"a{number}": {"queryType": {"name": "Query"}}} for number in range(4)] * 3
        assert (most, whole) == (1, 4)

    monkeypatch.setattr("graph.serving.resolving.told_of", told_slowly)
    asyncio.run(run())


def test_what_fails_in_a_resolver_is_logged_and_told_without_what_is_inside(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask(client, '{ broken doubled(number: 1) __type(name: "Company") { name } }')
    assert answer.json()["data"] == {"broken": None, "doubled": 2, "__type": {"name": "Company"}}
    assert code(answer) == "INTERNAL_SERVER_ERROR"
    assert "secret" not in answer.text
    assert "secret of the inside" in caplog.text


def test_a_schemas_extensions_see_what_strawberry_resolves() -> None:
    seen: list[Any] = []

    class Watching(SchemaExtension):
        def on_operation(self) -> Iterator[None]:
            seen.append(self.execution_context.query)
            yield

    schema = build_schema(query=Query)
    schema.extensions = (Watching,)
    with app(schema) as client:
        text = '{ doubled(number: 2) __type(name: "Company") { name } }'
        assert ask(client, text).json()["data"] == {"doubled": 4, "__type": {"name": "Company"}}
    assert ["doubled" in each and "__type" not in each for each in seen] == [True]


@pytest.mark.parametrize("field", ["inputFields", "fields"])
def test_introspection_that_asks_for_far_more_than_the_schema_is_refused(field: str) -> None:
    names = " ".join(f"a{number}:name" for number in range(190))
    text = f"{{ __schema {{ types {{ {field} {{ type {{ inputFields {{ {names} }} }} }} }} }} }}"
    with serving() as client:
        refused = ask(client, text)
    assert (refused.status_code, code(refused)) == (400, "COST_LIMIT_EXCEEDED")
    assert "values of introspection" in refused.text


def test_the_introspection_of_every_tool_is_answered() -> None:
    every = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    with serving() as client:
        assert len(ask(client, every).json()["data"]["__schema"]["types"]) > 100


def test_a_description_asked_for_under_many_names_is_read(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    text = "{" + " ".join(f"a{number}: dataset {{ version }}" for number in range(150)) + "}"
    with serving() as client:
        assert len({each["version"] for each in ask(client, text).json()["data"].values()}) == 1
