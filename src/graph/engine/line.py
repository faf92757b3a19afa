"""Work that waits for a place: so many pieces run, some wait in line, and who would wait too long is told at once.

In: pieces of work. Out: what they give, begun in the order they came, or `Busy`. Never: a line without an end,
nor a wait of which it is known that it will be in vain.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from math import ceil
from time import perf_counter
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
# How much the last piece of work says of how long the next one takes.
WEIGHT = 0.1


class Busy(Exception):  # noqa: N818 - what happened
    """Too many wait already: nothing was run, and it may be asked again in so many seconds."""

    def __init__(self, seconds: int = 1) -> None:
        super().__init__(f"busy for {seconds} s")
        self.seconds = seconds


class Line:
    """A few places, and a line before them."""

    def __init__(self, places: int, waiting: int = 256, seconds: float = 2.0) -> None:
        self.places = places
        self.longest = waiting
        self.seconds = seconds
        self.running = 0
        self.waiting: deque[asyncio.Future[None]] = deque()
        # How long a piece of work takes, of late (seconds).
        self.usual = 0.0

    async def run(self, work: Callable[[], Awaitable[Made]]) -> Made:
        """Do a piece of work when there is a place for it; Busy where the line is too long."""
        if self.running < self.places:
            self.running += 1
        else:
            await self.wait()
        began = perf_counter()
        try:
            return await work()
        finally:
            self.usual += WEIGHT * (perf_counter() - began - self.usual)
            self.leave()

    async def wait(self) -> None:
        """Wait for a place."""
        expected = self.usual * (len(self.waiting) + 1) / self.places
        if len(self.waiting) >= self.longest or expected > self.seconds:
            raise Busy(max(1, ceil(expected)))
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self.waiting.append(turn)
        timer = loop.call_later(self.seconds, give_up, turn)
        try:
            await turn
        except BaseException:
            if turn in self.waiting:
                self.waiting.remove(turn)
            elif not turn.cancelled() and turn.exception() is None:
                self.leave()  # the place was given to who had just left
            raise
        finally:
            timer.cancel()

    def leave(self) -> None:
        """Give the place to the next in line, if there is one."""
        while self.waiting:
            turn = self.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.running -= 1


async def patiently(
    work: Callable[Given, Awaitable[Made]], *args: Given.args, **kwargs: Given.kwargs
) -> Made:
    """Do what was begun already, such as a file or a subscription: told to come again, it does."""
    while True:
        try:
            return await work(*args, **kwargs)
        except Busy as busy:
            await asyncio.sleep(busy.seconds)


def give_up(turn: asyncio.Future[None]) -> None:
    """Tell who has waited long enough to come again."""
    if not turn.done():
        turn.set_exception(Busy(1))
