"""PostgreSQL, 14 or newer, spoken to by asyncpg.

Text is compared in collation "C", which is code point order, unless the database has that order anyway.
Case is folded by the fullest rules that the server brings: `pg_unicode_fast` (PostgreSQL 18) or ICU.
"""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from graph.catalogue import Field, Kind
from graph.engine.dialects.base import (
    Dialect,
    Expression,
    KeyPart,
    Piece,
    Sql,
    is_zoned,
    named_cases,
    nested,
    quoted,
    stored_otherwise,
)
from graph.engine.operands import DatePart, Encoding, Function, Operator, Param

# A function takes a hundred arguments at the most.
MAX_ARGUMENTS = 90
# Digits after the point of decimal columns that do not say how many they have.
DIGITS = 10
HEADLINE = "'StartSel=**,StopSel=**,MaxWords=24,MinWords=8,ShortWord=0'"

JSON_TEXT: dict[Kind, str] = {
    Kind.STRING: "coalesce(to_json({})::text,'null')",
    Kind.ENUM: "coalesce(to_json({})::text,'null')",
    Kind.INT: "coalesce({}::text,'null')",
    Kind.BIGINT: "coalesce('\"'||{}::text||'\"','null')",
    Kind.BOOLEAN: "CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' ELSE 'null' END",
    Kind.FLOAT: "CASE WHEN {0}='NaN' OR abs({0})='Infinity' THEN 'null' WHEN {0}=trunc({0}) AND abs({0})<1e15 "
    "THEN ({0}::float8)::text||'.0' ELSE coalesce(({0}::float8)::text,'null') END",
    Kind.DECIMAL: "coalesce('\"'||trim_scale({}::numeric)::text||'\"','null')",
    Kind.JSON: "coalesce({}::text,'null')",
    Kind.BYTES: "coalesce('\"'||translate(encode({},'base64'),E'\\n','')||'\"','null')",
}
MICROS = "CASE WHEN to_char({0},'US')='000000' THEN '' ELSE to_char({0},'.US') END"
DATE_PARTS = {
    DatePart.YEAR: "extract(year from {})::int",
    DatePart.QUARTER: "extract(quarter from {})::int",
    DatePart.MONTH: "extract(month from {})::int",
    DatePart.DAY: "extract(day from {})::int",
    DatePart.YEAR_MONTH: "to_char({},'YYYYMM')::int",
    DatePart.YEAR_MONTH_DAY: "to_char({},'YYYYMMDD')::int",
}
TYPES: dict[Kind, str] = {
    Kind.STRING: "text",
    Kind.ENUM: "text",
    Kind.INT: "bigint",
    Kind.BIGINT: "bigint",
    Kind.FLOAT: "double precision",
    Kind.BOOLEAN: "boolean",
    Kind.DECIMAL: "numeric",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.UUID: "uuid",
    Kind.JSON: "jsonb",
    Kind.BYTES: "bytea",
}
# Types whose values travel as text.
CLOCKS = ("date", "time", "timestamp", "timestamptz")
TEXTUAL = (Kind.STRING, Kind.ENUM)


class PostgreSQL(Dialect):
    """PostgreSQL's way of saying things."""

    name = "postgresql"

    def __init__(
        self, *, collated: bool = True, folding: str | None = "pg_unicode_fast", indexed: bool = True
    ) -> None:
        """Say "C" where `collated`; fold case by the rules of `folding`; `indexed` where a build made `search`."""
        self.indexed = indexed
        self.compiler = PGDialect_asyncpg()
        self.collated = collated
        self.folding = folding

    def json(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """Write a value as JSON."""
        if kind is Kind.ENUM:
            return Sql(JSON_TEXT[kind], self.enum_name(value, field))
        if kind in JSON_TEXT:
            return Sql(JSON_TEXT[kind], value)
        return Sql("coalesce('\"'||{}||'\"','null')", self.api_text(kind, value, field))

    def api_text(self, kind: Kind, value: Expression, field: Field | None) -> Expression:
        """A value of a kind that needs no escaping as clients see it; null where it is."""
        match kind:
            case Kind.DATETIME:
                zoned = field is not None and is_zoned(field)
                moment = Sql("({} AT TIME ZONE 'UTC')", value) if zoned else value
                text = f"to_char({{0}},'YYYY-MM-DD\"T\"HH24:MI:SS')||{MICROS}"
                return Sql(f"{text}||'+00:00'" if zoned else text, moment)
            case Kind.TIME:
                # to_char knows no time of day: a day added to it makes a moment.
                return Sql(f"to_char({{0}},'HH24:MI:SS')||{MICROS}", Sql("(date '2000-01-01'+{})", value))
            case _:
                return Sql("{}::text", value)

    def join(self, pieces: Sequence[Piece]) -> Expression:
        """One `concat`; nested where a function takes no more arguments."""
        return nested("concat", pieces, MAX_ARGUMENTS)

    def collect(
        self, text: Expression, order: Expression | None = None, where: Expression | None = None
    ) -> Expression:
        """Join texts by commas."""
        ordered = Sql("{},',' ORDER BY {}", text, order) if order is not None else Sql("{},','", text)
        joined: Expression = Sql("string_agg({})", ordered)
        if where is not None:
            joined = Sql("{} FILTER (WHERE {})", joined, where)
        return self.join(["[", joined, "]"])

    def hexadecimal(self, text: Expression) -> Expression:
        """Upper-case hexadecimal."""
        return Sql("upper(encode(convert_to({},'UTF8'),'hex'))", text)

    def answer(self, text: Expression) -> Expression:
        """Bytes as they stand."""
        return Sql("convert_to({},'UTF8')", text)

    def id_text(self, field: Field, value: Expression) -> Expression:
        """A key value as it stands in ids."""
        match field.kind:
            case Kind.BYTES:
                return Sql("upper(encode({},'hex'))", value)
            case Kind.DECIMAL:
                return Sql("trim_scale({})::text", value)
            case Kind.ENUM:
                return self.enum_name(value, field)
            case _:
                return self.api_text(field.kind, value, field)

    def enum_name(self, value: Expression, field: Field | None) -> Expression:
        """The name of an enumeration's member, as text."""
        names = stored_otherwise(field) if field is not None else {}
        return Sql(f"CASE {{}}::text {named_cases(names)} END" if names else "{}::text", value)

    def comparable(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """Text by code point; a type of its own for an enumeration sorts by name, too."""
        if kind is Kind.ENUM:
            value = self.enum_name(value, field)
        if kind is Kind.FLOAT:
            return Sql("{}::float8", value)
        return Sql('{} COLLATE "C"', value) if kind in TEXTUAL and self.collated else value

    def equatable(self, field: Field | None, value: Expression) -> Expression:
        """A type of its own for an enumeration is compared as text."""
        if field is not None and isinstance(field.column.type, sa.Enum) and field.column.type.native_enum:
            return Sql("{}::text", value)
        return value

    def fold(self, value: Expression) -> Expression:
        """Unicode's case folding, which PostgreSQL 18 has; before it the nearest: upper, then lower, one sigma."""
        if self.folding == "pg_unicode_fast":
            return Sql('casefold({} COLLATE "pg_unicode_fast")', value)
        collation = f' COLLATE "{self.folding}"' if self.folding else ""
        return Sql(f"replace(lower(upper({{}}{collation})),'\u03c2','\u03c3')", value)

    def matches(self, operator: Operator, value: Expression, pattern: Expression) -> Expression:
        """Compare substrings: no pattern language, so nothing to escape."""
        match operator:
            case Operator.CONTAINS:
                return Sql("strpos({},{})>0", value, pattern)
            case Operator.STARTS_WITH:
                return Sql("starts_with({},{})", value, pattern)
            case _:
                return Sql("right({0},length({1}))={1}", value, pattern)

    def among(self, value: Expression, values: Expression, field: Field | None) -> Expression:
        """Membership in an array."""
        return Sql("{}=ANY({})", value, values)

    def order(self, value: Expression, *, descending: bool, nulls_first: bool, nullable: bool) -> Expression:
        """Say where nulls stand only where it is not where PostgreSQL puts them: last when ascending."""
        direction = " DESC" if descending else ""
        if nullable and nulls_first is not descending:
            direction += " NULLS FIRST" if nulls_first else " NULLS LAST"
        return Sql(f"{{}}{direction}", value)

    def aggregate(self, function: Function, field: Field, value: Expression) -> Expression:
        """Sums of decimals are exact, and means to twenty digits more than the column has."""
        match function:
            case Function.COUNT_DISTINCT:
                return Sql("count(DISTINCT {})", value)
            case Function.AVG:
                # A numerator of so many digits makes the division keep them.
                digits = "" if field.kind is Kind.FLOAT else f"*1.{'0' * 20}"
                shown = "" if field.kind is Kind.DECIMAL else "::float8"
                return Sql(f"(sum({{0}}){digits}/nullif(count({{0}}),0)){shown}", value)
            case Function.MIN | Function.MAX:
                return Sql(
                    f"{function.value}({{}})",
                    self.comparable(field.kind, value) if field.kind in TEXTUAL else value,
                )
            case _:
                return Sql("sum({})", value)

    def sum_parts(self, field: Field, value: Expression) -> list[Expression]:
        """PostgreSQL's own sums never overflow."""
        return [Sql("sum({})", value)]

    def sum_text(self, field: Field, parts: Sequence[Expression]) -> Expression:
        """A sum in plain notation."""
        return Sql("trim_scale({}::numeric)::text", *parts)

    def mean_json(self, field: Field, parts: Sequence[Expression], count: Expression) -> Expression:
        """With four digits more than the column has: a numerator of that scale makes the division keep them."""
        scale = getattr(field.column.type, "scale", None)
        digits = (DIGITS if scale is None else scale) + 4
        mean = Sql(f"round({{}}*1.{'0' * (digits + 6)}/nullif({{}},0),{digits})", *parts, count)
        return self.json(Kind.DECIMAL, mean)

    def date_part(self, part: DatePart, value: Expression) -> Expression:
        """A part of a date."""
        return Sql(DATE_PARTS[part], value)

    def reference(self, param: Param, name: str) -> Expression:
        """A cast parameter: the server must know the type before it sees the value."""
        given = sa.bindparam(name, type_=sa.types.NullType())
        if param.encoding is Encoding.TERMS and not self.indexed:
            return Sql("({}::text[])", given)
        wanted = sql_type(param)
        if wanted.removesuffix("[]") in CLOCKS:
            return Sql(f"({{}}::text{'[]' if wanted.endswith('[]') else ''}::{wanted})", given)
        return Sql(f"({{}}::{wanted})", given)

    def given_ids(self, ids: Expression) -> tuple[sa.FromClause, Expression, Expression, KeyPart]:
        """Elements of a JSON array, each an array of an entity's name and key values."""
        rows = (
            sa.func.jsonb_array_elements(ids)
            .table_valued("value", with_ordinality="key")
            .render_derived(name="given")
        )

        def part(number: int, column: sa.Column[Any]) -> Expression:
            return self.element(rows.c.value, number + 1, column)

        return rows, rows.c.key, Sql("({}->>0)", rows.c.value), part

    def indexed_search(self, words: Expression, types: Sequence[str]) -> sa.Select[Any]:
        """What the text search index of the build finds."""
        table = sa.table("search", *(sa.column(name) for name in ("entity", "type", "key", "text", "terms")))
        named = ",".join(quoted(name) for name in types)
        asked = Sql("to_tsquery('simple',{})", words)
        return (
            sa.select(
                table.c.entity,
                Sql('{} COLLATE "C"', table.c.type).label("type"),
                Sql('{} COLLATE "C"', table.c.key).label("key"),
                Sql("ts_rank({},{})::float8", table.c.terms, asked).label("rank"),
                Sql(f"ts_headline('simple',{{}},{{}},{HEADLINE})", table.c.text, asked).label("snippet"),
            )
            .where(Sql("{}@@{}", table.c.terms, asked), Sql(f"{{}} IN ({named})", table.c.type))
            .correlate_except(table)
        )

    def has_words(self, text: Expression, words: Expression) -> Expression:
        """Looked for in lower-case text."""
        missing = "EXISTS (SELECT 1 FROM unnest({1}) AS word WHERE strpos(lower({0}),word)=0)"
        return Sql(f"cardinality({{1}})>0 AND NOT {missing}", text, words)

    def key_part(self, key: Expression, number: int, column: sa.Column[Any]) -> Expression:
        """An element of a JSON array."""
        return self.element(Sql("{}::jsonb", key), number, column)

    def element(self, array: Expression, number: int, column: sa.Column[Any]) -> Expression:
        """A value of a JSON array of key values; bytes are there as hexadecimal, enumerations compare as text."""
        found = f"({{}}->>{number})"
        if isinstance(column.type, sa.LargeBinary):
            return Sql(f"decode({found},'hex')", array)
        kind = "text" if isinstance(column.type, sa.Enum) else column.type.compile(self.compiler)
        return Sql(f"cast({found} as {kind})", array)

    def bind_words(self, words: Sequence[str]) -> Any:
        """Words, each the beginning of one in the text."""
        if not self.indexed:
            return list(words)
        return " & ".join(f"'{word}':*" for word in words)

    def bind_decimal(
        self, field: Field, function: Function | None, operator: Operator | None, value: Decimal
    ) -> Any:
        """Decimals as they are."""
        return value

    def bind_stored(self, value: Any) -> Any:
        """Dates and times as text: asyncpg takes the last day that Python knows for the end of time."""
        return value.isoformat() if isinstance(value, date | time) else value

    def bind_list(self, values: list[Any]) -> Any:
        """A list."""
        return values

    def bind_ids(self, ids: list[list[Any]]) -> Any:
        """A JSON text."""
        return orjson.dumps(ids, default=str).decode()


def sql_type(param: Param) -> str:
    """The type of a parameter."""
    match param.encoding:
        case Encoding.PAGE:
            return "bigint"
        case Encoding.ID_LIST | Encoding.NODE_IDS:
            return "jsonb"
        case Encoding.FOLDED | Encoding.PATTERN | Encoding.FOLDED_PATTERN | Encoding.TERMS:
            return "text"
        case Encoding.FOLDED_LIST:
            return "text[]"
        case Encoding.CURSOR if param.field is None:
            return TYPES[Kind(param.detail[1])]
        case Encoding.LIST:
            return f"{column_type(param)}[]"
        case _:
            return column_type(param)


def column_type(param: Param) -> str:
    """The type of what a parameter is compared with."""
    decimal = param.field is not None and param.field.kind is Kind.DECIMAL
    if param.function is Function.AVG and not decimal:
        return "double precision"
    if param.field is None:
        return "bigint"
    kind = param.field.kind
    if kind is Kind.DATETIME:
        return "timestamptz" if is_zoned(param.field) else "timestamp"
    if param.function is Function.SUM and kind in (Kind.INT, Kind.BIGINT):
        return "numeric"
    return TYPES[kind]
