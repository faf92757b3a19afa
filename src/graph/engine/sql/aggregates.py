"""Aggregates and groups in SQL.

In: the rows of a connection, an `Aggregate` or `Groups`. Out: their JSON.
Never: a sum of values that differ in unit or currency, nor a bound that some row does not have.

What is measured is computed by a derived table, under short names; its JSON is written outside:

    (SELECT concat('{"count":',coalesce(measured_2.m0,'null'),'}')
     FROM (SELECT count(*) AS m0 FROM place AS places_1) AS measured_2)
"""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from graph.catalogue import Field, Kind, SumRule, Value
from graph.engine.dialects.base import Dialect, Expression, Named, Piece, Sql
from graph.engine.operands import Column, Function, Operand, OrderKey, Rollup
from graph.engine.plan import Aggregate, AggregatePart, GroupKey, Groups, Literal, Measured, Nest, Scalar, Sum
from graph.engine.sql.expressions import (
    alike,
    bounded,
    kept_apart,
    measured,
    typed,
    write_operand,
    write_predicate,
)
from graph.engine.sql.rows import Rows

if TYPE_CHECKING:
    from graph.engine.sql.writer import Writer


class Measures:
    """The derived table of what is measured: gathers its columns, and writes JSON over them."""

    def __init__(self, writer: "Writer", rows: Rows, name: str) -> None:
        self.writer = writer
        self.dialect = writer.dialect
        self.scope = rows.scope
        self.name = writer.name(name)
        self.columns: list[Expression] = []
        self.known: dict[object, Expression] = {}

    def column(self, same: object, value: Expression) -> Expression:
        """A column of the derived table, as it is named outside; one for each thing measured."""
        if same not in self.known:
            label = f"m{len(self.columns)}"
            self.columns.append(value.label(label))
            self.known[same] = Sql(f"{self.name}.{label}")
        return self.known[same]

    def object(self, parts: tuple[AggregatePart, ...], keys: list[Expression]) -> Expression:
        """An object with a key for each part; `keys` are the texts of a group's keys."""
        return self.dialect.object((part.key, self.part(part, keys)) for part in parts)

    def part(self, part: AggregatePart, keys: list[Expression]) -> Piece:
        """The value of one key."""
        match part:
            case Literal():
                return part.json
            case Nest():
                return self.object(part.parts, keys)
            case GroupKey():
                return keys[part.number]
            case Sum():
                return self.sum(part)
            case Measured():
                return self.measured(part)

    def measured(self, part: Measured) -> Expression:
        """An aggregate's value as JSON."""
        operand = part.operand
        if not isinstance(operand, Column) or part.function is Function.COUNT_DISTINCT:
            return self.dialect.json(Kind.INT, self.take(part.function, operand))
        field = operand.field
        if part.function is Function.SUM:
            return self.dialect.sum_json(field, self.parts(operand))
        if part.function is Function.AVG and field.kind is Kind.DECIMAL:
            count = self.column(("count", operand), Sql("count({})", self.scope.column(field)))
            return self.dialect.mean_json(field, self.parts(operand), count)
        value = self.take(part.function, operand)
        if part.function is Function.AVG and field.kind is not Kind.FLOAT:
            count = self.column(("count", operand), Sql("count({})", self.scope.column(field)))
            return self.dialect.average_json(self.parts(operand), count, value)
        return self.dialect.json(field.kind, value, field)

    def parts(self, operand: Column) -> list[Expression]:
        """The parts of an exact sum, as columns."""
        sums = self.dialect.sum_parts(operand.field, self.scope.column(operand.field))
        return [
            self.column(("part", number, operand), kept_apart(self.scope, operand, each))
            for number, each in enumerate(sums)
        ]

    def take(self, function: Function, operand: Any) -> Expression:
        """A function of an operand, as a column."""
        return self.column((function, operand), measured(self.writer, self.scope, function, operand))

    def sum(self, part: Sum) -> Expression:
        """The sum of values with bounds, as a value of the same type; null of none, and where units differ."""
        text = self.dialect.object(
            (field.key, field.json if isinstance(field, Literal) else self.member(part.value, field))
            for field in part.fields
        )
        same = self.column(("alike", part.value), alike(self.scope, part.value))
        return Sql("CASE WHEN {} THEN {} ELSE 'null' END", same, text)

    def member(self, value: Value, part: Scalar) -> Expression:
        """One member of a sum, by its rule."""
        field = part.field
        match value.sum_rules[field.name]:
            case SumRule.BOUND:
                return self.dialect.sum_json(field, self.bound(value, field))
            case SumRule.SAME:
                same = self.column(("same", value, field), Sql("min({})", self.scope.column(field)))
                return self.dialect.json(field.kind, same, field)
            case SumRule.CERTAINTY:
                return self.dialect.json(Kind.STRING, self.certainty(value, field))
            case SumRule.RANGE:
                return self.dialect.json(Kind.STRING, self.range(value))

    def bound(self, value: Value, field: Field) -> list[Expression]:
        """The parts of a bound's sum, as columns."""
        sums = self.dialect.sum_parts(field, self.scope.column(field))
        return [
            self.column(("bound", number, value, field), bounded(self.scope, value, field, each))
            for number, each in enumerate(sums)
        ]

    def certainty(self, value: Value, field: Field) -> Expression:
        """How sure a sum is: exact, about, without an upper bound, without a lower one, without either."""
        names = [f"'{name}'" for name in field.choices.__members__] if field.choices else []
        exact, about, more, less, unknown = names
        doubt = Sql(f"count(CASE WHEN {{}}<>{exact} THEN 1 END)", self.scope.column(field))
        low, high = (self.bound(value, each)[0] for each in value.summed_by(SumRule.BOUND))
        return Sql(
            f"CASE WHEN {{0}} IS NULL AND {{1}} IS NULL THEN {unknown} WHEN {{1}} IS NULL THEN {more} "
            f"WHEN {{0}} IS NULL THEN {less} WHEN {{2}}=0 THEN {exact} ELSE {about} END",
            low,
            high,
            self.column(("doubt", value, field), doubt),
        )

    def range(self, value: Value) -> Expression:
        """A sum's bounds as text: `409550000`, `>409550000`, `<5`, `5–7`."""
        low, high = (
            self.dialect.sum_text(each, self.bound(value, each)) for each in value.summed_by(SumRule.BOUND)
        )
        return Sql(
            "CASE WHEN {0} IS NULL AND {1} IS NULL THEN '?' WHEN {1} IS NULL THEN '>'||{0} "
            "WHEN {0} IS NULL THEN '<'||{1} WHEN {0}={1} THEN {0} ELSE {0}||'–'||{1} END",
            low,
            high,
        )


def write_aggregate(writer: "Writer", rows: Rows, part: Aggregate) -> Expression:
    """Aggregates of all rows, as JSON."""
    measures = Measures(writer, rows, "measured")
    text = measures.object(part.parts, [])
    # What asks for nothing but names still has one row.
    derived = rows.select(*(measures.columns or [Sql("count(*)").label("m0")])).subquery(measures.name)
    return sa.select(text).select_from(derived).correlate_except(derived).scalar_subquery()


def write_groups(writer: "Writer", rows: Rows, part: Groups) -> Expression:
    """Groups as a JSON array, in their order."""
    dialect = writer.dialect
    measures = Measures(writer, rows, "groups")
    keys = [measures.column(operand, write_operand(writer, rows.scope, operand)) for operand in part.by]
    texts = [key_json(dialect, operand, key) for operand, key in zip(part.by, keys, strict=True)]
    text = measures.object(part.parts, texts)
    terms = [
        dialect.order(
            order_term(measures, part, key, keys),
            descending=key.descending,
            nulls_first=key.nulls_first,
            nullable=key.nullable,
        )
        for key in part.order
    ]
    query = rows.select(*(measures.columns or [Sql("count(*)").label("m0")]))
    # Rows grouped by nothing are one group, as long as there are any.
    query = query.group_by(*(Sql(str(number + 1)) for number in range(len(keys))))
    if not keys:
        query = query.having(Sql("count(*)>0"))
    if part.having is not None:
        query = query.having(write_predicate(writer, rows.scope, part.having))
    derived = query.subquery(measures.name)
    number = (
        Sql(f"row_number() OVER (ORDER BY {','.join(['{}'] * len(terms))})", *terms) if terms else Sql("1")
    )
    numbered = sa.select(text.label("j"), number.label("n")).select_from(derived).correlate_except(derived)
    page = numbered.order_by(Sql("n")).limit(writer.bind(part.limit)).subquery(writer.name("page"))
    return (
        sa.select(dialect.collect(Named(page, "j"), Named(page, "n")))
        .select_from(page)
        .correlate_except(page)
        .scalar_subquery()
    )


def key_json(dialect: Dialect, operand: Operand, value: Expression) -> Expression:
    """A group's key as JSON; parts of dates are whole numbers."""
    kind, field = typed(operand)
    return dialect.json(kind, value, field)


def order_term(measures: Measures, part: Groups, key: OrderKey, keys: list[Expression]) -> Expression:
    """What groups are ordered by: one of their keys, or an aggregate."""
    if key.operand in part.by:
        kind, field = typed(key.operand)
        return measures.dialect.comparable(kind, keys[part.by.index(key.operand)], field)
    assert isinstance(key.operand, Rollup)
    value = measures.take(key.operand.function, key.operand.operand)
    return measures.dialect.comparable(typed(key.operand)[0], value)
