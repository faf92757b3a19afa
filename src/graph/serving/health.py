"""Liveness and readiness.

In: whether data can be read. Out: 200 or 503. Never: a reason that tells of files or SQL.
"""

from collections.abc import Callable
from http import HTTPStatus

import apsw
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

FRESH = {"Cache-Control": "no-store"}


def health_routes(describe: Callable[[], object]) -> list[BaseRoute]:
    """`/health/live` answers while the process does; `/health/ready` only while data can be read."""

    def live(_: Request) -> Response:
        return JSONResponse({"status": "live"}, headers=FRESH)

    def ready(_: Request) -> Response:
        try:
            describe()
        except (OSError, apsw.Error):
            return JSONResponse({"status": "no data"}, HTTPStatus.SERVICE_UNAVAILABLE, headers=FRESH)
        return JSONResponse({"status": "ready"}, headers=FRESH)

    return [Route("/health/live", live), Route("/health/ready", ready)]
