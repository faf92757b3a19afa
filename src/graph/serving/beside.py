"""What every answer says that is not one of `/graphql`: which request it is of, and what browsers may not do with it.

In: an ASGI application, requests that nothing answers. Out: the same answers with these headers; refusals as JSON.
Never: a header that an answer has already, nor anything of `/graphql`, which has its own.
"""

from collections.abc import Iterable
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.engine.errors import Code
from graph.serving.exchange import Exchange
from graph.serving.headers import IndexedHeaders, raw_name
from graph.serving.negotiation import wants_html
from graph.serving.refusal import Refused, failed
from graph.serving.responses import SECURITY, refuse_request

RawHeader = tuple[bytes, bytes]
HEADERS: list[RawHeader] = [(raw_name(name), value.encode()) for name, value in SECURITY.items()]


class Beside:
    """An application whose answers beside `/graphql` all have the headers that those of `/graphql` have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or is_graphql(scope):
            await self.app(scope, receive, send)
            return
        id_ = (b"x-request-id", Exchange.begin(Headers(scope=scope)).id.encode())

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(message.get("headers", ()), id_)
            await send(message)

        await self.app(scope, receive, sending)


def is_graphql(scope: Scope) -> bool:
    """Whether a request is one of `/graphql`."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) == "/graphql"


def completed(headers: Iterable[RawHeader], id_: RawHeader) -> list[RawHeader]:
    """The headers of an answer with those that it has not."""
    given = list(headers)
    named = {name for name, _ in given}
    return [*given, *(each for each in (*HEADERS, id_) if each[0] not in named)]


async def refuse(request: Request, error: Exception) -> Response:
    """Say that there is nothing at an address, or nothing by this method: as JSON, or to a browser in plain words."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    code = Code.NOT_FOUND if status is HTTPStatus.NOT_FOUND else Code.BAD_USER_INPUT
    headers = {"Vary": "Accept", **(error.headers or {})}
    if wants_html(IndexedHeaders(request.scope).get("accept")):
        return PlainTextResponse(f"{status.phrase}\n", status, headers)
    words = {
        HTTPStatus.NOT_FOUND: "There is nothing at this address.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not served here.",
    }
    refused = Refused(words.get(status, f"{status.phrase}."), status, code, headers)
    return refuse_request(refused, Exchange.begin(request.headers))


async def fail(request: Request, _: Exception) -> Response:
    """Say that something went wrong here, and no more."""
    return refuse_request(failed(), Exchange.begin(request.headers))


# What becomes of exceptions, as Starlette takes it.
HANDLERS = {HTTPException: refuse, Exception: fail}
