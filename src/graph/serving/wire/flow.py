"""What goes between a connection and its client: read when all was taken, cut off where next to nothing is.

In: a transport. Out: reading that pauses and goes on, a connection that is ended. Never: what is said over it.
"""

import asyncio

from uvicorn.protocols.http.flow_control import FlowControl

from graph.serving.wire.intake import Intake

# Bytes in a second, and the share of all that waits: who takes less, as good as nothing, is taken for gone.
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
