"""What comes of clients, handed on a little at a time: others have their turn in between.

In: bytes as they arrive, who takes them. Out: pieces of them, one in each turn of the event loop, and no more of all
clients together than take a few milliseconds. Never: more kept than arrived in one go: until that is taken, nothing
more is read.

Six bytes are a frame of a WebSocket, eighteen a request: what arrives at once can be ten thousand of them.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import perf_counter
from weakref import WeakKeyDictionary

# Bytes handed on in one turn.
PIECE = 4_096
# How long all that is handed on in one turn may take, but for the last piece (seconds).
TURN = 0.005


class Turns:
    """The turns of an event loop: what is handed on in each takes so long, and all else waits for the next."""

    def __init__(self) -> None:
        self.left = TURN
        self.coming = False
        self.waiting: deque[Intake] = deque()

    def hand_on(self, take: Callable[[bytes], None], piece: bytes) -> None:
        """Hand on a piece in this turn."""
        self.see_to_next()
        before = perf_counter()
        take(piece)
        self.left -= perf_counter() - before

    def wait(self, intake: "Intake") -> None:
        """Have an intake hand on a piece in another turn."""
        self.waiting.append(intake)
        self.see_to_next()

    def see_to_next(self) -> None:
        """See to it that there is a next turn."""
        if not self.coming:
            self.coming = True
            asyncio.get_running_loop().call_soon(self.next)

    def next(self) -> None:
        """Have those who wait hand on, until the turn has taken long enough."""
        self.coming, self.left = False, TURN
        for _ in range(len(self.waiting)):
            if self.left <= 0:
                break
            self.waiting.popleft().hand_on()
        if self.waiting:
            self.see_to_next()


TURNS: "WeakKeyDictionary[asyncio.AbstractEventLoop, Turns]" = WeakKeyDictionary()


def turns_of(loop: asyncio.AbstractEventLoop) -> Turns:
    """The turns of an event loop."""
    found = TURNS.get(loop)
    if found is None:
        found = TURNS[loop] = Turns()
    return found


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
        self.turns = turns_of(asyncio.get_running_loop())
        self.waits = False
        self.dropping = False

    def add(self, data: bytes) -> None:
        """Take what has arrived: at once where it is little, which is nearly always."""
        if self.dropping or not data:
            return
        if not self.held and len(data) <= PIECE and self.turns.left > 0 and self.ready():
            self.turns.hand_on(self.take, data)
            return
        self.held += data
        self.pause()
        self.go_on()

    def go_on(self) -> None:
        """Hand on the next piece in another turn, if there is one."""
        if self.held and not self.waits:
            self.waits = True
            self.turns.wait(self)

    def hand_on(self) -> None:
        """Hand on a piece."""
        self.waits = False
        if not self.held or not self.ready():
            return
        piece, self.held = self.held[:PIECE], self.held[PIECE:]
        self.turns.hand_on(self.take, piece)
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
