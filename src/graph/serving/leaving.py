"""Clients that leave before their answer: what was running for them stops.

In: a request whose body has been read. Out: the running task is cancelled, seen outside as ClientDisconnect.
Never: anything for requests that are answered at once: the watch begins a moment later.
"""

import asyncio
from types import TracebackType
from typing import Any

from starlette.requests import ClientDisconnect, Request

MOMENT = 0.05  # seconds


class Leaving:
    """A block that ends when the client has left."""

    def __init__(self, request: Request) -> None:
        self.receive = request.receive
        self.left = False
        self.watch: asyncio.Task[None] | None = None
        self.task: asyncio.Task[Any] | None = None

    def __enter__(self) -> None:
        self.task = asyncio.current_task()
        self.timer = asyncio.get_running_loop().call_later(MOMENT, self.begin)

    def begin(self) -> None:
        """Begin to watch."""
        self.watch = asyncio.get_running_loop().create_task(self.wait())

    async def wait(self) -> None:
        """Wait for the client to leave, then stop what runs for it."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.left = True
        if self.task is not None:
            self.task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.timer.cancel()
        if self.watch is not None:
            self.watch.cancel()
        # A task that knows its watch, which knows the task, would wait for a search for garbage.
        task, self.task, self.watch = self.task, None, None
        if self.left and kind is asyncio.CancelledError:
            if task is not None:
                task.uncancel()
            raise ClientDisconnect from error
