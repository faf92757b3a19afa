"""The front page and GraphiQL. In: the built pages, the example operations. Out: routes that serve them.

Never: asks anything of the engine or of another host. The pages find the server at the relative ./graphql.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from graph.explorer.assets import BUILT, Asset, read_asset
from graph.explorer.examples import read_examples
from graph.explorer.headers import has, takes_gzip
from graph.explorer.policy import SECURITY_HEADERS

__all__ = ["SECURITY_HEADERS", "routes"]

HASHED = "public, max-age=31536000, immutable"  # the name changes with the content
FRESH = "no-cache"  # kept, but asked for again; a 304 where nothing changed
NOT_BUILT = "The explorer has not been built. In a checkout: python src/graph/explorer/build.py\n"


def routes() -> list[BaseRoute]:
    """Return the routes of the pages, the examples and the assets, to be mounted beside /graphql."""
    return [
        Route("/", front, name="front"),
        Route("/graphiql", graphiql, name="graphiql"),
        Route("/graphiql/operations.json", operations, name="graphiql-operations"),
        Route("/graphiql/{name}", asset, name="graphiql-asset"),
    ]


# Plain functions: Starlette runs them in threads, since reading and packing a file the first time is slow.


def front(request: Request) -> Response:
    """Answer GET /: the front page."""
    return page(request, "index.html")


def graphiql(request: Request) -> Response:
    """Answer GET /graphiql."""
    return page(request, "graphiql.html")


def page(request: Request, name: str) -> Response:
    """Answer with a page, or with how to build it (503)."""
    html = read_asset(BUILT / name)
    if html is None:
        return PlainTextResponse(NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE, SECURITY_HEADERS)
    return respond(request, html, FRESH)


def operations(request: Request) -> Response:
    """Answer GET /graphiql/operations.json: `[{"name", "question", "query"}]`."""
    return respond(request, read_examples(), FRESH)


def asset(request: Request) -> Response:
    """Answer GET /graphiql/{name}: a script, a style, a font, a worker."""
    found = read_asset(BUILT / "graphiql" / request.path_params["name"])
    if found is None:
        return PlainTextResponse("Not found\n", HTTPStatus.NOT_FOUND, SECURITY_HEADERS)
    return respond(request, found, HASHED)


def respond(request: Request, found: Asset, cache: str) -> Response:
    """Send an asset as the client can take it: not at all when it has it, packed when it understands gzip."""
    headers = {**SECURITY_HEADERS, "Cache-Control": cache, "ETag": found.etag, "Vary": "Accept-Encoding"}
    if has(request.headers, found.etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)
