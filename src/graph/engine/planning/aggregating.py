"""Aggregate and group selections → the parts of a connection that speak of all its rows.

In: the selection of `aggregate` or `groups`, the entity. Out: `Aggregate` and `Groups`.
Never: a page: what is measured is every row that the connection's `where` leaves.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.catalogue import Entity, Field, Kind, Link, Value
from graph.engine.inputs import Fields, Given, Input, Listed
from graph.engine.operands import (
    Column,
    DatePart,
    Either,
    Encoding,
    Function,
    Not,
    Operand,
    OrderKey,
    Param,
    Part,
    Predicate,
    Rollup,
    Through,
)
from graph.engine.plan import Aggregate, AggregatePart, GroupKey, Groups, Literal, Measured, Nest, Scalar, Sum
from graph.engine.planning.filtering import TRUE, all_of, read_measure_tests
from graph.engine.planning.ordering import is_null, made, read_paths, wrapped
from graph.engine.selection import Selection

if TYPE_CHECKING:
    from graph.engine.planning.planner import Planner

MOST_GROUPS = 500
# A place in `by`: names from the entity to the operand.
Path = tuple[str, ...]


def read_aggregate(entity: Entity, selection: Selection) -> Aggregate:
    """Read what is measured of all rows."""
    return Aggregate(selection.key, aggregate_parts(entity, selection))


def aggregate_parts(entity: Entity, selection: Selection) -> tuple[AggregatePart, ...]:
    """Read the functions of an aggregate."""
    return tuple(aggregate_part(entity, each, selection) for each in selection.fields)


def aggregate_part(entity: Entity, selection: Selection, parent: Selection) -> AggregatePart:
    """Read one function with the columns that it is taken of."""
    if selection.name == "__typename":
        return type_name(selection, parent)
    function = Function(selection.name)
    if function is Function.COUNT:
        return Measured(selection.key, function)
    return Nest(
        selection.key, tuple(measured(entity, function, each, selection) for each in selection.fields)
    )


def measured(entity: Entity, function: Function, selection: Selection, parent: Selection) -> AggregatePart:
    """Read one column, or one value type, that a function is taken of."""
    if selection.name == "__typename":
        return type_name(selection, parent)
    attribute = entity.attributes[selection.name]
    if isinstance(attribute, Field):
        return Measured(selection.key, function, Column(attribute.name, attribute))
    assert isinstance(attribute, Value)
    if function is Function.SUM and attribute.sum_rules:
        return Sum(selection.key, attribute, sum_fields(attribute, selection))
    return Nest(
        selection.key,
        tuple(
            type_name(each, selection)
            if each.name == "__typename"
            else Measured(each.key, function, member_of(attribute, each.name))
            for each in selection.fields
        ),
    )


def sum_fields(value: Value, selection: Selection) -> tuple[Literal | Scalar, ...]:
    """The members asked of a sum."""
    return tuple(
        type_name(each, selection)
        if each.name == "__typename"
        else Scalar(each.key, value.members[each.name])
        for each in selection.fields
    )


def member_of(value: Value, name: str) -> Column:
    """A member of a value type as an operand."""
    return Column(f"{value.name}.{name}", value.members[name], value)


def type_name(selection: Selection, parent: Selection) -> Literal:
    """The name of the type that a selection is made on."""
    return Literal(selection.key, f'"{parent.branches[0].types[0]}"')


# --- groups --------------------------------------------------------------------------------------------------------


def read_groups(planner: "Planner", entity: Entity, selection: Selection) -> Groups:
    """Read how rows are grouped and what is measured of each group."""
    by = dict(operands(planner, entity, selection.arguments.get("by"), ()))
    order: dict[Operand, OrderKey] = {}
    # The keys themselves, in the order of `by`, decide where all else is equal.
    for key in (
        *group_order(planner, entity, by, selection.arguments.get("orderBy")),
        *map(OrderKey, by.values()),
    ):
        order.setdefault(key.operand, key)
    return Groups(
        selection.key,
        tuple(by.values()),
        tuple(group_part(entity, list(by), each, selection) for each in selection.fields),
        having(planner, entity, selection.arguments.get("having")),
        tuple(order.values()),
        limit(selection.arguments.get("first")),
    )


def operands(
    planner: "Planner", entity: Entity, given: Input | None, path: Path
) -> Iterator[tuple[Path, Operand]]:
    """What rows are grouped by: each operand with its place in `by`."""
    for name, entry in given.entries.items() if isinstance(given, Fields) else ():
        if is_null(entry):
            continue
        match entity.attributes[name]:
            case Field() as field:
                yield from leaf(planner, Column(name, field), entry, (*path, name))
            case Value() as value:
                for member, inner in entry.entries.items() if isinstance(entry, Fields) else ():
                    yield from leaf(planner, member_of(value, member), inner, (*path, name, member))
            case Link() as link:
                target = planner.entity(link.target)
                for place, operand in operands(planner, target, entry, (*path, name)):
                    yield place, Through(link, operand)


def leaf(planner: "Planner", column: Column, given: Input, path: Path) -> Iterator[tuple[Path, Operand]]:
    """A column to group by, or a part of it where it is a date; none where `by` says false."""
    chosen = planner.inputs.fixed(given)
    if column.field.kind in (Kind.DATE, Kind.DATETIME) and chosen is not None:
        yield path, Part(column, DatePart(chosen))
    elif chosen is True:
        yield path, column


def group_part(entity: Entity, places: list[Path], selection: Selection, parent: Selection) -> AggregatePart:
    """Read one key of a group: its keys or its aggregates."""
    match selection.name:
        case "keys":
            return keys(places, selection, ())
        case "aggregate":
            return Nest(selection.key, aggregate_parts(entity, selection))
        case _:
            return type_name(selection, parent)


def keys(places: list[Path], selection: Selection, path: Path) -> Nest:
    """Read the keys asked of a group, in the shape of `by`; what is not in `by` is null."""
    parts: list[AggregatePart] = []
    for each in selection.fields:
        place = (*path, each.name)
        if each.name == "__typename":
            parts.append(type_name(each, selection))
        elif place in places:
            parts.append(GroupKey(each.key, places.index(place)))
        elif any(known[: len(place)] == place for known in places):
            parts.append(keys(places, each, place))
        else:
            parts.append(Literal(each.key, "null"))
    return Nest(selection.key, tuple(parts))


def having(planner: "Planner", entity: Entity, given: Input | None) -> Predicate | None:
    """Read the condition on groups."""
    read = having_tests(planner, entity, given)
    return None if read == TRUE else read


def having_tests(planner: "Planner", entity: Entity, given: Input | None) -> Predicate:
    """Read comparisons with aggregates of each group."""
    parts: list[Predicate] = []
    for name, entry in given.entries.items() if isinstance(given, Fields) else ():
        if is_null(entry):
            continue
        items = entry.items if isinstance(entry, Listed) else (entry,)
        match name:
            case "and":
                parts += [having_tests(planner, entity, item) for item in items]
            case "or":
                parts.append(Either(tuple(having_tests(planner, entity, item) for item in items)))
            case "not":
                parts.append(Not(having_tests(planner, entity, entry)))
            case _:
                parts.append(read_measure_tests(planner, Function(name), None, None, entity, entry))
    return all_of(parts)


def group_order(
    planner: "Planner", entity: Entity, by: dict[Path, Operand], given: Input | None
) -> Iterator[OrderKey]:
    """Read `orderBy` of groups: by their keys or their aggregates."""
    if given is None or is_null(given):
        return
    for item in given.items if isinstance(given, Listed) else (given,):
        for name, entry in item.entries.items() if isinstance(item, Fields) else ():
            if name == "keys":
                yield from key_order(planner, by, entry, ())
            elif isinstance(entry, Fields):
                yield from aggregate_order(planner, entity, entry)


def key_order(planner: "Planner", by: dict[Path, Operand], given: Input, path: Path) -> Iterator[OrderKey]:
    """Read an order by keys; a key that is not in `by` is the same for all groups."""
    for name, entry in given.entries.items() if isinstance(given, Fields) else ():
        place = (*path, name)
        if isinstance(entry, Fields):
            yield from key_order(planner, by, entry, place)
        elif place in by and not is_null(entry):
            yield made(planner.inputs, entry, by[place], nullable=True)


def aggregate_order(planner: "Planner", entity: Entity, given: Fields) -> Iterator[OrderKey]:
    """Read an order by aggregates."""
    for name, entry in given.entries.items():
        if is_null(entry):
            continue
        function = Function(name)
        if function is Function.COUNT:
            yield made(planner.inputs, entry, Rollup(function), nullable=False)
            continue
        for key in read_paths(planner, entity, None, entry):
            yield wrapped(key, Rollup(function, operand=key.operand), nullable=True)


def limit(given: Input | None) -> Param:
    """How many groups: as many as a page can have, where nothing is said."""
    if not isinstance(given, Given) or given.value is None:
        return Param(MOST_GROUPS, encoding=Encoding.PAGE, place="first")
    return Param(given.value if given.origin is None else None, given.origin, Encoding.PAGE, place="first")
