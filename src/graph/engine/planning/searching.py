"""The selection of `search` → a `SearchPlan`.

In: the selection, the catalogue. Out: a plan over every entity.
Never: a query language: the words of the question are all that counts.
"""

from typing import TYPE_CHECKING

from graph.engine.cursors import mark_of
from graph.engine.errors import Code, refuse
from graph.engine.inputs import Given, Input
from graph.engine.operands import Encoding, Param
from graph.engine.plan import (
    EdgeCursor,
    EdgeNodes,
    EdgeRank,
    EdgeSnippet,
    Found,
    Literal,
    PageInfo,
    SearchPlan,
    Shape,
    TotalCount,
)
from graph.engine.planning.ordering import is_null, read_bound, read_limit
from graph.engine.selection import Selection

if TYPE_CHECKING:
    from graph.engine.planning.planner import Planner

MARK = mark_of("search")
# Rank, type and key: what a search is ordered by.
TERMS = 3


def read_search(planner: "Planner", selection: Selection) -> SearchPlan:
    """Plan a search."""
    given = selection.arguments
    types = tuple(dict.fromkeys(concrete_types(planner, given.get("types"))))
    query = given["query"]
    assert isinstance(query, Given)
    words = Param(query.value if query.origin is None else None, query.origin, Encoding.TERMS, place="query")
    return SearchPlan(
        words,
        types,
        read_limit(given.get("first"), "first"),
        read_bound(planner.inputs, TERMS, MARK, given.get("after"), "after", selection.node),
        MARK,
        tuple(part(planner, types, each, selection) for each in selection.fields),
    )


def concrete_types(planner: "Planner", given: Input | None) -> list[str]:
    """The names of the object types to search: all where nothing is said."""
    asked = [] if given is None or is_null(given) else planner.inputs.fixed(given)
    names = [str(getattr(each, "value", each)) for each in asked]
    entities = [planner.entity(name) for name in names] if names else planner.catalogue.served
    if given is not None and not is_null(given) and not names:
        raise refuse("Give `types` at least one type, or leave it out.", Code.BAD_USER_INPUT)
    return [name for entity in entities for name in entity.concrete]


def part(
    planner: "Planner", types: tuple[str, ...], field: Selection, parent: Selection
) -> Found | PageInfo | TotalCount | Literal:
    """What is asked of the rows found, under one key."""
    match field.name:
        case "nodes":
            return Found(field.key, shapes(planner, types, field))
        case "edges":
            return Found(
                field.key, (), tuple(edge_part(planner, types, each, field) for each in field.fields)
            )
        case "pageInfo":
            return PageInfo(field.key, tuple((each.key, each.name) for each in field.fields))
        case "totalCount":
            return TotalCount(field.key)
        case _:
            return Literal(field.key, f'"{parent.branches[0].types[0]}"')


def edge_part(
    planner: "Planner", types: tuple[str, ...], field: Selection, parent: Selection
) -> Literal | EdgeCursor | EdgeRank | EdgeSnippet | EdgeNodes:
    """What is asked of an edge, under one key."""
    match field.name:
        case "node":
            return EdgeNodes(field.key, shapes(planner, types, field))
        case "cursor":
            return EdgeCursor(field.key)
        case "rank":
            return EdgeRank(field.key)
        case "snippet":
            return EdgeSnippet(field.key)
        case _:
            return Literal(field.key, f'"{parent.branches[0].types[0]}"')


def shapes(planner: "Planner", types: tuple[str, ...], field: Selection) -> tuple[Shape, ...]:
    """What is written of the rows of each table that has one of the types."""
    wanted = set(types)
    return tuple(
        planner.shape(entity, field)
        for entity in planner.catalogue.by_prefix.values()
        if wanted & set(entity.concrete)
    )
