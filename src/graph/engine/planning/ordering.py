"""Order and paging arguments → the order keys and the page of a connection.

In: `orderBy`, `first`, `after`, `last`, `before` as inputs; the entity. Out: a `Page`.
Never: an offset. Every ordering ends with the primary key, so that each row has one place.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphql import FieldNode

from graph.catalogue import Entity, Field, Link, Value
from graph.engine.cursors import mark_of, read_cursor
from graph.engine.errors import Code, refuse
from graph.engine.inputs import Fields, Given, Input, InputReader, Listed
from graph.engine.operands import (
    Column,
    Cursor,
    Encoding,
    Function,
    Key,
    OnEdge,
    Operand,
    OrderKey,
    Page,
    Param,
    Rollup,
    Through,
)

if TYPE_CHECKING:
    from graph.engine.planning.planner import Planner

DEFAULT_PAGE = 50


def read_page(
    planner: "Planner", entity: Entity, edge: Entity | None, arguments: Mapping[str, Input], node: FieldNode
) -> Page:
    """Read the page of a connection; refuses arguments that contradict each other."""
    order = read_order(planner, entity, edge, arguments.get("orderBy"))
    if all(key.operand != Key() for key in order):
        order = (*order, OrderKey(Key(), nullable=False))
    first, last = (arguments.get(name) for name in ("first", "last"))
    if not is_null(first) and not is_null(last):
        raise refuse("Give first or last, not both.", Code.BAD_USER_INPUT, node)
    backward = not is_null(last)
    mark = mark_of((entity.name, order))
    terms = sum(len(entity.key) if key.operand == Key() else 1 for key in order)
    after, before = (
        read_bound(planner.inputs, terms, mark, arguments.get(name), name, node)
        for name in ("after", "before")
    )
    return Page(
        order,
        read_limit(last if backward else first, "last" if backward else "first"),
        backward,
        after,
        before,
        mark,
    )


def is_null(given: Input | None) -> bool:
    """Whether an argument was left out or given as null."""
    return given is None or given == Given(None, None) or (isinstance(given, Given) and given.value is None)


def read_limit(given: Input | None, name: str) -> Param:
    """The number of rows of a page; its bounds are checked at each run."""
    if not isinstance(given, Given) or given.value is None:
        return Param(DEFAULT_PAGE, encoding=Encoding.PAGE, place=name)
    return Param(given.value if given.origin is None else None, given.origin, Encoding.PAGE, place=name)


def read_bound(
    inputs: InputReader, terms: int, mark: str, given: Input | None, name: str, node: FieldNode
) -> Cursor | None:
    """Read a cursor argument; a plan is used again for cursors whose keys are null in the same places."""
    if not isinstance(given, Given) or given.value is None:
        return None
    if given.origin is not None:
        inputs.guard("cursor", given.origin)
    read = read_cursor(given.value)
    if read is None:
        raise refuse(f"The cursor given as `{name}` is not one of this server's.", Code.BAD_USER_INPUT, node)
    if read[0] != mark or len(read[1]) != terms:
        raise refuse(
            f"The cursor given as `{name}` was made for another ordering.", Code.BAD_USER_INPUT, node
        )
    value = given.value if given.origin is None else None
    return Cursor(
        tuple(
            None if key is None else Param(value, given.origin, Encoding.CURSOR, detail=index, place=name)
            for index, key in enumerate(read[1])
        )
    )


def read_order(
    planner: "Planner", entity: Entity, edge: Entity | None, given: Input | None
) -> tuple[OrderKey, ...]:
    """Read `orderBy`: a list of objects with one path each."""
    if given is None or is_null(given):
        return ()
    items = given.items if isinstance(given, Listed) else (given,)
    keys: dict[Operand, OrderKey] = {}
    for item in items:
        for key in read_paths(planner, entity, edge, item):
            keys.setdefault(key.operand, key)
    return tuple(keys.values())


def read_paths(planner: "Planner", entity: Entity, edge: Entity | None, given: Input) -> list[OrderKey]:
    """Read one object of `orderBy` down to its directions."""
    if not isinstance(given, Fields):
        return []
    found: list[OrderKey] = []
    for name, entry in given.entries.items():
        if is_null(entry):
            continue
        if name == "edge" and edge is not None:
            found += [wrapped(key, OnEdge(key.operand)) for key in read_paths(planner, edge, None, entry)]
            continue
        if name == "id":
            found.append(made(planner.inputs, entry, Key(), nullable=False))
            continue
        match entity.attributes[name]:
            case Field() as field:
                found.append(made(planner.inputs, entry, Column(name, field), nullable=field.nullable))
            case Value() as value:
                found += read_members(planner.inputs, value, entry)
            case Link(many=False) as link:
                inner = read_paths(planner, planner.entity(link.target), None, entry)
                found += [wrapped(key, Through(link, key.operand), nullable=True) for key in inner]
            case Link() as link:
                found += read_rollups(planner, link, entry)
    return found


def read_members(inputs: InputReader, value: Value, given: Input) -> list[OrderKey]:
    """Read an ordering by members of a value type."""
    entries = given.entries if isinstance(given, Fields) else {}
    return [
        made(
            inputs,
            entry,
            Column(f"{value.name}.{name}", value.members[name], value),
            nullable=value.nullable or value.members[name].nullable,
        )
        for name, entry in entries.items()
        if not is_null(entry)
    ]


def read_rollups(planner: "Planner", link: Link, given: Input) -> list[OrderKey]:
    """Read an ordering by aggregates of the rows that a to-many link leads to."""
    aggregate = given.entries.get("aggregate") if isinstance(given, Fields) else None
    if not isinstance(aggregate, Fields):
        return []
    target = planner.entity(link.target)
    where = planner.predicate(target, link.edge, aggregate.entries.get("where"))
    found: list[OrderKey] = []
    for name, entry in aggregate.entries.items():
        if name == "where" or is_null(entry):
            continue
        if name == "count":
            found.append(made(planner.inputs, entry, Rollup(Function.COUNT, link, where), nullable=False))
            continue
        function = Function(name)
        counted = function is Function.COUNT_DISTINCT
        found += [
            wrapped(key, Rollup(function, link, where, key.operand), nullable=not counted)
            for key in read_paths(planner, target, link.edge, entry)
        ]
    return found


def made(inputs: InputReader, given: Input, operand: Operand, *, nullable: bool) -> OrderKey:
    """Make an order key from a direction; nulls come last where nothing is said."""
    direction = str(getattr(inputs.fixed(given), "value", ""))
    return OrderKey(operand, direction.startswith("DESC"), direction.endswith("NULLS_FIRST"), nullable)


def wrapped(key: OrderKey, operand: Any, *, nullable: bool | None = None) -> OrderKey:
    """The same direction for an operand further out."""
    return OrderKey(operand, key.descending, key.nulls_first, key.nullable if nullable is None else nullable)
