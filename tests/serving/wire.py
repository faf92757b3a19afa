"""Bytes as they travel, written by hand: requests and frames of WebSockets, well-formed or not.

In: where a server listens, bytes. Out: all that came back. Never: a library that would mend what is sent.
"""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from tests.serving.running import Place, opened

CONTINUATION, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10
LONGEST = 30.0  # seconds
HANDSHAKE = {
    "Host": "x",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "graphql-transport-ws",
}
SWITCHED = b"HTTP/1.1 101 "
INIT = b'{"type":"connection_init"}'
ACKNOWLEDGED = b'{"type":"connection_ack"}'


def head(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    """The head of a request."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def upgrade(**more: str) -> bytes:
    """The head that asks for a WebSocket; names of headers with lines below for hyphens."""
    return head(
        "GET", "/graphql", HANDSHAKE | {name.replace("_", "-"): value for name, value in more.items()}
    )


def frame(opcode: int, payload: bytes = b"", *, last: bool = True) -> bytes:
    """A frame of a client's, masked with noughts."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2)
    return bytes([opcode | (0x80 if last else 0)]) + length + b"\0\0\0\0" + payload


@dataclass(frozen=True)
class Frame:
    """A frame of a server's."""

    opcode: int
    payload: bytes

    @property
    def code(self) -> int | None:
        """Why it closes, where it does."""
        return int.from_bytes(self.payload[:2]) if self.opcode == CLOSE and self.payload else None


def frames(found: bytes) -> Iterator[Frame]:
    """The whole frames at the beginning of what came."""
    at = 0
    while at + 2 <= len(found):
        size, begin = found[at + 1] & 0x7F, at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            size, begin = int.from_bytes(found[begin : begin + wide]), begin + wide
        if begin + size > len(found):
            return
        yield Frame(found[at] & 0x0F, found[begin : begin + size])
        at = begin + size


def send(connection: socket.socket, sent: bytes) -> threading.Thread:
    """Send bytes aside, while somebody reads; who is cut off meanwhile has sent enough."""

    def run() -> None:
        with suppress(OSError):
            connection.sendall(sent)

    sending = threading.Thread(target=run, daemon=True)
    sending.start()
    return sending


def hear(connection: socket.socket, end: bytes | None = None, seconds: float = LONGEST) -> bytes:
    """What comes until these bytes have come, the other side closes, or that long has passed."""
    found = bytearray()
    limit = time.monotonic() + seconds
    with suppress(ConnectionResetError, TimeoutError):
        while (left := limit - time.monotonic()) > 0:
            connection.settimeout(left)
            more = connection.recv(262_144)
            found += more
            if not more or (end is not None and end in found[-len(more) - len(end) :]):
                break
    return bytes(found)


def say(place: Place, sent: bytes, end: bytes | None = None, seconds: float = LONGEST) -> tuple[bytes, float]:
    """All that is answered to bytes, and how long that took."""
    began = time.monotonic()
    with opened(place) as connection:
        sending = send(connection, sent)
        found = hear(connection, end, seconds)
    sending.join(LONGEST)
    return found, time.monotonic() - began


def switch(connection: socket.socket) -> None:
    """Go on as a WebSocket whose connection is acknowledged."""
    connection.sendall(upgrade())
    begun = hear(connection, b"\r\n\r\n")
    if not begun.startswith(SWITCHED):
        raise ConnectionResetError(f"no socket: {begun[:300]!r}")
    connection.sendall(frame(TEXT, INIT))
    begun = hear(connection, ACKNOWLEDGED)
    if ACKNOWLEDGED not in begun:
        raise ConnectionResetError(f"not acknowledged: {begun[:300]!r}")


def flood(place: Place, sent: bytes, seconds: float = LONGEST) -> Frame:
    """The frame that ends what is said to a flood of frames: a close, or the pong to what is pinged after it.

    ConnectionResetError where the socket is dropped without a code.
    """
    with opened(place) as connection:
        switch(connection)
        sending = send(connection, sent + frame(PING, b"last"))
        found = hear(connection, b"\x8a\x04last", seconds)
    sending.join(LONGEST)
    last = [each for each in frames(found) if each.opcode == CLOSE or each == Frame(PONG, b"last")]
    if not last:
        raise ConnectionResetError(f"dropped without a code after {len(found)} bytes: {found[-20:]!r}")
    return last[-1]
