"""`/graphql` over HTTP: GET and POST, statuses and media types of GraphQL over HTTP.

In: a request. Out: a response; whatever is wrong with a request is in it, with a code and the request's id.
Never: a 500 for what a client sent.
"""

from http import HTTPStatus
from secrets import token_hex
from urllib.parse import urlencode

from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.errors import Code, failure
from graph.engine.response import make_response
from graph.serving.negotiation import JSON, Accepted, negotiate, wants_html
from graph.serving.parameters import BadRequest, Parameters, read_body, read_query

QUERIES = frozenset({OperationType.QUERY})
ANY = frozenset({OperationType.QUERY, OperationType.MUTATION})
METHODS = "GET, HEAD, OPTIONS, POST"


class GraphQLEndpoint:
    """Answers requests to `/graphql`."""

    def __init__(self, engine: Engine, max_body: int) -> None:
        self.engine = engine
        self.max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as an ASGI application of its own: every method comes here."""
        response = await self.respond(Request(scope, receive))
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The response to one request."""
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS})
        if request.method in ("GET", "HEAD") and wants_html(request.headers.get("accept")):
            query = f"?{urlencode(list(request.query_params.multi_items()))}" if request.query_params else ""
            return RedirectResponse(f"{request.scope.get('root_path', '')}/graphiql{query}", HTTPStatus.SEE_OTHER)
        request_id = token_hex(8)
        accepted = negotiate(request.headers.get("accept"))
        if accepted is None:
            reason = BadRequest("Accept names neither application/json nor application/graphql-response+json.", HTTPStatus.NOT_ACCEPTABLE)
            return refused(reason, Accepted(JSON, by_name=False), request_id)
        try:
            parameters = await self.parameters(request)
        except BadRequest as bad:
            return refused(bad, accepted, request_id)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        return await self.answer(request, parameters, accepted, request_id)

    async def answer(
        self, request: Request, parameters: Parameters, accepted: Accepted, request_id: str
    ) -> Response:
        """Run the operation; a request that could not run is a 400, unless its client named application/json."""
        operation = Operation(
            parameters.query,
            parameters.operation_name,
            parameters.variables,
            ANY if request.method == "POST" else QUERIES,
            {"request": request, "describe": self.engine.database.describe},
            request_id,
        )
        answer = await self.engine.answer(operation)
        legacy = accepted.media_type == JSON and accepted.by_name
        status = HTTPStatus.OK if answer.executed or legacy else HTTPStatus.BAD_REQUEST
        return respond(answer.body, status, accepted, request_id)

    async def parameters(self, request: Request) -> Parameters:
        """What the request asks."""
        if request.method in ("GET", "HEAD"):
            return read_query(request.query_params)
        if request.method != "POST":
            raise BadRequest(f"{request.method} is not served here.", HTTPStatus.METHOD_NOT_ALLOWED)
        check_content_type(request.headers.get("content-type"))
        return read_body(await self.body(request))

    async def body(self, request: Request) -> bytes:
        """The body, as long as it is not too large."""
        chunks: list[bytes] = []
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > self.max_body:
                raise BadRequest(f"The body is larger than {self.max_body} bytes.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            chunks.append(chunk)
        return b"".join(chunks)


def check_content_type(given: str | None) -> None:
    """Refuse any media type but JSON in UTF-8: forms and plain text can be sent by pages of other sites."""
    name, *parameters = (part.strip().lower() for part in (given or "").split(";"))
    charsets = [each.removeprefix("charset=").strip('"') for each in parameters if each.startswith("charset=")]
    if name != JSON or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise BadRequest(
            "Send the body as application/json in UTF-8.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        )


def refused(bad: BadRequest, accepted: Accepted, request_id: str) -> Response:
    """The response to a request that is not GraphQL over HTTP."""
    body = make_response(None, [failure(str(bad), Code.BAD_USER_INPUT)], request_id=request_id)
    response = respond(body, bad.status, accepted, request_id)
    if bad.status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = METHODS
    return response


def respond(body: bytes, status: HTTPStatus, accepted: Accepted, request_id: str) -> Response:
    """A response with its headers."""
    headers = {"X-Request-Id": request_id, "Vary": "Accept", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(body, status, headers, media_type=f"{accepted.media_type}; charset=utf-8")
