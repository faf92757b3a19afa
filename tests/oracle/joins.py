"""Relationships walked in Python: for each pair of rows, whether the relationship's own condition is true of it.

In: a relationship and rows as dicts. Out: the linked rows. Never: SQL: its conditions are evaluated, not run.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.sql import operators

Values = Mapping[str, Any]
Lookup = Callable[[Any], Any]


def linked(
    relationship: RelationshipProperty[Any],
    source: Values,
    targets: Iterable[Values],
    between: Iterable[Values] = (),
) -> Iterator[tuple[Values, Values | None]]:
    """Give each target that a row is linked to, with the row of the link table that ties them."""
    condition = relationship.primaryjoin
    if relationship.secondary is None:
        for target in targets:
            if holds(condition, sides(source, target)):
                yield target, None
        return
    ties = [tie for tie in between if holds(condition, across(relationship.secondary, tie, source))]
    candidates = list(targets) if ties else []
    for tie in ties:
        for target in candidates:
            if holds(relationship.secondaryjoin, across(relationship.secondary, tie, target)):
                yield target, tie


def sides(source: Values, target: Values) -> Lookup:
    """Where the columns of a direct join are found."""
    return lambda column: (target if is_remote(column) else source)[column.name]


def across(table: Any, tie: Values, end: Values) -> Lookup:
    """Where the columns of a join with a link table are found."""
    return lambda column: (tie if column.table is table else end)[column.name]


def is_remote(column: Any) -> bool:
    """Whether a column of a condition stands for the far side."""
    return "remote" in column._annotations


def holds(condition: Any, lookup: Lookup) -> bool:
    """Whether a condition is true: unknown is not."""
    return value_of(condition, lookup) is True


def value_of(element: Any, lookup: Lookup) -> Any:
    """The value of an expression; None is unknown."""
    match element:
        case sa.sql.elements.Grouping():
            return value_of(element.element, lookup)
        case sa.sql.elements.BooleanClauseList():
            parts = (value_of(part, lookup) is True for part in element.clauses)
            return all(parts) if element.operator is operators.and_ else any(parts)
        case sa.sql.elements.BinaryExpression():
            return compare(element, value_of(element.left, lookup), value_of(element.right, lookup))
        case sa.BindParameter():
            return element.value
        case sa.True_():
            return True
        case sa.False_():
            return False
        case _ if isinstance(element, sa.ColumnElement) and hasattr(element, "table"):
            return lookup(element)
    raise NotImplementedError(f"{type(element).__name__} in a join")


def compare(element: Any, left: Any, right: Any) -> Any:
    """Compare two values as SQL does."""
    if element.operator is operators.is_:
        return left is right
    if left is None or right is None:
        return None
    if element.operator is operators.eq:
        return left == right
    raise NotImplementedError(f"{element.operator} in a join")
