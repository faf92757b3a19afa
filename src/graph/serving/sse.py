"""Server-sent events, one connection for each operation, as graphql-sse's protocol has it.

In: the responses of an operation. Out: an HTTP response that goes on. Never: lines that end in CR LF.
"""

import asyncio
from collections.abc import AsyncIterator

from graph.serving.exchange import Exchange
from graph.serving.negotiation import EVENTS
from graph.serving.responses import SECURITY
from graph.serving.streamed import Streamed, next_of

# How long a proxy may take a silent connection for a dead one.
SILENCE = 12.0  # seconds
COMMENT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"


def event_stream(responses: AsyncIterator[bytes], exchange: Exchange) -> Streamed:
    """The response that carries a stream; when its client leaves, the stream ends."""
    headers = {
        "X-Request-Id": exchange.id,
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
        **SECURITY,
    }
    return Streamed(events(responses, exchange), headers, f"{EVENTS}; charset=utf-8")


async def events(responses: AsyncIterator[bytes], exchange: Exchange) -> AsyncIterator[bytes]:
    """Each response as an event, a comment where there is none for a while, and the end."""
    exchange.answers = 0
    yield COMMENT
    upcoming: asyncio.Future[bytes | None] | None = None
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(next_of(responses))
            done, _ = await asyncio.wait([upcoming], timeout=SILENCE)
            if not done:
                yield COMMENT
                continue
            body, upcoming = upcoming.result(), None
            if body is None:
                break
            exchange.answers += 1
            yield b"event: next\ndata: %b\n\n" % body
        yield COMPLETE
    finally:
        if upcoming is not None:
            upcoming.cancel()
