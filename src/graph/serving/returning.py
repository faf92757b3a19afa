"""Who was told to come again, and asks the same at once: told so again out of the bytes of his request.

In: who was refused, for want of room where, by which response; the bytes of two requests. Out: the bytes of a
response. Never: another question refused, nor the same one where there is room: those are answered as if nothing had
been. Its variables are not looked at: not whether they are right, nor whether the answer to just them is kept.

Where many ask for more than can be answered, nearly all requests are such. To tell so takes a twentieth of what it
takes to read a request, look for its answer, and find that there is no room: time that those have who are answered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from secrets import token_hex
from typing import Any

import orjson
from starlette.responses import Response

from graph.engine.line import Room
from graph.serving.exchange import Exchange
from graph.serving.observing import Observer

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})[ \t]*(?=\r\n|$)", re.IGNORECASE)
# What a head has that is to be looked at each time.
APART = (b"\r\nx-request-id:", b"\r\ntraceparent:", b"\r\nexpect:")
# What is another each time.
OWN = frozenset({b"x-request-id", b"retry-after", b"server-timing", b"content-length"})
STATUS = HTTPStatus.SERVICE_UNAVAILABLE
# How many characters an id has.
ID = 16
END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Question:
    """A request of which everything counts but its variables: its head but for the body's length, and what it asks.

    Its whole head and that length are kept, too: what comes next has mostly the same.
    """

    bare: bytes
    asked: dict[str, Any]
    head: bytes = field(compare=False)
    length: int = field(compare=False)

    def is_asked_by(self, request: bytes) -> bool:
        """Whether the bytes of a request ask the same."""
        if len(request) == len(self.head) + self.length and request.startswith(self.head):
            return what_asks(request[len(self.head) :]) == self.asked
        return question_of(request) == self

    def may_be_asked_by(self, head: bytes) -> bool:
        """Whether bytes are the head of a request that asks the same when its body has come."""
        return head.endswith(END) and without_length(head[: -len(END)]) == self.bare


class Returning:
    """A client who was told to come again."""

    def __init__(self, observer: Observer, room: Room | None) -> None:
        """There was no room in this one; None where he was told to come again for another reason."""
        self.observer = observer
        self.room = room
        self.head = b""
        self.body: tuple[bytes, ...] = ()
        # All of it but the id, as it was sent last: with which headers, for whom to come again in how many seconds.
        self.made: tuple[bytes, ...] = ()
        self.made_of: tuple[object, int] = None, 0
        self.size = 0

    def answered(self, response: Response, exchange: Exchange) -> None:
        """Keep what was answered, but for what is another each time."""
        kept = (line_of(header) for header in response.raw_headers if header[0] not in OWN)
        self.head = b"HTTP/1.1 %d %b\r\n%b" % (STATUS, STATUS.phrase.encode(), b"".join(kept))
        self.body = tuple(bytes(response.body).split(exchange.id.encode()))
        self.size = sum(map(len, self.body)) + ID * (len(self.body) - 1)
        self.made_of = None, 0

    def written(self, seconds: int, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
        """What is sent to who asks the same again, with the headers that every answer has."""
        id_ = token_hex(ID // 2)
        # Those headers are another list when one of them is another: once in a second, for the time.
        if self.made_of[0] is not headers or self.made_of[1] != seconds:
            self.made, self.made_of = self.make(seconds, headers), (headers, seconds)
        self.observer.refuse(id_, self.size)
        return id_.encode().join(self.made)

    def make(self, seconds: int, headers: Sequence[tuple[bytes, bytes]]) -> tuple[bytes, ...]:
        """The pieces of what is sent, between which the id stands."""
        own = (b"retry-after", b"%d" % seconds), (b"content-length", b"%d" % self.size)
        lines = b"".join(map(line_of, (*headers, *own)))
        first, *others = self.body
        return b"%b%bx-request-id: " % (self.head, lines), b"%b%b" % (END, first), *others


def line_of(header: tuple[bytes, bytes]) -> bytes:
    """A header as it is sent."""
    return b"%b: %b\r\n" % header


def question_of(request: bytes) -> Question | None:
    """What the bytes of a request ask; None where they are not those of one whole request with a body of JSON."""
    head, end, body = request.partition(END)
    length = LENGTH.search(head)
    if length is None or int(length[1]) != len(body) or any(each in head.lower() for each in APART):
        return None
    asked = what_asks(body)
    return None if asked is None else Question(without_length(head), asked, head + end, len(body))


def what_asks(body: bytes) -> dict[str, Any] | None:
    """What a body asks but for its variables; None where it is no object of JSON."""
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(asked, dict):
        return None
    asked.pop("variables", None)
    return asked


def without_length(head: bytes) -> bytes:
    """A head without the length of the body."""
    return LENGTH.sub(b"", head, count=1)
