"""Liveness and readiness.

In: whether data can be read. Out: 200 or 503. Never: a reason that tells of files or SQL.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from graph.engine.execute import Database, Unavailable

FRESH = {"Cache-Control": "no-store"}


def health_routes(database: Database) -> list[BaseRoute]:
    """`/health/live` answers while the process does; `/health/ready` only while data can be read."""

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "live"}, headers=FRESH)

    async def ready(_: Request) -> Response:
        try:
            await database.describe()
        except Unavailable:
            return JSONResponse({"status": "no data"}, HTTPStatus.SERVICE_UNAVAILABLE, headers=FRESH)
        return JSONResponse({"status": "ready"}, headers=FRESH)

    return [Route("/health/live", live), Route("/health/ready", ready)]
