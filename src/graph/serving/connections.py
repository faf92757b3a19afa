"""Connections that wait for nobody for ever: uvicorn's own protocols, with deadlines for slow clients.

In: bytes of clients, settings. Out: closed connections where the head of a request does not come, where next to
nothing is taken of what is sent, or where there are too many. Never: what is said over a connection.

Who was told to come again is heard again a little later, the later the more there are: else those who come back at
once would take all the time that is there for the others.

At the end of the process an idle connection stays open for a moment, so that a request that was already on its way
is answered, and told that the connection closes.
"""

import asyncio
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from starlette.types import Receive, Scope, Send
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import Server
from uvicorn.supervisors import Multiprocess

from graph.settings import Settings

# Bytes in a second: who takes less of an answer, or as good as nothing, is taken for gone.
SLOWEST = 1_024
# How long idle connections stay open at the end, in seconds.
MOMENT = 0.3
# How many clients in a second are told to come again; each is heard again when its turn comes, in a second at most.
REFUSALS = 200
LONGEST = 1.0
LISTENERS = 8
# Descriptors that are not connections: databases, logs, what listens.
OTHERS = 100
FULL = b'{"errors":[{"message":"The server is busy.","extensions":{"code":"SERVICE_UNAVAILABLE"}}]}'
HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", b"%d" % len(FULL)),
    (b"retry-after", b"1"),
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
]
CLOSED = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


@dataclass(frozen=True)
class Bounds:
    """How many connections there may be, and how long they may be slow (seconds)."""

    connections: int
    head: float
    stall: float


@cache
def bounds() -> Bounds:
    """The bounds of this process: no more connections than it may have descriptors."""
    settings = Settings()
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(1, min(settings.max_connections, descriptors - OTHERS))
    return Bounds(most, settings.head_seconds, settings.stall_seconds)


def raise_descriptors(connections: int) -> None:
    """Let this process and its children have a descriptor for each connection, as far as the system allows."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHERS
    if now != resource.RLIM_INFINITY and now < wanted:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))


def listen(config: Config) -> None:
    """Serve until told to stop, as uvicorn does; but take up several connections in each turn of the event loop.

    libuv takes up one for each listening socket: under load, when a turn takes long, many who come at once would
    wait for many turns.
    """
    bound = config.bind_socket()
    sockets = [bound, *(bound.dup() for _ in range(LISTENERS - 1))]
    server = Server(config)
    with suppress(KeyboardInterrupt):
        if config.workers > 1:
            Multiprocess(config, sockets).run()
            return
        server.run(sockets)
    if not server.started:
        sys.exit(STARTUP_FAILURE)


async def full(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Tell a client to come again."""
    await send({"type": "http.response.start", "status": 503, "headers": HEADERS})
    await send({"type": "http.response.body", "body": FULL})


class Drain:
    """Watches what a client takes of what was sent; whoever takes next to nothing is cut off."""

    def __init__(self, transport: asyncio.Transport, seconds: float) -> None:
        self.transport = transport
        self.seconds = seconds
        self.timer: asyncio.TimerHandle | None = None
        self.resumed = False

    def watch(self) -> None:
        """Begin to watch, if nobody does."""
        if self.timer is None:
            self.resumed = False
            left = self.transport.get_write_buffer_size()
            self.timer = asyncio.get_running_loop().call_later(self.seconds, self.look, left)

    def look(self, before: int) -> None:
        """Go on watching while something is taken."""
        self.timer = None
        left = self.transport.get_write_buffer_size()
        if not left:
            return
        if self.resumed or before - left >= SLOWEST * self.seconds:
            self.watch()
        else:
            self.transport.abort()

    def end(self) -> None:
        """The connection is gone."""
        if self.timer is not None:
            self.timer.cancel()


class Connection(HttpToolsProtocol):
    """A connection that speaks HTTP."""

    patience: asyncio.TimerHandle | None = None
    in_head = False
    leaving = False
    # The request that is being answered; others that came after it wait for that.
    answered: RequestResponseCycle | None = None
    drain: Drain
    # When the next client that is told to come again is heard again, in this process.
    turn: ClassVar[float] = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Take a connection; one too many is answered by `full`."""
        super().connection_made(transport)
        self.drain = Drain(transport, bounds().stall)
        if len(self.connections) > bounds().connections:
            self.app = full
        self.expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget every timer."""
        self.stop_expecting()
        self.drain.end()
        self.pipeline.clear()
        if self.answered is not None:
            self.answered.disconnected = not self.answered.response_complete
            self.answered.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Answer a request."""
        self.answered = cycle
        super()._start_asgi_task(cycle, app)

    # --- the head of a request comes in time ---

    def expect(self) -> None:
        """Wait for the head of a request, or for the rest of it."""
        if self.patience is None:
            self.patience = self.loop.call_later(bounds().head, self.transport.close)

    def stop_expecting(self) -> None:
        """The head has come."""
        if self.patience is not None:
            self.patience.cancel()
            self.patience = None

    def data_received(self, data: bytes) -> None:
        """Read bytes; what begins a head and does not end it has a deadline."""
        super().data_received(data)
        if self.in_head:
            self.expect()

    def on_message_begin(self) -> None:
        """A request begins."""
        self.in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head of a request has come."""
        self.in_head = False
        self.stop_expecting()
        super().on_headers_complete()
        if self.leaving and self.answers():
            self.cycle.keep_alive = False

    def handle_websocket_upgrade(self) -> None:
        """Go on as a WebSocket, if there is room for one."""
        if self.app is full:
            self.transport.write(CLOSED)
            self.transport.close()
            return
        super().handle_websocket_upgrade()

    # --- what is sent is taken ---

    def pause_writing(self) -> None:
        """The client takes less than is sent."""
        super().pause_writing()
        self.drain.watch()

    def resume_writing(self) -> None:
        """The client has taken nearly all."""
        self.drain.resumed = True
        super().resume_writing()

    def on_response_complete(self) -> None:
        """A response was sent; what its client still sends of a body that nobody reads has a deadline, too."""
        busy = self.answered is not None and "busy" in state_of(self.answered.scope)
        super().on_response_complete()
        if self.transport.is_closing():
            self.drain.watch()
        elif busy:
            self.hear_later()
        elif self.cycle.more_body:
            self.expect()

    def hear_later(self) -> None:
        """Read nothing more until it is this client's turn again."""
        now = self.loop.time()
        Connection.turn = max(now, Connection.turn) + 1 / REFUSALS
        self.flow.pause_reading()
        self.loop.call_later(min(Connection.turn - now, LONGEST), self.hear)

    def hear(self) -> None:
        """Read again."""
        if not self.transport.is_closing():
            self.flow.resume_reading()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing was asked for a while."""
        super().timeout_keep_alive_handler()
        self.drain.watch()

    # --- the end of the process ---

    def shutdown(self) -> None:
        """Answer what was asked, end what has no end, and close what is idle in a moment."""
        if not self.answers():
            self.leaving = True
            self.loop.call_later(MOMENT, self.close_idle)
        elif self.answered is not None and state_of(self.answered.scope).get("endless"):
            self.answered.disconnected = True
            self.answered.message_event.set()
            self.transport.close()
        else:
            super().shutdown()

    def close_idle(self) -> None:
        """Close the connection where nothing was asked in the meantime."""
        if not self.answers():
            self.transport.close()

    def answers(self) -> bool:
        """Whether a request is being answered."""
        return self.answered is not None and not self.answered.response_complete


def state_of(scope: Any) -> dict[str, Any]:
    """What was noted of a request while it was answered."""
    state: dict[str, Any] = scope.get("state", {})
    return state


class Socket(WebSocketsSansIOProtocol):
    """A WebSocket; nothing more is read from a client that does not take what it was sent."""

    drain: Drain

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection."""
        super().connection_made(transport)
        self.drain = Drain(self.transport, bounds().stall)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self.drain.end()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client takes less than is sent: its pings would be answered into memory without end."""
        super().pause_writing()
        self.drain.watch()
        self.read_no_more()

    def resume_writing(self) -> None:
        """The client has taken nearly all."""
        super().resume_writing()
        self.drain.resumed = True
        if not self.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def read_no_more(self) -> None:
        """Read nothing until the client has taken what it was sent."""
        if not self.transport.is_closing():
            self.transport.pause_reading()

    async def receive(self) -> Any:
        """The next message."""
        message = await super().receive()
        if not self.writable.is_set():
            self.read_no_more()
        return message

    async def send(self, message: Any) -> None:
        """Send a message; the last one has a deadline."""
        await super().send(message)
        if message["type"] == "websocket.close":
            self.drain.watch()

    def keepalive_timeout(self) -> None:
        """The client does not answer."""
        super().keepalive_timeout()
        self.drain.watch()
