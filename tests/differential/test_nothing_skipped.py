"""Each operator, each way to sort, group and measure, each field of the schema is asked for at least once."""

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, GraphQLSchema, get_named_type

from tests.differential.arena import SETS, Arenas, oracle_of
from tests.differential.coverage import Used, every_input, every_output
from tests.differential.systematic import (
    ELSEWHERE,
    Leaves,
    input_operations,
    input_places,
)
from tests.differential.systematic_outputs import output_operations, output_routes
from tests.differential.values import pools

WORLD = 1


@pytest.mark.parametrize("name", SETS)
def test_every_field_of_every_input_type_does_what_the_oracle_says(arenas: Arenas, name: str) -> None:
    arena = arenas.get(name, WORLD)
    used = Used(arena.oracle.schema)
    for text in input_operations(arena.oracle.schema, Leaves(pools(arena.world))):
        arena.agree(text)
        used.add(text)
    reachable = input_places(arena.oracle.schema)
    assert used.inputs == {pair for pair in every_input(arena.oracle.schema) if pair[0] in reachable}
    directions = arena.oracle.schema.type_map["Direction"]
    assert isinstance(directions, GraphQLEnumType)
    assert {name for kind, name in used.enums if kind == "Direction"} == set(directions.values)


@pytest.mark.parametrize("name", SETS)
def test_every_field_of_every_output_type_is_what_the_oracle_says(arenas: Arenas, name: str) -> None:
    arena = arenas.get(name, WORLD)
    used = Used(arena.oracle.schema)
    for text in output_operations(arena.oracle.schema, Leaves(pools(arena.world))):
        arena.agree(text)
        used.add(text)
    reachable = output_routes(arena.oracle.schema)
    elsewhere = {("Query", "dataset"), ("Query", "search")}
    assert (
        used.outputs
        == {pair for pair in every_output(arena.oracle.schema) if pair[0] in reachable} - elsewhere
    )


@pytest.mark.parametrize("name", SETS)
def test_only_search_and_the_description_of_the_data_are_left_to_other_tests(name: str) -> None:
    schema = oracle_of(SETS[name].models).schema
    inputs = {type_ for type_, _ in every_input(schema)} - input_places(schema).keys()
    outputs = {type_ for type_, _ in every_output(schema)} - output_routes(schema).keys()
    assert inputs == set()
    assert {each for each in outputs if not each.endswith("Keys")} <= types_of_what_is_elsewhere(schema)


def types_of_what_is_elsewhere(schema: GraphQLSchema) -> set[str]:
    """The types that search, the description of the data and subscriptions lead to."""
    assert schema.query_type is not None
    starts = [schema.query_type.fields[name] for name in ELSEWHERE]
    if schema.subscription_type is not None:
        starts += schema.subscription_type.fields.values()
    found: set[str] = set()
    waiting = [get_named_type(start.type) for start in starts]
    while waiting:
        type_ = waiting.pop()
        if isinstance(type_, GraphQLObjectType) and type_.name not in found:
            found.add(type_.name)
            waiting += [get_named_type(each.type) for each in type_.fields.values()]
    return found
