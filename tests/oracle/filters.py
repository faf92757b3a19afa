"""`where` in Python: true or false of a row, never unknown.

In: a filter as graphql-core coerced it, a row. Out: a bool.
Never: a database's idea of null: a comparison with null is false, and its `not` is true.
"""

import enum
from collections.abc import Mapping
from typing import Any

from tests.oracle.aggregates import measure
from tests.oracle.scalars import sortable
from tests.oracle.worlds import Row, Tie, World

Filter = Mapping[str, Any]

NEGATIONS = {"ne": "eq", "notIn": "in"}
CHAINED = ("and", "or", "not")
SET_ASIDE = ("ignoreCase", "isNull")
OPERATORS = frozenset(
    ["eq", "ne", "in", "notIn", "gt", "gte", "lt", "lte", "contains", "startsWith", "endsWith"]
)


def passes(world: World, tie: Tie, where: Filter | None) -> bool:
    """Whether a filter is true of a row, or of a row and what ties it."""
    return all(passes_one(world, tie, name, test) for name, test in (where or {}).items() if test is not None)


def passes_one(world: World, tie: Tie, name: str, test: Any) -> bool:
    """Whether one entry of a filter is true."""
    row = tie.row
    match name:
        case "and":
            return all(passes(world, tie, each) for each in test)
        case "or":
            return any(passes(world, tie, each) for each in test)
        case "not":
            return not passes(world, tie, test)
        case "isNull":
            return not test
        case "edge" if tie.edge is not None and "edge" not in names_of(row):
            return passes(world, Tie(tie.edge), test)
        case "id":
            return compare_all(row.id, test)
    if name in row.described.composites:
        return passes_value(row, name, test)
    if name in row.described.links:
        relationship = row.described.links[name]
        return (
            passes_many(world, row, name, test)
            if relationship.uselist
            else passes_to_one(world, row, name, test)
        )
    return compare_all(row.value(row.described.columns[name]), test)


def names_of(row: Row) -> set[str]:
    """Every attribute of a row."""
    return {*row.described.columns, *row.described.composites, *row.described.links}


def passes_value(row: Row, name: str, test: Filter) -> bool:
    """Whether a filter is true of a value: of its members, or of its being there."""
    composite = row.described.composites[name]
    for member, inner in test.items():
        if inner is None:
            continue
        if member == "isNull":
            if row.has(composite) is bool(inner):
                return False
        elif not compare_all(row.value(composite.members[member]), inner):
            return False
    return True


def passes_to_one(world: World, row: Row, name: str, test: Filter) -> bool:
    """Whether there is a row at the other end and the filter is true of it; `{}` asks for nothing."""
    return passes_end(world, world.one(row, name), test)


def passes_end(world: World, found: Row | None, test: Filter) -> bool:
    """Whether a filter is true of what is at a link's end, which can be nothing: `isNull` asks for that."""
    rest: dict[str, Any] = {}
    for name, inner in test.items():
        if inner is None:
            continue
        if name == "isNull":
            if (found is None) is not inner:
                return False
        elif name in CHAINED and asks_for_nothing(inner):
            each = [
                passes_end(world, found, item) for item in (inner if isinstance(inner, list) else [inner])
            ]
            if not {"and": all(each), "or": any(each), "not": not all(each)}[name]:
                return False
        else:
            rest[name] = inner
    return trivial(rest) or (found is not None and passes(world, Tie(found), rest))


def asks_for_nothing(test: Any) -> bool:
    """Whether `isNull` stands in and, or, not, where it speaks of the same end of the link."""
    items = test if isinstance(test, list) else [test]
    return any(
        inner is not None and (name == "isNull" or (name in CHAINED and asks_for_nothing(inner)))
        for item in items
        for name, inner in item.items()
    )


def trivial(where: Filter) -> bool:
    """Whether a filter asks for nothing, however nested: `{}`, or objects in it that end in nothing."""
    return all(trivial_entry(name, test) for name, test in where.items())


def trivial_entry(name: str, test: Any) -> bool:
    """Whether one entry of a filter asks for nothing."""
    if name in OPERATORS:
        return False
    if test is None or name in ("ignoreCase", "where"):
        return True
    if name == "and":
        return all(trivial(each) for each in test)
    return name not in ("or", "not", "some", "none", "isNull") and trivial(test)


def passes_many(world: World, row: Row, name: str, test: Filter) -> bool:
    """Whether some, none or every linked row passes, or an aggregate of them."""
    ties = world.linked(row, name)
    for quantifier, inner in test.items():
        if inner is None:
            continue
        if quantifier == "aggregate":
            if not passes_aggregate(world, ties, inner):
                return False
            continue
        found = [passes(world, tie, inner) for tie in ties]
        if not {"some": any(found), "none": not any(found), "every": all(found)}[quantifier]:
            return False
    return True


def passes_aggregate(world: World, ties: list[Tie], test: Filter) -> bool:
    """Whether aggregates of linked rows compare as asked."""
    left = [tie for tie in ties if passes(world, tie, test.get("where"))]
    for function, inner in test.items():
        if inner is None or function == "where":
            continue
        if function == "count":
            if not compare_all(len(left), inner):
                return False
            continue
        for path, comparisons in leaves(inner):
            if not compare_all(measure(function, left, path), comparisons):
                return False
    return True


def leaves(test: Filter, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Filter]]:
    """The comparisons at the ends of a nested object, with the path to each."""
    found: list[tuple[tuple[str, ...], Filter]] = []
    for name, inner in test.items():
        if inner is None:
            continue
        if OPERATORS.intersection(inner) or set(SET_ASIDE).intersection(inner):
            found.append(((*path, name), inner))
        else:
            found += leaves(inner, (*path, name))
    return found


def compare_all(value: Any, test: Filter) -> bool:
    """Whether all comparisons with a value hold."""
    fold = bool(test.get("ignoreCase"))
    if test.get("isNull") is not None and (value is None) is not test["isNull"]:
        return False
    return all(
        compare(value, name, other, fold=fold) for name, other in test.items() if name not in SET_ASIDE
    )


def compare(value: Any, operator: str, other: Any, *, fold: bool) -> bool:
    """One comparison."""
    if operator in NEGATIONS:
        return not compare(value, NEGATIONS[operator], other, fold=fold)
    if value is None or other is None:
        return False
    mine = comparable(value, fold=fold)
    if operator == "in":
        return any(mine == comparable(each, fold=fold) for each in other if each is not None)
    theirs = comparable(other, fold=fold)
    match operator:
        case "eq":
            return bool(mine == theirs)
        case "gt":
            return bool(mine > theirs)
        case "gte":
            return bool(mine >= theirs)
        case "lt":
            return bool(mine < theirs)
        case "lte":
            return bool(mine <= theirs)
        case "contains":
            return theirs in mine
        case "startsWith":
            return bool(mine.startswith(theirs))
        case "endsWith":
            return bool(mine.endswith(theirs))
    raise NotImplementedError(operator)


def comparable(value: Any, *, fold: bool) -> Any:
    """A value as it is compared: text by code point, or with the case of every script folded."""
    made = sortable(value)
    return made.casefold() if fold and isinstance(made, str) and not isinstance(value, enum.Enum) else made
