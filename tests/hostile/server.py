"""The server with a clock in its event loop: `/stall` tells how long the loop did not turn, and forgets it.

In: the environment's settings. Out: an ASGI application. Never: in what is shipped.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from graph.app import build_app

TICK = 0.001  # seconds


class Clock:
    """Turns with the event loop."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def run(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(TICK)
            now = time.perf_counter()
            self.worst = max(self.worst, now - last - TICK)
            last = now

    async def tell(self, _: Request) -> Response:
        worst, self.worst = self.worst, 0.0
        return JSONResponse(worst)


def app() -> Starlette:
    """The application, timed."""
    clock = Clock()
    served = build_app()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        gc.freeze()
        ticking = asyncio.create_task(clock.run())
        async with served.router.lifespan_context(served):
            yield
        ticking.cancel()

    return Starlette(routes=[Route("/stall", clock.tell), Mount("/", served)], lifespan=lifespan)
