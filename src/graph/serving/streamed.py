"""Responses that go on for a while: files and events.

In: pieces of a body as they come, headers. Out: a response that ends with the pieces, or when its client leaves.
Never: what is being made for a client that has left; nor objects in circles, that wait for a search for garbage.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Streamed(Response):
    """A response whose body comes in pieces."""

    def __init__(self, pieces: AsyncIterator[bytes], headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self.pieces = pieces

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        leaving = asyncio.ensure_future(until_left(receive))
        try:
            while (piece := await self.next_piece(leaving)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            leaving.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def next_piece(self, leaving: asyncio.Future[None]) -> bytes | None:
        """The next piece; None where there is none, or nobody to send it to."""
        upcoming = asyncio.ensure_future(next_of(self.pieces))
        try:
            either: list[asyncio.Future[Any]] = [upcoming, leaving]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return upcoming.result() if upcoming.done() else None
        finally:
            if not upcoming.done():
                upcoming.cancel()
                await asyncio.wait([upcoming])


async def next_of(pieces: AsyncIterator[bytes]) -> bytes | None:
    """The next piece; None at the end."""
    return await anext(pieces, None)


async def until_left(receive: Receive) -> None:
    """Wait for the client to leave."""
    while (await receive())["type"] != "http.disconnect":
        pass
