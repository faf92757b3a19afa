"""What happened, for those who run the server: a line for each request, and counts for Prometheus.

In: an exchange and its response. Out: log records, `/metrics`. Never: variables, nor a document's text: its hash.
"""

import logging
import sys
from datetime import UTC, datetime

import orjson
from starlette.requests import Request
from starlette.responses import Response

from graph.serving.exchange import Exchange
from graph.serving.metrics import MEDIA_TYPE, Metrics

REQUESTS = logging.getLogger("graph.requests")


class Observer:
    """Counts and logs the requests of one process."""

    def __init__(self, metrics: Metrics, *, log: bool) -> None:
        self.metrics = metrics
        self.log = log

    def note(self, exchange: Exchange, status: int, size: int) -> None:
        """Note an answer."""
        seconds = exchange.seconds
        self.metrics.count(status, exchange.codes, exchange.cost, seconds)
        if self.log:
            REQUESTS.info(
                "request",
                extra={
                    "fields": {
                        "request_id": exchange.id,
                        "trace_id": exchange.trace,
                        "status": status,
                        "operation": exchange.operation,
                        "document": exchange.document,
                        "cost": exchange.cost,
                        "ms": round(seconds * 1000, 2),
                        "bytes": size,
                        "codes": exchange.codes,
                    }
                },
            )

    async def show(self, _: Request) -> Response:
        """Answer GET /metrics, of this process alone."""
        return Response(self.metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)


class Lines(logging.Formatter):
    """Log records as lines: JSON for programs, words for people."""

    def __init__(self, *, json: bool) -> None:
        super().__init__()
        self.json = json

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        fields = {
            name: value for name, value in getattr(record, "fields", {}).items() if value not in (None, ())
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        if not self.json:
            words = " ".join(f"{name}={value}" for name, value in fields.items() if name != "exception")
            return "\n".join(
                filter(None, [f"{record.getMessage()} {words}".strip(), fields.get("exception")])
            )
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {
            "time": when,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return orjson.dumps({**said, **fields}, default=str).decode()


def log_to_stderr() -> None:
    """Send what this package logs to standard error, in the form that fits who reads there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(json=not sys.stderr.isatty()))
    logger = logging.getLogger("graph")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
