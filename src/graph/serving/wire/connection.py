"""A connection that speaks HTTP: uvicorn's own protocol, with deadlines for slow clients.

In: bytes of a client. Out: requests for the application; a closed connection where the head of a request does not come
or is too large, where next to nothing is taken of what is sent, or where there are too many connections.
Never: what is said over it.

Requests begin a few in each turn; who asks what others were refused a moment ago is refused at little cost. Where there
are many of those they are heard a little later: else they would take all the time that is there for the others.

At the end of the process an idle connection stays open for a moment, so that a request that was already on its way
is answered, and told that the connection closes.
"""

import asyncio
import re
from functools import partial
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from graph.engine.errors import Code
from graph.serving.beside import is_graphql
from graph.serving.returning import Returning
from graph.serving.wire.bounds import bounds
from graph.serving.wire.entrance import Entrance, entrance_of
from graph.serving.wire.flow import Drain, Flow
from graph.serving.wire.intake import PIECE, Intake, nothing
from graph.serving.wire.refusing import full, written

# What names a protocol that is not spoken here, and so is not gone over to.
OTHER_PROTOCOL = re.compile(rb"\r\nupgrade:[ \t]*h2c[ \t]*(?=\r\n)", re.IGNORECASE)
# How long idle connections stay open at the end, in seconds.
MOMENT = 0.3
# In place of the bytes of a request that are too many to be kept: with more of them they stay too many.
OVERLONG = bytes(PIECE + 1)
# A delay that is worth a timer, in seconds.
TICK = 0.005
# How many bytes of sizes and extensions of chunks may come with each byte of a body; a chunk of one has five at least.
AROUND = 8


class Connection(HttpToolsProtocol):
    """A connection that speaks HTTP."""

    patience: asyncio.TimerHandle | None = None
    in_head = False
    in_body = False
    # Bytes of a head, or between requests; of a body, and of what comes around it.
    head = 0
    body = 0
    around = 0
    leaving = False
    # Who was told to come again may not be heard until it is his turn; a request may know that there is room for it.
    unheard = False
    promised = False
    # When he was refused out of the bytes of his request, on the clock of the loop; and whether nothing came since.
    refused = 0.0
    at_rest = False
    # The bytes of the request that comes, and a head whose body may tell that it is refused.
    request = b""
    held = b""
    # The request that is being answered; others that came after it wait for that.
    answered: RequestResponseCycle | None = None
    drain: Drain
    entrance: Entrance

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Take a connection; one too many is answered by `full`."""
        super().connection_made(transport)
        self.entrance = entrance_of(self.app_state)
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
        self.intake.end()
        self.pipeline.clear()
        if self.answered is not None:
            self.answered.disconnected = not self.answered.response_complete
            self.answered.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Answer a request: when it is its turn, unless it is refused."""
        self.answered = cycle
        promised, self.promised = self.promised, False
        scope: Any = cycle.scope
        if self.app is full or not is_graphql(scope):
            super()._start_asgi_task(cycle, app)
        elif not promised and (room := self.entrance.closed()):
            scope["state"] |= {"room": room, "seconds": self.entrance.full_behind(room) or 1}
            super()._start_asgi_task(cycle, app)
        else:
            self.entrance.enter(partial(self.begin, cycle, app, promised))

    def begin(self, cycle: RequestResponseCycle, app: Any, promised: bool) -> None:  # noqa: FBT001 - of a callback
        """Answer a request whose turn it is: unless its client has left, or others were refused the same meanwhile."""
        if cycle.disconnected:
            cycle.on_response = nothing
            return
        refusals, told = self.entrance.refusals, None
        if not promised and not self.transport.is_closing() and refusals.apply():
            told = refusals.find(state_of(cycle.scope).get("request", b""))
        if told is None or told.room is self.entrance or not self.tells(told, told.room.full()):
            super()._start_asgi_task(cycle, app)
            return
        # It holds this connection, which holds it.
        cycle.response_complete, cycle.on_response = True, nothing
        self.on_response_complete()
        self.hear_later(self.entrance.delay(self.loop.time()))

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
        """Read bytes, a little at a time; what is refused as it was before is not looked at any further."""
        if self.held:
            data, self.held = self.held + data, b""
        if (self.at_rest or self.entrance.refusals.apply()) and len(data) <= PIECE and self.is_refused(data):
            return
        self.at_rest = False
        self.intake.add(data)

    def ready(self) -> bool:
        """Whether more may be read: no request waits for the one before it or for its turn, no body to be read."""
        waits = self.in_body and not self.cycle.response_complete
        full = waits and len(self.cycle.body) > HIGH_WATER_LIMIT
        return not (self.pipeline or self.unheard or full)

    def take(self, data: bytes) -> None:
        """Read a piece; what begins a head and does not end it has a deadline, and may have so many bytes."""
        if self.transport.is_closing():
            return
        begun = self.request if self.in_head or self.in_body else b""
        self.request = begun + data if len(begun) + len(data) <= PIECE else OVERLONG
        if b"h2c" in data and not self.in_body:
            head, end, rest = data.partition(b"\r\n\r\n")
            data = OTHER_PROTOCOL.sub(b"", head) + end + rest
        super().data_received(data)
        if self.in_head:
            self.expect()
        if self.in_body:
            self.around += len(data)
        else:
            self.head += len(data)
        if self.is_too_large():
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The head of the request is too large.")

    def is_too_large(self) -> bool:
        """Whether a head, or what comes before one or around a body, is larger than a head may be."""
        most = bounds().head_size
        if self.in_head:
            return self.head > most
        # The last piece of a head, or of a request, is counted with these.
        most += PIECE
        return self.around > most + (AROUND + 1) * self.body if self.in_body else self.head > most

    def on_message_begin(self) -> None:
        """A request begins."""
        self.in_head, self.head, self.body, self.around = True, 0, 0, 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """A part of a body has come."""
        self.body += len(body)
        super().on_body(body)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header has come; those behind a body are of no use to anybody."""
        if self.in_head:
            super().on_header(name, value)

    def on_message_complete(self) -> None:
        """A request has come to its end; its bytes are kept where they came by themselves, as nearly all do."""
        self.in_body = False
        if self.cycle is not None:
            state_of(self.cycle.scope)["request"] = self.request
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        self.refuse(HTTPStatus.BAD_REQUEST, msg)

    def refuse(self, status: HTTPStatus, reason: str) -> None:
        """Read nothing more, and say why: unless another request is being answered, behind whose answer all ends.

        A request whose own body it is that cannot be read is not answered any further.
        """
        self.intake.drop()
        cycle = self.answered
        own = cycle is not None and self.in_body and self.cycle is cycle
        if cycle is not None and self.answers() and (cycle.response_started or not own):
            self.pipeline.clear()
            cycle.keep_alive = False
            return
        if cycle is not None and own:
            cycle.disconnected = True
            cycle.message_event.set()
        if cycle is None or not own or not cycle.response_started:
            self.transport.write(written(status, reason))
        self.transport.close()

    def on_headers_complete(self) -> None:
        """The head of a request has come."""
        before = self.cycle
        self.in_head = False
        self.stop_expecting()
        if self.parser.get_http_version() == "1.1" and [name for name, _ in self.headers].count(b"host") != 1:
            raise ValueError("HTTP/1.1 asks for one Host")  # the parser's own exception comes of it
        super().on_headers_complete()
        # A handshake of a WebSocket has no body.
        self.in_body = self.cycle is not before
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
            # Nothing more comes to this protocol, and nobody tells it of the end: it lets go of what holds it.
            self.intake.end()
            self.parser = None  # type: ignore[assignment] # as uvicorn does in the end

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
        state = {} if self.answered is None else state_of(self.answered.scope)
        super().on_response_complete()
        request = state.pop("request", b"")
        if self.transport.is_closing():
            self.drain.watch()
        elif self.cycle.more_body:
            self.expect()
        if told := state.get("busy"):
            self.entrance.refusals.keep(request, told)
            self.hear_later(self.entrance.delay(self.loop.time()))
        elif state.get("kept"):
            self.entrance.refusals.answer(request)
        self.intake.go_on()

    def is_refused(self, data: bytes) -> bool:
        """Whether what comes is what was refused before, but for its variables, and is refused again, or may be."""
        if not self.at_rest and not self.begins():
            return False
        told = self.entrance.refusals.find(data)
        if told is None:
            return self.may_be_refused(data)
        if not self.tells(told, self.entrance.full_behind(told.room) or self.entrance.full()):
            self.promised = told.room.crowded
            return False
        self.refused = now = self.loop.time()
        if not self.at_rest:
            self.stop_expecting()
            if self.timeout_keep_alive_task is None and not told.last:
                self.timeout_keep_alive_handler()
        self.at_rest = not told.last
        if (delay := self.entrance.delay(now)) > TICK:
            self.hear_later(delay)
        return True

    def may_be_refused(self, data: bytes) -> bool:
        """Whether what comes is the head of a request whose body may tell that it is refused: it is waited for."""
        if not self.entrance.refusals.may_follow(data):
            return False
        self.held, self.at_rest = data, False
        self._unset_keepalive_if_required()
        self.expect()
        return True

    def tells(self, told: Returning, seconds: int) -> bool:
        """Tell what others were told who asked the same; at 0 seconds only a crowded room, that somebody comes."""
        if not seconds:
            if told.room.crowded:
                told.room.announce()
            return False
        self.transport.write(told.written(seconds, self.server_state.default_headers))
        if told.last:
            self.transport.close()
            self.drain.watch()
        return True

    def begins(self) -> bool:
        """Whether bytes that come now begin a request that the application would answer."""
        return (
            not self.answers()
            and self.app is not full
            and not (self.in_head or self.in_body or self.leaving)
            and not (self.intake.held or self.intake.dropping or self.unheard)
            and not self.transport.is_closing()
        )

    def hear_later(self, delay: float) -> None:
        """Read nothing more until it is this client's turn again."""
        if delay > TICK and not self.transport.is_closing():
            self.unheard = True
            self.flow.pause_reading()
            self.loop.call_later(delay, self.hear)

    def hear(self) -> None:
        """Read again."""
        self.unheard = False
        if not self.transport.is_closing():
            self.intake.go_on()
            self.flow.resume_reading()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing was asked for a while: unless it was refused, or waits to be read."""
        left = self.refused + self.timeout_keep_alive - self.loop.time()
        if left > 0 or self.intake.held:
            again = max(left, MOMENT)
            self.timeout_keep_alive_task = self.loop.call_later(again, self.timeout_keep_alive_handler)
            return
        super().timeout_keep_alive_handler()
        self.drain.watch()

    # --- the end of the process ---

    def shutdown(self) -> None:
        """Answer what was asked, end what has no end, and close what is idle in a moment."""
        self.at_rest = False
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
        if self.intake.held and not self.transport.is_closing():
            self.loop.call_later(MOMENT, self.close_idle)
        elif not self.answers():
            self.transport.close()

    def answers(self) -> bool:
        """Whether a request is being answered."""
        return self.answered is not None and not self.answered.response_complete


def state_of(scope: Any) -> dict[str, Any]:
    """What was noted of a request while it was answered."""
    state: dict[str, Any] = scope.get("state", {})
    return state
