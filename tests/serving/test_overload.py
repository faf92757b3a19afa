"""More than can be answered: who is refused, how soon, at what cost to the others, and when he is heard again."""

import asyncio
import http.client
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import JSONResponse
from uvicorn.config import Config
from uvicorn.server import ServerState

from graph.app import build_app
from graph.engine.line import Line
from graph.serving.beginning import LINE
from graph.serving.exchange import Exchange
from graph.serving.observing import Logged, Observer
from graph.serving.returning import ANSWERED, HEADS, KEPT, Refusals, Returning
from graph.serving.wire.connection import Connection
from graph.serving.wire.entrance import (
    LATEST,
    LONGEST,
    MOMENT,
    PACE,
    PILED,
    REFUSALS,
    TURN,
    Entrance,
    entrance_of,
)
from graph.settings import Settings
from tests.serving.apps import database, schema, serving
from tests.serving.loading import HEADERS, other, slow
from tests.serving.running import Running, opened, post, run
from tests.serving.test_intake import Wire, empty
from tests.serving.test_under_load import metric, wait_for_metric
from tests.serving.wire import hear

# One thread, no line before it, and time enough for what holds the thread.
SETTINGS = {
    "max_cost": 10**12,
    "threads": 1,
    "max_waiting": 0,
    "answer_cache": 0,
    "sql_seconds": 60,
    "head_seconds": 2,
}
QUICK = "{ companies(first: 1) { nodes { name } } }"


@dataclass
class Told:
    """What a client was told."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return self.headers["x-request-id"]


class Client:
    """Asks on one connection."""

    def __init__(self, running: Running) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)

    def ask(self, query: str, variables: Any = None, **more: Any) -> Told:
        headers = HEADERS | {name.replace("_", "-"): value for name, value in more.items()}
        body = orjson.dumps({"query": query, "variables": variables})
        self.connection.request("POST", "/graphql", body, headers)
        answer = self.connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Told(answer.status, named, orjson.loads(answer.read()))

    def close(self) -> None:
        self.connection.close()


@contextmanager
def held(running: Running) -> Iterator[None]:
    """A block during which the one thread has other work; it ends when the one who asked for that has left."""
    holder = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    holder.request("POST", "/graphql", orjson.dumps({"query": slow(3)}), HEADERS)
    wait_for_metric(running, "graph_running", 1)
    try:
        yield
    finally:
        holder.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server; what the tests ask was asked before."""
    with run(tmp_path_factory.mktemp("overload"), database(), SETTINGS) as made:
        with closing(Client(made)) as client:
            for query in (slow(2), QUICK, QUICK):
                assert client.ask(query).status == 200
        yield made


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("load")]


def test_who_asks_the_same_again_while_there_is_no_room_is_told_the_same_with_an_id_of_its_own(
    running: Running,
) -> None:
    refused = r'graph_requests_total\{status="503",transport="http"\}'
    with held(running), closing(Client(running)) as client:
        told = [client.ask(slow(2), other(number), X_Asked_By="one") for number in range(6)]
        assert metric(running, refused) >= 6
    assert {each.status for each in told} == {503}
    assert len({each.id for each in told}) == 6
    # Only the first was looked at.
    assert ["server-timing" in each.headers for each in told] == [True, *[False] * 5]
    own = {"x-request-id", "retry-after", "server-timing", "date"}
    assert len({tuple(sorted((k, v) for k, v in each.headers.items() if k not in own)) for each in told}) == 1
    assert all(parsedate_to_datetime(each.headers["date"]) for each in told)
    assert all(int(each.headers["retry-after"]) > 0 for each in told)
    for each in told:
        (error,) = each.body["errors"]
        assert error["message"] == "The server is busy."
        assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE", "requestId": each.id}


def test_what_one_client_was_refused_others_are_told_without_being_looked_at(running: Running) -> None:
    with held(running), closing(Client(running)) as first:
        assert "server-timing" in first.ask(slow(2), X_Asked_By="others").headers
        for number in range(3):
            with closing(Client(running)) as another:
                told = another.ask(slow(2), other(number), X_Asked_By="others")
                assert (told.status, "server-timing" in told.headers) == (503, False)
                # Another question, or the same by another head, is looked at.
                assert "server-timing" in another.ask(slow(2), X_Other=str(number)).headers


def test_a_connection_that_is_to_end_ends_with_its_refusal(running: Running) -> None:
    body = orjson.dumps({"query": slow(2)})
    refused = request(body, b"Content-Type: application/json", b"Connection: close")
    with held(running):
        for looked_at in (True, False):
            with opened(running) as connection:
                connection.sendall(refused)
                heard = hear(connection, b"}]}")
                connection.settimeout(2)
                assert connection.recv(1) == b""  # it was closed
                assert heard.startswith(b"HTTP/1.1 503 ")
                assert heard.endswith(b"}]}")
                assert b"\r\nconnection: close\r\n" in heard
                assert (b"\r\nserver-timing:" in heard) is looked_at


def test_a_connection_too_many_is_closed_whatever_is_asked_on_it(tmp_path: Path) -> None:
    with run(tmp_path, database(), SETTINGS | {"max_connections": 4}) as running, ExitStack() as ends:
        ends.enter_context(held(running))
        told = ends.enter_context(closing(Client(running)))
        assert [told.ask(slow(2)).status for _ in range(2)] == [503, 503]
        connections = [ends.enter_context(opened(running)) for _ in range(4)]
        refused = request(orjson.dumps({"query": slow(2)}), b"Content-Type: application/json")
        heard = []
        for each in connections:
            each.sendall(refused)
            heard.append(hear(each, seconds=0.5))
        assert [each[9:12] for each in heard] == [b"503"] * 4
        assert b"\r\nconnection: close\r\n" in heard[-1]


def test_every_refusal_is_counted_once(running: Running) -> None:
    refused = r'graph_requests_total\{status="503",transport="http"\}'
    with held(running), closing(Client(running)) as client:
        assert client.ask(slow(2)).status == 503
        before = metric(running, refused)
        for number in range(10):
            client.ask(slow(2), other(number))
        client.ask(slow(2), other(1), X_Other="1")
        assert metric(running, refused) == before + 11
        assert metric(running, r'graph_errors_total\{code="SERVICE_UNAVAILABLE"\}') >= before + 11


def test_who_was_refused_is_answered_what_needs_no_room(running: Running) -> None:
    with held(running), closing(Client(running)) as client:
        assert client.ask(slow(2)).status == 503
        assert client.ask(QUICK).status == 200
        again = client.ask(slow(2))
        assert again.status == 503
        assert (
            "server-timing" not in again.headers
        )  # what he was answered meanwhile is no reason to look at it
        assert client.ask(slow(2), other(1)).status == 503
        assert client.ask("{ nothing }").status == 400
        assert client.ask(slow(2), [], X_Request_Id="mine").status == 400


def test_kept_answers_are_given_while_the_same_is_refused_with_other_variables(tmp_path: Path) -> None:
    with run(tmp_path, database(), SETTINGS | {"answer_cache": 1_000_000}) as running:
        with closing(Client(running)) as client:
            assert client.ask(slow(2), other(1)).status == 200
        with held(running), closing(Client(running)) as client, closing(Client(running)) as another:
            statuses = [client.ask(slow(2), other(number)).status for number in (2, 1, 2, 1)]
            assert statuses == [503, 200, 503, 200]
            told = another.ask(slow(2), other(3))
            assert (told.status, "server-timing" in told.headers) == (503, False)
            assert another.ask(slow(2), other(1)).status == 200


def test_who_was_refused_is_answered_as_soon_as_there_is_room(running: Running) -> None:
    with closing(Client(running)) as client:
        with held(running):
            assert {client.ask(slow(2), other(number)).status for number in range(3)} == {503}
        end = time.monotonic() + 20
        while client.ask(slow(2), other(1)).status == 503:
            assert time.monotonic() < end
            time.sleep(0.01)
        assert client.ask(slow(2), other(2)).body == {"data": {"citations": {"totalCount": 0}}}


def test_a_head_whose_body_comes_later_is_waited_for_and_no_longer_than_any_other(running: Running) -> None:
    refused = request(orjson.dumps({"query": slow(2)}), b"Content-Type: application/json")
    head, _, body = refused.partition(b"\r\n\r\n")
    with opened(running) as connection:
        with held(running):
            connection.sendall(refused)
            assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")
            for parts in ((head + b"\r\n\r\n", body), (head + b"\r\n\r\n" + body[:9], body[9:])):
                for part in parts:
                    connection.sendall(part)
                    time.sleep(0.1)
                assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")
            connection.sendall(head + b"\r\n\r\n")
            time.sleep(0.1)
        wait_for_metric(running, "graph_running", 0)
        connection.sendall(body)
        assert b'"totalCount":0' in hear(connection, b"}}}")
        with held(running):
            connection.sendall(refused)
            assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")
            connection.sendall(head + b"\r\n\r\n")
            began = time.monotonic()
            assert hear(connection, seconds=10) == b""
            assert 1 < time.monotonic() - began < 6


def test_a_head_without_a_body_is_answered_whatever_was_refused_with_one_like_it(running: Running) -> None:
    with held(running), opened(running) as connection:
        for body, status in ((orjson.dumps({"query": slow(2)}), b"503"), (b"", b"400")):
            connection.sendall(request(body, b"Content-Type: application/json"))
            assert hear(connection, b"}]}", seconds=2).startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_body_too_deep_to_be_written_again_is_told_something_while_the_same_head_is_refused(
    running: Running, parts: int
) -> None:
    deep = b'{"query":"{ a }","x":' + b"[" * 300 + b"]" * 300 + b"}"
    whole = request(deep, b"Content-Type: application/json")
    ends = [whole.index(b"\r\n\r\n") + 4, whole.index(b"[") + 9][: parts - 1]
    with held(running), opened(running) as connection:
        for _ in range(2):
            connection.sendall(request(orjson.dumps({"query": slow(2)}), b"Content-Type: application/json"))
            assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")
        for start, end in pairwise([0, *ends, len(whole)]):
            connection.sendall(whole[start:end])
            time.sleep(0.05)
        assert hear(connection, b"}]}", seconds=2).startswith(b"HTTP/1.1 400 ")


def test_an_id_that_a_client_gives_is_told_again_each_time(running: Running) -> None:
    with held(running), closing(Client(running)) as client:
        told = [client.ask(slow(2), other(number), X_Request_Id=f"mine-{number}") for number in range(3)]
    assert [(each.status, each.id) for each in told] == [(503, f"mine-{number}") for number in range(3)]


def test_a_connection_on_which_refusals_alone_are_sent_stays_open(running: Running) -> None:
    # An idle one is closed after five seconds, and a refused one is not idle.
    with held(running), closing(Client(running)) as client:
        client.ask(slow(2))
        assert client.connection.sock is not None
        ours = client.connection.sock.getsockname()
        end = time.monotonic() + 6
        while time.monotonic() < end:
            assert client.ask(slow(2), other(1)).status == 503
            time.sleep(0.2)
        assert client.connection.sock.getsockname() == ours


def test_many_who_come_back_at_once_are_refused_while_the_others_are_answered(running: Running) -> None:
    stopped = threading.Event()
    counts: list[int] = []

    def insist() -> None:
        count = 0
        with closing(Client(running)) as client:
            while not stopped.is_set():
                assert client.ask(slow(2), other(count)).status == 503
                count += 1
        counts.append(count)

    with held(running):
        insisting = [threading.Thread(target=insist) for _ in range(8)]
        for each in insisting:
            each.start()
        with closing(Client(running)) as client:
            assert {client.ask(QUICK).status for _ in range(50)} == {200}
        assert metric(running, "graph_running") == 1
        stopped.set()
        for each in insisting:
            each.join(20)
    assert len(counts) == 8
    assert min(counts) > 0


def test_what_looks_like_a_refused_request_inside_of_another_is_none(running: Running) -> None:
    body = orjson.dumps({"query": slow(2)})
    refused = request(body, b"Content-Type: application/json")
    # A request for another document, whose body ends with the bytes of the refused one: sent in two parts.
    filled = b'{"query":"{ __typename }","variables":{"x":"' + b"x" * 100
    size = len(filled) + len(refused)
    head = (
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    )
    with held(running), opened(running) as connection:
        for _ in range(2):
            connection.sendall(refused)
            assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")
        connection.sendall(head % size + filled)
        time.sleep(0.2)
        connection.sendall(refused)
        assert hear(connection, b"}]}").startswith(b"HTTP/1.1 400 ")
        connection.sendall(refused)
        assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")


def test_a_refusal_that_is_told_again_has_an_id_of_its_own_in_its_head_and_in_its_body() -> None:
    told = Returning(Observer(Logged()), Behind())
    told.answered(JSONResponse({"message": "busy", "requestId": "ab" * 8}, 503), Exchange("ab" * 8))
    first, second = (told.written(seconds, [(b"date", b"today")]) for seconds in (1, 2))
    for written, seconds in ((first, 1), (second, 2)):
        head, _, body = written.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        assert lines[0] == b"HTTP/1.1 503 Service Unavailable"
        assert b"retry-after: %d" % seconds in lines
        assert b"content-length: %d" % len(body) in lines
        (id_,) = (each.partition(b": ")[2] for each in lines if each.startswith(b"x-request-id:"))
        assert body == b'{"message":"busy","requestId":"%b"}' % id_
    assert first != second


@contextmanager
def stopped(running: Running) -> Iterator[None]:
    """A block during which the server hears nothing; all that was sent in it arrives at once."""
    running.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        running.process.send_signal(signal.SIGCONT)


def test_those_who_wait_to_begin_are_refused_what_others_were_refused_meanwhile(tmp_path: Path) -> None:
    body = orjson.dumps({"query": slow(2)})
    with run(tmp_path, database(), SETTINGS) as running, ExitStack() as ends:
        for query in (slow(2), QUICK, QUICK):
            with closing(Client(running)) as client:
                assert client.ask(query).status == 200
        ends.enter_context(held(running))
        clients = [ends.enter_context(opened(running)) for _ in range(100)]
        with stopped(running):
            for number, each in enumerate(clients):
                last = [b"Connection: close"] if number % 2 else []
                each.sendall(request(body, b"Content-Type: application/json", *last))
        heard = [hear(each, b"}]}") for each in clients]
        assert {each[9:12] for each in heard} == {b"503"}
        assert metric(running, r'graph_requests_total\{status="503",transport="http"\}') == len(clients)
        # Those that had begun when the first was refused were looked at.
        assert 1 <= sum(b"\r\nserver-timing:" in each for each in heard) < len(clients) // 2
        for number, each in enumerate(clients):
            each.settimeout(2)
            if number % 2:
                assert each.recv(1) == b""
            else:
                each.sendall(post(QUICK))
                assert hear(each, b"}]}").startswith(b"HTTP/1.1 200 ")


def test_requests_of_clients_that_left_before_they_began_are_not_begun(tmp_path: Path) -> None:
    with run(tmp_path, database(), SETTINGS) as running, ExitStack() as ends:
        for _ in range(2):
            with closing(Client(running)) as client:
                assert client.ask(QUICK).status == 200
        clients = [ends.enter_context(opened(running)) for _ in range(50 * TURN)]
        with stopped(running):
            for each in clients:
                each.sendall(post(QUICK))
            for each in clients[TURN:]:
                each.close()
        for each in clients[:TURN]:
            assert hear(each, b"}]}").startswith(b"HTTP/1.1 200 ")
        with closing(Client(running)) as client:
            assert client.ask(QUICK).status == 200
        # Some had begun before it was heard that their clients had left.
        told = urlopen(f"{running.address}/metrics").read().decode()
        assert sum(map(float, re.findall(r"^graph_requests_total\S* (\S+)$", told, re.MULTILINE))) < 25 * TURN


def test_of_requests_on_one_connection_each_has_its_own_answer_whichever_is_refused(running: Running) -> None:
    refused = request(orjson.dumps({"query": slow(2)}), b"Content-Type: application/json")
    with held(running), ExitStack() as ends, opened(running) as connection:
        connection.sendall(refused)
        assert hear(connection, b"}]}").startswith(b"HTTP/1.1 503 ")
        # So many begin that the next waits for its turn, and another comes behind it.
        others = [ends.enter_context(opened(running)) for _ in range(LONGEST)]
        quick, told = (post(QUICK), b"200"), (refused, b"503")
        for ((first, first_status), (second, second_status)), together in product(
            ((quick, told), (told, quick)), (True, False)
        ):
            with stopped(running):
                for each in others:
                    each.sendall(post(QUICK))
                connection.sendall(first)
                if together:
                    connection.sendall(second)
            if not together:
                connection.sendall(second)
            heard = b""
            while heard.count(b"HTTP/1.1 ") < 2 or not heard.endswith(b"}"):
                heard += connection.recv(65_536)
            statuses = [each[:3] for each in heard.split(b"HTTP/1.1 ")[1:]]
            assert statuses == [first_status, second_status]
            for each in others:
                assert hear(each, b"}]}").startswith(b"HTTP/1.1 200 ")


def test_who_was_told_that_there_is_room_finds_it_when_he_has_waited_to_begin(tmp_path: Path) -> None:
    with (
        run(tmp_path, database(), SETTINGS | {"max_waiting": 2, "wait_seconds": 60}) as running,
        ExitStack() as ends,
    ):
        with closing(Client(running)) as first:
            assert [first.ask(QUICK).status for _ in range(2)] == [200, 200]
        ends.enter_context(held(running))
        clients = [ends.enter_context(opened(running)) for _ in range(4)]
        asked = [post(slow(2), other(number)) for number in range(4)]
        for number, client in enumerate(clients[:3]):
            client.sendall(asked[number])
            wait_for_metric(running, "graph_waiting", min(number + 1, 2), seconds=5)
        assert hear(clients[2], b"}]}").startswith(b"HTTP/1.1 503 ")
        clients[0].close()
        wait_for_metric(running, "graph_waiting", 1, seconds=5)
        others = [ends.enter_context(opened(running)) for _ in range(LONGEST + 2 * TURN)]
        with stopped(running):
            for each in others:
                each.sendall(post(QUICK))
            clients[3].sendall(asked[3])
        for each in others:
            assert hear(each, b"}]}").startswith(b"HTTP/1.1 200 ")
        wait_for_metric(running, "graph_waiting", 2, seconds=5)


def test_more_than_the_event_loop_can_begin_are_refused_as_well_and_all_are_told_something(
    tmp_path: Path,
) -> None:
    # Whoever would wait longer than five milliseconds to begin is refused.
    with run(tmp_path, database(), SETTINGS | {"wait_seconds": 0.02}) as running, ExitStack() as ends:
        clients = [ends.enter_context(opened(running)) for _ in range(200)]
        sent = post(QUICK)
        for _ in range(3):
            for client in clients:
                client.sendall(sent)
            heard = [hear(client, b"}]}") for client in clients]
            statuses = Counter(each[9:12] for each in heard)
            assert statuses.keys() == {b"200", b"503"}
            assert statuses[b"200"] > LONGEST
            refused = [each for each in heard if each.startswith(b"HTTP/1.1 503 ")]
            assert all(b"\r\nretry-after: 1\r\n" in each for each in refused)
        # Nobody waits any more: those who were refused are answered.
        for client in clients[::-1]:
            client.sendall(sent)
            assert hear(client, b"}]}").startswith(b"HTTP/1.1 200 ")


# --- what is the same ---------------------------------------------------------------------------------------------


def request(body: bytes, *lines: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = [b"POST /graphql HTTP/1.1", b"Host: x", *lines, b"Content-Length: %d" % size]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


FIRST = b'{"query":"{ a }","variables":{"x":1}}'


class Behind:
    """A room behind the entrance."""

    crowded = True
    seconds = 1
    come = 0
    # How many may be on their way to it.
    most = 0

    def full(self, before: int = 0) -> int:
        return self.seconds if before >= self.most else 0

    def announce(self) -> None:
        """Never called here."""


def refusals_of(*requests: bytes) -> Refusals:
    """What is known when those were refused."""
    made = Refusals(Entrance(2.0))
    for each in requests:
        made.keep(each, Returning(Observer(Logged()), Behind()))
    return made


@pytest.mark.parametrize(
    "second, same",
    [
        (request(b'{"variables":{"x":[22]},"query":"{ a }"}'), True),
        (request(b'{"query":"{ a }"}'), True),
        (request(b'{"query":"{ b }","variables":{"x":1}}'), False),
        (request(b'{"query":"{ a }","operationName":"A","variables":{"x":1}}'), False),
        (request(FIRST, b"Accept: text/csv"), False),
        (request(FIRST, length=9), False),
        (request(FIRST, length=99), False),
        (request(FIRST)[:-9], False),
        (request(FIRST) * 2, False),
        (request(b"[]"), False),
        (request(b"nothing"), False),
        (request(b'{"query":"{ a }","x":' + b"[" * 300 + b"]" * 300 + b"}"), False),
        (request(FIRST).replace(b"POST", b"PUT"), False),
        (b"", False),
        (b"\r\n\r\n", False),
    ],
)
def test_two_requests_ask_the_same_when_they_differ_in_variables_alone(second: bytes, same: bool) -> None:
    assert (refusals_of(request(FIRST)).find(second) is not None) is same
    assert (refusals_of(second).find(request(FIRST)) is not None) is same


@pytest.mark.parametrize(
    "body",
    [
        b'{"query":"{ a }","variables":{"x":22},"operationName":"A"}',
        b'{"query":"{ a }","variables":{"x":22},"query":"{ b }"}',
        b'{"query":"{ a }","variables":{"x":22}},',
        b'{"query":"{ a }","variables":{"x":22}',
        b'{"query":"{ a }","variables":{}x',
        b'{"query":"{ a }","variables":',
        b'{"query":"{ a }",',
        b'{"query":"{ a }","x\\"variables":2}',
        b'{"query":"{ a }"',
    ],
)
def test_what_begins_like_a_refused_request_and_goes_on_otherwise_is_another(body: bytes) -> None:
    others = b'{"query":"{ a }"}', b'{"query":"{ a }","x\\"variables":1}'
    refusals = refusals_of(*map(request, (FIRST, *others)))
    for each in (FIRST, b'{"query":"{ a }","variables":null}', *others):
        assert refusals.find(request(each)) is not None
    assert refusals.find(request(body)) is None


MEMBERS = st.sampled_from(
    (
        b'"query":"{ a }"',
        b'"query":"{ b }"',
        b'"variables":{"x":[1,{}]}',
        b'"variables":null',
        b'"variables":',
        b'"x":1',
    )
)


@given(st.lists(st.lists(MEMBERS, max_size=4).map(lambda them: b"{" + b",".join(them) + b"}"), max_size=5))
def test_what_was_found_before_is_found_again_and_nothing_else_is(bodies: list[bytes]) -> None:
    known, afresh = refusals_of(*map(request, bodies[:2])), refusals_of(*map(request, bodies[:2]))
    for body in bodies + bodies:
        afresh.begun.clear()
        assert (known.find(request(body)) is None) is (afresh.find(request(body)) is None)


@pytest.mark.parametrize(
    "asked",
    [
        request(FIRST, b"X-Request-Id: a"),
        request(FIRST, b"Traceparent: 00-a-b-01"),
        request(FIRST, b"Expect: 100-continue"),
        request(FIRST, b"Upgrade: h2c"),
        request(FIRST).replace(b"HTTP/1.1", b"HTTP/1.0"),
    ],
)
def test_a_request_with_something_of_its_own_in_its_head_is_looked_at_each_time(asked: bytes) -> None:
    refusals = refusals_of(asked)
    assert refusals.find(asked) is None
    assert not refusals.may_follow(asked.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")


def test_a_head_may_be_followed_by_what_was_refused_with_one_like_it_whatever_its_length() -> None:
    refusals = refusals_of(request(FIRST))
    head = request(b"", length=9)
    assert refusals.may_follow(head)
    assert not refusals.may_follow(head + b"{")
    assert not refusals.may_follow(request(b"", length=0))  # that is all of it
    assert not refusals.may_follow(request(b"", b"Accept: text/csv", length=9))


def test_all_is_forgotten_when_nobody_waits_any_more() -> None:
    entrance, behind = Entrance(2.0), Behind()
    refusals = entrance.refusals
    assert not refusals.apply()
    refusals.keep(request(FIRST), Returning(Observer(Logged()), behind))
    assert refusals.apply()
    behind.crowded = False
    assert not refusals.apply()
    behind.crowded = True
    assert not refusals.apply()
    assert refusals.find(request(FIRST)) is None


def test_what_is_known_of_refusals_has_a_bound() -> None:
    refusals = refusals_of(*(request(b'{"query":"{ a%d }"}' % number) for number in range(KEPT + 1)))
    assert refusals.number == sum(map(len, refusals.told.values())) == 1
    for number in range(2 * HEADS):
        refusals.find(request(FIRST, b"X-Other: %d" % number))
    assert len(refusals.heads) <= HEADS
    for number in range(ANSWERED + 9):
        refusals.answer(request(b"%d" % number))
    assert len(refusals.answered) == ANSWERED
    # Of those, the first were forgotten; what is refused after all is known to be answered no more.
    last = request(b'{"query":"{ a }"}')
    refusals.answer(last)
    assert refusals.find(last) is None
    refusals.keep(last, Returning(Observer(Logged()), Behind()))
    assert refusals.find(last) is not None


# --- the entrance -------------------------------------------------------------------------------------------------


def test_a_server_has_one_entrance_behind_which_is_the_line_before_the_database() -> None:
    with serving(max_waiting=7) as client:
        entrance = entrance_of(client.app_state)
        assert entrance_of(client.app_state) is entrance
        assert isinstance(entrance.room, Line)
        assert (entrance.room.longest, entrance.room.come) == (7, 0)
        assert client.post("/graphql", json={"query": QUICK}).status_code == 200
        assert entrance.room.come == 1


def test_who_comes_where_others_on_their_way_take_the_last_room_is_told_when_to_come_again() -> None:
    behind, heard = Behind(), []
    behind.most, behind.seconds = LONGEST, 4

    async def app(scope: Any, _: Any, send: Any) -> None:
        heard.append((scope["state"]["room"], scope["state"]["seconds"]))
        await empty(scope, _, send)

    async def story() -> None:
        wire, state = Wire(), {LINE: behind}
        connection = Connection(Config(app, lifespan="off"), ServerState(), state)
        connection.connection_made(wire)
        connection.entrance.part = 1.0
        connection.entrance.waiting.extend([lambda: None] * LONGEST)
        connection.data_received(post(QUICK))
        await wire.answered.wait()
        connection.close_idle()
        connection.connection_lost(None)

    asyncio.run(asyncio.wait_for(story(), 20))
    assert heard == [(behind, 4)]
    with serving() as client:
        client.app_state |= {"room": behind, "seconds": 4}
        refused = client.post("/graphql", json={"query": QUICK})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "4")


def test_a_server_that_keeps_no_state_is_told_nothing_and_serves_all_the_same() -> None:
    app = build_app(schema=schema(), settings=Settings(database=f"sqlite:///{database()}"))
    coming = iter(["lifespan.startup", "lifespan.shutdown"])
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": next(coming)}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert entrance_of({}).room is None


def test_requests_begin_in_the_order_they_came_a_few_in_each_turn() -> None:
    async def story() -> None:
        entrance, begun = Entrance(2.0), []
        for number in range(2 * TURN + 3):
            entrance.enter(lambda number=number: begun.append(number))  # type: ignore[misc] # of the loop
        seen = [len(begun)]
        while entrance.waiting:
            await asyncio.sleep(0)
            seen.append(len(begun))
        assert seen == [TURN, 2 * TURN, 2 * TURN + 3]
        assert begun == sorted(begun)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert entrance.begun == 0

    asyncio.run(story())


async def all_begun(entrance: Entrance) -> None:
    """Wait until nobody waits."""
    last = asyncio.Event()
    entrance.enter(last.set)
    await last.wait()


def test_as_long_as_there_is_room_behind_it_so_many_may_wait_as_soon_begin() -> None:
    async def story() -> None:
        entrance = Entrance(2.0)
        entrance.pace = 0.01
        for _ in range(TURN + 51):
            assert entrance.closed() is None
            entrance.enter(lambda: None)
        # That is the work of more than half a second, a quarter of what anybody waits.
        assert (entrance.closed(), entrance.full()) == (entrance, 1)
        await asyncio.sleep(0)
        assert (entrance.closed(), entrance.full()) == (None, 0)
        assert entrance.crowded
        await all_begun(entrance)
        assert not entrance.crowded

    asyncio.run(story())


def test_how_long_requests_take_to_begin_is_learned_while_some_wait() -> None:
    async def story() -> None:
        entrance = Entrance(2.0)
        entrance.enter(lambda: None)
        await asyncio.sleep(0.05)
        assert entrance.pace == PACE
        for _ in range(100 * TURN):
            entrance.enter(lambda: time.sleep(0.003))
        await all_begun(entrance)
        assert 0.0025 < entrance.pace < 0.006

    asyncio.run(story())


def test_no_more_than_a_few_wait_to_begin_while_there_is_no_room() -> None:
    async def story() -> None:
        behind = Behind()
        entrance = Entrance(2.0, behind)
        for _ in range(TURN + LONGEST):
            assert entrance.closed() is None
            entrance.enter(lambda: None)
        assert entrance.closed() is behind
        behind.seconds = 0
        assert entrance.closed() is None

    asyncio.run(story())


def test_those_who_wait_to_begin_are_counted_as_on_their_way_by_where_the_last_went() -> None:
    async def story() -> None:
        behind, other = Behind(), Behind()
        behind.most = other.most = LONGEST
        entrance = Entrance(2.0, behind)
        wait(entrance, 30 * TURN, lambda: None)
        assert entrance.closed() is None  # nobody has gone on to it yet
        await all_begun(entrance)
        assert entrance.part == 0
        wait(entrance, 30 * TURN, partial(go_on_to, behind))
        await all_begun(entrance)
        assert 0.6 < entrance.part < 0.9
        wait(entrance, LONGEST, lambda: None)
        assert entrance.closed() is None  # some of them go elsewhere
        wait(entrance, LONGEST, lambda: None)
        assert entrance.closed() is behind
        # Where not all go by: who sets out for there is told by whom it knows of itself.
        assert (entrance.full_behind(behind), entrance.full_behind(other)) == (1, 0)
        await all_begun(entrance)
        assert entrance.closed() is None

    asyncio.run(story())


def wait(entrance: Entrance, number: int, begin: Callable[[], None]) -> None:
    """Have so many wait to begin."""
    entrance.begun = TURN
    for _ in range(number):
        entrance.enter(begin)
    asyncio.get_running_loop().call_soon(entrance.next_turn)


def go_on_to(behind: Behind) -> None:
    """Come to a room."""
    behind.come += 1


def test_those_who_are_told_to_come_again_are_heard_at_a_bounded_rate_and_in_a_second_at_most() -> None:
    async def story() -> None:
        entrance = Entrance(2.0)
        soon = int(MOMENT * REFUSALS)
        delays = [entrance.delay(100.0) for _ in range(3 * REFUSALS)]
        assert delays[: soon + 1] == pytest.approx([(each + 1) / REFUSALS for each in range(soon + 1)])
        # They pile up: fewer are heard.
        assert delays[soon + 400] - delays[soon] == pytest.approx(400 / PILED)
        assert max(delays) == pytest.approx(LATEST)

    asyncio.run(story())


def test_once_they_have_all_been_heard_they_are_heard_as_soon_as_ever() -> None:
    async def story() -> None:
        entrance = Entrance(2.0)
        while entrance.delay(100.0) < LATEST:
            pass
        # As many as are heard come on and on.
        later = [entrance.delay(100.0 + each / PILED) for each in range(PILED)]
        assert min(later) == pytest.approx(LATEST)
        assert [entrance.delay(103.0), entrance.delay(103.0)] == pytest.approx([1 / REFUSALS, 2 / REFUSALS])

    asyncio.run(story())
