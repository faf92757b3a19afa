"""Asks a server what no honest client would, and holds that the answer is one.

In: an input. Out: its status and JSON, checked. Never: more than one request at a time.
"""

from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import orjson

JSON = {"Content-Type": "application/json"}
LONGEST_STALL = 0.05  # seconds


@dataclass(frozen=True)
class Hostile:
    """One input: a request whose answer is `refused` (4xx), or anything but a fault of the server."""

    name: str
    body: bytes | None = None
    method: str = "POST"
    target: str = "/graphql"
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))
    refused: bool = False


class Server:
    """A connection to a running server."""

    def __init__(self, connection: HTTPConnection, host: str) -> None:
        self.connection = connection
        self.host = host

    def ask(self, hostile: Hostile) -> tuple[int, bytes, dict[str, str]]:
        """Send one input and read the answer; a connection closed while nobody asked is opened anew, once."""
        try:
            return self.send(hostile)
        except ConnectionError:
            self.connection.close()
            return self.send(hostile)

    def send(self, hostile: Hostile) -> tuple[int, bytes, dict[str, str]]:
        """Send one input over the connection."""
        self.connection.request(hostile.method, hostile.target, hostile.body, hostile.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def stall(self) -> float:
        """The longest stall of the event loop since this was asked last."""
        return float(orjson.loads(self.ask(Hostile("stall", method="GET", target="/stall"))[1]))

    def warm_up(self) -> None:
        """Have everything loaded that is loaded once."""
        for query in (b"{__typename}", b"{nope}", b"{companies{nodes{name}}}", b"{__schema{types{name}}}"):
            self.ask(Hostile("warm", b'{"query":"%b"}' % query))
        self.stall()


def check(server: Server, hostile: Hostile) -> None:
    """Hold what is promised of every input; a stall counts when it comes back each time."""
    stalls = []
    for _ in range(4):
        status, body, headers = server.ask(hostile)
        hold(hostile, status, body, headers)
        stalls.append(server.stall())
        if stalls[-1] < LONGEST_STALL:
            return
    raise AssertionError(f"{hostile.name} stops the event loop: {stalls}")


def hold(hostile: Hostile, status: int, body: bytes, headers: dict[str, str]) -> None:
    """Hold that an answer is well-formed, and that each error in it has a code and the request's id."""
    assert status < 500, f"{hostile.name}: {status} {body[:300]!r}"
    if hostile.refused:
        assert status >= 400, f"{hostile.name}: {status} {body[:300]!r}"
    if hostile.method == "HEAD" or status in (204, 303, 304) or "x-request-id" not in headers:
        return
    read: Any = orjson.loads(body)
    assert set(read) <= {"data", "errors", "extensions"}, body[:300]
    assert "data" in read or read["errors"], body[:300]
    for error in read.get("errors", ()):
        assert error["extensions"]["code"] not in ("INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE"), error
        assert error["extensions"]["requestId"] == headers["x-request-id"]
        for secret in ("Traceback", "sqlite", "SELECT ", "/work", "graph/", "Error("):
            assert secret not in error["message"], error["message"][:300]
