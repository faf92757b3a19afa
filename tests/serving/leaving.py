"""Clients that leave before their answer is there, each in its own way.

In: where a server listens, and a number that says when to leave. Out: nothing. Never: an answer that is read.
"""

import asyncio
import time

import orjson

from tests.serving.loading import other, slow
from tests.serving.running import Place, opened, post, socket_of

LIVE = "subscription { live { companies(first: 3) { nodes { name } } universities { nodes { name } } } }"


def leave_http(place: Place, number: int) -> None:
    with opened(place) as connection:
        connection.sendall(post(slow(3), other(number)))
        time.sleep(0.002 * (number % 50))


def leave_stream(place: Place, number: int) -> None:
    with opened(place) as connection:
        asked = (slow(3), other(number)) if number % 2 else (LIVE, None)
        connection.sendall(post(*asked, Accept="text/event-stream"))
        time.sleep(0.002 * (number % 50))


def leave_file(place: Place, number: int) -> None:
    query = slow(3).replace("totalCount", "nodes { id }")
    with opened(place) as connection:
        connection.sendall(post(query, other(number), Accept="text/csv"))
        time.sleep(0.002 * (number % 50))


def leave_socket(place: Place, number: int) -> None:
    async def talk() -> None:
        socket = await socket_of(place.port)
        payload = {"query": slow(3), "variables": other(number)} if number % 2 else {"query": LIVE}
        message = {"type": "subscribe", "id": "1", "payload": payload}
        await socket.send(orjson.dumps(message).decode())
        await asyncio.sleep(0.002 * (number % 50))
        if number % 3 == 0:
            await socket.send('{"type":"complete","id":"1"}')
            await asyncio.sleep(0.01)
        if number % 3 == 1:
            socket.transport.abort()
        await socket.close()

    asyncio.run(talk())
