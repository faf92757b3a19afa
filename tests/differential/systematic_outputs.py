"""Every output field of a schema, each asked for at least once, by the shortest way to it.

In: a schema. Out: documents. Never: keys of groups: those come with what rows are grouped by.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from tests.differential.systematic import AT_ONCE, ELSEWHERE, Leaves, Route, some_key
from tests.differential.writing import with_arguments


def output_routes(schema: GraphQLSchema) -> dict[str, Route]:
    """The shortest way of fields from Query to each output type; none into keys of groups, which need their `by`."""
    assert schema.query_type is not None
    found: dict[str, Route] = {}
    waiting: deque[tuple[Any, Route]] = deque([(schema.query_type, ())])
    while waiting:
        type_, route = waiting.popleft()
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) or type_.name in found:
            continue
        found[type_.name] = route
        for name, each in type_.fields.items():
            if not (route == () and name in ELSEWHERE) and name != "keys":
                waiting.append((get_named_type(each.type), (*route, name)))
    return found


def output_operations(schema: GraphQLSchema, leaves: Leaves) -> Iterator[str]:
    """Documents in which each field of each output type occurs; keys of groups apart, which `by` brings."""
    for type_name, route in output_routes(schema).items():
        type_ = schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        names = [name for name in type_.fields if not (route == () and name in ELSEWHERE)]
        for start in range(0, len(names), AT_ONCE):
            inner = " ".join(selected(type_, name, leaves) for name in names[start : start + AT_ONCE])
            yield "{ " + along(schema, route, inner, leaves) + " }"


def selected(type_: Any, name: str, leaves: Leaves) -> str:
    """A field with the least selection."""
    definition = type_.fields[name]
    named = get_named_type(definition.type)
    head = with_arguments(name, needed(definition, leaves))
    return f"{head} {{ __typename }}" if isinstance(named, GraphQLObjectType | GraphQLInterfaceType) else head


def needed(definition: GraphQLField, leaves: Leaves) -> dict[str, Any]:
    """The arguments that a field needs: those that must be given, or one that names a row."""
    if "by" in definition.args:
        return {"by": some_key(definition.args["by"].type)}
    required = [name for name, each in definition.args.items() if isinstance(each.type, GraphQLNonNull)]
    if not required and definition.args and "where" not in definition.args:
        required = list(definition.args)[-1:]
    return {name: leaves.value(definition.args[name].type) for name in required}


def along(schema: GraphQLSchema, route: Route, inner: str, leaves: Leaves) -> str:
    """Selections inside a way of fields."""
    type_: Any = schema.query_type
    heads: list[str] = []
    for name in route:
        heads.append(with_arguments(name, needed(type_.fields[name], leaves)))
        type_ = get_named_type(type_.fields[name].type)
    return "".join(f"{head} {{ " for head in heads) + inner + " }" * len(heads)
