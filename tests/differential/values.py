"""Values for arguments: those that occur in rows, and those at the edges of what a type can hold.

In: a world. Out: for each scalar, JSON values as a client would send them. Never: what a server must refuse.
"""

import base64
import enum
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.differential.populating import STRANGE, WORDS
from tests.oracle.answers import is_edge
from tests.oracle.scalars import decimal_text
from tests.oracle.worlds import World

EDGES: dict[str, tuple[Any, ...]] = {
    "String": (*WORDS, *STRANGE, "Σ", "ΟΔΟΣ", "ς", "İ", "SS", "ss", "é", "É", "\u0301", "x" * 5000),
    "Int": (0, 1, -1, 2, 2**31 - 1, -(2**31)),
    "BigInt": ("0", "1", "-1", str(2**63 - 1), str(-(2**63)), str(2**53 + 1), 7),
    "Float": (0.0, 1, -1.5, 0.1, 1e22, -1e308, 5e-324, 0.25),
    "Boolean": (True, False),
    "Decimal": (
        "0",
        "1",
        "-0.0001",
        "0.00001",
        "99999999999999999999",
        "-1e10",
        "20300000",
        "0.10",
        7,
        "1e-20",
        "2.5",
    ),
    "Date": ("0001-01-01", "9999-12-31", "2014-01-01", "2014-12-31", "2015-06-15"),
    "DateTime": (
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59.999999",
        "2014-06-01T00:00:00",
        "2014-06-01",
        "2014-06-01T02:00:00+02:00",
        "2015-01-01T00:00:00.000001Z",
        "2014-03-01T12:00:00.5-05:00",
    ),
    "Time": ("00:00:00", "23:59:59.999999", "12:00:00", "12:30", "11:00:59.120000"),
    "UUID": ("00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
    "Base64": ("", "AA==", "YWJj", "/////w=="),
    "ID": (
        "",
        ":",
        "Nothing:1",
        "Organization:",
        "Tool:x",
        "Tool:99999999999999999999",
        "Tool:-1",
        "Shelf:1",
        "Track:1,2",
    ),
}


def pools(world: World) -> dict[str, list[Any]]:
    """The values of each scalar: what occurs first, then the edges."""
    found: dict[str, dict[Any, None]] = {name: {} for name in EDGES}
    for values in (row for rows in world.tables.values() for row in rows):
        for value in values.values():
            name, sent = as_sent(value)
            if name is not None:
                found[name][sent] = None
    for name, rows in world.rows.items():
        if not is_edge(world, world.described[name]):
            found["ID"].update({row.id: None for row in rows})
    found["String"].update(dict.fromkeys(parts(found["String"])))
    return {name: [*values, *EDGES[name]] for name, values in found.items()}


def parts(texts: Iterable[str]) -> list[str]:
    """Beginnings, ends and cased forms of texts."""
    made = [form for text in texts for form in (text[:2], text[-2:], text[1:3], text.upper(), text.lower())]
    return [each for each in made if each]


def as_sent(value: Any) -> tuple[str | None, Any]:
    """A row's value as a client sends it, with its scalar."""
    match value:
        case None | enum.Enum():
            return None, None
        case bool():
            return "Boolean", value
        case int():
            return ("Int", value) if -(2**31) <= value < 2**31 else ("BigInt", str(value))
        case float():
            return "Float", value
        case Decimal():
            return "Decimal", decimal_text(value)
        case datetime():
            return "DateTime", value.isoformat()
        case date():
            return "Date", value.isoformat()
        case time():
            return "Time", value.isoformat()
        case UUID():
            return "UUID", str(value)
        case bytes():
            return "Base64", base64.b64encode(value).decode()
        case str():
            return "String", value
        case _:
            return None, None
