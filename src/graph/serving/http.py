"""`/graphql` over HTTP: GET and POST, statuses and media types of GraphQL over HTTP.

In: a request. Out: a response; whatever is wrong with a request is in it, with a code and the request's id.
Never: a 500 for what a client sent, nor a stack for what went wrong here.
"""

import asyncio
import logging
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.errors import Code
from graph.engine.pipeline import Answer
from graph.serving.caching import AnswerCache, Kept, Tags, is_fixed, matched
from graph.serving.compression import choose_encoding, pack
from graph.serving.documents import Documents
from graph.serving.exchange import Exchange
from graph.serving.leaving import Leaving
from graph.serving.negotiation import JSON, Accepted, negotiate, wants_html
from graph.serving.parameters import Parameters
from graph.serving.reading import METHODS, read_request
from graph.serving.refusal import Refused
from graph.serving.responses import UNCACHED, refuse_request, respond

QUERIES = frozenset({OperationType.QUERY})
ANY = frozenset({OperationType.QUERY, OperationType.MUTATION})
LOG = logging.getLogger("graph.serving")


@dataclass(frozen=True)
class Asked:
    """One operation as it was asked over HTTP."""

    request: Request
    text: str
    parameters: Parameters
    accepted: Accepted
    encoding: str | None
    exchange: Exchange

    @property
    def wants(self) -> frozenset[str]:
        """What the client wants to be told beside the data: the request's extensions that are true."""
        return frozenset(name for name, value in self.parameters.extensions.items() if value is True)


class GraphQLEndpoint:
    """Answers requests to `/graphql`."""

    def __init__(
        self,
        engine: Engine,
        tags: Tags,
        documents: Documents,
        cache: AnswerCache,
        *,
        max_body: int,
        seconds: float,
        cache_control: str,
    ) -> None:
        self.engine = engine
        self.tags = tags
        self.documents = documents
        self.cache = cache
        self.max_body = max_body
        self.seconds = seconds
        self.cache_control = cache_control
        self.vary = "Accept, Accept-Encoding"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as an ASGI application of its own: every method comes here."""
        request = Request(scope, receive)
        exchange = Exchange.begin(request.headers)
        response = await self.respond(request, exchange)
        if response is not None:
            response.headers["Vary"] = self.vary
            await response(scope, receive, send)

    async def respond(self, request: Request, exchange: Exchange) -> Response | None:
        """The response to one request, whatever goes wrong; None for a client that has left."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self.answer(request, exchange)
        except Refused as refused:
            return refuse_request(refused, exchange)
        except ClientDisconnect:
            return None
        except TimeoutError:
            reason = Refused("The request took too long.", HTTPStatus.SERVICE_UNAVAILABLE, Code.TIMEOUT)
            return refuse_request(reason, exchange)
        except RecursionError:
            return refuse_request(
                Refused("The request nests too deeply.", code=Code.DEPTH_LIMIT_EXCEEDED), exchange
            )
        except Exception:
            LOG.exception("request %s failed", exchange.id)
            reason = Refused(
                "An internal error occurred.", HTTPStatus.INTERNAL_SERVER_ERROR, Code.INTERNAL_SERVER_ERROR
            )
            return refuse_request(reason, exchange)

    async def answer(self, request: Request, exchange: Exchange) -> Response | None:
        """Read what is asked, and answer it."""
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS})
        if request.method in ("GET", "HEAD") and wants_html(request.headers.get("accept")):
            return to_page(request)
        accepted = negotiate(request.headers.get("accept"))
        if accepted is None:
            raise Refused(
                "Accept names neither application/json nor application/graphql-response+json.",
                HTTPStatus.NOT_ACCEPTABLE,
            )
        try:
            parameters = await read_request(request, self.max_body)
            text = self.documents.text_of(parameters)
        except Refused as refused:
            return refuse_request(refused, exchange, media_type=accepted.media_type)
        encoding = choose_encoding(request.headers.get("accept-encoding"))
        return await self.run(Asked(request, text, parameters, accepted, encoding, exchange))

    async def run(self, asked: Asked) -> Response | None:
        """Answer an operation: from what is known, or by the engine."""
        # What is told about an operation, its cost say, is told anew each time.
        generation = None if asked.wants else await self.tags.generation(asked.text)
        if generation is None:
            return await self.send(asked, await self.execute(asked))
        tag = self.tags.tag(
            generation,
            asked.text,
            asked.parameters.operation_name,
            asked.parameters.variables,
            asked.accepted.media_type,
        )
        if known := matched(asked.request.headers.get("if-none-match"), tag):
            headers = {
                "ETag": f'"{known}"',
                "Cache-Control": self.cache_control,
                "X-Request-Id": asked.exchange.id,
            }
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        kept = self.cache.find(tag, asked.encoding)
        if kept is not None:
            return self.tagged(asked, kept, tag)
        answer = await self.execute(asked)
        if not is_fixed(answer) or await self.tags.generation(asked.text) != generation:
            return await self.send(asked, answer)
        made = Kept(*await pack(answer.body, asked.encoding))
        self.cache.keep(tag, asked.encoding, made)
        return self.tagged(asked, made, tag)

    async def execute(self, asked: Asked) -> Answer:
        """Have the engine answer; a client that leaves stops it."""
        operation = Operation(
            asked.text,
            asked.parameters.operation_name,
            asked.parameters.variables,
            ANY if asked.request.method == "POST" else QUERIES,
            {"request": asked.request, "describe": self.engine.database.describe},
            asked.exchange.id,
            asked.wants,
        )
        with Leaving(asked.request):
            answer = await self.engine.answer(operation)
        asked.exchange.cost = answer.cost
        asked.exchange.codes = tuple(str((each.extensions or {}).get("code")) for each in answer.errors)
        return answer

    def tagged(self, asked: Asked, kept: Kept, tag: str) -> Response:
        """The response of an answer that stays the same as long as the data."""
        suffix = f"-{kept.encoding}" if kept.encoding else ""
        headers = {"ETag": f'"{tag}{suffix}"', "Cache-Control": self.cache_control}
        return packed(asked, kept, HTTPStatus.OK, headers)

    async def send(self, asked: Asked, answer: Answer) -> Response:
        """The response of an answer; one that could not run is a 400, unless its client named application/json."""
        legacy = asked.accepted.media_type == JSON and asked.accepted.by_name
        status = HTTPStatus.OK if answer.executed or legacy else HTTPStatus.BAD_REQUEST
        return packed(
            asked, Kept(*await pack(answer.body, asked.encoding)), status, {"Cache-Control": UNCACHED}
        )


def packed(asked: Asked, kept: Kept, status: HTTPStatus, headers: dict[str, str]) -> Response:
    """A response whose body may be packed."""
    if kept.encoding:
        headers["Content-Encoding"] = kept.encoding
    return respond(kept.body, status, asked.exchange, media_type=asked.accepted.media_type, headers=headers)


def to_page(request: Request) -> Response:
    """Send a browser to GraphiQL, with what it asked."""
    query = f"?{urlencode(list(request.query_params.multi_items()))}" if request.query_params else ""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/graphiql{query}", HTTPStatus.SEE_OTHER)
