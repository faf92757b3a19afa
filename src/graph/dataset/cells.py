"""One cell of a CSV file as a value of its column, and back.

In: text and a SQLAlchemy column. Out: the Python value, or the reason why there is none.
Never: a binary float in place of a decimal; a guess.
"""

import base64
import binascii
import json
import math
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from graph.columns import ExactDecimal

WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONGEST_NUMBER = 40


class BadCell(ValueError):  # noqa: N818 - the cell is bad, the program is not in error
    """A cell that holds no value of its column; the message is the reason."""


def read_cell(text: str, column: sa.Column[Any]) -> Any:
    """Give the value that a cell holds, None for an empty one; BadCell says why there is none."""
    if text == "":
        if column.nullable:
            return None
        raise BadCell("is required")
    if text != text.strip():
        raise BadCell("begins or ends with a space")
    if CONTROL.search(text):
        raise BadCell("holds a control character")
    return reader(column.type)(text)


def reader(column_type: sa.types.TypeEngine[Any]) -> Callable[[str], Any]:
    """Choose how the cells of a column are read; the first type that fits, special types before general."""
    for kinds, make in READERS:
        if isinstance(column_type, kinds):
            return make(column_type)
    return str


def read_enum(column_type: Any) -> Callable[[str], Any]:
    """Read a member's name."""
    members = (
        column_type.enum_class.__members__ if column_type.enum_class else {e: e for e in column_type.enums}
    )

    def read(text: str) -> Any:
        if text not in members:
            raise BadCell(f"{shown(text)} is none of {', '.join(members)}")
        return members[text]

    return read


def read_decimal(column_type: Any) -> Callable[[str], Any]:
    """Read a decimal that the column can hold without rounding."""
    exact = column_type if isinstance(column_type, ExactDecimal) else ExactDecimal(column_type.scale or 0)

    def read(text: str) -> Decimal:
        if len(text) > LONGEST_NUMBER or not DECIMAL.fullmatch(text):
            raise BadCell(f"{shown(text)} is no decimal number such as 20300000 or 16.65")
        value = Decimal(text)
        try:
            exact.to_units(value)
        except ValueError as error:
            raise BadCell(str(error)) from None
        return value

    return read


def read_whole(column_type: Any) -> Callable[[str], Any]:
    """Read a whole number within the reach of the column."""
    bits = 64 if isinstance(column_type, sa.BigInteger) else 32

    def read(text: str) -> int:
        if len(text) > LONGEST_NUMBER or not WHOLE.fullmatch(text):
            raise BadCell(f"{shown(text)} is no whole number")
        if not -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1):
            raise BadCell(f"{shown(text)} is out of range")
        return int(text)

    return read


def parsed(parse: Callable[[str], Any], what: str) -> Callable[[Any], Callable[[str], Any]]:
    """Read with a parser that raises ValueError; `what` names what was expected."""

    def read(text: str) -> Any:
        try:
            return parse(text)
        except (ValueError, binascii.Error, RecursionError):
            raise BadCell(f"{shown(text)} is no {what}") from None

    return lambda _: read


def parse_day(text: str) -> date:
    """Read YYYY-MM-DD and nothing else that ISO 8601 allows."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_truth(text: str) -> bool:
    """Read true or false."""
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def parse_json(text: str) -> Any:
    """Read JSON as its standard has it: NaN and Infinity are no JSON."""
    return json.loads(text, parse_float=parse_float, parse_constant=parse_float)


def parse_float(text: str) -> float:
    """Read a finite binary number, for columns that are declared to hold one."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def shown(text: str) -> str:
    """Give a cell's text, shortened, for a message."""
    return repr(text if len(text) <= LONGEST_NUMBER else f"{text[:LONGEST_NUMBER]}…")


READERS: tuple[tuple[Any, Callable[[Any], Callable[[str], Any]]], ...] = (
    (sa.Enum, read_enum),
    (sa.Float, parsed(parse_float, "number")),
    ((ExactDecimal, sa.Numeric), read_decimal),
    (sa.Boolean, parsed(parse_truth, "true or false")),
    (sa.Integer, read_whole),
    (sa.DateTime, parsed(datetime.fromisoformat, "date and time such as 2015-06-19T12:00:00")),
    (sa.Date, parsed(parse_day, "date such as 2015-06-19")),
    (sa.Time, parsed(time.fromisoformat, "time such as 12:00:00")),
    (sa.JSON, parsed(parse_json, "JSON")),
    (sa.Uuid, parsed(uuid.UUID, "UUID")),
    (sa.LargeBinary, parsed(lambda text: base64.b64decode(text, validate=True), "Base64")),
)
