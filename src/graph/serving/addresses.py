"""Addresses beside `/graphql` that have something to tell: `/metrics` and `/schema.graphql`.

In: what is told, who may read it. Out: routes. Never: anything for who may not.
"""

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.engine.execute import Database, Description, Unavailable
from graph.serving.access import Access
from graph.serving.caching import Kept, is_any, matched, tag_of
from graph.serving.compression import encoding_for_tools, pack
from graph.serving.exchange import Exchange
from graph.serving.headers import IndexedHeaders
from graph.serving.refusal import Refused
from graph.serving.responses import UNCACHED, refuse_request
from graph.serving.tallies import Tallies

Tell = Callable[[Request], Awaitable[Response]]
READING = ["GET", "HEAD", "OPTIONS"]


class SchemaText:
    """The schema's text, which stays the same: packed once for each encoding."""

    def __init__(self, sdl: Callable[[], str]) -> None:
        self.sdl = sdl
        self.tag = ""
        self.kept: dict[str | None, Kept] = {}

    async def in_encoding(self, encoding: str | None) -> Kept:
        """The text as a client can take it."""
        if encoding not in self.kept:
            body = f"{await asyncio.to_thread(self.sdl)}\n".encode()
            self.tag = sha256(body).hexdigest()[:32]
            self.kept[encoding] = Kept(*await pack(body, encoding))
        return self.kept[encoding]

    async def tell(self, request: Request) -> Response:
        """The text, or that the client has it."""
        given = IndexedHeaders(request.scope)
        kept = await self.in_encoding(encoding_for_tools(given.get("accept-encoding")))
        asked, sent = given.get("if-none-match"), tag_of(self.tag, kept.encoding)
        known = sent if is_any(asked) else matched(asked, self.tag, kept.encoding)
        headers = {"Cache-Control": "no-cache", "ETag": f'"{known or sent}"'}
        if known:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if kept.encoding:
            headers["Content-Encoding"] = kept.encoding
        return Response(kept.body, headers=headers, media_type="text/plain")


def schema_route(sdl: Callable[[], str], access: Access) -> Route:
    """`/schema.graphql`, the schema as text."""
    tell = gated(SchemaText(sdl).tell, access, "Accept-Encoding")

    async def told(request: Request) -> Response:
        if request.method != "OPTIONS":
            return await tell(request)
        headers = {"Allow": ", ".join(READING), "Vary": access.varies("Accept-Encoding")}
        return Response(
            status_code=HTTPStatus.NO_CONTENT, headers={**headers, **access.preflight(request.headers)}
        )

    return Route("/schema.graphql", told, methods=READING)


def metrics_route(tallies: Tallies, database: Database, access: Access) -> Route:
    """`/metrics`, for Prometheus; its library is loaded when somebody asks."""

    def text(served: Description | None, accept: str | None) -> tuple[bytes, str]:
        from graph.serving.metrics import metrics_text  # noqa: PLC0415 - see above

        return metrics_text(tallies, served, accept)

    async def tell(request: Request) -> Response:
        served = await described(database)
        body, media_type = await asyncio.to_thread(text, served, request.headers.get("accept"))
        return Response(body, headers={"Cache-Control": UNCACHED}, media_type=media_type)

    return Route("/metrics", gated(tell, access, "Accept"))


async def described(database: Database) -> Description | None:
    """What is being served; None where it cannot be read."""
    try:
        return await database.describe()
    except Unavailable:
        return None


def gated(tell: Tell, access: Access, *varies: str) -> Tell:
    """The same for who may read, 401 for others; `varies` are the headers that an answer is made by."""

    async def told(request: Request) -> Response:
        try:
            access.admit(request.headers)
            response = await tell(request)
        except Refused as refused:
            response = refuse_request(refused, Exchange.begin(request.headers))
        response.headers.update({"Vary": access.varies(*varies), **access.shared(request.headers)})
        return response

    return told
