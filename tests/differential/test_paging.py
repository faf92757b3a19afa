"""Paging: whichever rows, filter and ordering, walking either way gives each row once, in the oracle's order.

Also while rows come in between: those before the cursor neither show up nor shift anything, those after it do.
"""

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLSchema, get_named_type
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.differential.arena import Arena, Arenas
from tests.differential.generating import Generator
from tests.differential.values import pools
from tests.differential.walking import Walk, insert_somewhere, walk, whole
from tests.differential.writing import Variable

ASKED = os.environ.get("DIFFERENTIAL_EXAMPLES")
# A smaller example takes minutes to find: it is looked for where one asks for it.
PHASES = tuple(Phase) if os.environ.get("DIFFERENTIAL_SHRINK") else (Phase.explicit, Phase.generate)
EXAMPLES = int(ASKED or 8)
ROWS = 25

# A connection at the root, or of a row; and the tables whose rows come and go in it.
WAYS: tuple[tuple[str, str, str | None, tuple[str, ...]], ...] = (
    ("ecosystem", "figures", None, ("figure",)),
    ("ecosystem", "organizations", None, ("organization", "name")),
    ("ecosystem", "place", "figures", ("figure",)),
    ("ecosystem", "fundingRound", "investors", ("investment",)),
    ("chinook", "tracks", None, ("Track", "InvoiceLine")),
    ("chinook", "playlist", "tracks", ("Track", "PlaylistTrack")),
    ("workshop", "tools", None, ("tool", "loan")),
    ("workshop", "readings", None, ("reading",)),
    ("workshop", "person", "borrowed", ("tool", "loan")),
    ("workshop", "shelf", "below", ("shelf",)),
)
IDS = [f"{root}.{link}" if link else root for _, root, link, _ in WAYS]
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize=ASKED is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
)


@pytest.fixture(scope="session")
def filled(arenas: Arenas) -> Iterator[dict[str, Arena]]:
    """An arena of more rows for each model set."""
    made = {name: arenas.fresh(name, 77, ROWS, full=True) for name in ("ecosystem", "chinook", "workshop")}
    yield made
    for arena in made.values():
        arena.close()


@st.composite
def walks(
    draw: Any, schema: GraphQLSchema, values: dict[str, list[Any]], root: str, link: str | None
) -> Walk:
    """A connection with a random filter, now and then, and a random ordering."""
    assert schema.query_type is not None
    definition = schema.query_type.fields[root]
    if link is not None:
        owner = get_named_type(definition.type)
        assert isinstance(owner, GraphQLObjectType)
        definition = owner.fields[link]
    generator = Generator(draw, schema, values)
    arguments: dict[str, Any] = {}
    if generator.chance(40):
        arguments["where"] = generator.value(definition.args["where"].type, 2, null=0)
    if generator.chance(85):
        arguments["orderBy"] = generator.value(definition.args["orderBy"].type, 0, null=0)
    return Walk(root, link, {name: without_variables(value, generator) for name, value in arguments.items()})


def without_variables(value: Any, generator: Generator) -> Any:
    """The same value with each variable replaced by what it holds."""
    match value:
        case Variable():
            return without_variables(generator.variables[value.name][1], generator)
        case dict():
            return {name: without_variables(inner, generator) for name, inner in value.items()}
        case list():
            return [without_variables(inner, generator) for inner in value]
        case _:
            return value


def owners(arena: Arena, root: str, link: str | None) -> list[str | None]:
    """The ids of the rows whose link can be walked."""
    if link is None:
        return [None]
    name = root[0].upper() + root[1:]
    return [row.id for row in arena.world.rows[name]]


@pytest.mark.parametrize("name,root,link,tables", WAYS, ids=IDS)
@SETTINGS
@given(data=st.data())
def test_walking_either_way_gives_each_row_once_in_order(
    filled: dict[str, Arena], name: str, root: str, link: str | None, tables: tuple[str, ...], data: Any
) -> None:
    arena = filled[name]
    way = data.draw(walks(arena.oracle.schema, pools(arena.world), root, link))
    found = owners(arena, root, link)
    assume(found)
    owner = data.draw(st.sampled_from(found))
    expected = whole(arena, way, owner)
    size = data.draw(st.integers(1, 9))
    assert walk(arena, way, size, owner) == expected
    assert walk(arena, way, size, owner, backward=True) == expected


@pytest.mark.parametrize("name,root,link,tables", WAYS, ids=IDS)
@settings(parent=SETTINGS, max_examples=max(EXAMPLES // 6, 2))
@given(data=st.data())
def test_rows_that_come_in_between_shift_nothing(
    arenas: Arenas, name: str, root: str, link: str | None, tables: tuple[str, ...], data: Any
) -> None:
    rng = random.Random(data.draw(st.integers(0, 1000)))
    arena = arenas.fresh(name, rng.randrange(3), ROWS // 2)
    try:
        way = data.draw(walks(arena.oracle.schema, pools(arena.world), root, link))
        chosen = owners(arena, root, link)
        if not chosen:
            return
        assume(chosen)
        owner = data.draw(st.sampled_from(chosen))
        for backward in (False, True):
            before = whole(arena, way, owner)
            seen = walk(
                arena,
                way,
                data.draw(st.integers(1, 4)),
                owner,
                backward=backward,
                meanwhile=lambda: insert_somewhere(arena, name, tables, rng),
            )
            assert len(seen) == len(set(seen))
            assert link is not None or aggregated(way) or set(before) <= set(seen)
    finally:
        arena.close()


def aggregated(way: Walk) -> bool:
    """Whether rows can move or go when others come: then each page still agrees with the oracle."""
    return "aggregate" in str(way.arguments) or "where" in way.arguments
