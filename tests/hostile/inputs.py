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
    """Whether a body is JSON that may be a message's payload."""
    try:
        return len(body) < LARGEST and isinstance(orjson.loads(body), dict)
    except orjson.JSONDecodeError:
        return False


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
OPERATIONS = [each for each in OPERATED if each.body is not None and readable(each.body)]
MESSAGES = [
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
