"""Load that comes at a rate, whether or not what came before is answered; each request is another one.

In: an address, bodies, a rate. Out: an `Answered` for each request, timed to a millisecond. Never: more than HTTP/1.1
with a Content-Length, nor two requests at once on a connection: there are as many as it takes, each used again when it
is answered.

What is generated beside a server takes processors from it: so this is sockets, and one loop that looks
every millisecond what they have to tell. Garbage waits for the end: to look for it among all answers makes the next
ones late.
"""

import gc
import select
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.bench.streaming import LENGTH, PATIENCE, request_of

# How often it is looked what came, and sent what is due (seconds); how many bytes are read at once, and how many
# connections there are at most: what would need one more is lost.
TICK = 0.001
PIECE = 65_536
MOST = 4_000


class Answered(NamedTuple):
    """The status of an answer, 0 where the connection was lost; when it came, and how long it took (seconds)."""

    status: int
    at: float
    took: float


@dataclass(eq=False, slots=True)
class Caller:
    """One connection; what it asked is answered when `began` is 0."""

    socket: socket.socket
    began: float = 0.0
    heard: bytes = b""


@dataclass
class Arrivals:
    """Who asks, and what came back."""

    url: str
    requests: Iterator[bytes]
    answers: list[Answered] = field(default_factory=list)
    callers: dict[int, Caller] = field(default_factory=dict)
    idle: list[Caller] = field(default_factory=list)
    asked: int = 0
    poll: select.epoll = field(default_factory=select.epoll)

    def run(self, seconds: float, due: Callable[[float], int]) -> list[Answered]:
        """Send what is due for so long; wait for the answers that are still to come."""
        gc.disable()
        began = time.perf_counter()
        try:
            while (past := time.perf_counter() - began) < seconds:
                for _ in range(due(past)):
                    self.ask()
                self.listen()
            while self.open() and time.perf_counter() < began + seconds + PATIENCE:
                self.listen()
        finally:
            gc.enable()
            for caller in self.callers.values():
                caller.socket.close()
            self.poll.close()
        if self.open():
            raise TimeoutError(f"{self.open()} requests were not answered")
        return self.answers

    def open(self) -> int:
        """How many requests are not answered."""
        return self.asked - len(self.answers)

    def ask(self) -> None:
        """Send one request."""
        self.asked += 1
        if not self.idle and len(self.callers) >= MOST:
            self.answers.append(Answered(0, time.perf_counter(), 0.0))
            return
        caller = self.idle.pop() if self.idle else self.connect()
        caller.began = time.perf_counter()
        try:
            caller.socket.sendall(next(self.requests))
        except ConnectionError:
            self.lose(caller)

    def connect(self) -> Caller:
        """Make another connection."""
        parts = urlsplit(self.url)
        made = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 80))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.poll.register(made, select.EPOLLIN)
        caller = self.callers[made.fileno()] = Caller(made)
        return caller

    def listen(self) -> None:
        """Hear in a moment who has something to tell."""
        time.sleep(TICK)
        for number, _ in self.poll.poll(0):
            caller = self.callers[number]
            try:
                data = caller.socket.recv(PIECE)
            except ConnectionError:
                data = b""
            if data:
                self.hear(caller, data)
            else:
                self.lose(caller)

    def hear(self, caller: Caller, data: bytes) -> None:
        """Gather an answer, and note it when it is whole."""
        data = caller.heard + data if caller.heard else data
        head = data.find(b"\r\n\r\n")
        length = LENGTH.search(data, 0, head + 4) if head > 0 else None
        if length is None or len(data) < head + 4 + int(length[1]):
            caller.heard = data
            return
        caller.heard = b""
        self.note(caller, int(data[9:12]))
        self.idle.append(caller)

    def lose(self, caller: Caller) -> None:
        """Note what is not answered any more; close the connection."""
        if caller.began:
            self.note(caller, 0)
        else:
            self.idle.remove(caller)
        del self.callers[caller.socket.fileno()]
        caller.socket.close()

    def note(self, caller: Caller, status: int) -> None:
        """Note an answer."""
        now = time.perf_counter()
        self.answers.append(Answered(status, now, now - caller.began))
        caller.began = 0.0


def at_rate(url: str, bodies: Iterator[bytes], seconds: float, rate: float) -> list[Answered]:
    """Send so many requests a second for so long."""
    requests = [request_of(url, body) for body in islice(bodies, int(seconds * rate) + 1)]
    arrivals = Arrivals(url, iter(requests))
    return arrivals.run(seconds, lambda past: int(past * rate) - arrivals.asked)


def by_clients(url: str, bodies: Iterator[bytes], seconds: float, clients: int) -> list[Answered]:
    """So many clients, each of whom asks again when he is answered, for so long."""
    arrivals = Arrivals(url, (request_of(url, body) for body in bodies))
    return arrivals.run(seconds, lambda _: clients - arrivals.open())
