"""Requests begin a few in each turn of the event loop: what others wait for, and what arrives, has its turn in between.

In: what begins a request. Out: it is begun, now or soon; or a room in which there is no place for it, to be refused.
Never: a turn of hundreds of requests, in which no statement's end is heard; nor a wait to begin of which it is known
that it will be too long.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from math import ceil
from time import perf_counter
from typing import Any, Protocol

from graph.engine.line import Room
from graph.serving.beginning import LINE
from graph.serving.returning import Refusals
from graph.serving.wire.bounds import bounds

# How many requests begin in a turn: one or two milliseconds of work, as a rule.
TURN = 4
# How many may wait to begin while there is no room behind the entrance.
LONGEST = 16
# The part of the longest wait that may pass before a request begins.
SHARE = 0.25
# How long it takes until the next one begins, as long as nobody had to wait (seconds), and how much of what is known
# of that, and of where they go on to, is known from the last turn.
PACE = 0.001
WEIGHT = 0.05
# How many in a second are told to come again and heard again at once; the others are heard when it is their turn, in
# so many seconds at most. Where that is in more than a moment, they pile up whatever is done, in connections that are
# dearer the more there are: fewer are heard then, and those who are answered have the time.
REFUSALS = 8_000
PILED = 4_000
MOMENT = 0.1
LATEST = 1.0
# The name of the entrance in the state of a server.
ENTRANCE = "graph.entrance"


class Behind(Room, Protocol):
    """The room where most go on to; `come` is how many have come there in all."""

    come: int

    def full(self, before: int = 0) -> int:
        """In how many seconds who sets out for there is to come again, so many others before him; 0 for now."""


class Entrance:
    """The entrance of a server: a room, too, where those wait who have not begun."""

    def __init__(self, seconds: float, room: Behind | None = None) -> None:
        """Nobody waits longer than so many seconds, if the next turns are like the last; most go on to a room."""
        self.seconds = seconds
        self.room = room
        # Which part of those who begin goes on to it, and how many had when the last turn began.
        self.part = 0.0
        self.gone_on = 0
        self.begun = 0
        self.waiting: deque[Callable[[], None]] = deque()
        # How long it takes until one begins, and when the last turn was in which some did while others waited.
        self.pace = PACE
        self.last = 0.0
        self.refusals = Refusals(self)
        # When the next may be told that there is no room, and how long after the one before (seconds).
        self.turn = 0.0
        self.step = 1 / REFUSALS

    @property
    def crowded(self) -> bool:
        """Whether somebody waits."""
        return bool(self.waiting)

    def full(self) -> int:
        """In how many seconds who comes now is to come again; 0 where he may wait."""
        expected = len(self.waiting) * self.pace
        return ceil(expected) if expected > SHARE * self.seconds else 0

    def announce(self) -> None:
        """Who is let in is here already."""

    def closed(self) -> Room | None:
        """Where there is no room for a request, which need not wait to hear that; None where it may begin."""
        if len(self.waiting) < LONGEST:
            return None
        if self.room is not None and self.full_behind(self.room):
            return self.room
        return self if self.full() else None

    def full_behind(self, room: Room) -> int:
        """In how many seconds who sets out from here for a room is to come again, others before him; 0 for now."""
        if self.room is not None and room is self.room:
            return self.room.full(int(self.part * len(self.waiting)))
        return room.full()

    def delay(self, now: float) -> float:
        """How long who was told that there is no room is not to be heard (seconds), now on the clock of the loop."""
        if self.turn < now:
            self.turn, self.step = now, 1 / REFUSALS
        self.turn = min(self.turn + self.step, now + LATEST)
        if self.turn > now + MOMENT:
            self.step = 1 / PILED
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
        before, self.begun = self.begun, min(TURN, len(self.waiting))
        if not self.begun:
            self.last = 0.0
            return
        asyncio.get_running_loop().call_soon(self.next_turn)
        now, gone_on = perf_counter(), 0 if self.room is None else self.room.come
        if self.last:
            self.pace += WEIGHT * ((now - self.last) / before - self.pace)
            self.part += WEIGHT * (min((gone_on - self.gone_on) / before, 1.0) - self.part)
        self.last, self.gone_on = now, gone_on
        for _ in range(self.begun):
            self.waiting.popleft()()


def entrance_of(state: dict[str, Any]) -> Entrance:
    """The entrance of a server, kept in what its lifespan left, which may name the room behind it."""
    if ENTRANCE not in state:
        state[ENTRANCE] = Entrance(bounds().wait, state.get(LINE))
    found: Entrance = state[ENTRANCE]
    return found
