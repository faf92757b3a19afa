"""`orderBy` in Python: a sort key for each row, with nulls where they were asked to stand and the primary key last.

In: `orderBy` as graphql-core coerced it. Out: sort keys. Never: an order that leaves two rows equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from tests.oracle.aggregates import measure
from tests.oracle.filters import passes
from tests.oracle.scalars import sortable
from tests.oracle.worlds import Row, Tie, World

Path = tuple[str, ...]


@total_ordering
class Descending:
    """A value that sorts the other way round."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and bool(self.value == other.value)

    def __lt__(self, other: "Descending") -> bool:
        return bool(other.value < self.value)

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True)
class Term:
    """One term of an ordering: a path, a direction, and which linked rows are measured, where it is an aggregate."""

    path: Path
    direction: str
    where: Any = None


def terms_of(item: Any, path: Path = (), where: Any = None) -> list[Term]:
    """Walk down one item of `orderBy` to its directions; only an aggregate through a link can have several."""
    if not isinstance(item, Mapping):
        return [Term(path, str(item), where)]
    where = item.get("where") if path[-1:] == ("aggregate",) else where
    return [
        term
        for name, inner in item.items()
        if inner is not None and not (name == "where" and path[-1:] == ("aggregate",))
        for term in terms_of(inner, (*path, name), where)
    ]


def sort_key(world: World, tie: Tie, order: Sequence[Term]) -> tuple[Any, ...]:
    """What a row is sorted by."""
    found = [
        placed(value, each.direction)
        for each in order
        for value in values_at(world, tie, each.path, each.where)
    ]
    return (*found, *((1, part) for part in tie.row.key))


def placed(value: Any, direction: str) -> tuple[Any, ...]:
    """One part of a sort key: nulls before or after everything else."""
    first = direction.endswith("NULLS_FIRST")
    if value is None:
        return (0 if first else 2,)
    return (1, Descending(value) if direction.startswith("DESC") else value)


def values_at(world: World, tie: Tie, path: Path, where: Any = None) -> list[Any]:
    """What stands at the end of a path: several values for a composite key."""
    row, (name, *rest) = tie.row, path
    if name == "edge" and tie.edge is not None and "edge" not in row.described.columns:
        return values_at(world, Tie(tie.edge), tuple(rest), where)
    if name == "id":
        return list(row.key)
    if name in row.described.composites:
        return [sortable(row.value(row.described.composites[name].members[rest[0]]))]
    if name in row.described.links and row.described.links[name].uselist:
        ties = [each for each in world.linked(row, name) if passes(world, each, where)]
        function, *column = rest[1:]
        return [len(ties) if function == "count" else sortable(measure(function, ties, tuple(column)))]
    if name in row.described.links:
        found = world.one(row, name)
        if found is None:
            return [None] * key_width(world, row, path)
        return values_at(world, Tie(found), tuple(rest), where)
    return [sortable(row.value(row.described.columns[name]))]


def key_width(world: World, row: Row, path: Path) -> int:
    """How many values a path ends in."""
    if path[-1] != "id":
        return 1
    mapper = row.described.mapper
    for name in path[:-1]:
        described = next(each for each in world.described.values() if each.mapper is mapper)
        mapper = described.links[name].mapper
    return len(mapper.primary_key)
