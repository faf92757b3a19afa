"""Log records as lines on standard error: JSON for programs, words for people.

In: log records, their `fields` beside the message. Out: lines. Never: what a record was not given.
"""

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType

import orjson


class Lines(logging.Formatter):
    """Log records as lines: JSON for programs, words for people."""

    def __init__(self, *, json: bool) -> None:
        super().__init__()
        self.for_programs = json

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        fields = {
            name: value for name, value in getattr(record, "fields", {}).items() if value not in (None, ())
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        if not self.for_programs:
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
        return as_json({**said, **fields})


def as_json(told: dict[str, object]) -> str:
    """A line of JSON, whatever a client put into it: the slower writer knows halves of characters, too."""
    try:
        return orjson.dumps(told, default=str).decode()
    except orjson.JSONEncodeError:
        return json.dumps(told, default=str)


def in_a_line(value: object) -> str:
    """A value on one line, whatever a client put into it."""
    text = str(value)
    return text if text.isprintable() else repr(text)


def log_to_stderr() -> None:
    """Send what is logged, warned of, or goes wrong to standard error, in the form that fits who reads there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(json=not sys.stderr.isatty()))
    logging.getLogger().handlers[:] = [handler]
    for name in ("graph", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    sys.excepthook = tell_exception
    threading.excepthook = lambda told: tell_exception(
        told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
    )


def tell_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what nobody caught."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    elif not issubclass(kind, SystemExit):
        logging.getLogger("graph").critical("nobody expected this", exc_info=(kind, error, trace))
