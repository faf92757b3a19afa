"""Tells who waits when another build of the data is being served.

In: a database. Out: its description, once it is another. Never: more than one look at the database at a time, nor any
while nobody waits; nor all who wait woken at once, since each of them has an answer to ask for.
"""

import asyncio
from collections import deque
from contextlib import suppress

from graph.engine.execute import Database, Description, Unavailable
from graph.engine.together import wake


class Watch:
    """Looks at the database's version again and again, for all who wait."""

    def __init__(self, database: Database, seconds: float) -> None:
        self.database = database
        self.seconds = seconds
        self.waiting: deque[asyncio.Future[None]] = deque()
        # What was seen last; nobody knows of a later one.
        self.found: Description | None = None
        self.looking = asyncio.Lock()
        self.task: asyncio.Task[None] | None = None

    async def now(self) -> Description:
        """What is being served; Unavailable where it cannot be read."""
        async with self.looking:
            self.found = await self.database.describe()
            return self.found

    async def after(self, version: str) -> Description:
        """Wait until another version is being served than the one that `now`, or this, told last."""
        while self.found is None or self.found.version == version:
            turn = asyncio.get_running_loop().create_future()
            self.waiting.append(turn)
            if self.task is None or self.task.done():
                self.task = asyncio.create_task(self.look())
            await turn
        return self.found

    async def look(self) -> None:
        """Look until nobody waits."""
        # Who waits may know of an older one than was seen last: the first look wakes all, and they see for themselves.
        told: str | None = None
        while self.waiting:
            with suppress(Unavailable):
                found = await self.now()
                if found.version != told:
                    told = found.version
                    woken, self.waiting = self.waiting, deque()
                    wake(woken)
            self.forget()
            await asyncio.sleep(self.seconds)

    def forget(self) -> None:
        """Forget those who have left."""
        if any(turn.done() for turn in self.waiting):
            self.waiting = deque(turn for turn in self.waiting if not turn.done())
