"""GraphQL over WebSocket: what is said, and with which code a socket is closed."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import strawberry
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from graph.app import build_app, build_schema
from graph.engine.execute import DeadlineExceeded
from graph.settings import Settings
from tests.serving.apps import database, serving

PROTOCOL = "graphql-transport-ws"
QUICK: dict[str, Any] = {"watch_seconds": 0.02}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with serving(**QUICK) as opened:
        yield opened


@contextmanager
def connected(client: TestClient, **payload: Any) -> Iterator[WebSocketTestSession]:
    with client.websocket_connect("/graphql", [PROTOCOL]) as socket:
        socket.send_json({"type": "connection_init", "payload": payload})
        assert socket.receive_json() == {"type": "connection_ack"}
        yield socket


def subscribe(socket: WebSocketTestSession, query: str, *, id_: str = "1", **more: Any) -> None:
    socket.send_json({"type": "subscribe", "id": id_, "payload": {"query": query, **more}})


def closing(socket: WebSocketTestSession) -> int:
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    return int(closed.value.code)


def change(path: Path, sql: str, version: str) -> None:
    """Publish another build: a copy with a change, put in the database's place."""
    other = path.with_suffix(".new")
    copy(path, other)
    with sqlite3.connect(other) as connection:
        connection.execute(sql)
        connection.execute("UPDATE dataset SET version = ?", (version,))
    connection.close()
    other.replace(path)


def test_a_query_is_answered_and_complete(client: TestClient) -> None:
    with connected(client) as socket:
        subscribe(socket, "query($s:String){company(slug:$s){name}}", variables={"s": "celyad"})
        assert socket.receive_json() == {
            "id": "1",
            "type": "next",
            "payload": {"data": {"company": {"name": "Celyad"}}},
        }
        assert socket.receive_json() == {"type": "complete", "id": "1"}
        subscribe(socket, "{__typename}")
        assert socket.receive_json()["payload"] == {"data": {"__typename": "Query"}}


def test_an_operation_that_cannot_run_is_an_error_with_its_code(client: TestClient) -> None:
    with connected(client) as socket:
        for query, code in {
            "subscription {nope}": "GRAPHQL_VALIDATION_FAILED",
            "{": "GRAPHQL_PARSE_FAILED",
            "": "BAD_USER_INPUT",
            "subscription {live{companies(first:-1){nodes{id}}}}": None,
        }.items():
            subscribe(socket, query)
            said = socket.receive_json()
            if code is not None:
                assert (said["type"], said["payload"][0]["extensions"]["code"]) == ("error", code)
                assert said["payload"][0]["extensions"]["requestId"]


def test_a_live_query_is_answered_at_once_and_again_when_a_build_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    copy(database(), path)
    query = (
        "subscription S($s: String) { now: live { ...F } } fragment F on Query { company(slug: $s) { name } }"
    )
    with serving(path, **QUICK) as client, connected(client) as socket:
        subscribe(socket, query, variables={"s": "celyad"})
        assert socket.receive_json()["payload"] == {"data": {"now": {"company": {"name": "Celyad"}}}}
        change(path, "UPDATE organization SET name = 'IBA!' WHERE slug = 'iba'", "2")
        change(path, "UPDATE organization SET name = 'Celyad Oncology' WHERE slug = 'celyad'", "3")
        assert socket.receive_json()["payload"] == {"data": {"now": {"company": {"name": "Celyad Oncology"}}}}
        socket.send_json({"type": "complete", "id": "1"})
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


def test_a_change_of_the_data_tells_which_rows_are_others(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    copy(database(), path)
    query = "subscription { datasetChanged { __typename version changed { added removed modified } } }"
    with serving(path, **QUICK) as client, connected(client) as socket:
        subscribe(socket, query)
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}
        route = next(each for each in client.app.routes if each.path == "/graphql")  # type: ignore[attr-defined]
        streams = route.app.answering.streams
        while not streams.watch.waiting:
            pass
        for number, (sql, modified) in enumerate(
            {
                "UPDATE organization SET name = 'Celyad Oncology' WHERE slug = 'celyad'": "Organization:celyad",
                "UPDATE facility SET company_id = 'celyad' WHERE id = 'bone-boston'": "Facility:bone-boston",
            }.items(),
            2,
        ):
            change(path, sql, str(number))
            changed = {"added": [], "removed": [], "modified": [modified]}
            event = {"__typename": "DatasetChange", "version": str(number), "changed": changed}
            assert socket.receive_json()["payload"] == {"data": {"datasetChanged": event}}


def test_a_live_query_that_fails_after_a_build_is_tried_again_before_its_client_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.serving.streams.PAUSES", (0.01, 0.02))
    path = tmp_path / "data.sqlite"
    copy(database(), path)
    answer = {"live": {"company": {"name": "Celyad"}}}
    with serving(path, **QUICK) as client, connected(client) as socket:
        subscribe(socket, 'subscription { live { company(slug: "celyad") { name } } }')
        assert socket.receive_json()["payload"] == {"data": answer}
        route = next(each for each in client.app.routes if each.path == "/graphql")  # type: ignore[attr-defined]
        source = route.app.answering.engine.database
        working, failures = source.run, 0

        async def failing(jobs: Any, seconds: float) -> Any:
            nonlocal failures
            failures -= 1
            return [DeadlineExceeded()] * len(jobs) if failures >= 0 else await working(jobs, seconds)

        monkeypatch.setattr(source, "run", failing)
        failures = 2  # in vain once, and again: nothing is told, since the answer is the same
        change(path, "UPDATE organization SET name = 'IBA!' WHERE slug = 'iba'", "2")
        while failures >= 0:
            pass
        failures = 3
        change(path, "UPDATE organization SET name = 'IBA?' WHERE slug = 'iba'", "3")
        told = socket.receive_json()["payload"]
        assert told["data"] == {"live": {"company": None}}
        (error,) = told["errors"]
        assert (error["path"], error["extensions"]["code"]) == (["live", "company"], "TIMEOUT")
        assert "locations" not in error
        change(path, "UPDATE organization SET name = 'IBA.' WHERE slug = 'iba'", "4")
        assert socket.receive_json()["payload"] == {"data": answer}


def test_a_deployments_own_subscription_stands_beside_them() -> None:
    @strawberry.type
    class Subscription:
        @strawberry.subscription
        async def count(self, to: int) -> AsyncIterator[int]:
            for number in range(to):
                yield number

    app = build_app(
        schema=build_schema(subscription=Subscription), settings=Settings(database=f"sqlite:///{database()}")
    )
    with TestClient(app) as client, connected(client) as socket:
        subscribe(socket, "subscription($n:Int!){count(to:$n)}", variables={"n": 2})
        said = [socket.receive_json() for _ in range(3)]
        assert [each.get("payload") for each in said] == [
            {"data": {"count": 0}},
            {"data": {"count": 1}},
            None,
        ]


@pytest.mark.parametrize(
    "text, code",
    [
        ("", 4400),
        ("{", 4400),
        ("1", 4400),
        ("null", 4400),
        ('"x"', 4400),
        ("[]", 4400),
        ("{}", 4400),
        ('{"type":1}', 4400),
        ('{"type":"start"}', 4400),
        ('{"type":"complete"}', 4400),
        ('{"type":"subscribe"}', 4400),
        ('{"type":"subscribe","id":1,"payload":{}}', 4400),
        ('{"type":"subscribe","id":"","payload":{}}', 4400),
        ('{"type":"subscribe","id":"1","payload":[]}', 4400),
        ('{"type":"subscribe","id":"1","payload":{"query":1}}', 4400),
        ('{"type":"subscribe","id":"1","payload":{"query":"{__typename}","variables":[]}}', 4400),
        ('{"type":"subscribe","id":"1","payload":{"query":"{__typename}","extensions":5}}', 4400),
        ('{"type":"subscribe","id":"1","payload":{"query":"{__typename}","operationName":5}}', 4400),
        ('{"type":"ping","payload":5}', 4400),
        ('{"type":"pong","payload":"x"}', 4400),
        ('{"type":"connection_init"}', 4429),
        ("[" * 100_000, 4400),
        ('"' + "x" * 300_000 + '"', 1009),
    ],
)  # fmt: skip
def test_a_message_of_the_wrong_shape_closes_the_socket_with_a_code(
    client: TestClient, text: str, code: int
) -> None:
    with connected(client) as socket:
        socket.send_text(text)
        assert closing(socket) == code


@pytest.mark.parametrize(
    "payload", [{}, {"query": None}, {"query": "{a:" * 99}, {"documentId": "none"}]
)  # fmt: skip
def test_a_payload_that_asks_for_nothing_that_can_run_is_an_error(
    client: TestClient, payload: dict[str, Any]
) -> None:
    with connected(client) as socket:
        socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
        assert socket.receive_json()["type"] == "error"


@pytest.mark.parametrize("payload", ["x", [], 5, False])
def test_a_socket_is_not_begun_with_what_is_no_object(client: TestClient, payload: Any) -> None:
    with client.websocket_connect("/graphql", [PROTOCOL]) as socket:
        socket.send_json({"type": "connection_init", "payload": payload})
        assert closing(socket) == 4400


def test_bytes_are_no_message(client: TestClient) -> None:
    with connected(client) as socket:
        socket.send_bytes(b"\xff")
        assert closing(socket) == 4400


def test_who_subscribes_before_the_acknowledgement_is_sent_away(client: TestClient) -> None:
    with client.websocket_connect("/graphql", [PROTOCOL]) as socket:
        subscribe(socket, "{__typename}")
        assert closing(socket) == 4401


def test_an_id_that_is_taken_closes_the_socket(client: TestClient) -> None:
    with connected(client) as socket:
        subscribe(socket, "subscription{datasetChanged{version}}")
        subscribe(socket, "subscription{datasetChanged{version}}")
        assert closing(socket) == 4409


@pytest.mark.parametrize("protocols", [[], ["graphql-ws"], ["x", "y"]])
def test_the_older_protocol_is_not_spoken(client: TestClient, protocols: list[str]) -> None:
    with client.websocket_connect("/graphql", protocols) as socket:
        assert closing(socket) == 4406


def test_a_socket_that_says_nothing_is_closed() -> None:
    with (
        serving(init_seconds=0.05) as client,
        client.websocket_connect("/graphql", [PROTOCOL]) as socket,
    ):
        assert closing(socket) == 4408


def test_a_socket_has_no_more_subscriptions_and_messages_than_allowed() -> None:
    with serving(max_subscriptions=2, max_messages=1) as client:
        with connected(client) as socket:
            for id_ in "123":
                subscribe(socket, "subscription{datasetChanged{version}}", id_=id_)
            assert closing(socket) == 4429
        with connected(client) as socket:
            for _ in range(12):
                socket.send_json({"type": "pong"})
            assert closing(socket) == 4429


def test_there_are_no_more_sockets_than_allowed() -> None:
    with (
        serving(max_sockets=1) as client,
        connected(client),
        client.websocket_connect("/graphql", [PROTOCOL]) as second,
    ):
        assert closing(second) == 1013


@pytest.mark.parametrize(
    "origin, allowed",
    [("http://testserver", True), ("https://friend.example", True), ("https://evil.example", False), ("null", False)],
)  # fmt: skip
def test_pages_of_other_origins_open_no_socket(origin: str, allowed: bool) -> None:
    with serving(origins="https://friend.example") as client:
        opening = client.websocket_connect("/graphql", [PROTOCOL], headers={"Origin": origin})
        if allowed:
            with opening as socket:
                socket.send_json({"type": "connection_init"})
                assert socket.receive_json() == {"type": "connection_ack"}
        else:
            with pytest.raises(WebSocketDisconnect), opening:
                pass


def test_a_socket_needs_a_token_where_reading_is_closed() -> None:
    with serving(tokens="secret, other") as client:
        with connected(client, Authorization="Bearer other") as socket:
            subscribe(socket, "{__typename}")
            assert socket.receive_json()["type"] == "next"
        wrong: list[Any] = [None, {}, {"Authorization": "Bearer wrong"}, {"Authorization": 1}]
        for payload in wrong:
            with client.websocket_connect("/graphql", [PROTOCOL]) as socket:
                socket.send_json({"type": "connection_init", "payload": payload})
                assert closing(socket) == 4403
