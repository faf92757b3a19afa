"""Who was told to come again, and asks the same at once: told so again out of the bytes of his request.

In: who was refused, for want of room in which line, by which response; the bytes of two requests. Out: the bytes of a
response. Never: another question refused, nor the same one where there is room: those are answered as if nothing had
been. Its variables are not looked at: not whether they are right, nor whether the answer to just them is kept.

Where many ask for more than can be answered, nearly all requests are such. To tell so costs a tenth of what it costs to
read a request, look for its answer, and find that there is no room: time that those have who are answered.
"""

import re
from collections.abc import Iterable
from http import HTTPStatus
from secrets import token_hex
from typing import Any, Protocol

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.engine.line import Busy, Line
from graph.serving.exchange import Exchange
from graph.serving.refusal import Refused, too_busy

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})[ \t]*(?=\r\n|$)", re.IGNORECASE)
# What a head has that is to be looked at each time.
APART = (b"\r\nx-request-id:", b"\r\nexpect:")
# What is another each time.
OWN = frozenset({b"x-request-id", b"retry-after", b"server-timing", b"content-length"})
STATUS = HTTPStatus.SERVICE_UNAVAILABLE
# A request of which everything counts but its variables: its head without the length of the body, and what it asks.
Question = tuple[bytes, dict[str, Any]]


class Endpoint(Protocol):
    """What refuses requests."""

    async def refuse(self, scope: Scope, receive: Receive, send: Send, reason: Refused) -> None:
        """Refuse a request."""

    def note_refusal(self, exchange: Exchange, refused: Refused, size: int) -> None:
        """Note that a request was refused that was not looked at."""


class Returning:
    """A client who was told to come again."""

    def __init__(self, endpoint: Endpoint, line: Line | None) -> None:
        self.endpoint = endpoint
        self.line = line
        self.head = b""
        self.body: tuple[bytes, ...] = ()

    def busy(self) -> Busy | None:
        """What is to be told to who comes now; None where there is room."""
        return self.line.full() if self.line is not None else None

    def answered(self, response: Response, exchange: Exchange) -> None:
        """Keep what was answered, but for what is another each time."""
        kept = (line_of(header) for header in response.raw_headers if header[0] not in OWN)
        self.head = b"HTTP/1.1 %d %b\r\n%b" % (STATUS, STATUS.phrase.encode(), b"".join(kept))
        self.body = tuple(bytes(response.body).split(exchange.id.encode()))

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell somebody else to come again, whatever he asks; what he is answered is his alone."""
        scope["state"]["busy"] = Returning(self.endpoint, self.line)
        await self.endpoint.refuse(scope, receive, send, too_busy(self.busy() or Busy()))

    def written(self, busy: Busy, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """What is sent to who asks the same again, with the headers that every answer has."""
        exchange = Exchange(token_hex(8))
        id_ = exchange.id.encode()
        body = id_.join(self.body)
        self.endpoint.note_refusal(exchange, too_busy(busy), len(body))
        own = (
            (b"x-request-id", id_),
            (b"retry-after", b"%d" % busy.seconds),
            (b"content-length", b"%d" % len(body)),
        )
        return b"".join((self.head, *map(line_of, (*headers, *own)), b"\r\n", body))


def line_of(header: tuple[bytes, bytes]) -> bytes:
    """A header as it is sent."""
    return b"%b: %b\r\n" % header


def question_of(request: bytes) -> Question | None:
    """What the bytes of a request ask; None where they are not those of one whole request with a body of JSON."""
    head, _, body = request.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    if length is None or int(length[1]) != len(body) or any(each in head.lower() for each in APART):
        return None
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(asked, dict):
        return None
    asked.pop("variables", None)
    return without_length(head), asked


def may_become(data: bytes, question: Question) -> bool:
    """Whether bytes are the head of a request that is the same question when its body has come."""
    return data.endswith(b"\r\n\r\n") and without_length(data[:-4]) == question[0]


def without_length(head: bytes) -> bytes:
    """A head without the length of the body."""
    return LENGTH.sub(b"", head, count=1)
