"""Groups in Python: rows that have keys in common, in the order of the keys where nothing else is said.

In: rows, `by`, `having`, `orderBy`, `first`. Out: `Group`s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphql import GraphQLError

from tests.oracle.aggregates import measure
from tests.oracle.filters import compare_all, leaves
from tests.oracle.ordering import Path, Term, placed, terms_of
from tests.oracle.paging import LARGEST
from tests.oracle.scalars import sortable
from tests.oracle.worlds import Row, Tie, World

PARTS = {
    "YEAR": lambda day: day.year,
    "QUARTER": lambda day: (day.month + 2) // 3,
    "MONTH": lambda day: day.month,
    "DAY": lambda day: day.day,
    "YEAR_MONTH": lambda day: day.year * 100 + day.month,
    "YEAR_MONTH_DAY": lambda day: (day.year * 100 + day.month) * 100 + day.day,
}


@dataclass(eq=False)
class Group:
    """Rows with the same keys: the key at each path of `by`."""

    keys: Mapping[Path, Any]
    ties: list[Tie]


def make_groups(world: World, ties: Sequence[Tie], arguments: Mapping[str, Any]) -> list[Group]:
    """Group rows."""
    first = arguments.get("first")
    size = LARGEST if first is None else first
    if not 0 <= size <= LARGEST:
        raise GraphQLError("size")
    by = places(arguments["by"])
    found: dict[tuple[Any, ...], Group] = {}
    for tie in ties:
        keys = {path: key_at(world, tie.row, path, part) for path, part in by}
        mark = tuple(sortable(key) for key in keys.values())
        found.setdefault(mark, Group(keys, [])).ties.append(tie)
    kept = [group for group in found.values() if having(group, arguments.get("having"))]
    order = [term for item in arguments.get("orderBy") or () for term in terms_of(item)]
    kept.sort(key=lambda group: group_key(group, order))
    return kept[:size]


def places(by: Mapping[str, Any], path: Path = ()) -> list[tuple[Path, str | None]]:
    """The paths to group by, each with the part of a date where it is one."""
    found: list[tuple[Path, str | None]] = []
    for name, inner in by.items():
        if isinstance(inner, Mapping):
            found += places(inner, (*path, name))
        elif isinstance(inner, str):
            found.append(((*path, name), inner))
        elif inner:
            found.append(((*path, name), None))
    return found


def key_at(world: World, row: Row, path: Path, part: str | None) -> Any:
    """The key of a row at a path."""
    name, *rest = path
    if name in row.described.links:
        found = world.one(row, name)
        return None if found is None else key_at(world, found, tuple(rest), part)
    if name in row.described.composites:
        value = row.value(row.described.composites[name].members[rest[0]])
    else:
        value = row.value(row.described.columns[name])
    if part is not None and isinstance(value, date):
        return PARTS[part](sortable(value))
    return value


def having(group: Group, test: Mapping[str, Any] | None) -> bool:
    """Whether a condition is true of a group."""
    return all(having_one(group, name, inner) for name, inner in (test or {}).items() if inner is not None)


def having_one(group: Group, name: str, test: Any) -> bool:
    """Whether one entry of a condition is true."""
    match name:
        case "and":
            return all(having(group, each) for each in test)
        case "or":
            return any(having(group, each) for each in test)
        case "not":
            return not having(group, test)
        case "count":
            return compare_all(len(group.ties), test)
    return all(
        compare_all(measure(name, group.ties, path), comparisons) for path, comparisons in leaves(test)
    )


def group_key(group: Group, order: Sequence[Term]) -> tuple[Any, ...]:
    """What a group is sorted by; a key that it has not is the same for all."""
    terms = [
        placed(order_value(group, each.path), each.direction)
        for each in order
        if each.path[0] == "aggregate" or each.path[1:] in group.keys
    ]
    return (*terms, *(placed(sortable(key), "ASC") for key in group.keys.values()))


def order_value(group: Group, path: Path) -> Any:
    """The key or aggregate at a path of `orderBy`."""
    if path[0] == "keys":
        return sortable(group.keys[path[1:]])
    if path[1] == "count":
        return len(group.ties)
    return sortable(measure(path[1], group.ties, path[2:]))
