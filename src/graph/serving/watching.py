"""Tells who waits when another build of the data is being served.

In: a database. Out: its description, once it is another. Never: more than one look at the database at a time,
nor any while nobody waits.
"""

import asyncio

from graph.engine.execute import Database, Description, Unavailable


class Watch:
    """Looks at the database's version again and again, for all who wait."""

    def __init__(self, database: Database, seconds: float) -> None:
        self.database = database
        self.seconds = seconds
        self.waiting = 0
        self.found: Description | None = None
        self.turned = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def now(self) -> Description:
        """What is being served."""
        return await self.database.describe()

    async def after(self, version: str) -> Description:
        """Wait until another version is being served."""
        self.waiting += 1
        if self.task is None or self.task.done():
            self.found = None
            self.task = asyncio.create_task(self.look())
        try:
            while self.found is None or self.found.version == version:
                await self.turned.wait()
            return self.found
        finally:
            self.waiting -= 1

    async def look(self) -> None:
        """Look until nobody waits."""
        while self.waiting:
            found = await self.current()
            if found is not None and (self.found is None or found.version != self.found.version):
                self.found = found
                self.turned.set()
                self.turned = asyncio.Event()
            await asyncio.sleep(self.seconds)

    async def current(self) -> Description | None:
        """What is being served, if anything can be read."""
        try:
            return await self.database.describe()
        except Unavailable:
            return None
