"""`/graphql` over HTTP: GET and POST, statuses and media types of GraphQL over HTTP.

In: a request. Out: a response; whatever is wrong with a request is in it, with a code and the request's id.
Never: a 500 for what a client sent, nor a stack for what went wrong here.
"""

import asyncio
import logging
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from graph.engine.aside import Aside
from graph.engine.errors import Code
from graph.engine.execute import Unavailable
from graph.engine.line import Busy
from graph.serving.access import Access
from graph.serving.answering import Answering, Asked
from graph.serving.compression import choose_encoding, encoding_for_tools
from graph.serving.documents import Documents
from graph.serving.exchange import Exchange
from graph.serving.headers import GraphQLRequest
from graph.serving.negotiation import CSV, EVENTS, LINES, SERVED, Accepted, negotiate, wants_html
from graph.serving.observing import LEFT, Observer
from graph.serving.rates import Rates
from graph.serving.reading import METHODS, read_request
from graph.serving.refusal import Refused, failed, too_busy, too_late
from graph.serving.responses import SECURITY, bare, refuse_request
from graph.serving.returning import Returning

LOG = logging.getLogger("graph.serving")

# What is in the text of a query for the schema.
INTROSPECTION = "__schema"


@dataclass(frozen=True)
class Door:
    """What requests may be: how large in bytes, how long in seconds; what clients are told of besides.

    `page` sends browsers to a page, `timing` tells how long each stage took.
    """

    max_body: int
    seconds: float
    page: bool = True
    timing: bool = True


class GraphQLEndpoint:
    """Answers requests to `/graphql`."""

    def __init__(
        self,
        answering: Answering,
        documents: Documents,
        access: Access,
        rates: Rates,
        observer: Observer,
        door: Door,
        reading: Aside,
    ) -> None:
        self.answering = answering
        self.documents = documents
        self.access = access
        self.rates = rates
        self.observer = observer
        self.door = door
        self.reading = reading
        self.vary = (b"vary", access.varies("Accept", "Accept-Encoding").encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as an ASGI application of its own: every method comes here."""
        request = GraphQLRequest(scope, receive)
        exchange = self.observer.begin(request.headers)
        status, size = LEFT, None
        try:
            response = await self.respond(request, exchange)
            if response is not None:
                status, size = response.status_code, len(getattr(response, "body", b""))
                self.complete(response, request, exchange)
                if status == HTTPStatus.SERVICE_UNAVAILABLE and hasattr(request.state, "busy"):
                    request.state.busy.answered(response, exchange)
                elif exchange.timings.kept is not None:  # a miss is kept by now, unless it was too large
                    request.state.kept = True
                with self.observer.streams if exchange.transport == "sse" else nullcontext():
                    await response(scope, receive, send)
        except asyncio.CancelledError:
            LOG.warning("the answer to request %s broke off: the server stops", exchange.id)
        finally:
            self.observer.note(exchange, status, size)

    def complete(self, response: Response, request: Request, exchange: Exchange) -> None:
        """Give a response the headers that all have."""
        response.raw_headers.append(self.vary)
        if shared := self.access.shared(request.headers):
            response.headers.update(shared)
        if self.door.timing:
            response.raw_headers.append((b"server-timing", exchange.timed().encode()))

    async def respond(self, request: Request, exchange: Exchange) -> Response | None:
        """The response to one request, whatever goes wrong; None for a client that has left."""
        try:
            async with asyncio.timeout(self.door.seconds):
                return await self.answer(request, exchange)
        except ClientDisconnect:
            return None
        except asyncio.CancelledError:  # by the server, which has waited for it long enough
            reason = too_late()
        except Refused as refused:
            reason = refused
        except TimeoutError:
            reason = Refused("The request took too long.", HTTPStatus.SERVICE_UNAVAILABLE, Code.TIMEOUT)
        except RecursionError:
            reason = Refused("The request nests too deeply.", code=Code.DEPTH_LIMIT_EXCEEDED)
        except Busy as busy:
            reason = too_busy(busy)
            if busy.room is not None:
                request.state.busy = Returning(self.observer, busy.room)
        except Unavailable:
            text = "The data cannot be read at the moment."
            reason = Refused(text, HTTPStatus.SERVICE_UNAVAILABLE, Code.UNAVAILABLE, {"Retry-After": "1"})
        except Exception:
            LOG.exception("request %s failed", exchange.id)
            reason = failed()
        # What was raised in this frame knows it, and it knows that.
        return refuse_request(reason.with_traceback(None), exchange)

    async def answer(self, request: Request, exchange: Exchange) -> Response:
        """Read what is asked, and answer it."""
        if hasattr(request.state, "room"):  # there is none in it, whatever is asked
            raise Busy(request.state.seconds, request.state.room)
        if request.method == "OPTIONS":
            headers = {"Allow": METHODS, **self.access.preflight(request.headers)}
            return bare(HTTPStatus.NO_CONTENT, exchange, headers)
        if self.door.page and request.method in ("GET", "HEAD") and wants_html(request.headers.get("accept")):
            return to_page(request, exchange)
        self.access.admit(request.headers)
        client = self.rates.client(request)
        await self.rates.admit(client)
        accepted = negotiate(request.headers.get("accept"))
        if accepted is None:
            raise Refused(f"Accept names none of {', '.join(SERVED)}.", HTTPStatus.NOT_ACCEPTABLE)
        try:
            asked = await self.read(request, accepted, exchange)
        except Refused as refused:
            if refused.code is Code.PERSISTED_QUERY_NOT_FOUND and accepted.by_body:
                refused.status = HTTPStatus.OK
            return refuse_request(refused, exchange, media_type=accepted.of_refusals)
        return await self.run(asked, client)

    async def read(self, request: Request, accepted: Accepted, exchange: Exchange) -> Asked:
        """What a request asks, its document found where it is only named."""
        parameters = await read_request(request, self.door.max_body, self.reading)
        text = self.documents.text_of(parameters)
        exchange.asks(text, parameters.operation_name, parameters.variables)
        choose = encoding_for_tools if INTROSPECTION in text else choose_encoding
        encoding = choose(request.headers.get("accept-encoding"))
        exchange.timings.mark("read")
        return Asked(request, text, parameters, accepted, encoding, exchange)

    async def run(self, asked: Asked, client: str) -> Response:
        """The response in the form that the client takes: events, a file, or one answer."""
        charge = self.rates.charge(client)
        if asked.accepted.media_type == EVENTS:
            response = await self.answering.stream(asked, charge)
        elif asked.accepted.media_type in (CSV, LINES):
            response = await self.answering.export(asked, charge)
        else:
            response = await self.answering.answer(asked, self.rates.price(client))
        if limited := await self.rates.headers(client):
            response.headers.update(limited)
        return response


def to_page(request: Request, exchange: Exchange) -> Response:
    """Send a browser to GraphiQL, with what it asked."""
    query = f"?{urlencode(list(request.query_params.multi_items()))}" if request.query_params else ""
    address = f"{request.scope.get('root_path', '')}/graphiql{query}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"X-Request-Id": exchange.id, **SECURITY})
