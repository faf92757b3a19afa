"""SQLite: the release that ships with apsw.

Text sorts by code point already (BINARY collation over UTF-8), nulls sort first unless told otherwise,
decimals are counted in whole units. `graph_fold` and `graph_base64` are functions that `execute` gives
to each connection.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler, SQLiteDialect

from graph.catalogue import Field, Kind
from graph.columns import INT64_MAX, ExactDecimal
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
from graph.engine.operands import DatePart, Function, Operator

MAX_ARGUMENTS = 100
# Digits after the point of decimal columns that do not say how many they have.
DIGITS = 10
UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
LARGEST = 1.7976931348623157e308

# What holds a value of a kind → JSON text. `json_quote` escapes text, and gives `null` for null.
JSON_TEXT: dict[Kind, str] = {
    Kind.INT: "coalesce({},'null')",
    Kind.BIGINT: "json_quote(cast({} as text))",
    Kind.BOOLEAN: "CASE {} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END",
    Kind.JSON: "coalesce(json({}),'null')",
    Kind.BYTES: "json_quote(graph_base64({}))",
}
UUID_TEXT = "lower(" + "||'-'||".join(f"substr({{0}},{at},{length})" for at, length in UUID_PARTS) + ")"
DATE_PARTS = {
    DatePart.YEAR: "cast(substr({},1,4) as integer)",
    DatePart.QUARTER: "(cast(substr({},6,2) as integer)+2)/3",
    DatePart.MONTH: "cast(substr({},6,2) as integer)",
    DatePart.DAY: "cast(substr({},9,2) as integer)",
    DatePart.YEAR_MONTH: "cast(replace(substr({},1,7),'-','') as integer)",
    DatePart.YEAR_MONTH_DAY: "cast(replace(substr({},1,10),'-','') as integer)",
}


class LimitWithoutOffset(SQLiteCompiler):
    """Writes LIMIT alone: pages begin after a key, so there is never an offset to bind."""

    def limit_clause(self, select: Any, **options: Any) -> str:
        """`LIMIT n`."""
        return f" LIMIT {self.process(select._limit_clause, **options)}"  # noqa: SLF001 - as SQLAlchemy's own does


class SQLite(Dialect):
    """SQLite's way of saying things."""

    mean_kind = Kind.STRING
    name = "sqlite"

    def __init__(self, *, indexed: bool = True) -> None:
        """Compile for named parameters, which apsw binds from a dict; `indexed` says whether a build made `search`."""
        self.indexed = indexed
        self.compiler = SQLiteDialect(paramstyle="named")
        self.compiler.statement_compiler = LimitWithoutOffset

    def json(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """Write a value as JSON."""
        if kind in JSON_TEXT:
            return Sql(JSON_TEXT[kind], value)
        if kind is Kind.FLOAT:
            finite = f"{{0}} BETWEEN {-LARGEST!r} AND {LARGEST!r}"
            return Sql(f"CASE WHEN {finite} THEN json_quote(cast({{0}} as real)) ELSE 'null' END", value)
        if kind is Kind.DECIMAL:
            return Sql("json_quote({})", self.decimal_text(value, field))
        return Sql("json_quote({})", self.api_text(kind, value, field))

    def api_text(self, kind: Kind, value: Expression, field: Field | None) -> Expression:
        """A value of a textual kind as clients see it; null where it is."""
        match kind:
            case Kind.UUID:
                return Sql(f"CASE length({{0}}) WHEN 32 THEN {UUID_TEXT} ELSE lower({{0}}) END", value)
            case Kind.DATETIME:
                zone = "||'+00:00'" if field is not None and is_zoned(field) else ""
                return Sql(f"replace(substr({{0}},1,19),' ','T')||{micros(20)}{zone}", value)
            case Kind.TIME:
                return Sql(f"substr({{0}},1,8)||{micros(9)}", value)
            case Kind.ENUM if field is not None and (names := stored_otherwise(field)):
                return Sql(f"CASE {{}} {named_cases(names)} END", value)
            case _:
                return value

    def decimal_text(self, value: Expression, field: Field | None) -> Expression:
        """A decimal without trailing zeros; null where it is."""
        scale = units_scale(field)
        return Sql("graph_decimal({})", value) if scale is None else units_text(value, scale)

    def join(self, pieces: Sequence[Piece]) -> Expression:
        """One `concat`, which copies each piece once; nested where a function takes no more arguments."""
        return nested("concat", pieces, MAX_ARGUMENTS)

    def collect(
        self, text: Expression, order: Expression | None = None, where: Expression | None = None
    ) -> Expression:
        """Join texts by commas."""
        ordered = (
            Sql("{} ORDER BY {}", Sql("{},','", text), order) if order is not None else Sql("{},','", text)
        )
        joined: Expression = Sql("group_concat({})", ordered)
        if where is not None:
            joined = Sql("{} FILTER (WHERE {})", joined, where)
        return self.join(["[", joined, "]"])

    def hexadecimal(self, text: Expression) -> Expression:
        """Upper-case hexadecimal."""
        return Sql("hex({})", text)

    def answer(self, text: Expression) -> Expression:
        """A blob: bytes as they stand, without a detour through Python's str."""
        return Sql("cast({} as blob)", text)

    def id_text(self, field: Field, value: Expression) -> Expression:
        """A key value as it stands in ids."""
        if field.kind is Kind.BYTES:
            return Sql("hex({})", value)
        if field.kind is Kind.DECIMAL:
            return self.decimal_text(value, field)
        return Sql("cast({} as text)", self.api_text(field.kind, value, field))

    def comparable(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """Stored values compare as they should, but for enumerations that are stored otherwise than named."""
        return self.api_text(kind, value, field) if kind is Kind.ENUM else value

    def fold(self, value: Expression) -> Expression:
        """Fold by Python's rules: SQLite's own `lower` knows ASCII alone."""
        return Sql("graph_fold({})", value)

    def matches(self, operator: Operator, value: Expression, pattern: Expression) -> Expression:
        """Compare substrings: no pattern language, so nothing to escape."""
        match operator:
            case Operator.CONTAINS:
                return Sql("instr({},{})>0", value, pattern)
            case Operator.STARTS_WITH:
                return Sql("substr({0},1,length({1}))={1}", value, pattern)
            case _:
                return Sql(
                    "substr({0},length({0})-length({1})+1)={1} AND length({0})>=length({1})", value, pattern
                )

    def among(self, value: Expression, values: Expression, field: Field | None) -> Expression:
        """Membership in a JSON array."""
        return Sql("{} IN (SELECT value FROM json_each({}))", value, values)

    def order(self, value: Expression, *, descending: bool, nulls_first: bool, nullable: bool) -> Expression:
        """Say where nulls stand only where it is not where SQLite puts them: first when ascending."""
        direction = " DESC" if descending else ""
        if nullable and nulls_first is descending:
            direction += " NULLS FIRST" if nulls_first else " NULLS LAST"
        return Sql(f"{{}}{direction}", value)

    def aggregate(self, function: Function, field: Field, value: Expression) -> Expression:
        """Decimals are summed as whole units; only a sum of more than 63 bits is compared as a binary float.

        A mean of decimals is compared as text that sorts like the exact quotient: see `mean_key`.
        """
        if function is Function.COUNT_DISTINCT:
            return Sql("count(DISTINCT {})", value)
        if function not in (Function.SUM, Function.AVG) or field.kind is Kind.FLOAT:
            return Sql(f"{function.value}({{}})", value)
        if function is Function.AVG:
            exact = "graph_mean_key" if field.kind is Kind.DECIMAL else "graph_average"
            return Sql(f"{exact}({{}},{{}},{{}})", *self.sum_parts(field, value), Sql("count({})", value))
        high, low = self.sum_parts(field, value)
        whole = self.whole(field, value)
        return Sql(
            "CASE WHEN abs(total({0}))<9e18 THEN {1}*4294967296+{2} ELSE total({0}) END", whole, high, low
        )

    def whole(self, field: Field, value: Expression) -> Expression:
        """What is summed: whole numbers, or a decimal's units."""
        if field.kind is Kind.DECIMAL and units_scale(field) is None:
            return Sql(f"cast(round({{}}*{10 ** scale_of(field)}) as integer)", value)
        return value

    def sum_parts(self, field: Field, value: Expression) -> list[Expression]:
        """The sums of the upper and of the lower 32 bits: neither overflows before four thousand million rows."""
        if field.kind is Kind.FLOAT:
            return [Sql("sum({})", value)]
        whole = self.whole(field, value)
        return [Sql("sum({}>>32)", whole), Sql("sum({}&4294967295)", whole)]

    def sum_text(self, field: Field, parts: Sequence[Expression]) -> Expression:
        """Put together by Python, once for each sum."""
        scale = scale_of(field) if field.kind is Kind.DECIMAL else 0
        return Sql(f"graph_sum({{}},{{}},{scale})", *parts)

    def average_json(self, parts: Sequence[Expression], count: Expression, mean: Expression) -> Expression:
        """Divided by Python: SQLite adds up binary floats, which long numbers do not fit."""
        return self.json(Kind.FLOAT, Sql("graph_average({},{},{})", *parts, count))

    def mean_json(self, field: Field, parts: Sequence[Expression], count: Expression) -> Expression:
        """Divided by Python, once for each mean."""
        return Sql(f"json_quote(graph_mean({{}},{{}},{{}},{scale_of(field)}))", *parts, count)

    def date_part(self, part: DatePart, value: Expression) -> Expression:
        """Digits of the ISO form."""
        return Sql(DATE_PARTS[part], value)

    def given_ids(self, ids: Expression) -> tuple[sa.FromClause, Expression, Expression, KeyPart]:
        """`json_each` over arrays of an entity's name and key values."""
        rows = sa.func.json_each(ids).table_valued("key", "value", name="given")

        def part(number: int, column: sa.Column[Any] | None = None) -> Expression:
            return element(rows.c.value, number + 1, column)

        return rows, rows.c.key, part(-1), part

    def indexed_search(self, words: Expression, types: Sequence[str]) -> sa.Select[Any]:
        """What the full-text index of the build finds."""
        table = sa.table("search", *(sa.column(name) for name in ("entity", "type", "key")))
        named = ",".join(quoted(name) for name in types)
        return (
            sa.select(
                *table.c,
                # Words of the title count four times; the best rank of FTS5 is the smallest.
                Sql("-bm25(search,0,0,0,0.0,4.0,1.0)").label("rank"),
                Sql("snippet(search,3,'**','**','…',24)").label("snippet"),
            )
            .where(Sql("search MATCH {}", words), Sql(f"{{}} IN ({named})", table.c.type))
            .correlate_except(table)
        )

    def has_words(self, text: Expression, words: Expression) -> Expression:
        """Looked for in folded text: `graph_words` folds as the build does."""
        missing = "EXISTS (SELECT 1 FROM json_each({1}) WHERE instr(' '||graph_words({0}),' '||value)=0)"
        return Sql(f"json_array_length({{1}})>0 AND NOT {missing}", text, words)

    def key_part(self, key: Expression, number: int, column: sa.Column[Any]) -> Expression:
        """An element of a JSON array."""
        return element(key, number, column)

    def bind_words(self, words: Sequence[str]) -> Any:
        """Quoted words, each the beginning of one in the text; nothing is found by none."""
        if not self.indexed:
            return self.bind_list(list(words))
        return " ".join(f'"{word}"*' for word in words) or '""'

    def bind_decimal(
        self, field: Field, function: Function | None, operator: Operator | None, value: Decimal
    ) -> Any:
        """Whole units where units are compared, rounded so that the comparison keeps its meaning."""
        if function is Function.AVG:
            with localcontext(prec=150):
                return mean_key(*value.scaleb(scale_of(field)).as_integer_ratio())
        scale = scale_of(field) if function is Function.SUM else units_scale(field)
        return float(value) if scale is None else units(scale, value, operator)

    def bind_ids(self, ids: list[list[Any]]) -> Any:
        """A JSON array of arrays."""
        return orjson.dumps(ids, default=str).decode()

    def bind_list(self, values: list[Any]) -> Any:
        """A JSON array."""
        return orjson.dumps(values).decode()


def element(array: Expression, number: int, column: sa.Column[Any] | None) -> Expression:
    """A value of a JSON array of key values; bytes are there as hexadecimal."""
    found = f"json_extract({{}},'$[{number}]')"
    is_bytes = column is not None and isinstance(column.type, sa.LargeBinary)
    return Sql(f"unhex({found})" if is_bytes else found, array)


def units_text(value: Expression, scale: int) -> Expression:
    """Units of 10⁻ˢᶜᵃˡᵉ as decimal text; null where there are none."""
    unit = 10**scale
    if scale == 0:
        return Sql("cast({} as text)", value)
    sign = "CASE WHEN {0}<0 THEN '-' ELSE '' END"
    digits = f"format('%s%d.%0{scale}d',{sign},abs({{0}}/{unit}),abs({{0}}%{unit}))"
    return Sql(
        f"CASE WHEN {{0}}%{unit}<>0 THEN rtrim({digits},'0') ELSE cast({{0}}/{unit} as text) END", value
    )


def scale_of(field: Field) -> int:
    """How many digits after the point a sum of decimals keeps."""
    scale = getattr(field.column.type, "scale", None)
    return DIGITS if scale is None else int(scale)


def units(scale: int, value: Decimal, operator: Operator | None) -> int | None:
    """A decimal in units of 10⁻ˢᶜᵃˡᵉ; None where nothing can equal it."""
    with localcontext(prec=150):
        scaled = value.scaleb(scale)
        whole = scaled.to_integral_value(
            ROUND_FLOOR if operator in (Operator.GT, Operator.LTE) else ROUND_CEILING
        )
        if whole != scaled and operator in (Operator.EQ, Operator.IN, None):
            return None
        return int(max(min(whole, Decimal(INT64_MAX)), Decimal(-INT64_MAX - 1)))


def micros(start: int) -> str:
    """The digits after the second, with their point, left out where they are zero."""
    return f"CASE WHEN trim(substr({{0}},{start}),'.0')='' THEN '' ELSE substr({{0}},{start}) END"


def mean_key(total: int, count: int) -> str:
    """A quotient of whole numbers as text of one length that sorts like it: `+` stands for what is left over.

    Twenty digits are kept behind the point: two means that differ there are of more than 10⁹ values each.
    """
    whole, left = divmod(total * 10**20, count)
    return f"{whole + 10**60:061d}{'+' if left else ''}"


def units_scale(field: Field | None) -> int | None:
    """How many decimal digits a column's units count; None where decimals are stored otherwise."""
    declared = field.column.type if field is not None else None
    return declared.scale if isinstance(declared, ExactDecimal) else None
