"""HTTP responses: bytes with status, media type and headers.

In: a body, what it is. Out: Starlette responses. Never: an error that a cache may keep.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from graph.engine.errors import RequestRefused, failure
from graph.engine.response import make_response
from graph.serving.exchange import Exchange
from graph.serving.headers import Answered
from graph.serving.negotiation import JSON
from graph.serving.refusal import Refused

UNCACHED = "no-store"
# What every response of the API says; its pages have a policy of their own.
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def respond(
    body: bytes,
    status: HTTPStatus,
    exchange: Exchange,
    *,
    media_type: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response with its headers; not to be kept unless the headers say otherwise."""
    named = {
        "Content-Type": f"{media_type}; charset=utf-8",
        "X-Request-Id": exchange.id,
        "Cache-Control": UNCACHED,
        **SECURITY,
        **(headers or {}),
    }
    return Answered(body, status, named)


def bare(status: HTTPStatus, exchange: Exchange, headers: Mapping[str, str]) -> Response:
    """A response without a body."""
    return Response(status_code=status, headers={"X-Request-Id": exchange.id, **SECURITY, **headers})


def refuse_request(refused: Refused, exchange: Exchange, *, media_type: str = JSON) -> Response:
    """The response to a request that is refused."""
    exchange.refused = (refused.code.value,)
    body = make_response(None, [failure(str(refused), refused.code)], request_id=exchange.id)
    return respond(body, refused.status, exchange, media_type=media_type, headers=refused.headers)


def refuse_operation(refused: RequestRefused, exchange: Exchange) -> Response:
    """The response to an operation that cannot run, whose answer would not have been JSON."""
    exchange.refuses(refused.errors)
    body = make_response(None, refused.errors, request_id=exchange.id)
    return respond(body, HTTPStatus.BAD_REQUEST, exchange)
