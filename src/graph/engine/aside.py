"""Work that can be slow, done on threads while the event loop goes on: what an operation costs the first time.

In: functions. Out: what they give, or `Busy`. Never: SQL, nor more than a few at a time: they hold Python's lock.
"""

import asyncio
import sys
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from graph.engine.line import Line
from graph.engine.resting import Rests
from graph.engine.together import Together

Given = ParamSpec("Given")
Made = TypeVar("Made")
THREADS = 2
# How long such a thread goes on holding Python's lock while the event loop waits for it (seconds). The loop waits for
# it many times in a turn: at Python's own five milliseconds others' answers took ten times as long.
HOLD = 0.000_5


class Aside:
    """A few threads, and a line before them."""

    def __init__(self, threads: int = THREADS, seconds: float = 2.0) -> None:
        """So many threads, for which nobody waits longer than so many seconds."""
        self.line = Line(threads, seconds=seconds)
        self.together = Together()
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="aside")
        self.rests = Rests()

    async def run_once(
        self, key: Hashable, work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs
    ) -> Made:
        """Do a piece of work, or wait for it where it is being done already: many may ask for the same at once."""
        return await self.together.run(key, lambda: self.run(work, *args, **kwargs))

    async def run(self, work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
        """Do a piece of work when there is a place for it."""
        loop = asyncio.get_running_loop()
        piece = partial(self.work, work, *args, **kwargs)
        kind = getattr(work, "__qualname__", None)
        return await self.line.run(lambda: loop.run_in_executor(self.threads, piece), kind)

    def work(self, work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
        """Do a piece of work on this thread, unless somebody wants a rest."""
        with self.rests.work():
            return work(*args, **kwargs)


def share_lock() -> None:
    """Have the threads of this process give Python's lock away soon when another waits for it."""
    sys.setswitchinterval(HOLD)
