"""What is said where there is no request to answer: to one client too many, and to what is not HTTP.

In: a reason, its code and status. Out: an ASGI application, or bytes. Never: what was sent, given back.
"""

import logging
from http import HTTPStatus
from secrets import token_hex

from starlette.types import Receive, Scope, Send

from graph.engine.errors import Code, failure
from graph.engine.response import make_response
from graph.serving.responses import SECURITY, UNCACHED

LOG = logging.getLogger("graph.serving")


async def full(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Tell a client to come again."""
    headers, body = refusal("The server is busy.", Code.UNAVAILABLE)
    await send({"type": "http.response.start", "status": 503, "headers": [*headers, (b"retry-after", b"1")]})
    await send({"type": "http.response.body", "body": body})


def refusal(reason: str, code: Code) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of a refusal before anybody knows what is asked."""
    id_ = token_hex(8)
    body = make_response(None, [failure(reason, code)], request_id=id_)
    named = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "X-Request-Id": id_,
        "Cache-Control": UNCACHED,
        "Connection": "close",
        **SECURITY,
    }
    return [(name.lower().encode(), value.encode()) for name, value in named.items()], body


def written(
    status: HTTPStatus,
    reason: str,
    code: Code = Code.BAD_USER_INPUT,
    more: tuple[tuple[bytes, bytes], ...] = (),
) -> bytes:
    """A refusal as it is sent where there is no request to answer, with headers of its own."""
    headers, body = refusal(reason, code)
    LOG.info("request %s is refused unread: %s", dict(headers)[b"x-request-id"].decode(), reason)
    lines = b"".join(b"%b: %b\r\n" % pair for pair in (*headers, *more))
    return b"HTTP/1.1 %d %b\r\n%b\r\n%b" % (status, status.phrase.encode(), lines, body)
