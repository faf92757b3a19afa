"""The other transports: WebSockets with messages of every wrong shape, and event streams that cannot begin."""

import asyncio
import random
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.hostile import corpus, documents
from tests.hostile.asking import Hostile, Server, hold

pytestmark = pytest.mark.xdist_group("hostile")

CLOSED = {1003, 1007, 1009, 4400, 4401, 4409, 4429}
OPERATIONS = [*documents.syntax(), *documents.amplifiers(), *documents.identities(), *corpus.shapes()]
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


async def opened(server: Server) -> ClientConnection:
    """A socket whose connection is acknowledged."""
    protocol = Subprotocol("graphql-transport-ws")
    socket = await connect(f"ws://{server.host}/graphql", subprotocols=[protocol], open_timeout=10)
    await socket.send('{"type":"connection_init"}')
    assert orjson.loads(await socket.recv())["type"] == "connection_ack"
    return socket


async def last_message(socket: ClientConnection) -> dict[str, Any]:
    """The message that ends an operation."""
    while True:
        said: dict[str, Any] = orjson.loads(await asyncio.wait_for(socket.recv(), 20))
        if said["type"] in ("complete", "error"):
            return said


def test_a_hostile_operation_ends_with_a_message_and_leaves_its_socket_open(server: Server) -> None:
    async def talk() -> None:
        socket = await opened(server)
        for number, hostile in enumerate(OPERATIONS):
            payload = orjson.loads(hostile.body or b"{}") if b"\\ud" not in (hostile.body or b"") else {}
            if len(hostile.body or b"") > 200_000:
                continue
            message = {"type": "subscribe", "id": str(number), "payload": payload}
            await socket.send(orjson.dumps(message).decode())
            said = await last_message(socket)
            assert said["id"] == str(number)
            for error in said.get("payload", ()):
                assert error["extensions"]["code"] != "INTERNAL_SERVER_ERROR", hostile.name
                assert error["extensions"]["requestId"]
        await socket.close()

    asyncio.run(talk())


def test_a_message_of_any_shape_is_answered_or_closes_the_socket_with_a_code(server: Server) -> None:
    chance = random.Random(4)
    codes: dict[bytes, int | None] = {}

    async def talk() -> None:
        for number in range(60):
            socket = await opened(server)
            message = bytearray(chance.choice(SHAPES))
            if number >= len(SHAPES):
                del message[chance.randrange(len(message)) :]
                message += chance.choice(SHAPES)
            try:
                await socket.send(bytes(message) if number % 7 == 6 else message.decode())
                await socket.send('{"type":"ping"}')
                assert orjson.loads(await asyncio.wait_for(socket.recv(), 10))["type"] == "pong"
                await socket.close()
            except ConnectionClosed as closed:
                codes[bytes(message[:80])] = closed.rcvd.code if closed.rcvd else None

    asyncio.run(talk())
    assert len(codes) > 20
    assert {message: code for message, code in codes.items() if code not in CLOSED} == {}


def test_an_event_stream_that_cannot_begin_is_refused_as_json(server: Server) -> None:
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    for body in (
        b"",
        b"1",
        b'{"query":"{"}',
        b'{"query":"subscription{nope}"}',
        b'{"query":"subscription{live{x}}"}',
    ):
        asked = Hostile(f"events of {body!r}", body, headers=headers, refused=True)
        hold(asked, *server.ask(asked))


def test_a_file_that_cannot_be_made_is_refused_as_json(server: Server) -> None:
    for accept in ("text/csv", "application/x-ndjson"):
        headers = {"Content-Type": "application/json", "Accept": accept}
        for hostile in (*documents.syntax(), *documents.amplifiers(), *corpus.bodies()):
            asked = Hostile(f"{accept} of {hostile.name}", hostile.body, headers=headers)
            status, body, answered = server.ask(asked)
            if answered["content-type"].startswith("application/json"):
                hold(asked, status, body, answered)
            else:
                assert status == 200
