"""An operation asked over HTTP → its response: from what is known, or from the engine.

In: an `Asked`. Out: a response with its status, tag and packing. Never: a request that nobody has checked.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus

from graphql import GraphQLError, OperationType, get_operation_ast
from starlette.requests import Request
from starlette.responses import Response

from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.errors import RequestRefused
from graph.engine.parsing import parse_text
from graph.engine.pipeline import Answer
from graph.engine.together import shared
from graph.serving.caching import AnswerCache, Kept, Tags, is_any, is_fixed, matched, tag_of
from graph.serving.compression import pack
from graph.serving.exchange import Exchange
from graph.serving.export import FileResponse, open_export
from graph.serving.leaving import Leaving
from graph.serving.negotiation import CSV, LINES, Accepted
from graph.serving.parameters import Parameters
from graph.serving.rates import Charge
from graph.serving.responses import SECURITY, UNCACHED, bare, refuse_operation, respond
from graph.serving.sse import event_stream
from graph.serving.streams import Streams

QUERIES = frozenset({OperationType.QUERY})
ANY = frozenset({OperationType.QUERY, OperationType.MUTATION})
STREAMED = frozenset({OperationType.SUBSCRIPTION})
# What is in the text of an operation that is no query.
OTHERS = ("mutation", "subscription")
# How the names of files end.
ENDINGS = {CSV: "csv", LINES: "ndjson"}


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


class Answering:
    """Answers operations over HTTP."""

    def __init__(
        self, engine: Engine, streams: Streams, tags: Tags, cache: AnswerCache, cache_control: str
    ) -> None:
        self.engine = engine
        self.streams = streams
        self.tags = tags
        self.cache = cache
        self.cache_control = cache_control

    async def answer(self, asked: Asked, spend: Charge | None = None) -> Response:
        """Answer an operation: confirmed, given again, or run; `spend` is told before what that may cost."""
        # What is told about an operation, its cost say, is told anew each time.
        timings = asked.exchange.timings
        generation = None if asked.wants else await self.tags.generation(asked.text)
        if generation is None:
            return await self.send(asked, await self.execute(asked, spend))
        tag = self.tags.tag(
            generation,
            asked.text,
            asked.parameters.operation_name,
            asked.parameters.variables,
            asked.accepted.media_type,
        )
        known = matched(asked.request.headers.get("if-none-match"), tag, asked.encoding)
        kept = None if known else self.cache.find(tag, asked.encoding)
        if known or self.cache.size:
            timings.kept = bool(known or kept)
        timings.mark("lookup")
        if spend is not None and (known or kept):
            await spend(0)
        if known:
            return self.confirmed(asked, known)
        if kept is not None:
            asked.exchange.operation, asked.exchange.kind = kept.operation, kept.kind
            timings.rows = kept.rows
            return self.tagged(asked, kept, tag)
        answer = await self.execute(asked, spend)
        if not is_fixed(answer) or await self.tags.generation(asked.text) != generation:
            return await self.send(asked, answer)
        asked.exchange.settle()
        body, encoding = await pack(answer.body, asked.encoding)
        made = Kept(body, encoding, asked.exchange.operation, asked.exchange.kind, timings.rows)
        self.cache.keep(tag, asked.encoding, made)
        timings.mark("pack")
        return self.tagged(asked, made, tag)

    async def execute(self, asked: Asked, spend: Charge | None) -> Answer:
        """Have the engine answer; a client that leaves stops it."""
        operation = self.operation(asked, ANY if asked.request.method == "POST" else QUERIES)
        with Leaving(asked.request):
            if spend is not None:
                await spend(await self.cost(operation))
            return await self.engine.answer(operation)

    async def cost(self, request: Operation) -> int:
        """What an operation may cost; nothing where it cannot run."""
        try:
            document = await self.engine.document(request.query)
            operation = self.engine.allowed_operation(document, request)
            return self.engine.check_cost(
                document, operation, await self.engine.variables(operation, request)
            )
        except RequestRefused:
            return 0

    async def stream(self, asked: Asked, charge: Charge) -> Response:
        """The response of an operation whose client takes events; HEAD tells of it and opens none."""
        if asked.request.method == "HEAD":
            return event_stream(nothing(), asked.exchange)
        allowed = (ANY if asked.request.method == "POST" else QUERIES) | STREAMED
        try:
            with Leaving(asked.request):
                responses = await self.streams.open(self.operation(asked, allowed), charge)
        except RequestRefused as refused:
            return await self.refuse(refused, asked, QUERIES | STREAMED)
        # It ends with the process: the connection need not wait for that.
        asked.request.state.endless = True
        asked.exchange.transport = "sse"
        return event_stream(responses, asked.exchange)

    async def export(self, asked: Asked, charge: Charge) -> Response:
        """The response of a connection whose client takes a file."""
        media_type = asked.accepted.media_type
        try:
            with Leaving(asked.request):
                file = await open_export(self.engine, self.operation(asked, QUERIES), media_type, charge)
        except RequestRefused as refused:
            return await self.refuse(refused, asked, QUERIES)
        asked.exchange.transport = "file"
        headers = {
            "X-Request-Id": asked.exchange.id,
            "Cache-Control": UNCACHED,
            "Content-Disposition": f'attachment; filename="{file.name}.{ENDINGS[media_type]}"',
            **SECURITY,
        }
        pages = nothing() if asked.request.method == "HEAD" else file.pages
        return FileResponse(pages, headers, f"{media_type}; charset=utf-8")

    async def refuse(
        self, refused: RequestRefused, asked: Asked, kinds: frozenset[OperationType]
    ) -> Response:
        """The response to what cannot run and would have been no JSON; by GET only some kinds of operation may come."""
        response = refuse_operation(refused, asked.exchange)
        if await self.is_for_post(asked, kinds):
            response.status_code, response.headers["Allow"] = HTTPStatus.METHOD_NOT_ALLOWED, "POST"
        return response

    async def is_for_post(self, asked: Asked, kinds: frozenset[OperationType]) -> bool:
        """Whether an operation came otherwise, and is of none of these kinds: also where the schema has none such."""
        if asked.request.method == "POST" or not any(kind in asked.text for kind in OTHERS):
            return False
        name, tokens = asked.parameters.operation_name, self.engine.limits.tokens
        return await self.engine.aside.run(kind_of, asked.text, name, tokens) not in (None, *kinds)

    def operation(self, asked: Asked, allowed: frozenset[OperationType]) -> Operation:
        """What the engine is asked."""
        return Operation(
            asked.text,
            asked.parameters.operation_name,
            asked.parameters.variables,
            allowed,
            {"request": asked.request, "describe": shared(self.engine.database.describe)},
            asked.exchange.id,
            asked.wants,
            asked.exchange.timings,
        )

    def confirmed(self, asked: Asked, tag: str) -> Response:
        """The response to a client that has the answer."""
        headers = {"ETag": f'"{tag}"', "Cache-Control": self.cache_control}
        return bare(HTTPStatus.NOT_MODIFIED, asked.exchange, headers)

    def tagged(self, asked: Asked, kept: Kept, tag: str) -> Response:
        """The response of an answer that stays the same as long as the data."""
        sent = tag_of(tag, kept.encoding)
        if asked.request.method != "POST" and is_any(asked.request.headers.get("if-none-match")):
            return self.confirmed(asked, sent)
        headers = {"ETag": f'"{sent}"', "Cache-Control": self.cache_control}
        return packed(asked, kept, HTTPStatus.OK, headers)

    async def send(self, asked: Asked, answer: Answer) -> Response:
        """The response of an answer; one that could not run is a 400, unless its client named application/json.

        What is no query and was not sent by POST is a 405, whatever the client takes.
        """
        well = answer.executed or asked.accepted.by_body
        status = HTTPStatus.OK if well else HTTPStatus.BAD_REQUEST
        headers = {"Cache-Control": UNCACHED}
        if answer.unavailable:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            headers["Retry-After"] = "1"
        if not answer.executed and await self.is_for_post(asked, QUERIES):
            status, headers["Allow"] = HTTPStatus.METHOD_NOT_ALLOWED, "POST"
        made = Kept(*await pack(answer.body, asked.encoding))
        asked.exchange.timings.mark("pack")
        return packed(asked, made, status, headers)


def kind_of(text: str, name: str | None, tokens: int) -> OperationType | None:
    """The kind of the operation of a name; None where there is none, or more than one."""
    try:
        operation = get_operation_ast(parse_text(text, tokens), name)
    except (GraphQLError, RecursionError):
        return None
    return None if operation is None else operation.operation


def packed(asked: Asked, kept: Kept, status: HTTPStatus, headers: dict[str, str]) -> Response:
    """A response whose body may be packed."""
    if kept.encoding:
        headers["Content-Encoding"] = kept.encoding
    return respond(kept.body, status, asked.exchange, media_type=asked.accepted.media_type, headers=headers)


async def nothing() -> AsyncIterator[bytes]:
    """No bytes at all: what HEAD is sent of a response that would go on."""
    pieces: tuple[bytes, ...] = ()
    for each in pieces:
        yield each
