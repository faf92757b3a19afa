"""Random rows for any classes: every kind of column, keys that exist, unique columns that are.

In: classes, a seed. Out: rows by table, as Python values by column name. Never: a row that its own table refuses.
"""

import enum
import random
import string
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from graph.columns import ExactDecimal
from tests.differential.served import Models, Tables

WORDS = (
    "",
    "a",
    "A",
    "bone",
    "Bone",
    "BONE",
    "Liège",
    "LIÈGE",
    "liege",
    "straße",
    "STRASSE",
    "Σίσυφος",
    "ΣΊΣΥΦΟΣ",
)
STRANGE = (
    "%", "_", "100%", "a_b", "a\\b", "\\", "'", "''", '"', "o'neil", '{"a": 1}', "{0}", "null", "NULL",
    ",", "~", "~0,~1", ":", "\u00e9", "e\u0301", "\ufb01", "\u0130stanbul", "\u0131s", "\u00df", "\u1e9e", "\u03c2",
    "\U0001f980", "\U0001d518nicode", "\U0010ffff", "\uffff", "\ue000", "\t", "\n", "\r\n", "\x01", "\x1f", "\x7f",
    "\u2028", "\u200b", " ", " lead", "trail ", "\u65e5\u672c\u8a9e", "\u05e2\u05d1\u05e8", "x" * 300,
)  # fmt: skip
DECIMALS = ("0", "1", "-1", "0.1", "0.2", "0.3", "2.5", "-2.5", "99.99", "100", "20300000", "0.01")
EPOCH = date(2014, 1, 1)

Tweak = Callable[[str, dict[str, Any], random.Random, Mapping[str, list[dict[str, Any]]]], bool]


def populate(
    models: Models, seed: int, size: int = 12, tweak: Tweak | None = None, *, full: bool = False
) -> Tables:
    """Make up to `size` rows for each table, as many in each if `full`; `tweak` may put a row right, or refuse it."""
    rng = random.Random(seed)
    tables: dict[str, list[dict[str, Any]]] = {}
    for table in models[0].metadata.sorted_tables:
        rows = tables[table.name] = []
        taken: set[tuple[str, Any]] = set()
        wanted = rng.choice((0, 1, size // 2, size, size, size)) if rng.random() < 0.3 else size
        for _ in range(size if full else wanted):
            row = make_row(table, tables, rng)
            if row is None or (tweak is not None and not tweak(table.name, row, rng, tables)):
                continue
            marks = {(name, values) for name, values in unique_values(table, row)}
            if not marks & taken:
                taken |= marks
                rows.append(row)
        rng.shuffle(rows)
        tie_to_itself(table, rows, rng)
    return tables


def tie_to_itself(table: sa.Table, rows: list[dict[str, Any]], rng: random.Random) -> None:
    """Let some rows refer to any row of their own table, also to themselves."""
    for constraint in table.foreign_key_constraints:
        columns = [element.parent for element in constraint.elements]
        if constraint.referred_table is table and all(column.nullable for column in columns):
            for row in rows:
                if rng.random() < 0.2:
                    target = rng.choice(rows)
                    row.update(
                        {element.parent.name: target[element.column.name] for element in constraint.elements}
                    )


def unique_values(table: sa.Table, row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What must not occur twice: the key, and unique columns that are not null."""
    found: list[tuple[str, Any]] = [("", tuple(row[column.name] for column in table.primary_key))]
    unique = {column.name for column in table.columns if column.unique}
    return found + [(name, row[name]) for name in unique if row[name] is not None]


def make_row(
    table: sa.Table, tables: Mapping[str, list[dict[str, Any]]], rng: random.Random
) -> dict[str, Any] | None:
    """One random row, or None where it needs a row of a table that has none."""
    row: dict[str, Any] = {}
    for constraint in table.foreign_key_constraints:
        columns = [element.parent for element in constraint.elements]
        nullable = all(column.nullable for column in columns)
        targets = tables.get(constraint.referred_table.name, [])
        if nullable and (not targets or rng.random() < 0.25):
            row |= {column.name: None for column in columns}
        elif not targets:
            return None
        else:
            target = rng.choice(targets)
            row |= {element.parent.name: target[element.column.name] for element in constraint.elements}
    number = len(tables.get(table.name, ()))
    for column in table.columns:
        if column.name not in row:
            absent = column.nullable and not column.primary_key and rng.random() < 0.2
            row[column.name] = None if absent else make_value(column, rng, number)
    return {column.name: row[column.name] for column in table.columns}


def make_value(column: sa.Column[Any], rng: random.Random, number: int) -> Any:
    """A value that a column can hold; few different ones, so that rows tie, unless they must differ."""
    distinct = column.primary_key or column.unique
    declared = column.type
    match declared:
        case ExactDecimal():
            return exact_decimal(declared.scale, rng)
        case sa.Enum() if declared.enum_class is not None:
            choices: list[enum.Enum] = list(declared.enum_class)
            return rng.choice(choices)
        case sa.Uuid():
            return UUID(int=rng.getrandbits(128))
        case sa.Boolean():
            return rng.random() < 0.5
        case sa.BigInteger():
            return rng.choice((0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63), rng.randrange(-5, 5)))
        case sa.Integer():
            return (
                number + 1
                if distinct
                else rng.choice((0, 1, 2, 3, -1, 2**31 - 1, -(2**31), rng.randrange(20)))
            )
        case sa.Float():
            return rng.choice((0.0, 1.0, -1.5, 0.25, -0.5, 1024.125, 3e6, 2.0**-20))
        case sa.Numeric():
            return Decimal(rng.choice(DECIMALS)).quantize(Decimal(1).scaleb(-(declared.scale or 0)))
        case sa.DateTime():
            return moment(rng, zoned=bool(declared.timezone))
        case UTCDateTime():
            return moment(rng, zoned=True)
        case sa.Date():
            return rng.choice((EPOCH + timedelta(rng.randrange(800)), date(1, 1, 1), date(9999, 12, 31)))
        case sa.Time():
            return time(
                rng.randrange(24), rng.choice((0, 30)), rng.choice((0, 59)), rng.choice((0, 0, 120000, 1))
            )
        case sa.JSON():
            return json_value(rng, 2)
        case sa.LargeBinary():
            return rng.choice(
                (b"", b"\x00", b"abc", bytes(rng.getrandbits(8) for _ in range(rng.randrange(40))))
            )
        case _:
            made = text(rng, number, distinct=bool(distinct))
            return made[: getattr(declared, "length", None)]


def moment(rng: random.Random, *, zoned: bool) -> datetime:
    """A moment, in UTC where the column says so."""
    day = datetime(2014, 1, 1, tzinfo=UTC) + timedelta(
        hours=rng.randrange(20_000), microseconds=rng.choice((0, 0, 1, 500000))
    )
    made = rng.choice(
        (day, day, day, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
    )
    return made if zoned else made.replace(tzinfo=None)


def exact_decimal(scale: int, rng: random.Random) -> Decimal:
    """A decimal of this many digits after the point, sometimes the largest."""
    whole = rng.choice((rng.randrange(-3, 4), rng.randrange(-3000, 3000), 10 ** (18 - scale) - 1))
    return (Decimal(whole) + Decimal(rng.choice((0, 0, 1, 5, 10**scale - 1))).scaleb(-scale)) * rng.choice(
        (1, 1, -1)
    )


def text(rng: random.Random, number: int, *, distinct: bool) -> str:
    """Text, with everything that is hard to quote, fold and sort."""
    made = rng.choice(WORDS) if rng.random() < 0.6 else rng.choice(STRANGE)
    if rng.random() < 0.2:
        made += rng.choice(STRANGE) + rng.choice(string.ascii_letters)
    return f"{made}{number}" if distinct and rng.random() < 0.8 else made


def json_value(rng: random.Random, depth: int) -> Any:
    """Any JSON but null."""
    leaves: tuple[Any, ...] = (True, False, 0, 1, -7, 2.5, "", "a'b", '"', "é🦀", 2**53)
    if depth == 0 or rng.random() < 0.4:
        return rng.choice(leaves)
    if rng.random() < 0.5:
        return [json_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {
        rng.choice(("a", "b c", "", "é", 'q"')): json_value(rng, depth - 1) for _ in range(rng.randrange(4))
    }
