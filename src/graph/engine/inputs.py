"""Arguments as they stand in a document, each value knowing whether the document or a variable gave it.

In: argument nodes, their GraphQL types, coerced variables. Out: trees of `Given`, `Listed` and `Fields`.
Never: a guess. Whatever shape of the variables a plan was made for is written down as a guard,
so that a plan is used again exactly where it would be made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
)
from graphql.utilities import coerce_input_literal

from graph.engine.cursors import read_cursor

Origin = tuple[str | int, ...]
ABSENT = object()


@dataclass(frozen=True)
class Guard:
    """One thing about the variables that a plan rests on."""

    kind: str
    origin: Origin


@dataclass(frozen=True)
class Given:
    """A leaf: a scalar, an enumeration's member, null, or a list of scalars from one variable."""

    value: Any
    origin: Origin | None


@dataclass(frozen=True)
class Listed:
    """A list, item by item."""

    items: tuple["Input", ...]


@dataclass(frozen=True)
class Fields:
    """An input object: the fields that were given."""

    entries: Mapping[str, "Input"]


Input = Given | Listed | Fields


def at(variables: Mapping[str, Any], origin: Origin) -> Any:
    """The value at a path into the variables; ABSENT where there is none."""
    value: Any = variables
    for step in origin:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return value


def observe(variables: Mapping[str, Any], guard: Guard) -> Any:
    """What a guard sees in these variables, as a hashable value."""
    value = at(variables, guard.origin)
    match guard.kind:
        case "keys":
            return frozenset(value) if isinstance(value, dict) else value is ABSENT
        case "length":
            return len(value) if isinstance(value, list) else value is ABSENT
        case "value":
            return hashable(value)
        case "cursor":
            read = read_cursor(value) if isinstance(value, str) else None
            return read and (read[0], tuple(key is None for key in read[1]))
        case "prefixes":
            ids = value if isinstance(value, list) else [value]
            return frozenset(str(each).partition(":")[0] for each in ids)
        case _:
            return "absent" if value is ABSENT else "null" if value is None else "given"


def hashable(value: Any) -> Any:
    """A value that can be a key."""
    return tuple(hashable(item) for item in value) if isinstance(value, list) else value


class InputReader:
    """Reads the arguments of one operation with one set of variables, and gathers the guards of what it read."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        self.guards: dict[Guard, None] = {}

    def arguments(self, definition: GraphQLField, node: FieldNode) -> dict[str, Input]:
        """The arguments that a field was given, defaults included."""
        found: dict[str, Input] = {}
        given = {each.name.value: each.value for each in node.arguments or ()}
        for name, argument in definition.args.items():
            if name in given:
                value = self.read(given[name], argument.type)
                if value is not None:
                    found[name] = value
        return found

    def read(self, node: ValueNode, type_: GraphQLInputType) -> Input | None:
        """Read one value; None where it is a variable that was not given."""
        if isinstance(node, VariableNode):
            return self.variable((node.name.value,), type_)
        if isinstance(type_, GraphQLNonNull):
            return self.read(node, type_.of_type)
        if isinstance(node, NullValueNode):
            return Given(None, None)
        if isinstance(type_, GraphQLList):
            values = node.values if isinstance(node, ListValueNode) else (node,)
            items = (self.read(each, type_.of_type) or Given(None, None) for each in values)
            return Listed(tuple(items))
        if isinstance(type_, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
            # In the order of the definition: how an input object is written says nothing.
            nodes = {each.name.value: each.value for each in node.fields}
            read = {
                name: self.read(nodes[name], field.type)
                for name, field in type_.fields.items()
                if name in nodes
            }
            return Fields({name: value for name, value in read.items() if value is not None})
        return Given(coerce_input_literal(node, type_), None)

    def variable(self, origin: Origin, type_: GraphQLInputType) -> Input | None:
        """Read a value out of the variables, by its type."""
        value = at(self.variables, origin)
        self.guard("presence", origin)
        if value is ABSENT:
            return None
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        if value is None:
            return Given(None, origin)
        if isinstance(type_, GraphQLInputObjectType):
            self.guard("keys", origin)
            entries = {
                name: self.variable((*origin, name), field.type)
                for name, field in type_.fields.items()
                if name in value
            }
            return Fields({name: entry for name, entry in entries.items() if entry is not None})
        if isinstance(type_, GraphQLList) and isinstance(inner(type_), GraphQLInputObjectType):
            self.guard("length", origin)
            items = (self.variable((*origin, index), type_.of_type) for index in range(len(value)))
            return Listed(tuple(item or Given(None, None) for item in items))
        return Given(value, origin)

    def fixed(self, given: Input | None) -> Any:
        """The value of a leaf that decides the shape of a plan; a plan is only used again for the same."""
        if given is None:
            return None
        if isinstance(given, Listed):
            return [self.fixed(item) for item in given.items]
        if isinstance(given, Fields):
            return {name: self.fixed(entry) for name, entry in given.entries.items()}
        if given.origin is not None:
            self.guard("value", given.origin)
        return given.value

    def guard(self, kind: str, origin: Origin) -> None:
        """Write down that the plan rests on this."""
        self.guards[Guard(kind, origin)] = None


def inner(type_: GraphQLInputType) -> GraphQLInputType:
    """The named type inside lists and non-nulls."""
    while isinstance(type_, GraphQLList | GraphQLNonNull):
        type_ = type_.of_type
    return type_
