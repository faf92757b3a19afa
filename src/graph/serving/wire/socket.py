"""A connection that speaks WebSocket: uvicorn's own protocol, with bounds for what comes and what is taken.

In: bytes of a client. Out: messages for the application; a closed connection, with its code, where frames come faster
than they may, or where next to nothing is taken of what is sent. Never: more read than has been heard.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from graph.serving.wire.bounds import bounds
from graph.serving.wire.flow import Drain
from graph.serving.wire.intake import Allowance, Intake
from graph.serving.wire.refusing import written

# How long a client that was told why its WebSocket is closed may take to hear it, in seconds.
FAREWELL = 2.0
# And one who sent what is no frame, or too large a message: nothing but the rest of that is on its way.
SHORT_FAREWELL = 0.5
TOO_MANY, NO_TEXT = 4429, 1007
# The version of the protocol: RFC 6455 asks that it be told to who speaks another.
VERSION = "13"


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
        self.intake.end()
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

    def handle_connect(self, event: Request) -> None:
        """Take up a handshake, if it is of the version that is spoken."""
        if event.headers.get_all("Sec-WebSocket-Version") == [VERSION]:
            super().handle_connect(event)
            return
        self.intake.drop()
        self.handshake_complete = self.close_sent = True
        spoken = ((b"sec-websocket-version", VERSION.encode()),)
        reason = f"Version {VERSION} of WebSocket is spoken here."
        self.transport.write(written(HTTPStatus.UPGRADE_REQUIRED, reason, more=spoken))
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
        """Whether the client may send a frame."""
        if not self.close_sent and not self.allowance.take(self.loop.time()):
            self.fail(TOO_MANY, "Too many messages")
        return not self.close_sent

    def send_receive_event_to_app(self) -> None:
        """Hand on a message, if it is one."""
        if self.curr_msg_data_type == "text" and not self.close_sent:
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.fail(NO_TEXT, "Messages are UTF-8")
                return
        super().send_receive_event_to_app()

    def fail(self, code: int, reason: str) -> None:
        """Close the socket; nothing more is read of the client."""
        self.conn.send_close(code, reason)
        self.take_leave(FAREWELL)

    def handle_parser_exception(self) -> None:
        """Close the socket on which what is no frame came, or too large a message."""
        self.take_leave(SHORT_FAREWELL)

    def take_leave(self, seconds: float) -> None:
        """Say why the socket is closed, and read nothing more of the client."""
        told = self.conn.close_sent
        assert told is not None
        self.intake.drop()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": told.code, "reason": told.reason})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        # A connection that is closed while something of it is unread is reset: the reason would be lost.
        self.close_timer = self.loop.call_later(seconds, self.transport.close)

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
