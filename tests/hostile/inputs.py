"""The corpus as each transport carries it.

Out: `REQUESTS`, `EVENTS`, `OPERATIONS`, `MESSAGES`. Never: an input of its own.
"""

from dataclasses import dataclass, replace

import orjson

from tests.hostile import corpus, documents, loads
from tests.hostile.asking import Hostile

LARGEST = 250_000  # bytes of a body that is a message's payload: a message has a limit, too

OPERATED = [
    *corpus.shapes(),
    *documents.syntax(),
    *documents.amplifiers(),
    *documents.arguments(),
    *documents.identities(),
    *loads.loads(),
]
BODIES = [*corpus.bodies()]
ADDRESSES = [*corpus.query_strings()]


@dataclass(frozen=True)
class Message:
    """One message to a WebSocket, as text or as bytes."""

    name: str
    data: bytes
    text: bool = True


def readable(body: bytes) -> bool:
    """Whether a body is an object of JSON that may be in a message."""
    try:
        return len(body) < LARGEST and isinstance(orjson.loads(body), dict)
    except orjson.JSONDecodeError:
        return False


def typed(body: bytes) -> bool:
    """Whether an object has what a payload has, if at all, as it should be: others close the socket."""
    asked = orjson.loads(body)
    texts = (asked.get(name) for name in ("query", "operationName", "documentId"))
    objects = (asked.get(name) for name in ("variables", "extensions"))
    return all(each is None or isinstance(each, str) for each in texts) and all(
        each is None or isinstance(each, dict) for each in objects
    )


def is_text(body: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def subscribed(body: bytes) -> bytes:
    """The message that asks what a body asks."""
    return b'{"type":"subscribe","id":"1","payload":%b}' % body


def streamed(hostile: Hostile) -> Hostile:
    """The same request from a client that takes events."""
    return replace(hostile, headers={**hostile.headers, "Accept": "text/event-stream"})


REQUESTS = [*BODIES, *ADDRESSES, *corpus.requests(), *OPERATED, *loads.files()]
EVENTS = [streamed(each) for each in (*BODIES, *ADDRESSES, *OPERATED) if each.method in ("GET", "POST")]
READABLE = [each for each in OPERATED if each.body is not None and readable(each.body)]
OPERATIONS = [each for each in READABLE if typed(each.body or b"")]
MESSAGES = [
    *(
        Message(f"{each.name}, as a payload", subscribed(each.body or b""), is_text(each.body or b""))
        for each in READABLE
        if not typed(each.body or b"")
    ),
    *(Message(f"{each.name}, as a message", each.body or b"", is_text(each.body or b"")) for each in BODIES),
    *(
        Message(f"{each.name}, said to be text", each.body)
        for each in BODIES
        if each.body is not None and not is_text(each.body)
    ),
    *(
        Message(f"{each.name}, subscribed to", subscribed(each.body or b""))
        for each in (*BODIES, *OPERATED)
        if not readable(each.body or b"")
    ),
]
