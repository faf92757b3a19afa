"""The server of the soak: as it is run, with a clock in the event loop of each worker.

In: the environment's settings. Out: a server that also answers `/stall`. Never: in what is shipped.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from graph.app import from_environment
from graph.cli import run_server
from graph.settings import Settings

TICK = 0.005  # seconds


class Clock:
    """Turns with the event loop: the longest it stood, and the longest that its own thread kept it."""

    def __init__(self) -> None:
        self.worst = 0.0
        self.own = 0.0

    async def run(self) -> None:
        last, worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(TICK)
            now, work = time.perf_counter(), time.thread_time()
            stood = now - last - TICK
            self.worst = max(self.worst, stood)
            # What the machine gave to others meanwhile is no work of this thread.
            self.own = max(self.own, min(stood, work - worked))
            last, worked = now, work

    async def tell(self, _: Request) -> Response:
        told = {"pid": os.getpid(), "worst": self.worst, "own": self.own}
        self.worst = self.own = 0.0
        return JSONResponse(told)


def app() -> Starlette:
    """The application, timed."""
    clock = Clock()
    served = from_environment()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        ticking = asyncio.create_task(clock.run())
        async with served.router.lifespan_context(served):
            yield
        ticking.cancel()

    return Starlette(routes=[Route("/stall", clock.tell), Mount("/", served)], lifespan=lifespan)


if __name__ == "__main__":
    run_server(Settings(), "tests.soak.server:app")
