"""Behind HAProxy, as it ships: all is answered as without it, but for what is too much, which it refuses by itself."""

import asyncio
import http.client
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from tests.bench.arriving import at_rate
from tests.haproxy import CONFIGURATION, Proxy, proxy
from tests.serving.apps import database
from tests.serving.loading import HEADERS, other, slow
from tests.serving.running import Place, Running, everything, opened, post, run, socket_of, until
from tests.serving.test_under_load import metric, wait_for_metric

SETTINGS = {"max_cost": 10**12, "answer_cache": 0, "sql_seconds": 60, "keep_alive_seconds": 60}
QUICK = "{ companies(first: 1) { nodes { name } } }"
GET = "/graphql?query=%7Bcompanies%7BtotalCount%7D%7D"
EVENTS, TABLE = {"Accept": "text/event-stream"}, {"Accept": "text/csv"}
# What urql sends with every request.
ANYTHING = {
    "Accept": "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
}
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
ID = re.compile(r"[0-9a-f-]{36}")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("load")]


@dataclass
class Told:
    """What a client was told."""

    status: int
    headers: dict[str, str]
    text: bytes

    @property
    def code(self) -> str:
        (error,) = orjson.loads(self.text)["errors"]
        code: str = error["extensions"]["code"]
        return code


def ask(
    place: Place | Proxy,
    query: str = QUICK,
    variables: Any = None,
    headers: Mapping[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Told:
    """Ask a query on a connection of its own."""
    body = orjson.dumps({"query": query, "variables": variables})
    return tell(place, "POST", "/graphql", body, HEADERS | dict(headers or {}), source)


def tell(
    place: Place | Proxy,
    method: str,
    target: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Told:
    """Send a request from an address of this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30, source_address=(source, 0))
    with closing(connection):
        connection.request(method, target, body, dict(headers or {}))
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Told(answer.status, named, answer.read())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with run(tmp_path_factory.mktemp("behind"), database(), SETTINGS) as made:
        yield made


@pytest.fixture(scope="module")
def narrow(running: Running) -> Iterator[Proxy]:
    """One that has one request at once, and lets none wait."""
    with proxy(running.address, running=1, waiting=0) as made:
        yield made


@contextmanager
def taken(running: Running, narrow: Proxy) -> Iterator[None]:
    """A block during which a query without an end runs; it ends when the one who asked has left."""
    holder = http.client.HTTPConnection("127.0.0.1", narrow.port, timeout=60)
    holder.request("POST", "/graphql", orjson.dumps({"query": slow(3)}), HEADERS)
    wait_for_metric(running, "graph_running", 1)
    try:
        yield
    finally:
        holder.close()
        wait_for_metric(running, "graph_running", 0)


def test_its_head_tells_of_each_variable_and_what_it_is_where_nothing_is_set() -> None:
    text = CONFIGURATION.read_text()
    used = set(re.findall(r'"\$\{([A-Z]+)-(.*?)\}"', text))
    told = re.findall(r"^# ([A-Z]+)  +.*\(([^()]*)\)", text.replace("(GRAPH_", ""), re.MULTILINE)
    assert {name for name, _ in used} == {name for name, _ in told}
    assert used == set(told)


def test_what_is_asked_is_answered_as_without_it(running: Running) -> None:
    own = {"date", "server-timing"}
    with proxy(running.address) as before:
        for method, target, headers in (
            ("GET", GET, {}),
            ("GET", f"{GET}&x={'x' * 60_000}", {}),
            ("GET", GET, {"Accept-Encoding": "gzip"}),
            ("GET", GET, {"If-None-Match": "*"}),
            ("GET", GET, ANYTHING),
            ("GET", "/graphql?query=%7Bcompanies%7Bnodes%7Bslug%7D%7D%7D", TABLE),
            ("GET", "/graphql?query=%7Bnothing%7D", {}),
            ("OPTIONS", "/graphql", {}),
            ("HEAD", "/graphiql", {}),
            ("GET", "/", {"Accept": "text/html"}),
            ("GET", "/health/ready", {}),
            ("GET", "/nowhere", {}),
        ):
            named = headers | {"X-Request-Id": "mine"}
            told = [tell(place, method, target, headers=named) for place in (running, before)]
            shown = [
                {name: value for name, value in each.headers.items() if name not in own} for each in told
            ]
            assert told[0].status == told[1].status, target
            assert shown[0] == shown[1], target
            assert set(told[0].headers) == set(told[1].headers), target
            assert told[0].text == told[1].text, target


@pytest.mark.parametrize("crowded", [False, True])
@pytest.mark.parametrize(
    "named,kept",
    [
        ([("X-Request-Id", "mine-1")], "mine-1"),
        ([("traceparent", f"00-{TRACE}-00f067aa0ba902b7-01")], TRACE),
        ([("X-Request-Id", "mine-2"), ("traceparent", f"00-{TRACE}-00f067aa0ba902b7-01")], "mine-2"),
        ([], None),
        ([("X-Request-Id", 'a"b')], None),
        ([("X-Request-Id", 'ok,x","code":"INJECTED')], None),
        ([("X-Request-Id", "ok"), ("X-Request-Id", 'z"<b>')], None),
        ([("X-Request-Id", "x" * 129)], None),
    ],
)
def test_an_id_is_kept_as_the_server_would_keep_it(
    running: Running,
    narrow: Proxy,
    named: list[tuple[str, str]],
    kept: str | None,
    crowded: bool,
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in named)
    asked = post("{ nothing }").replace(b"\r\n", f"\r\n{lines}".encode(), 1)
    with taken(running, narrow) if crowded else nullcontext(), opened(Place(narrow.port)) as connection:
        connection.sendall(asked)
        head, _, body = until(connection, b"}]}").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 " if crowded else b"HTTP/1.1 400 ")
    (told,) = re.findall(r"\r\nx-request-id: (.*)\r\n", f"{head.decode()}\r\n".lower())
    assert kept == told if kept else ID.fullmatch(told)
    (error,) = orjson.loads(body)["errors"]
    assert error["extensions"]["requestId"] == told


def test_clients_are_known_by_their_own_address_whatever_they_say_of_it(tmp_path: Path) -> None:
    left = "x-ratelimit-remaining"
    with (
        run(tmp_path, database(), SETTINGS | {"rate": "1000/hour"}) as running,
        proxy(running.address) as before,
    ):
        first = int(ask(before).headers[left])
        again = ask(before, headers={"X-Forwarded-For": "10.1.2.3"})
        assert int(again.headers[left]) < first
        assert int(ask(before, source="127.0.0.2").headers[left]) == first


def test_what_is_too_much_is_refused_in_the_form_of_all_errors(running: Running, narrow: Proxy) -> None:
    refused = narrow.refused()
    with taken(running, narrow):
        told = [ask(narrow, slow(2)), ask(narrow, headers=ANYTHING), tell(narrow, "GET", GET)]
    for each in told:
        assert (each.status, each.code) == (503, "SERVICE_UNAVAILABLE")
        assert each.headers["content-type"] == "application/json; charset=utf-8"
        assert (each.headers["retry-after"], each.headers["cache-control"]) == ("1", "no-store")
        assert each.headers["x-content-type-options"] == "nosniff"
        (error,) = orjson.loads(each.text)["errors"]
        assert error["extensions"]["requestId"] == each.headers["x-request-id"]
    assert narrow.refused() == refused + 3
    assert ask(narrow).status == 200


def test_a_connection_is_kept_by_who_is_refused_on_it(running: Running, narrow: Proxy) -> None:
    with taken(running, narrow), opened(Place(narrow.port)) as connection:
        for _ in range(3):
            connection.sendall(post(QUICK))
            assert until(connection, b"}]}").startswith(b"HTTP/1.1 503 ")


def test_what_lasts_and_what_runs_no_query_is_not_refused(running: Running, narrow: Proxy) -> None:
    with taken(running, narrow):
        assert tell(narrow, "GET", "/health/ready").status == 200
        assert tell(narrow, "GET", "/graphiql").status == 200
        assert tell(narrow, "GET", GET, headers={"Accept": "text/html"}).status == 303
        assert tell(narrow, "GET", GET, headers={"If-None-Match": '"another"'}).status == 200
        assert tell(narrow, "OPTIONS", "/graphql").status == 204
        assert ask(narrow, "{ companies { nodes { slug } } }", headers=TABLE).status == 200
        assert ask(narrow, headers=EVENTS).status == 200
        assert ask(narrow, f"{QUICK} # {'x' * 70_000}").status == 200


@pytest.mark.parametrize(
    "target,headers",
    [
        ("/graphql", {"If-None-Match": "*"}),
        ("/graphql", {"Upgrade": "x"}),
        ("/%67raphql", {}),
        ("/graphql?x=/nothing", {}),
    ],
)
def test_what_only_looks_as_if_it_lasted_is_refused(
    running: Running, narrow: Proxy, target: str, headers: dict[str, str]
) -> None:
    with taken(running, narrow):
        assert tell(narrow, "POST", target, orjson.dumps({"query": QUICK}), HEADERS | headers).status == 503


def test_who_sends_his_query_slowly_takes_no_place_from_others(running: Running, narrow: Proxy) -> None:
    whole = post(QUICK)
    large = post(QUICK).replace(b"Content-Length: ", b"Content-Length: 90") + b" " * 80_000
    with ExitStack() as ends:
        for sent in (whole[:-9], large):
            for _ in range(20):
                connection = ends.enter_context(opened(Place(narrow.port)))
                connection.sendall(sent)
        time.sleep(0.2)
        assert ask(narrow).status == 200
        connection = ends.enter_context(opened(Place(narrow.port)))
        connection.sendall(whole[:-9])
        time.sleep(0.2)
        connection.sendall(whole[-9:])
        assert until(connection, b"}]}}}").startswith(b"HTTP/1.1 200 ")


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_nobody() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    asked.append(connection.recv(65_536))
                    connection.close()

        threading.Thread(target=answer_nobody, daemon=True).start()
        with proxy(f"http://127.0.0.1:{server.getsockname()[1]}") as before:
            told = ask(before, "mutation { add }")
    assert (told.status, told.code, len(asked)) == (502, "SERVICE_UNAVAILABLE", 1)


def test_a_socket_is_open_while_all_else_is_refused(running: Running, narrow: Proxy) -> None:
    async def talk() -> None:
        socket = await socket_of(narrow.port)
        for number, query in enumerate(("subscription { datasetChanged { version } }", QUICK)):
            payload = {"type": "subscribe", "id": str(number), "payload": {"query": query}}
            await socket.send(orjson.dumps(payload).decode())
        while (told := orjson.loads(await socket.recv()))["id"] == "0":
            pass
        assert told["payload"]["data"]["companies"]["nodes"]
        await socket.close()

    with taken(running, narrow):
        asyncio.run(talk())
        assert ask(narrow).status == 503


def test_events_come_when_they_happen(running: Running) -> None:
    query = "subscription { live { companies { totalCount } } }"
    with proxy(running.address) as before, opened(Place(before.port)) as connection:
        connection.sendall(post(query, Accept="text/event-stream"))
        assert b"totalCount" in until(connection, b"totalCount")
        connection.settimeout(0.5)
        with pytest.raises(TimeoutError):
            everything(connection)


def test_a_few_wait_for_each_other_before_anybody_is_refused(running: Running) -> None:
    statuses: Counter[int] = Counter()
    with proxy(running.address, running=1, waiting=3) as before:

        def run_one(number: int) -> None:
            statuses[ask(before, slow(2), other(number)).status] += 1

        threads = [threading.Thread(target=run_one, args=(number,)) for number in range(12)]
        for each in threads:
            each.start()
        while any(each.is_alive() for each in threads):
            assert metric(running, "graph_running") <= 1
            time.sleep(0.02)
    assert statuses[200] >= 2
    assert statuses == {200: statuses[200], 503: 12 - statuses[200]}


def test_who_leaves_stops_his_query(running: Running, narrow: Proxy) -> None:
    with taken(running, narrow):
        assert metric(running, "graph_running") == 1
    assert metric(running, "graph_running") == 0
    assert ask(narrow).status == 200


def test_ten_times_as_many_as_can_be_answered_are_answered_or_refused_and_nothing_else(
    running: Running,
) -> None:
    bodies = (orjson.dumps({"query": slow(1), "variables": other(number)}) for number in range(10**6))
    with proxy(running.address, running=4, waiting=4) as before:
        answers = at_rate(f"{before.address}/graphql", bodies, 1.5, 2_000)
        assert set(Counter(each.status for each in answers)) == {200, 503}
        assert before.refused() == sum(each.status == 503 for each in answers)
        assert ask(before).status == 200


def test_a_server_that_is_gone_is_told_of_in_the_form_of_all_errors(tmp_path: Path) -> None:
    with run(tmp_path, database(), SETTINGS) as running:
        address = running.address
        with proxy(address) as before:
            assert ask(before).status == 200
            running.stop()
            told = ask(before)
            assert (told.status, told.code) == (503, "SERVICE_UNAVAILABLE")
            assert told.headers["retry-after"] == "1"


def test_what_is_no_http_is_refused(narrow: Proxy) -> None:
    with opened(Place(narrow.port)) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 400 ")


def test_it_tells_nothing_but_metrics_where_it_tells_those(narrow: Proxy) -> None:
    place = Place(urlsplit(narrow.metrics).port or 0)
    assert tell(place, "GET", "/metrics").status == 200
    assert tell(place, "GET", "/").status == 403
