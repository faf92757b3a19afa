"""One connection that asks one request after the other, and reads what the server tells of each.

In: a server, questions. Out: `Told`. Never: load, nor a request in two pieces, whose second the server would await.
"""

import re
import socket
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

from tests.bench.questions import Question
from tests.bench.servers import Server
from tests.bench.streaming import LENGTH, request_of

STAGE = re.compile(rb"(\w+);dur=([0-9.]+)")
TIMING = re.compile(rb"\r\nserver-timing: *([^\r]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """One answer: its body, how long it took, and of that each stage that the server told, in seconds."""

    body: bytes
    seconds: float
    stages: dict[str, float]


class Connection(AbstractContextManager["Connection"]):
    """A connection that is kept."""

    def __init__(self, server: Server) -> None:
        self.server = server
        parts = urlsplit(server.address)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, question: Question) -> Told:
        """Ask once; AssertionError where the answer is not a 200 with its length."""
        request = request_of(self.server.url(question), question.body)
        began = time.perf_counter()
        self.socket.sendall(request)
        head, body = self.receive()
        seconds = time.perf_counter() - began
        if not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(f"{self.server.contender.name} answers {head[:20]!r}: {body[:200]!r}")
        told = TIMING.search(head)
        stages = STAGE.findall(told[1]) if told else []
        return Told(body, seconds, {name.decode(): float(value) / 1e3 for name, value in stages})

    def receive(self) -> tuple[bytes, bytes]:
        """One response: head and body."""
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self.piece()
        length = LENGTH.search(received, 0, end + 4)
        if length is None:
            raise AssertionError("a response without Content-Length")
        whole = end + 4 + int(length[1])
        while len(received) < whole:
            received += self.piece()
        return bytes(received[: end + 4]), bytes(received[end + 4 :])

    def piece(self) -> bytes:
        """What has come."""
        found = self.socket.recv(1 << 20)
        if not found:
            raise AssertionError(f"{self.server.contender.name} closed the connection")
        return found

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()
