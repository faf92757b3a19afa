"""Operands and predicates in SQL.

In: operands, predicates, the row that they speak of. Out: expressions.
Never: a predicate that is neither true nor false under a `Not`, nor a join that multiplies rows: links in filters are
semi-joins, from the far side where the filter names a few rows there, else asked of each row.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.sql import operators

from graph.catalogue import Field, Kind, Link, SumRule, Value
from graph.engine.dialects.base import Dialect, Expression, KeyPart, Named, Sql
from graph.engine.operands import (
    All,
    Column,
    EdgeIs,
    Either,
    Encoding,
    Exists,
    Function,
    IsNull,
    Key,
    Not,
    OnEdge,
    Operand,
    Operator,
    Part,
    Predicate,
    Rollup,
    Test,
    Through,
    ValueIsNull,
)
from graph.engine.sql.rows import Scope, far_rows, joined_rows, key_field, key_of

if TYPE_CHECKING:
    from graph.engine.sql.writer import Writer


# --- operands ------------------------------------------------------------------------------------------------------


def write_operand(writer: "Writer", scope: Scope, operand: Operand) -> Expression:
    """The value of an operand, as it is compared and sorted."""
    match operand:
        case Column(_, field, _):
            return scope.column(field)
        case Through(link, inner):
            rows = joined_rows(writer, scope, link)
            query = rows.select(write_operand(writer, rows.scope, inner))
            if not link.by_key:
                query = query.order_by(*key_of(rows.scope)).limit(Sql("1"))
            return query.scalar_subquery()
        case OnEdge(inner):
            assert scope.edge is not None
            return write_operand(writer, scope.edge, inner)
        case Part(inner, part):
            return writer.dialect.date_part(part, write_operand(writer, scope, inner))
        case Rollup():
            return write_rollup(writer, scope, operand)
        case Key():
            return key_of(scope)[0]


def write_rollup(writer: "Writer", scope: Scope, rollup: Rollup) -> Expression:
    """An aggregate over the rows that a link leads to; over the rows of the group where there is no link."""
    if rollup.link is None:
        return measured(writer, scope, rollup.function, rollup.operand)
    rows = joined_rows(writer, scope, rollup.link)
    if rollup.where is not None:
        rows = rows.where(write_predicate(writer, rows.scope, rollup.where))
    return rows.select(measured(writer, rows.scope, rollup.function, rollup.operand)).scalar_subquery()


def measured(writer: "Writer", scope: Scope, function: Function, operand: Operand | None) -> Expression:
    """An aggregate function of an operand, or the count of rows, in the form in which it is compared."""
    if operand is None:
        return Sql("count(*)")
    if not isinstance(operand, Column):
        return Sql("count(DISTINCT {})", write_operand(writer, scope, operand))
    made = writer.dialect.aggregate(function, operand.field, scope.column(operand.field))
    return kept_apart(scope, operand, made) if function in (Function.SUM, Function.AVG) else made


def kept_apart(scope: Scope, operand: Column, total: Expression) -> Expression:
    """A sum or mean of a value type's member; null where the values differ in what must be the same to sum them."""
    if operand.value is None or not operand.value.sum_rules:
        return total
    return Sql(
        "CASE WHEN {} THEN {} END",
        alike(scope, operand.value),
        bounded(scope, operand.value, operand.field, total),
    )


def bounded(scope: Scope, value: Value, field: Field, total: Expression) -> Expression:
    """A sum or mean of a bound; null as soon as one value has none."""
    if value.sum_rules.get(field.name) is not SumRule.BOUND:
        return total
    token = scope.column(value.tokens[0])
    return Sql("CASE WHEN count({})=count({}) THEN {} END", scope.column(field), token, total)


def alike(scope: Scope, value: Value) -> Expression:
    """Whether there are values and they have in common what must be the same to sum them; null of none."""
    same = [scope.column(field) for field in value.summed_by(SumRule.SAME)]
    token = scope.column(value.tokens[0])
    if not same:
        return Sql("count({})>0", token)
    joined = Sql("||'|'||".join(["coalesce({},'')"] * len(same)), *same)
    present = Sql("CASE WHEN {} IS NOT NULL THEN {} END", token, joined)
    return Sql("min({0})=max({0})", present)


def operand_values(
    writer: "Writer", scope: Scope, operand: Operand
) -> list[tuple[Expression, Kind, Field | None]]:
    """The values of an operand, with their kind and the field they are of: several for a composite key."""
    if isinstance(operand, Key):
        values: list[tuple[Expression, Field | Kind]] = [
            (scope.same.get(each.name, scope.column(each)), each) for each in map(key_field, scope.entity.key)
        ]
    else:
        kind, of = typed(operand)
        values = [(write_operand(writer, scope, operand), of or kind)]
    return [sortable(writer.dialect, value, each) for value, each in values]


def sortable(
    dialect: Dialect, value: Expression, each: Field | Kind
) -> tuple[Expression, Kind, Field | None]:
    """A value as it sorts, with its kind and field; an enumeration sorts by name, which is mere text."""
    if isinstance(each, Kind):
        return dialect.comparable(each, value), dialect.mean_kind if each is Kind.DECIMAL else each, None
    made = dialect.comparable(each.kind, value, each)
    return (made, Kind.STRING, None) if each.kind is Kind.ENUM else (made, each.kind, each)


def typed(operand: Operand) -> tuple[Kind, Field | None]:
    """The kind of an operand's values, and the field they are of; counts, means and parts of dates are of none."""
    match operand:
        case Column(_, field, _):
            return field.kind, field
        case Through(link, Key()):
            made = key_field(link.prop.mapper.primary_key[0])
            return made.kind, made
        case Through(_, inner) | OnEdge(inner):
            return typed(inner)
        case Rollup(function=Function.MIN | Function.MAX | Function.SUM, operand=inner) if inner is not None:
            return typed(inner)
        case Rollup(function=Function.AVG, operand=inner) if inner is not None:
            return Kind.DECIMAL if typed(inner)[0] is Kind.DECIMAL else Kind.FLOAT, None
        case _:
            return Kind.INT, None


# --- predicates ----------------------------------------------------------------------------------------------------


def write_predicate(writer: "Writer", scope: Scope, predicate: Predicate) -> Expression:
    """A condition that holds where the predicate is true; where it is not, it may be null unless under a `Not`."""
    match predicate:
        case All(parts):
            return (
                sa.and_(*(write_predicate(writer, scope, part) for part in parts)).self_group()
                if parts
                else Sql("1=1")
            )
        case Either(parts):
            return (
                sa.or_(*(write_predicate(writer, scope, part) for part in parts)).self_group()
                if parts
                else Sql("1=0")
            )
        case Not(part):
            return Sql("NOT coalesce({},false)", write_predicate(writer, scope, part))
        case Test():
            # Null is as good as false under AND and OR, and a bare comparison can use an index.
            return Sql("({})", write_test(writer, scope, predicate))
        case IsNull(operand):
            return Sql("({} IS NULL)", write_operand(writer, scope, operand))
        case ValueIsNull(value):
            return sa.and_(*(scope.column(token).is_(None) for token in value.tokens)).self_group()
        case Exists():
            return write_exists(writer, scope, predicate)
        case EdgeIs(where):
            assert scope.edge is not None
            return write_predicate(writer, scope.edge, where)


def write_exists(writer: "Writer", scope: Scope, predicate: Exists) -> Expression:
    """That a link leads to a row of which a predicate is true."""
    link, where = predicate.link, predicate.where
    pair = joining_pair(link)
    if where is not None and pair is not None and is_narrow(where):
        return write_membership(writer, scope, link, where, pair)
    rows = joined_rows(writer, scope, link)
    if where is not None:
        rows = rows.where(write_predicate(writer, rows.scope, where))
    return rows.select(Sql("1")).exists()


def is_narrow(where: Predicate) -> bool:
    """Whether a predicate leaves a few rows at the most: it names them by what is unique."""
    match where:
        case All(parts):
            return any(is_narrow(part) for part in parts)
        case Test(operand=Key(), operator=Operator.EQ | Operator.IN):
            return True
        case Test(operand=Column(field=each), operator=Operator.EQ | Operator.IN, fold=False):
            return each.unique
        case Exists(where=inner):
            return inner is not None and is_narrow(inner)
        case _:
            return False


def joining_pair(link: Link) -> tuple[str, str] | None:
    """The two columns that a link joins by being equal, near and far; None where it joins by anything else."""
    prop = link.prop
    pairs = (prop.synchronize_pairs if link.secondary is not None else prop.local_remote_pairs) or ()
    join = prop.primaryjoin
    if not isinstance(join, sa.BinaryExpression) or join.operator is not operators.eq or len(pairs) != 1:
        return None
    near, far = pairs[0]
    return (near.name, far.name) if isinstance(near, sa.Column) and isinstance(far, sa.Column) else None


def write_membership(
    writer: "Writer",
    scope: Scope,
    link: Link,
    where: Predicate,
    pair: tuple[str, str],
) -> Expression:
    """That a row is among those linked to a few: these are found first, instead of asking each row for its links.

    Null is as good as false here: `Not` makes it one.
    """
    near, far = pair
    rows = far_rows(writer, link)
    linked = rows.scope.edge.row if rows.scope.edge is not None else rows.scope.row
    found = rows.where(write_predicate(writer, rows.scope, where)).select(Named(linked, far))
    return Sql("({} IN {})", Named(scope.row, near), found.scalar_subquery())


SIZES = (Operator.GT, Operator.GTE, Operator.LT, Operator.LTE)
COMPARE = {Operator.EQ: "=", Operator.GT: ">", Operator.GTE: ">=", Operator.LT: "<", Operator.LTE: "<="}


def write_test(writer: "Writer", scope: Scope, test: Test) -> Expression:
    """A comparison, null where its operand is."""
    if isinstance(test.operand, Key):
        return write_key_test(writer, scope, test)
    value = write_operand(writer, scope, test.operand)
    if test.fold:
        value = writer.dialect.fold(value)
    bound = writer.bind(test.param)
    if test.operator in (Operator.EQ, Operator.IN) and not test.fold:
        value = writer.dialect.equatable(test.param.field, value)
    if test.operator in SIZES and not test.fold:
        value = writer.dialect.comparable(typed(test.operand)[0], value)
    if test.operator is Operator.IN:
        return writer.dialect.among(value, bound, test.param.field)
    if test.operator in COMPARE:
        return Sql(f"{{}}{COMPARE[test.operator]}{{}}", value, bound)
    return writer.dialect.matches(test.operator, value, bound)


def given_key(dialect: Dialect, scope: Scope, part: KeyPart) -> list[Expression]:
    """That a row has the key of a given id."""
    columns = enumerate(zip(key_of(scope), map(key_field, scope.entity.key), strict=True))
    return [
        Sql("{}={}", dialect.equatable(each, value), part(number, each.column))
        for number, (value, each) in columns
    ]


def write_key_test(writer: "Writer", scope: Scope, test: Test) -> Expression:
    """A comparison of the primary key with one id or several."""
    columns = key_of(scope)
    if test.param.encoding is Encoding.ID_LIST:
        rows, _, _, part = writer.dialect.given_ids(writer.bind(test.param))
        found = sa.select(Sql("1")).select_from(rows).where(*given_key(writer.dialect, scope, part))
        return found.correlate_except(rows).exists()
    fields = [key_field(column) for column in scope.entity.key]
    parts = [
        writer.bind(replace(test.param, detail=number, field=each)) for number, each in enumerate(fields)
    ]
    equal = zip(columns, fields, parts, strict=True)
    return sa.and_(
        *(Sql("{}={}", writer.dialect.equatable(each, column), part) for column, each, part in equal)
    )
