"""Many clients at once, each with what takes longest: none of their turns stops the event loop."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

import pytest

from tests.hostile import loads
from tests.hostile.asking import Hostile, Server, afresh, unhindered
from tests.hostile.inputs import OPERATED, subscribed
from tests.serving.running import everything, opened, until
from tests.serving.wire import ACKNOWLEDGED, CONTINUATION, INIT, PING, SWITCHED, TEXT, frame, head, upgrade

CLIENTS = 16
HEAVY = ("a filter of 400 parts", "5,000 variables", "a document with a 100 kB block string")
LOADS = [*loads.loads(), *(each for each in OPERATED if each.name in HEAVY)]
END = b"\r\n\r\n"
# A longer frame says its length in another way.
LONGEST_FRAME = 65_000
# As many empty frames as arrive in one piece.
FRAMES = 680


def request_of(hostile: Hostile) -> bytes:
    """An input as bytes, after which the connection ends."""
    body = hostile.body or b""
    more = {"Host": "x", "Content-Length": str(len(body)), "Connection": "close"}
    return head(hostile.method, hostile.target, {**hostile.headers, **more}) + body


def all_at_once(connections: Sequence[socket.socket], sent: Sequence[bytes]) -> None:
    """Send something over each connection, the last byte of each when all others are there."""
    for connection, each in zip(connections, sent, strict=True):
        connection.sendall(each[:-1])
    for connection, each in zip(connections, sent, strict=True):
        connection.sendall(each[-1:])


@contextmanager
def connected(server: Server) -> Iterator[list[socket.socket]]:
    """Connections of many clients."""
    with ExitStack() as ends:
        yield [ends.enter_context(closing(opened(server.running))) for _ in range(CLIENTS)]


@contextmanager
def acknowledged(server: Server) -> Iterator[list[socket.socket]]:
    """WebSockets of many clients."""
    with connected(server) as connections:
        for connection in connections:
            connection.sendall(upgrade())
            assert until(connection, END).startswith(SWITCHED)
            connection.sendall(frame(TEXT, INIT))
            until(connection, ACKNOWLEDGED)
        yield connections


@pytest.mark.parametrize("hostile", LOADS, ids=lambda each: each.name)
def test_the_same_load_of_many_clients_is_answered_or_refused_to_each(
    server: Server, hostile: Hostile
) -> None:
    def ask(number: int) -> None:
        first = number * CLIENTS + 1
        sent = [request_of(afresh(hostile, each)) for each in range(first, first + CLIENTS)]
        with connected(server) as connections:
            all_at_once(connections, sent)
            answers = list(map(everything, connections))
        assert {answer[9:12] for answer in answers} <= {b"200", b"400", b"503"}, answers[0][:300]

    unhindered(server, hostile.name, ask)


SAID = {
    "pings": frame(PING) * FRAMES,
    "continuations": frame(TEXT, last=False) + frame(CONTINUATION, last=False) * FRAMES,
    "empty messages": frame(TEXT) * FRAMES,
    **{
        each.name: frame(TEXT, subscribed(each.body or b""))
        for each in LOADS
        if len(each.body or b"") < LONGEST_FRAME
    },
}


@pytest.mark.parametrize("name", SAID)
def test_what_many_say_over_sockets_at_once_is_heard_of_each(server: Server, name: str) -> None:
    def ask(_: int) -> None:
        with acknowledged(server) as connections:
            all_at_once(connections, [SAID[name] + frame(PING)] * CLIENTS)
            for connection in connections:
                assert connection.recv(1), "closed without a word"

    unhindered(server, name, ask)
