"""Every input field of a schema, each asked with at least once, by the shortest way to it.

In: a schema, pools of values. Out: documents. Never: chance: what is asked is what the types allow.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
)

from tests.differential.writing import Name, with_arguments

ELSEWHERE = ("dataset", "search")
AT_ONCE = 25
Route = tuple[str, ...]


@dataclass
class Leaves:
    """Gives values to leaves, one after the other from each pool."""

    pools: dict[str, list[Any]]
    turns: dict[str, int] = field(default_factory=dict)

    def next(self, type_: Any) -> Any:
        """The next value of a scalar or an enumeration."""
        turn = self.turns[type_.name] = self.turns.get(type_.name, -1) + 1
        if isinstance(type_, GraphQLEnumType):
            names = list(type_.values)
            return Name(names[turn % len(names)])
        # By a stride, so that neighbours in a pool are not what neighbours in a type are asked with.
        pool = self.pools[type_.name]
        return pool[turn * 7 % len(pool)]

    def value(self, type_: Any) -> Any:
        """The smallest value of an input type that ends in a leaf."""
        if isinstance(type_, GraphQLNonNull):
            return self.value(type_.of_type)
        if isinstance(type_, GraphQLList):
            return [self.value(type_.of_type), self.value(type_.of_type)]
        if not isinstance(type_, GraphQLInputObjectType):
            return self.next(type_)
        name = nearest_leaf(type_)
        return {name: self.value(type_.fields[name].type)}


def nearest_leaf(type_: GraphQLInputObjectType) -> str:
    """The field of an input object by which a leaf is reached soonest, `isNull` of a row last."""
    names: list[str] = list(type_.fields)
    return min(names, key=lambda name: (distance(type_.fields[name].type), name == "isNull"))


def distance(type_: Any, seen: frozenset[str] = frozenset()) -> int:
    """How many objects stand between an input type and its nearest leaf that compares or directs."""
    named = get_named_type(type_)
    if not isinstance(named, GraphQLInputObjectType):
        return 0
    if named.name in seen or len(seen) > 4:
        return 99
    inside = seen | {named.name}
    names = [name for name in named.fields if name != "isNull" or "and" not in named.fields]
    return 1 + min(distance(named.fields[name].type, inside) for name in names)


@dataclass(frozen=True)
class Place:
    """Where an input type is reached: fields to a connection, one of the places for arguments, names from there."""

    fields: Route
    kind: str
    route: Route = ()


# Where arguments stand: the place → the argument's name, and whether it is one of `groups`.
KINDS = {
    "where": ("where", False),
    "order": ("orderBy", False),
    "by": ("by", True),
    "having": ("having", True),
    "groups order": ("orderBy", True),
}


def argument_type(schema: GraphQLSchema, place: Place) -> Any:
    """The type of the argument at a place."""
    type_: Any = schema.query_type
    for name in place.fields[:-1]:
        type_ = get_named_type(type_.fields[name].type)
    definition = type_.fields[place.fields[-1]]
    name, of_groups = KINDS[place.kind]
    if of_groups:
        definition = get_named_type(definition.type).fields["groups"]
    return definition.args[name].type


def input_places(schema: GraphQLSchema) -> dict[str, Place]:
    """The nearest place of each input type."""
    assert schema.query_type is not None
    plural = [
        name
        for name, each in schema.query_type.fields.items()
        if "where" in each.args and name not in ELSEWHERE
    ]
    connections = [(root,) for root in plural] + [
        (root, "nodes", name)
        for root in plural
        for name, each in rows_of(schema.query_type.fields[root]).fields.items()
        if "where" in each.args
    ]
    found: dict[str, Place] = {}
    waiting = deque(Place(fields, kind) for fields in connections for kind in KINDS)
    while waiting:
        place = waiting.popleft()
        type_ = get_named_type(argument_type(schema, place))
        for name in place.route:
            type_ = get_named_type(type_.fields[name].type)
        if not isinstance(type_, GraphQLInputObjectType) or type_.name in found:
            continue
        found[type_.name] = place
        waiting.extend(Place(place.fields, place.kind, (*place.route, name)) for name in type_.fields)
    return found


def rows_of(connection: GraphQLField) -> Any:
    """The type of the rows of a connection."""
    made: Any = get_named_type(connection.type)
    return get_named_type(made.fields["nodes"].type)


def input_operations(schema: GraphQLSchema, leaves: Leaves) -> Iterator[str]:
    """Documents in which each field of each input type occurs, as many as fit to a document."""
    selections = list(input_selections(schema, leaves))
    for start in range(0, len(selections), AT_ONCE):
        yield (
            "{ "
            + "\n".join(
                f"a{number}: {text}" for number, text in enumerate(selections[start : start + AT_ONCE])
            )
            + " }"
        )


def input_selections(schema: GraphQLSchema, leaves: Leaves) -> Iterator[str]:
    """A root field for each field of each input type."""
    for type_name, place in input_places(schema).items():
        type_ = schema.type_map[type_name]
        assert isinstance(type_, GraphQLInputObjectType)
        for name in type_.fields:
            value = wrapped(argument_type(schema, place), (*place.route, name), leaves)
            yield asked(schema, place, value)


def wrapped(type_: Any, route: Route, leaves: Leaves) -> Any:
    """A value of an input type that leads along a route."""
    if isinstance(type_, GraphQLNonNull):
        return wrapped(type_.of_type, route, leaves)
    if isinstance(type_, GraphQLList):
        return [wrapped(type_.of_type, route, leaves)]
    if not route:
        return leaves.value(type_)
    assert isinstance(type_, GraphQLInputObjectType)
    name, *rest = route
    made = {name: wrapped(type_.fields[name].type, tuple(rest), leaves)}
    if name == "where" and type_.name.endswith("AggregateOrder"):
        made["count"] = Name("DESC")
    return made


def asked(schema: GraphQLSchema, place: Place, value: Any) -> str:
    """A connection with an argument, and enough of the answer to see what it does."""
    name, of_groups = KINDS[place.kind]
    *outer, connection = place.fields
    before, after = "".join(f"{each} {{ " for each in outer), " }" * len(outer)
    if not of_groups:
        shown = "totalCount" if name == "where" else "edges { cursor }"
        return f"{before}{with_arguments(connection, {name: value})} {{ nodes {{ id }} {shown} }}{after}"
    arguments = {name: value}
    keys = "aggregate { count }"
    if name != "by":
        by = some_key(argument_type(schema, Place(place.fields, "by")))
        arguments = {"by": by, name: value}
    else:
        keys = f"keys {shape(value)} {keys}"
    return f"{before}{connection} {{ {with_arguments('groups', arguments)} {{ {keys} }} }}{after}"


def some_key(type_: Any) -> dict[str, Any]:
    """Something to group by: a column that is said plainly."""
    named = get_named_type(type_)
    assert isinstance(named, GraphQLInputObjectType)
    name, wanted = min(
        ((name, get_named_type(each.type)) for name, each in named.fields.items()),
        key=lambda pair: (isinstance(pair[1], GraphQLInputObjectType), isinstance(pair[1], GraphQLEnumType)),
    )
    if isinstance(wanted, GraphQLInputObjectType):
        return {name: some_key(wanted)}
    return {name: Name("YEAR") if isinstance(wanted, GraphQLEnumType) else True}


def shape(value: Any) -> str:
    """The selections that have the shape of `by`."""
    return (
        "{ "
        + " ".join(
            f"{name} {shape(each)}" if isinstance(each, dict) else name for name, each in value.items()
        )
        + " }"
    )
