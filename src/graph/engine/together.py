"""Work that several ask for at the same time, done once: after a build is published, all ask the same at once.

In: keys and work. Out: what it gives, or raises, to each who asked meanwhile. Never: work that goes on when all who
asked for it have left, nor anything kept once it is done, nor all who wait woken in one turn of the event loop.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Made = TypeVar("Made")
# How many are woken in one turn: each has an answer to write.
TURN = 8


def wake(waiting: "deque[asyncio.Future[None]]") -> None:
    """Wake all who wait, a few in each turn of the event loop."""
    for _ in range(min(TURN, len(waiting))):
        turn = waiting.popleft()
        if not turn.done():
            turn.set_result(None)
    if waiting:
        asyncio.get_running_loop().call_soon(wake, waiting)


@dataclass
class UnderWay:
    """A piece of work that is being done, and who waits for it."""

    task: asyncio.Task[Any]
    waiting: "deque[asyncio.Future[None]]" = field(default_factory=deque)


class Together:
    """What is being done now, by keys that are equal where the work is."""

    def __init__(self) -> None:
        self.under_way: dict[Hashable, UnderWay] = {}

    async def run(self, key: Hashable, work: Callable[[], Awaitable[Made]]) -> Made:
        """Do a piece of work, or wait for it where it is being done already."""
        found = self.under_way.get(key)
        if found is None:
            found = self.under_way[key] = UnderWay(asyncio.ensure_future(done(work)))
            found.task.add_done_callback(lambda task: self.finish(key, task))
        turn = asyncio.get_running_loop().create_future()
        found.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not found.task.done() and all(each.done() for each in found.waiting):
                self.under_way.pop(key, None)
                found.task.cancel()
            raise
        try:
            made: Made = found.task.result()
        finally:
            del found  # a failure that is raised here knows this frame, and the task knows the failure
        return made

    def finish(self, key: Hashable, task: asyncio.Task[Any]) -> None:
        """Tell those who wait that it is done, or has failed."""
        found = self.under_way.get(key)
        if not task.cancelled():
            task.exception()
        if found is not None and found.task is task:
            del self.under_way[key]
            wake(found.waiting)


def shared(work: Callable[[], Awaitable[Made]]) -> Callable[[], Awaitable[Made]]:
    """A piece of work as one that is done once for all who ask for it while it is being done."""
    together = Together()
    return lambda: together.run(None, work)


async def done(work: Callable[[], Awaitable[Made]]) -> Made:
    """Do a piece of work."""
    return await work()
