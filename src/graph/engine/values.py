"""Scalar values between JSON and Python, by kind: one table for ids, cursors and the API's scalars.

In: text or JSON as clients send it. Out: Python values, or ValueError with a reason for a client.
Never: rounding, or a value of another kind than asked.
"""

import base64
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from uuid import UUID

from graph.catalogue import Kind

T = TypeVar("T")

MAX_DIGITS = 60
WHOLE = re.compile(r"-?[0-9]{1,19}\Z")
INT64 = range(-(2**63), 2**63)


def parse_decimal(value: Any) -> Decimal:
    """Read a decimal from a string or a whole number: a float has already lost what was meant."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError('a Decimal is a string, such as "20300000" or "62.9"')
    if isinstance(value, str) and len(value) > MAX_DIGITS:
        raise ValueError(f"a Decimal has at most {MAX_DIGITS} characters")
    try:
        made = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a decimal number") from None
    if not made.is_finite() or abs(made.adjusted()) > MAX_DIGITS:
        raise ValueError(f"{value!r} is not a decimal number within reach")
    return made


def parse_bigint(value: Any) -> int:
    """Read a whole number of at most 64 bits from a number or a string."""
    if isinstance(value, str) and WHOLE.match(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in INT64:
        raise ValueError("a BigInt is a whole number of at most 64 bits")
    return value


def parse_date(value: Any) -> date:
    """Read an ISO 8601 day."""
    return from_iso(date.fromisoformat, value, 'a Date is an ISO 8601 day, such as "2014-11-25"')


def parse_datetime(value: Any) -> datetime:
    """Read an ISO 8601 moment."""
    return from_iso(
        datetime.fromisoformat, value, 'a DateTime is an ISO 8601 moment, such as "2014-11-25T12:00:00"'
    )


def parse_time(value: Any) -> time:
    """Read an ISO 8601 time of day."""
    return from_iso(time.fromisoformat, value, 'a Time is an ISO 8601 time of day, such as "12:00:00"')


def from_iso(parse: Callable[[str], T], value: Any, message: str) -> T:
    """Read a date or time, with one message for whatever is wrong with it."""
    if not isinstance(value, str) or len(value) > MAX_DIGITS:
        raise ValueError(message)
    try:
        return parse(value)
    except ValueError:
        raise ValueError(message) from None


def parse_uuid(value: Any) -> UUID:
    """Read a UUID."""
    if not isinstance(value, str) or len(value) > MAX_DIGITS:
        raise ValueError("a UUID is a string of 32 hexadecimal digits")
    try:
        return UUID(value)
    except ValueError:
        raise ValueError("a UUID is a string of 32 hexadecimal digits") from None


def parse_bytes(value: Any) -> bytes:
    """Read Base64."""
    try:
        return base64.b64decode(value, validate=True)
    except (ValueError, TypeError):
        raise ValueError("Base64 text is expected") from None


def parse_float(value: Any) -> float:
    """Read a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a finite number is expected")
    return float(value)


def parse_boolean(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")
    return value


def parse_string(value: Any) -> str:
    """Read text that can be stored as Unicode."""
    if not isinstance(value, str):
        raise ValueError("text is expected")
    value.encode()
    return value


PARSERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.STRING: parse_string,
    Kind.ENUM: parse_string,
    Kind.ID: parse_string,
    Kind.INT: parse_bigint,
    Kind.BIGINT: parse_bigint,
    Kind.FLOAT: parse_float,
    Kind.BOOLEAN: parse_boolean,
    Kind.DECIMAL: parse_decimal,
    Kind.DATE: parse_date,
    Kind.DATETIME: parse_datetime,
    Kind.TIME: parse_time,
    Kind.UUID: parse_uuid,
    Kind.BYTES: parse_bytes,
    Kind.JSON: lambda value: value,
}


def parse(kind: Kind, value: Any) -> Any:
    """Read a JSON value of a kind; ValueError with a reason for a client."""
    return PARSERS[kind](value)


def parse_text(kind: Kind, text: str) -> Any:
    """Read a value out of an id, where everything is text."""
    match kind:
        case Kind.FLOAT:
            return parse_float(float(text))
        case Kind.BOOLEAN:
            return parse_boolean({"1": True, "0": False, "true": True, "false": False}.get(text.lower()))
        case Kind.BYTES:
            return bytes.fromhex(text)
        case _:
            return parse(kind, text)


def utc(value: datetime) -> datetime:
    """A moment in UTC; one without an offset is taken as UTC."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
