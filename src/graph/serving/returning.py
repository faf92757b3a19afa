"""Who asks what was refused a moment ago, while there is still no room: told so out of the bytes of his request.

In: what was refused, for want of room where, by which response; the bytes of requests. Out: the bytes of a response.
Never: another question refused, nor the same one where there is room, nor one whose answer is kept: those are answered
as if nothing had been. Its variables are not looked at: not whether they are right.

Where many ask for more than can be answered, nearly all requests are such, whoever sends them. To tell so takes a
tenth of what it takes to read a request, look for its answer, and find that there is no room: time that those have who
are answered.
"""

import os
import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import NamedTuple

import orjson
from starlette.responses import Response

from graph.engine.line import Room
from graph.serving.exchange import Exchange
from graph.serving.observing import Observer

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})[ \t]*(?=\r\n|$)", re.IGNORECASE)
LAST = re.compile(rb"\r\nconnection:[^\r]*\bclose\b", re.IGNORECASE)
# What a head has that is to be looked at each time.
APART = (b"\r\nx-request-id:", b"\r\ntraceparent:", b"\r\nexpect:", b"\r\nupgrade:")
VERSION = b" HTTP/1.1"
# What is another each time.
OWN = frozenset({b"x-request-id", b"retry-after", b"server-timing", b"content-length"})
STATUS = HTTPStatus.SERVICE_UNAVAILABLE
# How many characters an id has, how many are made at once, and those that nobody has yet.
ID = 16
MADE = 128
IDS: list[bytes] = []
END = b"\r\n\r\n"
# What most clients have before their variables.
VARIABLES = b'"variables":'
# How many refused questions are known, and how many beginnings of such; how many heads, and how many bodies whose
# answers are kept.
KEPT = 1_024
HEADS = 1_024
ANSWERED = 16_384


class Head(NamedTuple):
    """The head of a request without the length of its body, that length, and whether the connection ends with it."""

    bare: bytes
    length: int
    last: bool


class Returning:
    """What is told to who asks what was refused."""

    def __init__(self, observer: Observer, room: Room) -> None:
        """There was no room in this one."""
        self.observer = observer
        self.room = room
        # How it is counted, where it is not logged.
        self.count = observer.refusing()
        # Whether the connection ends with it.
        self.last = False
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
        """What is sent to who asks the same, with the headers that every answer has."""
        if not IDS:
            IDS.extend(new_ids())
        id_ = IDS.pop()
        # Those headers are another list when one of them is another: once in a second, for the time.
        if self.made_of[0] is not headers or self.made_of[1] != seconds:
            self.made, self.made_of = self.make(seconds, headers), (headers, seconds)
        if self.count is not None:
            self.count()
        else:
            self.observer.refuse(id_.decode(), self.size)
        return id_.join(self.made)

    def make(self, seconds: int, headers: Sequence[tuple[bytes, bytes]]) -> tuple[bytes, ...]:
        """The pieces of what is sent, between which the id stands."""
        own = [(b"retry-after", b"%d" % seconds), (b"content-length", b"%d" % self.size)]
        if self.last:
            own.append((b"connection", b"close"))
        lines = b"".join(map(line_of, (*headers, *own)))
        first, *others = self.body
        return b"%b%bx-request-id: " % (self.head, lines), b"%b%b" % (END, first), *others


class Refusals:
    """What was refused of late for want of room, and what is told to who asks it, on whichever connection."""

    def __init__(self, entrance: Room) -> None:
        self.entrance = entrance
        self.rooms = {entrance}
        # By head without a length, and by what is asked beside the variables.
        self.told: dict[bytes, dict[bytes, Returning]] = {}
        self.number = 0
        # By head without a length, and by the bytes of a body up to its variables, where those are its last part, or by
        # all of them where there are none.
        self.begun: dict[tuple[bytes, bytes], Returning] = {}
        # Heads as they count, by heads as they come.
        self.heads: dict[bytes, Head | None] = {}
        # What is kept of the bodies whose answers are: the last ones.
        self.answered: dict[int, None] = {}

    def keep(self, request: bytes, told: Returning) -> None:
        """Keep what was told to who sent a request that was refused."""
        start, _, body = request.partition(END)
        self.answered.pop(hash(body), None)
        head, asked = self.head(start), what_asks(body)
        if head is None or head.length != len(body) or asked is None:
            return
        if self.number >= KEPT:
            self.forget()
        told.last = head.last
        questions = self.told.setdefault(head.bare, {})
        self.number += asked not in questions
        questions[asked] = told
        self.begun.clear()
        self.rooms.add(told.room)

    def answer(self, request: bytes) -> None:
        """The answer to a request is kept: it needs no room, and is not to be refused for want of it."""
        key = hash(request.partition(END)[2])
        self.answered.pop(key, None)
        self.answered[key] = None
        if len(self.answered) > ANSWERED:
            del self.answered[next(iter(self.answered))]

    def find(self, request: bytes) -> Returning | None:
        """What was told to who asked the same; None where nobody did, or where the answer is kept."""
        start, _, body = request.partition(END)
        head = self.heads.get(start) or self.head(start)
        if head is None or head.length != len(body) or hash(body) in self.answered:
            return None
        beginning, found, rest = body.partition(VARIABLES)
        key = head.bare, beginning + found
        told = self.begun.get(key)
        if told is not None and (not found or is_last(rest)):
            return told
        questions = self.told.get(head.bare)
        if questions is None or (asked := what_asks(body)) is None or (told := questions.get(asked)) is None:
            return None
        # A key may end like that one: behind a quote that is escaped.
        if not found or (is_last(rest) and not beginning.endswith(b"\\")):
            if len(self.begun) >= KEPT:
                self.begun.clear()
            self.begun[key] = told
        return told

    def may_follow(self, request: bytes) -> bool:
        """Whether bytes are the head of a request that is one of these when its body has come."""
        head = self.head(request[: -len(END)]) if request.endswith(END) else None
        return head is not None and head.length > 0 and head.bare in self.told

    def apply(self) -> bool:
        """Whether anything is refused for want of room still; where nothing is, all that was is forgotten."""
        if not self.told:
            return False
        for room in self.rooms:
            if room.crowded:
                return True
        self.forget()
        return False

    def forget(self) -> None:
        """Forget what was refused."""
        self.rooms = {self.entrance}
        self.told.clear()
        self.begun.clear()
        self.number = 0
        self.heads.clear()

    def head(self, head: bytes) -> Head | None:
        """A head as it counts: mostly one that was read before."""
        try:
            return self.heads[head]
        except KeyError:
            if len(self.heads) >= HEADS:
                self.heads.clear()
            self.heads[head] = found = head_of(head)
            return found


def new_ids() -> Iterator[bytes]:
    """Ids of requests, many at once: to have each of them from the system takes as long as all else."""
    made = os.urandom(MADE * ID // 2).hex().encode()
    return (made[start : start + ID] for start in range(0, len(made), ID))


def line_of(header: tuple[bytes, bytes]) -> bytes:
    """A header as it is sent."""
    return b"%b: %b\r\n" % header


def head_of(head: bytes) -> Head | None:
    """A head as it counts; None where it tells no length, or is to be looked at each time."""
    length, lower = LENGTH.search(head), head.lower()
    if length is None or VERSION not in head or any(each in lower for each in APART):
        return None
    return Head(LENGTH.sub(b"", head, count=1), int(length[1]), LAST.search(head) is not None)


def is_last(rest: bytes) -> bool:
    """Whether an object of JSON ends with one more value, which is all of the rest but a brace."""
    if not rest.endswith(b"}"):
        return False
    try:
        orjson.loads(rest[:-1])
    except orjson.JSONDecodeError:
        return False
    return True


def what_asks(body: bytes) -> bytes | None:
    """What a body asks but for its variables; None where it is no object of JSON, or too deep to be written again."""
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(asked, dict):
        return None
    asked.pop("variables", None)
    try:
        return orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return None
