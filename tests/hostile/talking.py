"""Talks to a server over WebSockets: operations on one that stays open, messages of every shape on fresh ones.

In: a host, bytes. Out: what was answered, checked, and close codes. Never: a socket that is dropped without a code.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import orjson
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.hostile.asking import FAULTS, hold_errors, hold_result
from tests.hostile.inputs import Message, subscribed
from tests.serving.running import PROTOCOL

# Unsupported data, bad UTF-8, too large; and the protocol's own: no message, too early, an id twice, too much.
CLOSED = frozenset({1003, 1007, 1009, 4400, 4401, 4409, 4429})
SOON = 20.0  # seconds
SHAPES = (
    b"1",
    b"null",
    b'"x"',
    b"[" * 100_000,
    b'{"type":"subscribe"}',
    b'{"type":"subscribe","id":"1","payload":1}',
    b'{"type":"subscribe","id":null,"payload":{}}',
    b'{"type":"complete","id":"nobody"}',
    b'{"type":"complete","id":[]}',
    b'{"type":"pong","payload":1}',
    b'{"type":"\\u0000"}',
    b"9" * 5_000,
    b'{"type":"connection_init","payload":' + b"[" * 500 + b"]" * 500 + b"}",
    b'{"type":"ping","type":"next"}',
)


@contextmanager
def acknowledged(host: str) -> Iterator[ClientConnection]:
    """A socket whose connection is acknowledged."""
    address = f"ws://{host}/graphql"
    with connect(address, subprotocols=[PROTOCOL], compression=None, max_size=None, proxy=None) as socket:
        socket.send('{"type":"connection_init"}')
        assert orjson.loads(socket.recv(SOON))["type"] == "connection_ack"
        yield socket


def operate(socket: ClientConnection, name: str, body: bytes, faults: Collection[str] = FAULTS) -> None:
    """Ask what a body asks, and hold every answer until the last; the socket stays open."""
    socket.send(subscribed(body), text=True)
    while True:
        said = orjson.loads(socket.recv(SOON))
        assert said["id"] == "1", f"{name}: {said}"
        if hold_said(name, said, faults) in ("complete", "error"):
            return


def tell(host: str, message: Message, faults: Collection[str] = FAULTS) -> int | None:
    """Say something to a fresh socket: gives the code with which it is closed; None where it lives.

    ConnectionResetError where it is dropped without a code.
    """
    with acknowledged(host) as socket:
        closed = hear(socket, message, faults)
    if closed is None:
        return None
    if closed.rcvd is None:
        raise ConnectionResetError(f"{message.name}: dropped without a code")
    assert closed.rcvd.code in CLOSED, f"{message.name}: closed with {closed.rcvd}"
    return closed.rcvd.code


def hear(socket: ClientConnection, message: Message, faults: Collection[str]) -> ConnectionClosed | None:
    """Say something, and hold what is answered until it is known whether the socket lives."""
    try:
        socket.send(message.data, text=message.text)
        socket.send('{"type":"ping"}')
        while hold_said(message.name, orjson.loads(socket.recv(SOON)), faults) != "pong":
            pass
    except ConnectionClosed as closed:
        return closed
    return None


def hold_said(name: str, said: dict[str, object], faults: Collection[str]) -> str:
    """Hold a message of the server's to be one of the protocol's; gives its type."""
    kind = str(said["type"])
    assert kind in ("next", "error", "complete", "pong"), f"{name}: {said}"
    if kind == "next":
        hold_result(name, said["payload"], None, faults)
    if kind == "error":
        assert said["payload"], f"{name}: {said}"
        hold_errors(name, said["payload"], None, faults)
    return kind
