"""Clients by the thousand, each a few bytes of one process: they leave before their answer, or wait to be cut off.

In: a port, how many, how many at once. Out: what came back, counted. Never: a thread for each.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import orjson

from tests.serving.leaving import LIVE
from tests.serving.loading import other, slow
from tests.serving.running import post
from tests.serving.wire import INIT, TEXT, frame, upgrade

AT_ONCE = 100
CODE = re.compile(rb'"code":"(\w+)"')
FOREVER = slow(3)
FILE = FOREVER.replace("totalCount", "nodes { id }")
GONE = (ConnectionError, asyncio.IncompleteReadError)


async def crowd(count: int, act: Callable[[int], Awaitable[None]]) -> None:
    """So many clients, a hundred at once."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with places:
            await act(number)

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            group.create_task(one(number))


async def leave(port: int, kind: str, number: int) -> None:
    """Ask over HTTP, for events, for a file or over a WebSocket, and leave a moment later."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        if kind == "socket":
            await become_socket(reader, writer)
        writer.write(asked(kind, number))
        await asyncio.sleep(0.002 * (number % 50))
    finally:
        if number % 3:
            writer.transport.abort()
        writer.close()
        with suppress(*GONE):
            await writer.wait_closed()


def asked(kind: str, number: int) -> bytes:
    """What a client asks: what has no end, or what tells of each build."""
    query, variables = (FOREVER, other(number)) if number % 2 else (LIVE, {})
    match kind:
        case "socket":
            payload = {"query": query, "variables": variables}
            return frame(TEXT, orjson.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        case "events":
            return post(query, variables, Accept="text/event-stream")
        case "file":
            return post(FILE, other(number), Accept="text/csv")
        case _:
            return post(FOREVER, other(number))


async def become_socket(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Go on as a WebSocket that has been initialised."""
    writer.write(upgrade())
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    writer.write(frame(TEXT, INIT))


async def ask_on(port: int, count: int, codes: Counter[str]) -> None:
    """Ask for what has no end, so many times on one connection, and count the codes of the answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(count):
        writer.write(post(FOREVER, other(id(writer) + number)))
        head = await reader.readuntil(b"\r\n\r\n")
        size = re.search(rb"content-length: (\d+)", head)
        assert size is not None, head
        found = CODE.search(await reader.readexactly(int(size.group(1))))
        codes[found.group(1).decode() if found else "none"] += 1
    writer.close()
    await writer.wait_closed()
