"""Asks a server what no honest client would, and holds that the answer is one.

In: an input. Out: its answer, checked. Never: more than one request at a time.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from typing import Any

import orjson

from tests.serving.running import Running

JSON = {"Content-Type": "application/json"}
LONGEST_STALL = 0.05  # seconds of work of the event loop's thread
TRIES = 4
QUERY = re.compile(rb'"query": ?"')
FAULTS = ("INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE")
FILES = ("text/csv", "application/x-ndjson")
SECRETS = ("Traceback", "sqlite", "SELECT ", "/work", "graph/", "Error(")


@dataclass(frozen=True)
class Hostile:
    """One input: a request whose answer is `refused` (4xx), or anything but a fault of the server."""

    name: str
    body: bytes | None = None
    method: str = "POST"
    target: str = "/graphql"
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))
    refused: bool = False


@dataclass(frozen=True)
class Answer:
    """A response: its status, body, and headers by lower-case name."""

    status: int
    body: bytes
    headers: dict[str, str]


class Server:
    """A connection to a running server."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.host = f"127.0.0.1:{running.port}"
        self.connection = HTTPConnection(self.host, timeout=30)

    def ask(self, hostile: Hostile) -> Answer:
        """Send one input and read the answer; a connection closed while nobody asked is opened anew, once."""
        try:
            return send(self.connection, hostile)
        except ConnectionError:
            self.connection.close()
            return send(self.connection, hostile)

    def stall(self) -> float:
        """The longest work of the event loop's thread in one turn since this was asked last."""
        own: float = orjson.loads(self.ask(Hostile("stall", method="GET", target="/stall")).body)["own"]
        return own

    def warm_up(self) -> None:
        """Have everything loaded that is loaded once."""
        for query in (b"{__typename}", b"{nope}", b"{companies{nodes{name}}}", b"{__schema{types{name}}}"):
            self.ask(Hostile("warm", b'{"query":"%b"}' % query))
        self.stall()


def send(connection: HTTPConnection, hostile: Hostile) -> Answer:
    """Send one input over a connection, and read the answer."""
    connection.request(hostile.method, hostile.target, hostile.body, hostile.headers)
    answer = connection.getresponse()
    body = answer.read()
    return Answer(answer.status, body, {name.lower(): value for name, value in answer.getheaders()})


def unhindered(server: Server, name: str, ask: Callable[[int], object]) -> None:
    """Ask, and hold that the event loop turns; a stall counts when it comes back each time.

    `ask` is told how often it was called before, so that it can ask what nobody has kept an answer to.
    """
    stalls = []
    for number in range(TRIES):
        ask(number)
        stalls.append(server.stall())
        if stalls[-1] < LONGEST_STALL:
            return
    raise AssertionError(f"{name} stops the event loop: {stalls}")


def check(server: Server, hostile: Hostile) -> None:
    """Hold what is promised of every input."""
    unhindered(server, hostile.name, lambda number: hold(hostile, server.ask(afresh(hostile, number))))


def afresh(hostile: Hostile, number: int) -> Hostile:
    """The same input, with another text of its document for each number but nought."""
    if not number or hostile.body is None:
        return hostile
    return replace(hostile, body=QUERY.sub(rb"\g<0>#%d\\n" % number, hostile.body, count=1))


def hold(hostile: Hostile, answer: Answer, faults: Collection[str] = FAULTS) -> None:
    """Hold that an answer is well-formed, and that each error in it has a code and the request's id."""
    told = f"{hostile.name}: {answer.status} {answer.body[:300]!r}"
    assert answer.status < 500 or (answer.status == 503 and "SERVICE_UNAVAILABLE" not in faults), told
    assert answer.status >= 400 or not hostile.refused, told
    request_id = answer.headers.get("x-request-id")
    if hostile.method == "HEAD" or answer.status in (204, 303, 304) or request_id is None:
        return
    if answer.headers["content-type"].startswith(FILES):
        assert answer.status == 200, told
        return
    hold_result(hostile.name, orjson.loads(answer.body), request_id, faults)


def hold_result(
    name: str, read: Any, request_id: str | None = None, faults: Collection[str] = FAULTS
) -> None:
    """Hold that a result has data, or reasons why not."""
    told = f"{name}: {str(read)[:300]}"
    assert set(read) <= {"data", "errors", "extensions"}, told
    assert "data" in read or read["errors"], told
    hold_errors(name, read.get("errors", ()), request_id, faults)


def hold_errors(
    name: str, errors: Any, request_id: str | None = None, faults: Collection[str] = FAULTS
) -> None:
    """Hold that errors are no faults of the server's, have a code and the request's id, and tell no secret."""
    for error in errors:
        told = f"{name}: {str(error)[:300]}"
        given = error["extensions"]
        assert given["code"] not in faults, told
        assert given["requestId"] if request_id is None else given["requestId"] == request_id, told
        assert not [secret for secret in SECRETS if secret in error["message"]], told
