"""Requests begin a few in each turn of the event loop: what others wait for, and what arrives, has its turn in between.

In: what begins a request. Out: it is begun, now or soon; or a refusal, where too many wait for that and there is no
room for more anyway. Never: a turn of hundreds of requests, in which no statement's end is heard.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp

from graph.serving.returning import Returning

# How many requests begin in a turn: one or two milliseconds of work, as a rule.
TURN = 4
# How many may wait to begin while there is no room; while there is, all may.
LONGEST = 16
# How many in a second are told to come again and heard again at once; the others are heard when it is their turn, in
# so many seconds at most.
REFUSALS = 4_000
LATEST = 1.0


class Entrance:
    """The entrance of a process."""

    def __init__(self) -> None:
        self.begun = 0
        self.waiting: deque[Callable[[], None]] = deque()
        # Who was told last to come again, and when the next may be told so.
        self.told: Returning | None = None
        self.turn = 0.0

    def refusing(self) -> ASGIApp | None:
        """What refuses a request that need not wait; None where it may."""
        if len(self.waiting) < LONGEST or self.told is None or not self.told.busy():
            return None
        return self.told.refuse

    def delay(self, told: Returning) -> float:
        """How long who was told to come again is not to be heard (seconds)."""
        now = asyncio.get_running_loop().time()
        self.told = told
        self.turn = min(max(now, self.turn) + 1 / REFUSALS, now + LATEST)
        return self.turn - now

    def enter(self, begin: Callable[[], None]) -> None:
        """Begin a request when it is its turn."""
        if self.begun >= TURN:
            self.waiting.append(begin)
            return
        if not self.begun:
            asyncio.get_running_loop().call_soon(self.next_turn)
        self.begun += 1
        begin()

    def next_turn(self) -> None:
        """Begin the next few."""
        self.begun = min(TURN, len(self.waiting))
        if self.begun:
            asyncio.get_running_loop().call_soon(self.next_turn)
        for _ in range(self.begun):
            self.waiting.popleft()()


ENTRANCES: "WeakKeyDictionary[asyncio.AbstractEventLoop, Entrance]" = WeakKeyDictionary()


def entrance_of(loop: asyncio.AbstractEventLoop) -> Entrance:
    """The entrance of an event loop."""
    found = ENTRANCES.get(loop)
    if found is None:
        found = ENTRANCES[loop] = Entrance()
    return found
