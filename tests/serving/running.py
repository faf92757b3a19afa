"""The server as it is run, with settings of a test's choosing, and clients that talk to it byte by byte.

In: settings. Out: a `Running` with its address and processes. Never: a port that is fixed.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.browser.server import ROOT, SERVE, free_port, wait_for

PROTOCOL = Subprotocol("graphql-transport-ws")


@dataclass
class Place:
    """Where a server listens, on this machine."""

    port: int


@dataclass
class Running(Place):
    """A server that runs."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> list[int]:
        """The processes that answer: this one, or its workers."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        workers = [int(each) for each in found if b"spawn_main" in command_of(int(each))]
        return workers or [self.process.pid]

    def stop(self) -> float:
        """Tell it to stop; how long that took, in seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        return time.monotonic() - began


def command_of(pid: int) -> bytes:
    """A process's command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def run(
    folder: Path,
    database: Path,
    settings: Mapping[str, Any],
    command: Sequence[str] | None = None,
    begun: str = "/health/ready",
) -> Iterator[Running]:
    """Run the server until the block ends; the block begins when there is an answer at `begun`."""
    port = free_port()
    log = folder / f"server-{port}.log"
    given = {f"GRAPH_{name.upper()}": str(value) for name, value in settings.items()}
    place = {"GRAPH_PORT": str(port), "GRAPH_DATABASE": f"sqlite:///{database}"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPH_")}
    with log.open("w") as output:
        process = subprocess.Popen(
            command or [*SERVE, "--port", str(port), "--database", f"sqlite:///{database}"],
            cwd=ROOT if command else folder,
            env={**kept, **given, **place, "XDG_CACHE_HOME": str(folder / "cache")},
            stdout=output,
            stderr=output,
        )
    running = Running(port, process, log)
    try:
        wait_for(f"{running.address}{begun}", process, log)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def opened(place: Place, receive: int | None = None) -> socket.socket:
    """A connection; perhaps one whose system keeps but few bytes that nobody has read."""
    made = socket.socket()
    if receive is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    made.settimeout(20)
    made.connect(("127.0.0.1", place.port))
    return made


def post(query: str, variables: Mapping[str, Any] | None = None, /, **headers: str) -> bytes:
    """A request, as bytes."""
    body = orjson.dumps({"query": query, "variables": variables} if variables else {"query": query})
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    try:
        while more := connection.recv(65_536):
            found += more
    except ConnectionResetError:
        pass
    return found


def until(connection: socket.socket, end: bytes) -> bytes:
    """What comes until these bytes have come."""
    found = b""
    while end not in found:
        more = connection.recv(65_536)
        assert more, f"closed after {found[-300:]!r}"
        found += more
    return found


def closes_within(connection: socket.socket, seconds: float) -> bool:
    """Whether the other side closes the connection in time."""
    connection.settimeout(seconds)
    try:
        everything(connection)
    except TimeoutError:
        return False
    return True


async def socket_of(port: int, **options: Any) -> ClientConnection:
    """A WebSocket whose connection is acknowledged."""
    made = await connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL], **options)
    await made.send('{"type":"connection_init"}')
    assert orjson.loads(await made.recv())["type"] == "connection_ack"
    return made
