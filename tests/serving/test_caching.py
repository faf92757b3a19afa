"""Tags, caches and packing of answers."""

import asyncio
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import brotli  # type: ignore[import-untyped] # it has no types
import pytest
import strawberry
from backports import zstd
from starlette.testclient import TestClient

from graph import dataset
from graph.app import build_app, build_schema
from graph.engine import Engine
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.pipeline import Answer
from graph.packaged import data_folder
from graph.serving.caching import BESIDE, AnswerCache, Kept, Tags
from graph.serving.compression import SMALLEST, choose_encoding
from graph.settings import Settings
from tests.serving.apps import ask, database, serving

QUERY = "query Q($n: Int) { companies(first: $n) { nodes { name description } } }"
LARGE = (
    "{ companies { nodes { id name description slug place { id name } figures { nodes { id measure } } } } }"
)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with serving(answer_cache=0) as opened:
        yield opened


def engine_of(client: TestClient) -> Engine:
    route = next(each for each in client.app.routes if each.path == "/graphql")  # type: ignore[attr-defined]
    engine: Engine = route.app.answering.engine
    return engine


def counted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that the engine answers from now on."""
    engine = engine_of(client)
    answer, ran = engine.answer, []

    async def counting(request: Any) -> Answer:
        ran.append(request.query)
        return await answer(request)

    monkeypatch.setattr(engine, "answer", counting)
    return ran


def test_an_answer_asked_again_by_its_tag_is_confirmed_without_running(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/graphql", params={"query": QUERY})
    assert first.headers["cache-control"] == "no-cache"
    ran = counted(client, monkeypatch)
    again = client.get("/graphql", params={"query": QUERY}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, ran) == (304, b"", [])
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    assert again.headers["vary"] == first.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("header", ["W/{}", '"x", {}', '{}, "y"'])
def test_a_tag_is_found_among_others_and_where_it_is_weak(client: TestClient, header: str) -> None:
    tag = ask(client, QUERY).headers["etag"]
    assert tag.startswith('"')
    assert ask(client, QUERY, headers={"If-None-Match": header.format(tag)}).status_code == 304


def test_each_operation_and_each_set_of_variables_has_a_tag_of_its_own(client: TestClient) -> None:
    responses = [
        ask(client, QUERY),
        ask(client, QUERY, variables={"n": 1}),
        ask(client, QUERY, variables={"n": 2}),
        ask(client, QUERY, operationName="Q"),
        ask(client, f"{QUERY} "),
        ask(client, QUERY, headers={"Accept": "application/graphql-response+json"}),
        ask(client, QUERY, headers={"Accept-Encoding": "gzip"}),
        ask(client, QUERY, headers={"Accept-Encoding": "br"}),
    ]
    tags = [each.headers["etag"] for each in responses]
    assert len(set(tags)) == len(tags)


def test_the_first_who_ask_at_once_have_the_schema_read_once() -> None:
    texts: list[str] = []

    def text() -> str:
        texts.append("type Query")
        time.sleep(0.05)
        return texts[-1]

    async def run() -> None:
        tags = Tags(SQLiteDatabase(database()), text, immutable=True)
        found = await asyncio.gather(*(tags.generation("{ __typename }") for _ in range(20)))
        assert len(set(found)) == len(texts) == 1
        assert await tags.generation("{ __typename }") == found[0]
        assert len(texts) == 1
        await tags.database.close()

    asyncio.run(run())


def test_errors_have_no_tag_and_are_not_to_be_kept(client: TestClient) -> None:
    for query in ("{ nope }", "{", '{ companies(after: "x") { totalCount } }'):
        answer = ask(client, query)
        assert answer.json()["errors"]
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_a_new_build_changes_the_tag(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    copy(database(), path)
    with serving(path) as client:
        tag = ask(client, QUERY).headers["etag"]
        assert ask(client, QUERY, headers={"If-None-Match": tag}).status_code == 304
        folder = tmp_path / "data"
        folder.mkdir()
        for file in data_folder().iterdir():
            text = file.read_text(encoding="utf-8")
            (folder / file.name).write_text(text.replace("Celyad", "Celyad Oncology"), encoding="utf-8")
        dataset.build(folder, path)
        changed = ask(client, QUERY, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert "Celyad Oncology" in changed.text
        assert changed.headers["etag"] != tag


def test_what_a_deployment_resolves_itself_is_never_tagged() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def now(self) -> int:
            return 1

    made = build_app(schema=build_schema(query=Query), settings=Settings(database=f"sqlite:///{database()}"))
    with TestClient(made) as client:
        own = ask(client, "{ now }")
        assert own.json() == {"data": {"now": 1}}
        assert "etag" not in own.headers
        assert "etag" in ask(client, "{ dataset { version } __schema { queryType { name } } }").headers


def test_the_cache_control_of_answers_can_be_chosen() -> None:
    with serving(cache_control="public, max-age=60") as client:
        assert ask(client, QUERY).headers["cache-control"] == "public, max-age=60"
        assert ask(client, "{ nope }").headers["cache-control"] == "no-store"


def test_an_answer_that_is_kept_is_given_again_without_running(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as client:
        first = ask(client, QUERY)
        ran = counted(client, monkeypatch)
        again = ask(client, QUERY)
        assert (again.content, again.headers["etag"], ran) == (first.content, first.headers["etag"], [])
        assert again.headers["x-request-id"] != first.headers["x-request-id"]
        assert ask(client, QUERY, variables={"n": 1}).json() != first.json()
        assert len(ran) == 1


def test_the_answers_kept_take_no_more_room_than_allowed() -> None:
    cache = AnswerCache(10 * (100 + BESIDE))
    for number in range(20):
        cache.keep(str(number), None, Kept(b"x" * 100, None))
    cache.keep("large", None, Kept(b"x" * (cache.size // 8 + 1), None))
    assert (cache.held, len(cache.answers)) == (cache.size, 10)
    assert cache.find("9", None) is None
    assert cache.find("19", None) == Kept(b"x" * 100, None)


def unpacked(body: bytes, encoding: str) -> bytes:
    match encoding:
        case "zstd":
            return zstd.decompress(body)
        case "br":
            return bytes(brotli.decompress(body))
        case _:
            return zlib.decompress(body, 31)


@pytest.mark.parametrize("encoding", ["zstd", "br", "gzip"])
def test_a_large_answer_is_packed_as_the_client_can_take_it(client: TestClient, encoding: str) -> None:
    plain = ask(client, LARGE, headers={"Accept-Encoding": "identity"})
    assert len(plain.content) > SMALLEST
    assert "content-encoding" not in plain.headers
    with client.stream(
        "POST", "/graphql", json={"query": LARGE}, headers={"Accept-Encoding": encoding}
    ) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == encoding
    assert int(packed.headers["content-length"]) == len(body) < len(plain.content)
    assert unpacked(body, encoding) == plain.content
    assert packed.headers["etag"] == f'{plain.headers["etag"][:-1]}-{encoding}"'


def test_a_small_answer_is_never_packed(client: TestClient) -> None:
    assert (
        "content-encoding" not in ask(client, "{ __typename }", headers={"Accept-Encoding": "gzip"}).headers
    )


@pytest.mark.parametrize(
    "accepted, chosen",
    [
        (None, None),
        ("", None),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("zstd;q=0, *", "br"),
        ("*;q=0", None),
        ("deflate", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=x", None),
        ("GZIP", "gzip"),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_that_the_client_likes_best(accepted: str | None, chosen: str | None) -> None:
    assert choose_encoding(accepted) == chosen
