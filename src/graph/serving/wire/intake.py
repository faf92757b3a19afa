"""What comes of one client, handed on a little at a time: others have their turn in between.

In: bytes as they arrive, who takes them. Out: pieces of them, one in each turn of the event loop. Never: more kept than
arrived in one go: until that is taken, nothing more is read.

Six bytes are a frame of a WebSocket, eighteen a request: what arrives at once can be ten thousand of them.
"""

import asyncio
from collections.abc import Callable

# Bytes handed on in one turn.
PIECE = 4_096


class Intake:
    """The bytes of a connection that nobody has taken yet.

    `take` is given a piece; `ready` says whether more may be taken now: else `go_on` is to be called when it may.
    `pause` stops reading from the client and `resume` begins again; both may be called again and again.
    """

    def __init__(
        self,
        take: Callable[[bytes], None],
        ready: Callable[[], bool],
        pause: Callable[[], None],
        resume: Callable[[], None],
    ) -> None:
        self.take = take
        self.ready = ready
        self.pause = pause
        self.resume = resume
        self.held = b""
        self.turn: asyncio.Handle | None = None
        self.dropping = False

    def add(self, data: bytes) -> None:
        """Take what has arrived: at once where it is little, which is nearly always."""
        if self.dropping or not data:
            return
        if not self.held and len(data) <= PIECE and self.ready():
            self.take(data)
            return
        self.held += data
        self.pause()
        self.go_on()

    def go_on(self) -> None:
        """Hand on the next piece in the next turn, if there is one."""
        if self.held and self.turn is None:
            self.turn = asyncio.get_running_loop().call_soon(self.hand_on)

    def hand_on(self) -> None:
        """Hand on a piece."""
        self.turn = None
        if not self.held or not self.ready():
            return
        piece, self.held = self.held[:PIECE], self.held[PIECE:]
        self.take(piece)
        if self.held:
            self.go_on()
        elif not self.dropping and self.ready():
            self.resume()

    def drop(self) -> None:
        """Take nothing more: what still arrives is thrown away."""
        self.held = b""
        self.dropping = True

    def end(self) -> None:
        """Let go of whoever took what came: they hold this, and would wait for a search for garbage otherwise."""
        self.drop()
        self.take, self.ready, self.pause, self.resume = throw_away, never, nothing, nothing


def throw_away(_: bytes) -> None:
    """Take a piece, and do nothing with it."""


def never() -> bool:
    """Nobody is ready any more."""
    return False


def nothing() -> None:
    """Neither pause nor go on."""


class Allowance:
    """So many in a second, on average over ten seconds."""

    def __init__(self, rate: int, now: float) -> None:
        self.rate = rate
        self.left = 10.0 * rate
        self.last = now

    def take(self, now: float) -> bool:
        """Take one; whether there was one left."""
        self.left = min(self.left + (now - self.last) * self.rate, 10.0 * self.rate) - 1
        self.last = now
        return self.left >= 0
