"""Work that waits for a place: so many pieces run, some wait in line, and who would wait too long is told at once.

In: pieces of work, each of a kind. Out: what they give, begun in the order they came, or `Busy`. Never: a line without
an end, nor a wait of which it is known that it will be in vain.

Where pieces are short, a few more are handed on than there are places, to whatever does them one after the other: the
next begins when another ends, and not when the event loop, which is busy with telling others, comes to that.

How long the wait will be is told by how long pieces of each kind took before, and by how long those that run have
taken already. Who is let in has a place by about half of the time that he may wait, if the next pieces are like the
last; where they turn out to be slower, those at the end of the line hear of it as soon as it is known.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from math import ceil
from time import perf_counter
from typing import ParamSpec, Protocol, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
# How much the last piece says of how long the next one of its kind takes; of the first few, each says as much. A piece
# that the processor was taken from for a while is not to send away half of the line.
WEIGHT = 0.05
# How long a piece takes of which nothing is known, as long as none has been seen (seconds).
UNSEEN = 0.01
# The part of the longest wait that may be expected by who sets out, and by who has come: what was known when he set out
# has changed by a little, and to turn him away then is dearer than to have told him before.
MARGIN = 0.5
LEEWAY = 0.55
# Pieces that take less are short (seconds): who is handed on ahead of his time behind those does not wait for long.
SHORT = 0.05
# How many kinds are remembered.
KEPT = 2_000


class Busy(Exception):  # noqa: N818 - what happened
    """Too many wait already: nothing was run, and it may be asked again in so many seconds.

    `room` is where there was none, where that was so.
    """

    def __init__(self, seconds: int = 1, room: "Room | None" = None) -> None:
        super().__init__(f"busy for {seconds} s")
        self.seconds = seconds
        self.room = room


class Room(Protocol):
    """Where some wait, and others are told to come again."""

    @property
    def crowded(self) -> bool:
        """Whether who comes now may have to wait."""

    def full(self) -> int:
        """In how many seconds who sets out for here is to come again; 0 where there is room, as far as is known."""

    def announce(self) -> None:
        """Count somebody who has set out for here."""


@dataclass(eq=False, slots=True)
class Piece:
    """A piece of work that runs, or is the next to."""

    kind: Hashable
    # When it began, as far as is known here; None for one that was handed on ahead of its time.
    began: float | None
    patience: asyncio.Timeout | None = None

    def age(self, now: float) -> float:
        """How long it has run."""
        return 0.0 if self.began is None else now - self.began

    def begin(self) -> bool:
        """Take note that it runs now; whether it had not begun, nor been given up."""
        if self.began is not None or (self.patience is not None and self.patience.expired()):
            return False
        self.began = perf_counter()
        if self.patience is not None:
            self.patience.reschedule(None)
        return True


@dataclass(eq=False, slots=True)
class Turn:
    """Somebody in line: since when, and what tells him that it is his turn."""

    kind: Hashable
    since: float
    told: "asyncio.Future[None]"


class Line:
    """A few places, and a line before them."""

    def __init__(
        self,
        places: int,
        waiting: int = 256,
        seconds: float = 2.0,
        ahead: int = 0,
    ) -> None:
        self.places = places
        self.longest = waiting
        self.seconds = seconds
        # How many short pieces are handed on ahead of their time.
        self.ahead = ahead
        # How many were handed on, and their work in the order in which it begins.
        self.taken = 0
        self.pieces: dict[Piece, None] = {}
        self.waiting: deque[Turn] = deque()
        self.kinds: Counter[Hashable] = Counter()
        # How long pieces of each kind take, of late, and those of kinds that were not seen before (seconds).
        self.usual: dict[Hashable, float] = {}
        self.seen: Counter[Hashable] = Counter()
        self.unseen = UNSEEN
        # Until when there is no room unless somebody leaves, and what is told until then, behind so many on their way.
        self.full_until = 0.0
        self.told = 0
        self.told_behind = 0
        # How many are on their way here, of whom the line was told; and how many have come.
        self.coming = 0
        self.come = 0

    async def run(self, work: Callable[[], Awaitable[Made]], kind: Hashable = None) -> Made:
        """Do a piece of work when there is a place for it; Busy where the line is too long.

        Pieces of one kind are expected to take about as long as each other.
        """
        self.coming = max(self.coming - 1, 0)
        self.come += 1
        since = perf_counter()
        if not self.waiting and self.has_place(kind):
            self.taken += 1
        else:
            await self.wait(kind)
        begun = sum(each.began is not None for each in self.pieces)
        piece = Piece(kind, perf_counter() if begun < self.places else None)
        self.pieces[piece] = None
        whole = True
        try:
            if piece.began is None:
                return await self.run_next(work, piece, since)
            return await work()
        except asyncio.CancelledError:
            whole = False
            raise
        finally:
            del self.pieces[piece]
            if piece.began is not None:
                self.learn(piece, piece.began, whole=whole)
                self.begin_next()
            self.leave()

    async def run_next(self, work: Callable[[], Awaitable[Made]], piece: Piece, since: float) -> Made:
        """Hand a piece of work on ahead of its time; Busy where those before it take longer than anybody may wait."""
        try:
            async with asyncio.timeout(since + self.seconds - perf_counter()) as piece.patience:
                return await work()
        except TimeoutError:
            if piece.patience is not None and piece.patience.expired():
                raise Busy(max(1, ceil(self.expected(perf_counter()))), self) from None
            raise
        finally:
            piece.patience = None  # it knows the task, which knows the failure, which knows this frame

    def begin_next(self) -> None:
        """Take note that a piece has ended, so that the first that was handed on ahead of its time has begun."""
        any(piece.begin() for piece in self.pieces)

    def has_place(self, kind: Hashable) -> bool:
        """Whether a piece of a kind can be handed on: ahead of its time where it and those before it are short."""
        if self.taken < self.places:
            return True
        return self.taken < self.places + self.ahead and all(
            self.usual.get(each, SHORT) < SHORT for each in (kind, *(piece.kind for piece in self.pieces))
        )

    async def wait(self, kind: Hashable) -> None:
        """Wait for a place."""
        if seconds := self.come_again(self.expected(perf_counter()), LEEWAY):
            raise Busy(seconds, self)
        loop = asyncio.get_running_loop()
        turn = Turn(kind, perf_counter(), loop.create_future())
        self.queue(turn)
        timer = loop.call_later(self.seconds, give_up, turn.told)
        try:
            await turn.told
        except BaseException:
            if turn in self.waiting:
                self.waiting.remove(turn)
                self.forget(turn)
            elif not turn.told.cancelled() and turn.told.exception() is None:
                self.leave()  # the place was given to who had just left
            raise
        finally:
            timer.cancel()

    def full(self, before: int = 0) -> int:
        """In how many seconds who sets out for here is to come again; 0 where there is room, as far as is known.

        So many are known to have set out before him, of whom the line may have been told.
        """
        now = perf_counter()
        if now >= self.full_until or before < self.told_behind:
            if not self.crowded:
                return 0
            coming = max(self.coming, before)
            expected = self.expected(now)
            # Those who are on their way take as long as those who are here.
            expected += expected * coming / (len(self.waiting) + max(len(self.pieces), self.places))
            self.told, self.told_behind = self.come_again(expected, MARGIN, coming), before
            # As long as nobody leaves, a wait grows shorter no faster than time goes by.
            self.full_until = now + (expected - MARGIN * self.seconds if self.told else 0.0)
        return self.told

    @property
    def running(self) -> int:
        """How many places are taken."""
        return min(self.taken, self.places)

    @property
    def crowded(self) -> bool:
        """Whether every place is taken."""
        return self.taken >= self.places

    def come_again(self, expected: float, share: float, coming: int = 0) -> int:
        """In how many seconds who would wait so long, behind those who come, is to come again; 0 if there is room."""
        if len(self.waiting) + coming < self.longest and expected <= share * self.seconds:
            return 0
        return max(1, ceil(expected))

    def announce(self) -> None:
        """Count somebody who has set out for here, until he comes, or until somebody leaves before he does."""
        self.coming += 1

    def leave(self) -> None:
        """Give the place to the next in line, if there is one; tell those at the end who would wait in vain."""
        self.coming = 0
        self.full_until = 0.0
        self.taken -= 1
        while self.waiting and self.has_place(self.waiting[0].kind):
            turn = self.waiting.popleft()
            self.forget(turn)
            if not turn.told.done():
                self.taken += 1
                turn.told.set_result(None)
                self.shorten()

    def shorten(self) -> None:
        """Tell those at the end of the line of whom it is known by now that they would wait too long."""
        now = perf_counter()
        while self.waiting:
            turn = self.waiting.pop()
            self.forget(turn)
            expected = self.expected(now)
            if now - turn.since + expected <= self.seconds:
                self.queue(turn)
                return
            give_up(turn.told, max(1, ceil(expected)))

    def queue(self, turn: Turn) -> None:
        """Put somebody at the end of the line."""
        self.waiting.append(turn)
        self.kinds[turn.kind] += 1

    def forget(self, turn: Turn) -> None:
        """Count somebody no more who has left the line."""
        self.full_until = 0.0
        self.kinds[turn.kind] -= 1
        if not self.kinds[turn.kind]:
            del self.kinds[turn.kind]

    def expected(self, now: float) -> float:
        """How long it takes until all who are in line have had a place (seconds)."""
        usual = {kind: self.usual.get(kind, self.unseen) for kind in self.kinds}
        left = 0.0
        for piece in self.pieces:
            age, whole = piece.age(now), self.usual.get(piece.kind, self.unseen)
            # Of what takes longer than expected, half is still to come: nothing else is known.
            left += whole - age if age < whole else age
            if age > whole and piece.kind in usual:
                usual[piece.kind] = max(usual[piece.kind], self.learnt(piece.kind, age))
        for kind, number in self.kinds.items():
            left += number * usual[kind]
        return left / self.places

    def learnt(self, kind: Hashable, took: float) -> float:
        """How long pieces of a kind take, when one has taken so long (seconds)."""
        usual = self.usual.get(kind, self.unseen)
        return usual + max(1 / (self.seen[kind] + 1), WEIGHT) * (took - usual)

    def learn(self, piece: Piece, began: float, *, whole: bool) -> None:
        """Remember how long a piece took; of one that was broken off, that it takes longer."""
        took = perf_counter() - began
        if not whole and took < self.usual.get(piece.kind, self.unseen):
            return
        if piece.kind not in self.usual:
            self.unseen += WEIGHT * (took - self.unseen)
            if len(self.usual) >= KEPT:
                self.usual.clear()
                self.seen.clear()
        self.usual[piece.kind] = self.learnt(piece.kind, took)
        self.seen[piece.kind] += 1


async def patiently(
    work: Callable[Given, Awaitable[Made]], *args: Given.args, **kwargs: Given.kwargs
) -> Made:
    """Do what was begun already, such as a file or a subscription: told to come again, it does."""
    while True:
        try:
            return await work(*args, **kwargs)
        except Busy as busy:
            await asyncio.sleep(busy.seconds)


def give_up(told: "asyncio.Future[None]", seconds: int = 1) -> None:
    """Tell who has waited long enough, or would have to, to come again."""
    if not told.done():
        told.set_exception(Busy(seconds))
