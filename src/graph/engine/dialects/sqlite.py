"""SQLite: the release that ships with apsw.

Text sorts by code point already (BINARY collation over UTF-8), nulls sort first unless told otherwise,
decimals are counted in whole units. `graph_fold` and `graph_base64` are functions that `execute` gives
to each connection.
"""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler, SQLiteDialect

from graph.catalogue import Field, Kind
from graph.columns import ExactDecimal
from graph.engine.dialects.base import Dialect, Expression, Joined, Piece, Sql, merged
from graph.engine.plan import DatePart, Operator

MAX_ARGUMENTS = 100
LARGEST = 1.7976931348623157e308

# What holds a value of a kind → JSON text. `json_quote` escapes text, and gives `null` for null.
JSON_TEXT: dict[Kind, str] = {
    Kind.INT: "coalesce({},'null')",
    Kind.BIGINT: "json_quote(cast({} as text))",
    Kind.BOOLEAN: "CASE {} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END",
    Kind.JSON: "coalesce(json({}),'null')",
    Kind.BYTES: "json_quote(graph_base64({}))",
}
UUID_TEXT = (
    "lower(substr({0},1,8)||'-'||substr({0},9,4)||'-'||substr({0},13,4)||'-'||substr({0},17,4)||'-'||substr({0},21))"
)
DATE_PARTS = {
    DatePart.YEAR: "cast(substr({},1,4) as integer)",
    DatePart.QUARTER: "(cast(substr({},6,2) as integer)+2)/3",
    DatePart.MONTH: "cast(substr({},6,2) as integer)",
    DatePart.DAY: "cast(substr({},9,2) as integer)",
}


class LimitWithoutOffset(SQLiteCompiler):
    """Writes LIMIT alone: pages begin after a key, so there is never an offset to bind."""

    def limit_clause(self, select: Any, **options: Any) -> str:
        """`LIMIT n`."""
        return f" LIMIT {self.process(select._limit_clause, **options)}"  # noqa: SLF001 - as SQLAlchemy's own does


class SQLite(Dialect):
    """SQLite's way of saying things."""

    name = "sqlite"

    def __init__(self) -> None:
        """Compile for named parameters, which apsw binds from a dict."""
        self.compiler = SQLiteDialect(paramstyle="named")
        self.compiler.statement_compiler = LimitWithoutOffset

    def json(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """Write a value as JSON."""
        if kind in JSON_TEXT:
            return Sql(JSON_TEXT[kind], value)
        if kind is Kind.FLOAT:
            return Sql(
                f"CASE WHEN {{0}} BETWEEN {-LARGEST!r} AND {LARGEST!r} THEN json_quote(cast({{0}} as real)) ELSE 'null' END",
                value,
            )
        if kind is Kind.DECIMAL:
            return Sql("json_quote({})", self.decimal_text(value, field))
        return Sql("json_quote({})", self.api_text(kind, value, field))

    def api_text(self, kind: Kind, value: Expression, field: Field | None) -> Expression:
        """A value of a textual kind as clients see it; null where it is."""
        match kind:
            case Kind.UUID:
                return Sql(f"CASE length({{0}}) WHEN 32 THEN {UUID_TEXT} ELSE lower({{0}}) END", value)
            case Kind.DATETIME:
                zone = "||'+00:00'" if field is not None and is_utc(field) else ""
                return Sql(f"replace(substr({{0}},1,19),' ','T')||{micros(20)}{zone}", value)
            case Kind.TIME:
                return Sql(f"substr({{0}},1,8)||{micros(9)}", value)
            case Kind.ENUM if field is not None and (names := stored_otherwise(field)):
                cases = " ".join(f"WHEN {quoted(stored)} THEN {quoted(name)}" for stored, name in names.items())
                return Sql(f"CASE {{}} {cases} END", value)
            case _:
                return value

    def decimal_text(self, value: Expression, field: Field | None) -> Expression:
        """A decimal without trailing zeros; null where it is."""
        scale = units_scale(field)
        if scale is None:
            return Sql("graph_decimal({})", value)
        unit = 10**scale
        return Sql(
            f"CASE WHEN {{0}}%{unit}<>0 THEN "
            f"rtrim(format('%s%d.%0{scale}d',CASE WHEN {{0}}<0 THEN '-' ELSE '' END,abs({{0}}/{unit}),abs({{0}}%{unit})),'0') "
            f"ELSE cast({{0}}/{unit} as text) END",
            value,
        )

    def join(self, pieces: Sequence[Piece]) -> Expression:
        """One `concat`, which copies each piece once; nested where a function takes no more arguments."""
        parts = merged(pieces)
        while len(parts) > MAX_ARGUMENTS:
            parts = [
                Joined("concat", ",", parts[start : start + MAX_ARGUMENTS])
                for start in range(0, len(parts), MAX_ARGUMENTS)
            ]
        return parts[0] if len(parts) == 1 else Joined("concat", ",", parts)

    def collect(
        self, text: Expression, order: Expression | None = None, where: Expression | None = None
    ) -> Expression:
        """Join texts by commas."""
        ordered = Sql("{} ORDER BY {}", Sql("{},','", text), order) if order is not None else Sql("{},','", text)
        joined: Expression = Sql("group_concat({})", ordered)
        if where is not None:
            joined = Sql("{} FILTER (WHERE {})", joined, where)
        return Sql("concat('[',{},']')", joined)

    def hexadecimal(self, text: Expression) -> Expression:
        """Upper-case hexadecimal."""
        return Sql("hex({})", text)

    def answer(self, text: Expression) -> Expression:
        """A blob: bytes as they stand, without a detour through Python's str."""
        return Sql("cast({} as blob)", text)

    def id_text(self, kind: Kind, value: Expression) -> Expression:
        """A key value as it stands in ids."""
        if kind is Kind.BYTES:
            return Sql("hex({})", value)
        if kind is Kind.DECIMAL:
            return Sql("graph_decimal({})", value)
        return Sql("cast({} as text)", self.api_text(kind, value, None))

    def comparable(self, field: Field | None, value: Expression) -> Expression:
        """Stored values compare as they should."""
        return value

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
                return Sql("substr({0},length({0})-length({1})+1)={1} AND length({0})>=length({1})", value, pattern)

    def among(self, value: Expression, values: Expression, field: Field | None) -> Expression:
        """Membership in a JSON array."""
        return Sql("{} IN (SELECT value FROM json_each({}))", value, values)

    def order(self, value: Expression, *, descending: bool, nulls_first: bool, nullable: bool) -> Expression:
        """Say where nulls stand only where it is not where SQLite puts them: first when ascending."""
        direction = " DESC" if descending else ""
        if nullable and nulls_first is descending:
            direction += " NULLS FIRST" if nulls_first else " NULLS LAST"
        return Sql(f"{{}}{direction}", value)

    def date_part(self, part: DatePart, value: Expression) -> Expression:
        """Digits of the ISO form."""
        return Sql(DATE_PARTS[part], value)

    def given_ids(self, ids: Expression) -> tuple[sa.FromClause, Expression, Callable[[int], Expression]]:
        """`json_each` over arrays of an entity's name and key values."""
        rows = sa.func.json_each(ids).table_valued("key", "value", name="given")
        return rows, rows.c.key, lambda number: Sql(f"json_extract({{}},'$[{number}]')", rows.c.value)

    def bind_list(self, values: list[Any]) -> Any:
        """A JSON array."""
        return orjson.dumps(values).decode()


def micros(start: int) -> str:
    """The digits after the second, with their point, left out where they are zero."""
    return f"CASE WHEN trim(substr({{0}},{start}),'.0')='' THEN '' ELSE substr({{0}},{start}) END"


def units_scale(field: Field | None) -> int | None:
    """How many decimal digits a column's units count; None where decimals are stored otherwise."""
    declared = field.column.type if field is not None else None
    return declared.scale if isinstance(declared, ExactDecimal) else None


def is_utc(field: Field) -> bool:
    """Whether a moment is stored in UTC."""
    return bool(getattr(field.column.type, "timezone", False) or getattr(getattr(field.column.type, "impl", None), "timezone", False))


def stored_otherwise(field: Field) -> dict[str, str]:
    """Stored text → name, for an enumeration that is not stored by its members' names."""
    declared = field.column.type
    if not isinstance(declared, sa.Enum) or declared.enum_class is None:
        return {}
    names = dict(zip(declared.enums, declared.enum_class.__members__, strict=False))
    return {} if all(stored == name for stored, name in names.items()) else names


def quoted(text: str) -> str:
    """A text literal inside a template."""
    return "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"
