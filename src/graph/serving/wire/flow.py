"""What goes between a connection and its client: read when all was taken, cut off where next to nothing is.

In: a transport. Out: reading that pauses and goes on, a connection that is ended. Never: what is said over it.
"""

import asyncio
import socket
import struct
from contextlib import suppress
from fcntl import ioctl
from termios import TIOCOUTQ

from uvicorn.protocols.http.flow_control import FlowControl

from graph.serving.wire.intake import Intake

# Bytes in a second, and the share of all that waits, here or in the system: who takes less, as good as nothing, is
# taken for gone.
SLOWEST = 1_024
SHARE = 50


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
    """Watches what a client takes of what was sent; whoever takes next to nothing is cut off.

    The system holds megabytes of it, and asks for more only when a third of that was taken: to look at what waits here
    would be to cut off who reads at leisure.
    """

    def __init__(self, transport: asyncio.Transport, seconds: float) -> None:
        self.transport = transport
        self.seconds = seconds
        self.timer: asyncio.TimerHandle | None = None
        self.resumed = False

    def watch(self) -> None:
        """Begin to watch, if nobody does."""
        if self.timer is None:
            self.resumed = False
            self.timer = asyncio.get_running_loop().call_later(self.seconds, self.look, self.left())

    def look(self, before: int) -> None:
        """Go on watching while something is taken."""
        self.timer = None
        if not self.transport.get_write_buffer_size():
            return
        if self.resumed or before - self.left() >= max(SLOWEST * self.seconds, before / SHARE):
            self.watch()
        else:
            self.transport.abort()

    def left(self) -> int:
        """How many bytes the client has not taken yet: of those that wait here, and of those that the system holds."""
        connection = self.transport.get_extra_info("socket")
        return self.transport.get_write_buffer_size() + held_of(connection)

    def end(self) -> None:
        """The connection is gone."""
        if self.timer is not None:
            self.timer.cancel()


def held_of(connection: socket.socket | None) -> int:
    """How many bytes of a connection the system holds that have not arrived; 0 where it does not tell."""
    if connection is None:
        return 0
    with suppress(OSError, ValueError):  # a closed one has no number
        return int(struct.unpack("i", ioctl(connection.fileno(), TIOCOUTQ, bytes(4)))[0])
    return 0
