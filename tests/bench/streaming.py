"""A small load generator on asyncio: connections that ask again as soon as they are answered.

In: an address, a body, a time. Out: a `Done`. Never: more than HTTP/1.1 with a Content-Length.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import uvloop

PATIENCE = 60.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


@dataclass
class Done:
    """What came back: the time of each request, bytes, and how many were not a 200."""

    seconds: float = 0.0
    received: int = 0
    failed: int = 0
    times: list[float] = field(default_factory=list)


class Asker(asyncio.Protocol):
    """One connection."""

    def __init__(self, request: bytes, done: Done, end: float) -> None:
        self.request = request
        self.done = done
        self.end = end
        self.over = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()
        self.needed = 0
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self.transport = cast("asyncio.Transport", transport)
        self.ask()

    def ask(self) -> None:
        """Send the request."""
        self.needed = 0
        self.buffer.clear()
        self.began = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Gather the response; when it is whole, count it and ask again until the time is over."""
        self.buffer += data
        if not self.needed:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            length = LENGTH.search(self.buffer, 0, end + 4)
            if length is None:
                self.over.set_exception(AssertionError("a response without Content-Length"))
                return
            self.needed = end + 4 + int(length[1])
        if len(self.buffer) >= self.needed:
            self.count()

    def count(self) -> None:
        """Count a response."""
        now = time.perf_counter()
        self.done.times.append(now - self.began)
        self.done.received += len(self.buffer)
        self.done.failed += not self.buffer.startswith(b"HTTP/1.1 200")
        if now < self.end:
            self.ask()
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell whoever waits."""
        self.done.failed += error is not None or time.perf_counter() < self.end
        if not self.over.done():
            self.over.set_result(None)


def request_of(url: str, body: bytes) -> bytes:
    """The bytes of a request."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    head = f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def stream(url: str, body: bytes, seconds: float, connections: int) -> Done:
    """Ask on so many connections for so long."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    request = request_of(url, body)

    async def run() -> Done:
        done = Done()
        loop = asyncio.get_running_loop()
        began = time.perf_counter()
        make = partial(Asker, request, done, began + seconds)
        asked = [await loop.create_connection(make, host, port) for _ in range(connections)]
        await asyncio.wait_for(asyncio.gather(*(asker.over for _, asker in asked)), seconds + PATIENCE)
        done.seconds = time.perf_counter() - began
        return done

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(run())
