"""Log records as lines on standard error: JSON for programs, words for people.

In: log records, their `fields` beside the message. Out: lines. Never: what a record was not given.
"""

import logging
import sys
from datetime import UTC, datetime

import orjson


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
            words = " ".join(
                f"{name}={in_a_line(value)}" for name, value in fields.items() if name != "exception"
            )
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


def in_a_line(value: object) -> str:
    """A value on one line, whatever a client put into it."""
    text = str(value)
    return text if text.isprintable() else repr(text)


def log_to_stderr() -> None:
    """Send what this package and its server log to standard error, in the form that fits who reads there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(json=not sys.stderr.isatty()))
    for name in ("graph", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
