"""Clients that are slow, silent or too many: each is cut off or told to come again, and others are answered.

Deadlines are half a second here; what must happen within one has twenty times as long.
"""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.serving.apps import database
from tests.serving.running import Running, closes_within, everything, opened, post, run, socket_of, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("connections")]

SOON = 10.0
LARGE = "{ citations(first: 500) { nodes { id asPrinted locator source { id title citations(first: 500) { nodes { id asPrinted locator } } } } } }"  # noqa: E501
SETTINGS = {
    "head_seconds": 0.5,
    "stall_seconds": 0.5,
    "idle_seconds": 0.5,
    "request_seconds": 2,
    "max_connections": 20,
    "max_cost": 1_000_000_000,
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with run(tmp_path_factory.mktemp("slow"), database(), SETTINGS) as made:
        yield made


@pytest.fixture(autouse=True)
def others_are_answered(running: Running) -> Iterator[None]:
    """After each test, as before it, the server answers."""
    yield
    end = time.monotonic() + SOON
    while True:
        with opened(running) as connection:
            connection.sendall(post("{__typename}", Connection="close"))
            if b'{"data":{"__typename":"Query"}}' in everything(connection):
                return
        assert time.monotonic() < end, "the server answers nobody any more"
        time.sleep(0.05)


@pytest.mark.parametrize("first", [b"", b"P", b"POST /graphql HTTP/1.1\r\nHost: x\r\nX-Sl"])
def test_the_head_of_a_request_has_a_deadline(running: Running, first: bytes) -> None:
    with opened(running) as connection:
        connection.sendall(first)
        assert closes_within(connection, SOON)


def test_a_head_that_trickles_has_the_same_deadline_also_after_another_request(running: Running) -> None:
    with opened(running) as connection:
        connection.sendall(post("{__typename}"))
        assert b" 200 " in until(connection, b'"Query"}}')
        connection.sendall(b"POST /graphql HTTP/1.1\r\n")
        began = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012 - it closes at any of these
            while time.monotonic() < began + SOON:
                connection.sendall(b"X-A: b\r\n")
                time.sleep(0.1)


def test_a_connection_on_which_nothing_is_asked_any_more_stays_open_as_long_as_is_set(
    running: Running, tmp_path: Path
) -> None:
    with run(tmp_path, database(), {"keep_alive_seconds": 1}) as hasty:
        for each, closes in ((hasty, True), (running, False)):
            with opened(each) as connection:
                connection.sendall(post("{__typename}"))
                assert b" 200 " in until(connection, b'"Query"}}')
                assert not closes_within(connection, 0.5)
                assert closes_within(connection, SOON if closes else 1.5) is closes


def test_a_body_that_trickles_has_a_deadline(running: Running) -> None:
    with opened(running) as connection:
        connection.sendall(post("{__typename}")[:-5])
        assert until(connection, b'"TIMEOUT"').startswith(b"HTTP/1.1 503")


def test_what_follows_an_answer_given_before_the_whole_body_came_has_a_deadline(running: Running) -> None:
    with opened(running) as connection:
        connection.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\nx")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 415")
        with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012 - it closes at any of these
            end = time.monotonic() + SOON
            while time.monotonic() < end:
                connection.sendall(b"x")
                time.sleep(0.1)


def test_who_reads_nothing_of_an_answer_is_cut_off(running: Running) -> None:
    with opened(running, receive=4096) as connection:
        for _ in range(40):
            connection.sendall(post(LARGE))
        time.sleep(3)
        # What the systems of both sides kept comes still; then it breaks off.
        connection.settimeout(SOON)
        assert everything(connection).count(b"HTTP/1.1 200") < 40


def test_who_reads_nothing_of_a_file_is_cut_off(running: Running) -> None:
    query = "{ citations { nodes { id asPrinted locator source { citations(first: 500) { nodes { id asPrinted locator } } } } } }"  # noqa: E501
    with opened(running, receive=4096) as connection:
        for _ in range(40):
            connection.sendall(post(query, Accept="text/csv"))
        time.sleep(3)
        connection.settimeout(SOON)
        assert not everything(connection).endswith(b"0\r\n\r\n")


def test_who_reads_slowly_but_reads_is_served(running: Running) -> None:
    with opened(running, receive=4096) as connection:
        connection.sendall(post(LARGE, Connection="close"))
        found, began = b"", time.monotonic()
        while more := connection.recv(16_384):
            found += more
            # The system holds some megabytes, and asks for more when a third of that is taken: in seconds.
            time.sleep(0.01 if time.monotonic() < began + 2 else 0)
        head, _, body = found.partition(b"\r\n\r\n")
        assert b"content-length: %d\r\n" % len(body) in head
        assert len(body) > 500_000


def test_a_socket_that_says_nothing_and_runs_nothing_is_closed_with_a_code(running: Running) -> None:
    async def talk() -> None:
        quiet = await socket_of(running.port)
        subscribed = await socket_of(running.port)
        live = '{"type":"subscribe","id":"1","payload":{"query":"subscription{live{__typename}}"}}'
        await subscribed.send(live)
        assert "next" in str(await subscribed.recv())
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(quiet.recv(), SOON)
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1000, "Idle")
        await asyncio.sleep(1)
        await subscribed.send('{"type":"complete","id":"1"}')
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(subscribed.recv(), SOON)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.reason == "Idle"

    asyncio.run(talk())


def test_a_client_that_floods_a_socket_and_reads_nothing_is_cut_off(running: Running) -> None:
    with opened(running, receive=4096) as connection:
        connection.sendall(
            b"GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        )
        text = b'{"type":"connection_init"}'
        connection.sendall(b"\x81" + bytes([0x80 | len(text)]) + b"\0\0\0\0" + text)
        ping = b"\x89\xfd\0\0\0\0" + b"x" * 125
        before = memory(running)
        with pytest.raises((BrokenPipeError, ConnectionResetError, TimeoutError)):  # noqa: PT012 - at any of these
            connection.settimeout(2)
            for _ in range(10_000):
                connection.sendall(ping * 200)
        assert memory(running) - before < 20_000_000
        assert closes_within(connection, SOON)


def memory(running: Running) -> int:
    """Resident memory in bytes."""
    return int(Path(f"/proc/{running.process.pid}/statm").read_text().split()[1]) * 4096


def test_one_connection_too_many_is_told_to_come_again(running: Running) -> None:
    held = []
    try:
        for _ in range(20):
            connection = opened(running)
            connection.sendall(post("{__typename}"))
            assert b" 200 " in until(connection, b'"Query"}}')
            held.append(connection)
        with opened(running) as connection:
            connection.sendall(post("{__typename}"))
            answer = everything(connection)
            assert answer.startswith(b"HTTP/1.1 503")
            assert b"retry-after: 1\r\n" in answer
            assert b'"SERVICE_UNAVAILABLE"' in answer
        with opened(running) as connection:
            connection.sendall(
                b"GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            )
            assert everything(connection).startswith(b"HTTP/1.1 503")
        held[0].sendall(post("{__typename}"))
        assert b" 200 " in until(held[0], b'"Query"}}')
    finally:
        for connection in held:
            connection.close()


def test_a_handshake_with_a_large_head_is_taken_up_and_heard(running: Running) -> None:
    async def talk() -> None:
        socket = await socket_of(running.port, additional_headers={"Cookie": "a=" + "x" * 6_000})
        await socket.send('{"type":"ping"}')
        assert await asyncio.wait_for(socket.recv(), SOON) == '{"type":"pong"}'
        await socket.close()

    asyncio.run(talk())


def test_a_body_that_comes_in_one_go_and_is_not_read_yet_is_read_whole(running: Running) -> None:
    filler = "#" + "x" * 200_000
    with opened(running) as connection:
        for _ in range(3):
            connection.sendall(post(f"{{ companies(first: 1) {{ totalCount }} }} {filler}"))
            assert b'"totalCount":' in until(connection, b"}}}")


def test_requests_sent_in_one_go_are_answered_in_their_order(running: Running) -> None:
    slugs = ["celyad", "novadip-biosciences", "masthercell"] * 100
    with opened(running) as connection:
        connection.sendall(b"".join(post(f'{{ company(slug: "{slug}") {{ slug }} }}') for slug in slugs))
        found = b""
        while found.count(b'{"data":{"company"') < len(slugs):
            found += connection.recv(65_536)
        assert [each.decode() for each in re.findall(rb'"slug":"([a-z-]+)"', found)] == slugs
