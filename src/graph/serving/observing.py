"""What happened, for those who run the server: a log line for each request, counts for Prometheus, traces.

In: exchanges that begin and end, whichever transport carries them. Out: log records, `/metrics`, spans.
Never: variables, nor a document's text, unless a setting asks for them: the document's hash.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from graph.engine.errors import Code
from graph.serving.exchange import Exchange
from graph.serving.tallies import Tallies

if TYPE_CHECKING:
    from graph.serving.tracing import Tracing

REQUESTS = logging.getLogger("graph.requests")
# The status of a request whose client left before its answer.
LEFT = 499
# Why who finds no room is refused.
BUSY = (Code.UNAVAILABLE.value,)


@dataclass(frozen=True)
class Logged:
    """Whether requests are logged, and with their variables."""

    requests: bool = False
    variables: bool = False


class Streaming:
    """Counts the operations that are streamed now, over sockets and as events: a block for each."""

    def __init__(self) -> None:
        self.now = 0

    def __enter__(self) -> None:
        self.now += 1

    def __exit__(self, *_: object) -> None:
        self.now -= 1


class Observer:
    """Counts, logs and traces the requests of one application."""

    def __init__(self, logged: Logged, tracing: "Tracing | None" = None) -> None:
        self.tallies: Tallies | None = None
        self.logged = logged
        self.tracing = tracing
        self.streams = Streaming()

    def begin(self, headers: Headers, transport: str = "http") -> Exchange:
        """Begin to observe a request, or an operation of a socket."""
        exchange = Exchange.begin(headers, transport)
        exchange.timings.counting = self.logged.requests or self.tracing is not None
        if self.tracing is not None:
            self.tracing.begin(exchange, headers)
        return exchange

    def note(self, exchange: Exchange, status: int | str, size: int | None = None) -> None:
        """Note how it ended: its HTTP status, or a word where it was no request of its own; its size in bytes."""
        seconds = exchange.seconds
        exchange.settle()
        if self.tallies is not None:
            self.tallies.count(exchange, status, seconds)
        if self.tracing is not None:
            self.tracing.end(exchange, status)
        if self.logged.requests:
            REQUESTS.info("request", extra={"fields": self.fields(exchange, status, seconds, size)})

    def refuse(self, id_: str, size: int) -> None:
        """Note that a request was refused for want of room, and not looked at."""
        exchange = Exchange(id_, refused=BUSY)
        if self.tracing is not None:
            self.tracing.begin(exchange, Headers())
        self.note(exchange, HTTPStatus.SERVICE_UNAVAILABLE, size)

    def refusing(self) -> Callable[[], None] | None:
        """What counts such a request where nothing else is to be noted; else None, and `refuse` does."""
        if self.logged.requests or self.tracing is not None:
            return None
        return nothing if self.tallies is None else self.tallies.refuse

    def fields(
        self, exchange: Exchange, status: int | str, seconds: float, size: int | None
    ) -> dict[str, object]:
        """What a log line says of an exchange."""
        return {
            "request_id": exchange.id,
            "trace_id": exchange.trace,
            "transport": exchange.transport,
            "status": status,
            "operation": exchange.operation,
            "kind": exchange.kind,
            "document": exchange.document,
            "variables": exchange.variables if self.logged.variables else None,
            "cost": exchange.cost,
            "rows": exchange.rows,
            "answers": exchange.answers,
            "ms": round(seconds * 1000, 2),
            "stages": {name: round(taken * 1000, 3) for name, taken in exchange.timings.stages.items()},
            "kept": exchange.timings.kept,
            "bytes": size,
            "codes": exchange.codes,
        }

    def close(self) -> None:
        """Send what has not been sent."""
        if self.tracing is not None:
            self.tracing.close()


def nothing() -> None:
    """Count nothing: nobody asks for counts."""
