"""Load that comes at a rate, whether or not what came before is answered; each request is another one.

In: an address, bodies, a rate. Out: an `Answered` for each request. Never: more than HTTP/1.1 with a Content-Length,
nor two requests at once on a connection: there are as many as it takes, each used again when it is answered.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

import uvloop

from tests.bench.streaming import LENGTH, PATIENCE, request_of

# How often those are sent that are due (seconds).
TICK = 0.001


@dataclass(frozen=True)
class Answered:
    """The status of an answer, 0 where the connection was lost; when it came, and how long it took (seconds)."""

    status: int
    at: float
    took: float


@dataclass
class Arrivals:
    """Who asks, and what came back."""

    url: str
    requests: Iterator[bytes]
    answers: list[Answered] = field(default_factory=list)
    idle: "list[Caller]" = field(default_factory=list)
    asked: int = 0
    # Set when an answer comes.
    free: asyncio.Event = field(default_factory=asyncio.Event)

    # Connections that are being made.
    making: set[asyncio.Task[None]] = field(default_factory=set)

    def ask(self) -> None:
        """Send one request."""
        self.asked += 1
        if self.idle:
            self.idle.pop().ask(next(self.requests))
        else:
            task = asyncio.get_running_loop().create_task(self.connect())
            self.making.add(task)
            task.add_done_callback(self.connected)

    async def connect(self) -> None:
        """Send one request over another connection."""
        parts = urlsplit(self.url)
        host, port = parts.hostname or "127.0.0.1", parts.port or 80
        _, caller = await asyncio.get_running_loop().create_connection(lambda: Caller(self), host, port)
        caller.ask(next(self.requests))

    def connected(self, task: "asyncio.Task[None]") -> None:
        """Fail where no connection could be made."""
        self.making.discard(task)
        task.result()

    def note(self, status: int, began: float) -> None:
        """Note an answer."""
        now = time.perf_counter()
        self.answers.append(Answered(status, now, now - began))
        self.free.set()

    async def some(self) -> None:
        """Wait for an answer."""
        self.free.clear()
        await self.free.wait()

    async def end(self) -> None:
        """Wait for the answers that are still to come; close all connections."""
        async with asyncio.timeout(PATIENCE):
            while len(self.answers) < self.asked:
                await self.some()
        for caller in self.idle:
            caller.transport.close()


class Caller(asyncio.Protocol):
    """One connection."""

    def __init__(self, arrivals: Arrivals) -> None:
        self.arrivals = arrivals
        self.buffer = bytearray()
        self.asking = False
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        self.transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.asking = True
        self.began = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Gather an answer, and note it when it is whole."""
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        length = LENGTH.search(self.buffer, 0, head + 4) if head > 0 else None
        if length is None or len(self.buffer) < head + 4 + int(length[1]):
            return
        status = int(self.buffer[9:12])
        self.buffer.clear()
        self.asking = False
        self.arrivals.idle.append(self)
        self.arrivals.note(status, self.began)

    def connection_lost(self, _: Exception | None) -> None:
        """Note what was not answered."""
        if self in self.arrivals.idle:
            self.arrivals.idle.remove(self)
        if self.asking:
            self.arrivals.note(0, self.began)


def at_rate(url: str, bodies: Iterator[bytes], seconds: float, rate: float) -> list[Answered]:
    """Send so many requests a second for so long."""

    # Written before: what is generated beside the server takes processors from it.
    requests = [request_of(url, body) for body in islice(bodies, int(seconds * rate) + 1)]

    async def run() -> list[Answered]:
        arrivals = Arrivals(url, iter(requests))
        began = time.perf_counter()
        while (past := time.perf_counter() - began) < seconds:
            for _ in range(int(past * rate) - arrivals.asked):
                arrivals.ask()
            await asyncio.sleep(TICK)
        await arrivals.end()
        return arrivals.answers

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(run())


def by_clients(url: str, bodies: Iterator[bytes], seconds: float, clients: int) -> list[Answered]:
    """So many clients, each of whom asks again when he is answered, for so long."""

    async def run() -> list[Answered]:
        arrivals = Arrivals(url, (request_of(url, body) for body in bodies))
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            while arrivals.asked - len(arrivals.answers) < clients:
                arrivals.ask()
            await arrivals.some()
        await arrivals.end()
        return arrivals.answers

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(run())
