"""The server as it is run, with a clock in the event loop of each process: `/stall` tells how long the loop did not
turn, and forgets it.

In: the environment's settings. Out: a server. Never: in what is shipped.

    GET /stall   {"pid": 4711, "worst": 0.071, "own": 0.012}

`worst` is the longest that the loop stood, in seconds; `own` the longest that its own thread worked meanwhile. What
the machine gave to others, or Python to other threads, is in the first alone.
"""

import asyncio
import os
import time
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.app import from_environment
from graph.cli import run_server
from graph.settings import Settings

TICK = 0.002  # seconds


class Clock:
    """Turns with the event loop."""

    def __init__(self) -> None:
        self.worst = self.own = 0.0
        # When the loop turned last, and what its thread had worked until then.
        self.last = self.worked = 0.0

    async def run(self) -> None:
        """Turn until cancelled."""
        self.last, self.worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(TICK)
            self.turn()

    def turn(self) -> None:
        """The loop has turned."""
        now, work = time.perf_counter(), time.thread_time()
        stood = now - self.last - TICK
        self.worst = max(self.worst, stood)
        self.own = max(self.own, min(stood, work - self.worked))
        self.last, self.worked = now, work

    def tell(self) -> dict[str, Any]:
        """What was measured since this was asked last."""
        self.turn()
        told = {"pid": os.getpid(), "worst": self.worst, "own": self.own}
        self.worst = self.own = 0.0
        return told


class Timed:
    """An application beside a clock."""

    def __init__(self, served: ASGIApp) -> None:
        self.served = served
        self.clock = Clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `/stall`, leave all else to the application; the clock runs as long as that."""
        if scope["type"] == "lifespan":
            ticking = asyncio.create_task(self.clock.run())
            await self.served(scope, receive, send)
            ticking.cancel()
        elif scope["type"] == "http" and scope["path"] == "/stall":
            await JSONResponse(self.tell())(scope, receive, send)
        else:
            await self.served(scope, receive, send)

    def tell(self) -> dict[str, Any]:
        """What `/stall` says."""
        return self.clock.tell()


def app() -> Timed:
    """The application, timed."""
    return Timed(from_environment())


if __name__ == "__main__":
    run_server(Settings(), "tests.timed:app")
