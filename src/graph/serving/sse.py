"""Server-sent events, one connection for each operation, as graphql-sse's protocol has it.

In: the responses of an operation. Out: an HTTP response that goes on. Never: lines that end in CR LF.
"""

import asyncio
import importlib
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from graph.serving.exchange import Exchange
from graph.serving.negotiation import EVENTS
from graph.serving.responses import SECURITY

# Starlette's streams need it, and it would be loaded by the first of them, while every other request waits.
importlib.import_module("anyio._backends._asyncio")

# How long a proxy may take a silent connection for a dead one.
SILENCE = 12.0  # seconds
COMPLETE = b"event: complete\ndata:\n\n"


def event_stream(responses: AsyncIterator[bytes], exchange: Exchange) -> StreamingResponse:
    """The response that carries a stream; when its client leaves, the stream ends."""
    headers = {
        "X-Request-Id": exchange.id,
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
        **SECURITY,
    }
    return StreamingResponse(
        events(responses, exchange), headers=headers, media_type=f"{EVENTS}; charset=utf-8"
    )


async def events(responses: AsyncIterator[bytes], exchange: Exchange) -> AsyncIterator[bytes]:
    """Each response as an event, a comment where there is none for a while, and the end."""
    exchange.answers = 0
    yield b":\n\n"
    upcoming: asyncio.Future[bytes] | None = None
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(anext(responses))
            done, _ = await asyncio.wait([upcoming], timeout=SILENCE)
            if not done:
                yield b":\n\n"
                continue
            try:
                body = upcoming.result()
            except StopAsyncIteration:
                break
            upcoming = None
            exchange.answers += 1
            yield b"event: next\ndata: %b\n\n" % body
        yield COMPLETE
    finally:
        if upcoming is not None:
            upcoming.cancel()
