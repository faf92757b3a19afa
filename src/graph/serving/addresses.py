"""Addresses beside `/graphql` that have something to tell: `/metrics` and `/schema.graphql`.

In: what is told, who may read it. Out: routes. Never: anything for who may not.
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graph.engine.execute import Database, Description, Unavailable
from graph.serving.access import Access
from graph.serving.exchange import Exchange
from graph.serving.refusal import Refused
from graph.serving.responses import SECURITY, UNCACHED, refuse_request
from graph.serving.tallies import Tallies

Tell = Callable[[Request], Awaitable[Response]]


def schema_route(sdl: Callable[[], str], access: Access) -> Route:
    """`/schema.graphql`, the schema as text."""

    async def tell(_: Request) -> Response:
        return PlainTextResponse(f"{sdl()}\n", headers={"Cache-Control": "no-cache", **SECURITY})

    return Route("/schema.graphql", gated(tell, access))


def metrics_route(tallies: Tallies, database: Database, access: Access) -> Route:
    """`/metrics`, for Prometheus; its library is loaded when somebody asks."""

    def text(served: Description | None, accept: str | None) -> tuple[bytes, str]:
        from graph.serving.metrics import metrics_text  # noqa: PLC0415 - see above

        return metrics_text(tallies, served, accept)

    async def tell(request: Request) -> Response:
        served = await described(database)
        body, media_type = await asyncio.to_thread(text, served, request.headers.get("accept"))
        return Response(body, headers={"Cache-Control": UNCACHED, **SECURITY}, media_type=media_type)

    return Route("/metrics", gated(tell, access))


async def described(database: Database) -> Description | None:
    """What is being served; None where it cannot be read."""
    try:
        return await database.describe()
    except Unavailable:
        return None


def gated(tell: Tell, access: Access) -> Tell:
    """The same for who may read, 401 for others."""

    async def told(request: Request) -> Response:
        try:
            access.admit(request.headers)
            response = await tell(request)
        except Refused as refused:
            response = refuse_request(refused, Exchange.begin(request.headers))
        response.headers.update({"Vary": "Accept, Authorization, Origin", **access.shared(request.headers)})
        return response

    return told
