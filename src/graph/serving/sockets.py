"""GraphQL over WebSocket: the `graphql-transport-ws` protocol; the older `graphql-ws` is not spoken.

In: a WebSocket. Out: messages, and at the end a close code that says why. Never: more for one socket than allowed.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from graphql import GraphQLError, OperationType
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from graph.engine import Request as Operation
from graph.engine.aside import Aside
from graph.engine.errors import Code, RequestRefused, failure
from graph.engine.execute import Unavailable
from graph.engine.line import Busy, patiently
from graph.engine.response import formatted
from graph.engine.together import shared
from graph.serving.access import Access, bearer
from graph.serving.documents import Documents
from graph.serving.exchange import Exchange
from graph.serving.observing import Observer
from graph.serving.parameters import Parameters, check_depth, checked, is_large
from graph.serving.rates import Rates
from graph.serving.refusal import Refused, too_busy
from graph.serving.responses import refuse_request
from graph.serving.streams import Streams
from graph.serving.wire.intake import Allowance

PROTOCOL = "graphql-transport-ws"
EVERY = frozenset(OperationType)
REASON = 123  # bytes
LOG = logging.getLogger("graph.serving")


@dataclass(frozen=True)
class SocketLimits:
    """The most that sockets may take."""

    init_seconds: float = 3.0
    # How long a socket may say nothing while nothing runs for it.
    idle_seconds: float = 60.0
    sockets: int = 1_000
    subscriptions: int = 50
    message: int = 262_144
    # Messages of one socket in a second, on average over ten.
    rate: int = 100


class Closed(Exception):  # noqa: N818 - what happened
    """The socket is to be closed with a code and a reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class SocketEndpoint:
    """Accepts WebSockets at `/graphql`."""

    def __init__(
        self,
        streams: Streams,
        documents: Documents,
        access: Access,
        rates: Rates,
        observer: Observer,
        limits: SocketLimits,
        reading: Aside,
    ) -> None:
        self.streams = streams
        self.observer = observer
        self.documents = documents
        self.access = access
        self.rates = rates
        self.limits = limits
        self.reading = reading
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket until one side closes it."""
        socket = WebSocket(scope, receive, send)
        if not self.access.allows(socket.headers):
            await deny(socket, Refused("Pages of this origin may open no WebSocket.", HTTPStatus.FORBIDDEN))
            return
        spoken = PROTOCOL if PROTOCOL in socket.scope.get("subprotocols", ()) else None
        await socket.accept(spoken)
        if spoken is None:
            await socket.close(4406, "Subprotocol not acceptable")
            return
        if self.open >= self.limits.sockets:
            await socket.close(1013, "Try again later")
            return
        self.open += 1
        try:
            await Conversation(self, socket).run()
        finally:
            self.open -= 1


async def deny(socket: WebSocket, refused: Refused) -> None:
    """Refuse a handshake as a request is refused."""
    await socket.send_denial_response(refuse_request(refused, Exchange.begin(socket.headers, "websocket")))


async def nowhere(socket: WebSocket) -> None:
    """There are WebSockets at one address only."""
    await deny(
        socket, Refused("There is no WebSocket at this address.", HTTPStatus.NOT_FOUND, Code.NOT_FOUND)
    )


class Conversation:
    """What is said over one socket."""

    def __init__(self, endpoint: SocketEndpoint, socket: WebSocket) -> None:
        self.endpoint = endpoint
        self.limits = endpoint.limits
        self.socket = socket
        self.acknowledged = False
        # Whether the last message was large.
        self.large = False
        self.client = ""
        self.patience: asyncio.Timeout | None = None
        self.running: dict[str, asyncio.Task[None]] = {}
        self.allowance = Allowance(self.limits.rate, asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Listen until the end; everything that runs for the socket ends with it."""
        try:
            async with asyncio.timeout(self.limits.init_seconds) as self.patience:
                while True:
                    await self.hear(await self.message())
                    self.rest()
                    # One message in each turn of the event loop: what they ask for would all be done in the next.
                    await asyncio.sleep(0)
        except TimeoutError:
            if self.acknowledged:
                await self.end(1000, "Idle")
            else:
                await self.end(4408, "Connection initialisation timeout")
        except Closed as closed:
            await self.end(closed.code, str(closed))
        except WebSocketDisconnect:
            pass
        finally:
            self.patience = None
            for task in self.running.values():
                task.cancel()
            self.running.clear()

    async def end(self, code: int, reason: str) -> None:
        """Close the socket, if it is there still; a reason has so many bytes at most."""
        short = reason.encode()[:REASON].decode(errors="ignore")
        with suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.close(code, short)

    def rest(self) -> None:
        """Wait for the client from now on: as long as it likes while something runs for it."""
        if self.acknowledged and self.patience is not None and not self.patience.expired():
            now = asyncio.get_running_loop().time()
            self.patience.reschedule(None if self.running else now + self.limits.idle_seconds)

    async def message(self) -> dict[str, Any]:
        """The next message, if it is one."""
        received = await self.socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        text = received.get("text")
        if text is None:
            raise Closed(4400, "Messages are text")
        if len(text) > self.limits.message:
            raise Closed(1009, "Message too large")
        if not self.allowance.take(asyncio.get_running_loop().time()):
            raise Closed(4429, "Too many messages")
        reading, self.large = self.endpoint.reading, is_large(text)
        try:
            read = await patiently(reading.run, orjson.loads, text) if self.large else orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Closed(4400, "Messages are JSON") from None
        if not isinstance(read, dict) or not isinstance(read.get("type"), str):
            raise Closed(4400, "Messages are objects with a type")
        return read

    async def hear(self, message: dict[str, Any]) -> None:
        """Do what a message asks."""
        payload = message.get("payload")
        if payload is not None and not isinstance(payload, dict):
            raise Closed(4400, "A payload is an object")
        match message["type"]:
            case "connection_init":
                await self.begin(payload or {})
            case "ping":
                await self.say({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                self.subscribe(message)
            case "complete" if isinstance(message.get("id"), str):
                task = self.running.pop(message["id"], None)
                if task is not None:
                    task.cancel()
            case _:
                raise Closed(4400, "Unknown message")

    async def begin(self, payload: dict[str, Any]) -> None:
        """Acknowledge a socket, once, where its token is known or none is needed."""
        if self.acknowledged:
            raise Closed(4429, "Too many initialisation requests")
        stated = {name.lower(): value for name, value in payload.items() if isinstance(value, str)}
        token = bearer(self.socket.headers.get("authorization")) or bearer(stated.get("authorization"))
        if self.endpoint.access.closed and not self.endpoint.access.knows(token):
            raise Closed(4403, "Forbidden")
        self.client = self.endpoint.rates.client(self.socket, token)
        self.acknowledged = True
        await self.say({"type": "connection_ack"})

    def subscribe(self, message: dict[str, Any]) -> None:
        """Begin an operation beside those that run."""
        id_, payload = message.get("id"), message.get("payload")
        if not self.acknowledged:
            raise Closed(4401, "Unauthorized")
        if not isinstance(id_, str) or not id_ or not isinstance(payload, dict):
            raise Closed(4400, "A subscribe message has an id and a payload")
        if id_ in self.running:
            raise Closed(4409, f"Subscriber for {id_[:50]} already exists")
        if len(self.running) >= self.limits.subscriptions:
            raise Closed(4429, "Too many subscriptions")
        try:
            parameters = checked(payload, large=self.large)
        except Refused as refused:
            raise Closed(4400, str(refused)) from None
        self.running[id_] = asyncio.create_task(self.answer(id_, parameters))

    async def answer(self, id_: str, parameters: Parameters) -> None:
        """Send each response of an operation, and that it is complete."""
        exchange = self.endpoint.observer.begin(self.socket.headers, "websocket")
        # A client that ends its operation itself, or leaves.
        ended = "left"
        try:
            with self.endpoint.observer.streams:
                last = await self.tell(id_, parameters, exchange)
            ended = str(last["type"])
        except WebSocketDisconnect:
            return
        finally:
            self.endpoint.observer.note(exchange, ended)
        self.running.pop(id_, None)
        self.rest()
        with suppress(WebSocketDisconnect):
            await self.say(last)

    async def tell(self, id_: str, parameters: Parameters, exchange: Exchange) -> dict[str, Any]:
        """Send each response of an operation; gives the message that is to end it."""
        try:
            await self.respond(id_, parameters, exchange)
        except WebSocketDisconnect:
            raise
        except (Refused, RequestRefused) as refused:
            return self.error(id_, errors_of(refused), exchange)
        except Busy as busy:
            return self.error(id_, errors_of(too_busy(busy)), exchange)
        except Unavailable:
            reason = failure("The data cannot be read at the moment.", Code.UNAVAILABLE)
        except RecursionError:
            reason = failure("The request nests too deeply.", Code.DEPTH_LIMIT_EXCEEDED)
        except Exception:
            LOG.exception("operation %s of a socket failed", exchange.id)
            reason = failure("An internal error occurred.", Code.INTERNAL_SERVER_ERROR)
        else:
            return {"type": "complete", "id": id_}
        return self.error(id_, [reason], exchange)

    async def respond(self, id_: str, parameters: Parameters, exchange: Exchange) -> None:
        """Run an operation, and send each response."""
        sent = [parameters.variables, parameters.extensions]
        if parameters.large:
            await self.endpoint.reading.run(check_depth, sent)
        else:
            check_depth(sent)
        operation = self.operation(parameters, exchange)
        await self.endpoint.rates.admit(self.client)
        charge = self.endpoint.rates.charge(self.client)
        exchange.answers = 0
        async for body in await self.endpoint.streams.open(operation, charge):
            await self.send(b'{"id":%b,"type":"next","payload":%b}' % (orjson.dumps(id_), body))
            exchange.answers += 1

    def operation(self, parameters: Parameters, exchange: Exchange) -> Operation:
        """What the engine is asked, its document found where it is only named."""
        text = self.endpoint.documents.text_of(parameters)
        exchange.asks(text, parameters.operation_name, parameters.variables)
        exchange.timings.mark("read")
        return Operation(
            text,
            parameters.operation_name,
            parameters.variables,
            EVERY,
            {"request": self.socket, "describe": shared(self.endpoint.streams.watch.now)},
            exchange.id,
            timings=exchange.timings,
        )

    def error(self, id_: str, errors: list[GraphQLError], exchange: Exchange) -> dict[str, Any]:
        """The message that an operation cannot run."""
        exchange.refuses(errors)
        return {"type": "error", "id": id_, "payload": [formatted(each, exchange.id) for each in errors]}

    async def say(self, message: dict[str, Any]) -> None:
        """Send a message."""
        await self.send(orjson.dumps(message))

    async def send(self, message: bytes) -> None:
        """Send the bytes of a message; a socket that is gone is one that hears nothing."""
        try:
            await self.socket.send({"type": "websocket.send", "text": message.decode()})
        except (RuntimeError, WebSocketDisconnect):
            raise WebSocketDisconnect from None


def errors_of(refused: Refused | RequestRefused) -> list[GraphQLError]:
    """Why an operation was refused."""
    if isinstance(refused, RequestRefused):
        return list(refused.errors)
    return [failure(str(refused), refused.code)]
