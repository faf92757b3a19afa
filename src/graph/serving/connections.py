"""Connections that wait for nobody for ever: uvicorn's own protocols, with deadlines for slow clients.

In: bytes of clients, settings. Out: closed connections where the head of a request does not come, where next to
nothing is taken of what is sent, or where there are too many. Never: what is said over a connection.

Who was told to come again is heard again a little later, the later the more there are: else those who come back at
once would take all the time that is there for the others.

At the end of the process an idle connection stays open for a moment, so that a request that was already on its way
is answered, and told that the connection closes.
"""

import asyncio
import re
import resource
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from secrets import token_hex
from typing import Any, ClassVar

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT, FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from graph.engine.errors import Code, failure
from graph.engine.response import make_response
from graph.serving.intake import Allowance, Intake
from graph.serving.responses import SECURITY, UNCACHED
from graph.settings import Settings

# Bytes in a second, and the share of all that waits: who takes less, as good as nothing, is taken for gone.
SLOWEST = 1_024
SHARE = 10
# Bytes of a request's head, its address and its headers.
HEAD = 65_536
# How long a client that was told why its WebSocket is closed may take to hear it, in seconds.
FAREWELL = 2.0
TOO_MANY = 4429
# What comes before a protocol that is not spoken here, and so is not gone over to.
OTHER_PROTOCOL = re.compile(rb"\r\nupgrade:[ \t]*h2c[ \t]*(?=\r\n)", re.IGNORECASE)
# How long idle connections stay open at the end, in seconds.
MOMENT = 0.3
# How many clients in a second are told to come again; each is heard again when its turn comes, in a second at most.
REFUSALS = 200
LONGEST = 1.0
# Descriptors that are not connections: databases, logs, what listens.
OTHERS = 100


@dataclass(frozen=True)
class Bounds:
    """How many connections there may be, and how long they may be slow (seconds)."""

    connections: int
    head: float
    stall: float
    messages: int


@cache
def bounds() -> Bounds:
    """The bounds of this process: no more connections than it may have descriptors."""
    settings = Settings()
    most, (descriptors, _) = settings.max_connections, resource.getrlimit(resource.RLIMIT_NOFILE)
    if descriptors != resource.RLIM_INFINITY:
        most = max(1, min(most, descriptors - OTHERS))
    return Bounds(most, settings.head_seconds, settings.stall_seconds, settings.max_messages)


async def full(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Tell a client to come again."""
    headers, body = refusal("The server is busy.", Code.UNAVAILABLE)
    await send({"type": "http.response.start", "status": 503, "headers": [*headers, (b"retry-after", b"1")]})
    await send({"type": "http.response.body", "body": body})


def refusal(reason: str, code: Code) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of a refusal before anybody knows what is asked."""
    id_ = token_hex(8)
    body = make_response(None, [failure(reason, code)], request_id=id_)
    named = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "X-Request-Id": id_,
        "Cache-Control": UNCACHED,
        "Connection": "close",
        **SECURITY,
    }
    return [(name.lower().encode(), value.encode()) for name, value in named.items()], body


def written(status: HTTPStatus, reason: str, code: Code = Code.BAD_USER_INPUT) -> bytes:
    """A refusal as it is sent where there is no request to answer."""
    headers, body = refusal(reason, code)
    lines = b"".join(b"%b: %b\r\n" % pair for pair in headers)
    return b"HTTP/1.1 %d %b\r\n%b\r\n%b" % (status, status.phrase.encode(), lines, body)


class Flow(FlowControl):
    """Reading and writing of a connection: nothing is read as long as its intake holds something."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__(transport)
        self.intake: Intake | None = None

    def resume_reading(self) -> None:
        """Read again, if all that was read has been taken."""
        if self.intake is not None and self.intake.held:
            self.intake.go_on()
        else:
            super().resume_reading()


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
        if self.resumed or before - left >= max(SLOWEST * self.seconds, before / SHARE):
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
    in_body = False
    head = 0
    leaving = False
    # Told to come again, and not heard until its turn comes.
    unheard = False
    # The request that is being answered; others that came after it wait for that.
    answered: RequestResponseCycle | None = None
    drain: Drain
    # When the next client that is told to come again is heard again, in this process.
    turn: ClassVar[float] = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Take a connection; one too many is answered by `full`."""
        super().connection_made(transport)
        self.drain = Drain(transport, bounds().stall)
        self.flow = Flow(transport)
        self.intake = Intake(self.take, self.ready, self.flow.pause_reading, self.flow.resume_reading)
        self.flow.intake = self.intake
        if len(self.connections) > bounds().connections:
            self.app = full
        self.expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget every timer."""
        self.stop_expecting()
        self.drain.end()
        self.intake.drop()
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
        """Read bytes, a little at a time."""
        self.intake.add(data)

    def ready(self) -> bool:
        """Whether more may be read: no request waits for the one before it or for its turn, no body to be read."""
        full = self.in_body and len(self.cycle.body) > HIGH_WATER_LIMIT
        return not (self.pipeline or self.unheard or full)

    def take(self, data: bytes) -> None:
        """Read a piece; what begins a head and does not end it has a deadline, and may have so many bytes."""
        if self.transport.is_closing():
            return
        if b"h2c" in data and not self.in_body:
            head, end, rest = data.partition(b"\r\n\r\n")
            data = OTHER_PROTOCOL.sub(b"", head) + end + rest
        super().data_received(data)
        if self.in_head:
            self.expect()
            self.head += len(data)
            if self.head > HEAD:
                self.refuse(
                    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The head of the request is too large."
                )

    def on_message_begin(self) -> None:
        """A request begins."""
        self.in_head, self.head = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header has come; those behind a body are of no use to anybody."""
        if self.in_head:
            super().on_header(name, value)

    def on_message_complete(self) -> None:
        """A request has come to its end."""
        self.in_body = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        self.refuse(HTTPStatus.BAD_REQUEST, msg)

    def refuse(self, status: HTTPStatus, reason: str) -> None:
        """Read nothing more, and say why: unless another request is being answered, behind whose answer all ends."""
        self.intake.drop()
        if self.answered is not None and self.answers():
            self.pipeline.clear()
            self.answered.keep_alive = False
            return
        self.transport.write(written(status, reason))
        self.transport.close()

    def on_headers_complete(self) -> None:
        """The head of a request has come."""
        self.in_head, self.in_body = False, True
        self.stop_expecting()
        super().on_headers_complete()
        if self.leaving and self.answers():
            self.cycle.keep_alive = False

    def handle_websocket_upgrade(self) -> None:
        """Go on as a WebSocket, if there is room for one, and if no request is being answered still."""
        if self.app is full:
            self.transport.write(
                written(HTTPStatus.SERVICE_UNAVAILABLE, "The server is busy.", Code.UNAVAILABLE)
            )
            self.transport.close()
        elif self.answers():
            self.refuse(HTTPStatus.BAD_REQUEST, "A request is being answered.")
        else:
            self.intake.drop()
            self.flow.resume_reading()
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
        self.intake.go_on()

    def hear_later(self) -> None:
        """Read nothing more until it is this client's turn again."""
        now = self.loop.time()
        Connection.turn = max(now, Connection.turn) + 1 / REFUSALS
        self.unheard = True
        self.flow.pause_reading()
        self.loop.call_later(min(Connection.turn - now, LONGEST), self.hear)

    def hear(self) -> None:
        """Read again."""
        self.unheard = False
        if not self.transport.is_closing():
            self.intake.go_on()
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
    intake: Intake
    allowance: Allowance

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection."""
        super().connection_made(transport)
        self.drain = Drain(self.transport, bounds().stall)
        self.intake = Intake(self.take, self.ready, self.read_no_more, self.read_again)
        self.allowance = Allowance(bounds().messages, self.loop.time())

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self.drain.end()
        self.intake.drop()
        super().connection_lost(exc)

    # --- what comes ---

    def data_received(self, data: bytes) -> None:
        """Read bytes, a little at a time."""
        self.intake.add(data)

    def ready(self) -> bool:
        """Whether more may be read: what was read before has been heard."""
        return not self.read_paused

    def take(self, data: bytes) -> None:
        """Read a piece; a handshake that is none is refused."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.intake.drop()
            said = b"".join(self.conn.data_to_send())
            self.transport.write(
                said or written(HTTPStatus.BAD_REQUEST, "This is no handshake of a WebSocket.")
            )
            self.transport.close()

    def handle_ping(self) -> None:
        """Answer a ping: frames that are no messages are counted like those."""
        if self.allowed():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Hear a pong."""
        if self.allowed():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        """Hear a part of a message."""
        if self.allowed():
            super().handle_cont(event)

    def allowed(self) -> bool:
        """Whether the client may send a frame; else it is told so, and nothing more is read of it."""
        if not self.close_sent and not self.allowance.take(self.loop.time()):
            self.intake.drop()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": TOO_MANY})
            self.conn.send_close(TOO_MANY, "Too many messages")
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
            # A connection that is closed while something of it is unread is reset: the reason would be lost.
            self.close_timer = self.loop.call_later(FAREWELL, self.transport.close)
        return not self.close_sent

    # --- what goes ---

    def pause_writing(self) -> None:
        """The client takes less than is sent: its pings would be answered into memory without end."""
        super().pause_writing()
        self.drain.watch()
        self.read_no_more()

    def resume_writing(self) -> None:
        """The client has taken nearly all."""
        super().resume_writing()
        self.drain.resumed = True
        self.read_again()

    def read_no_more(self) -> None:
        """Read nothing until the client has taken what it was sent."""
        if not self.transport.is_closing():
            self.transport.pause_reading()

    def read_again(self) -> None:
        """Read, if all that was read has been heard, and all that was sent been taken."""
        quiet = self.read_paused or self.intake.held or not self.writable.is_set()
        if not quiet and not self.transport.is_closing():
            self.transport.resume_reading()

    async def receive(self) -> Any:
        """The next message."""
        message = await super().receive()
        if not self.writable.is_set() or self.intake.held:
            self.read_no_more()
            self.intake.go_on()
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
