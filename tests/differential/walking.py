"""Walking a connection page by page, beside the oracle, while rows may come in between.

In: an arena, a connection with a filter and an ordering. Out: the ids seen. Never: a page that was not compared.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.differential.arena import SETS, Arena
from tests.differential.populating import make_row, unique_values
from tests.differential.writing import written
from tests.oracle.paging import Place

PAGE = (
    "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount"
)


@dataclass(frozen=True)
class Walk:
    """A connection to walk: at the root, or of one row; with the arguments that every page has."""

    root: str
    link: str | None
    arguments: dict[str, Any]

    def text(self, size: str, cursor: str) -> str:
        """The operation that asks for one page."""
        arguments = "".join(f"{name}: {written(value)}, " for name, value in self.arguments.items())
        page = f"({arguments}{size}: $size, {cursor}: $cursor) {{ {PAGE} }}"
        if self.link is None:
            return f"query ($size: Int!, $cursor: String) {{ page: {self.root}{page} }}"
        return (
            "query ($owner: ID!, $size: Int!, $cursor: String) "
            f"{{ owner: {self.root}(id: $owner) {{ page: {self.link}{page} }} }}"
        )


def walk(
    arena: Arena,
    way: Walk,
    size: int,
    owner: str | None = None,
    *,
    backward: bool = False,
    meanwhile: Callable[[], None] | None = None,
) -> list[str]:
    """Ask for page after page until there is no more; give the ids in the order in which they were seen."""
    text = way.text("last", "before") if backward else way.text("first", "after")
    more, end = ("hasPreviousPage", "startCursor") if backward else ("hasNextPage", "endCursor")
    given = {"size": size} | ({"owner": owner} if way.link else {})
    cursor: tuple[str, Place] | None = None
    seen: list[str] = []
    while True:
        variables = given if cursor else {**given, "cursor": None}
        answered, said = arena.agree(text, variables, cursors={"cursor": cursor} if cursor else None)
        mine, theirs = page_of(answered.data), page_of(said.data)
        ids = [edge["node"]["id"] for edge in mine["edges"]]
        seen = [*ids, *seen] if backward else [*seen, *ids]
        if not mine["pageInfo"][more]:
            return seen
        cursor = (mine["pageInfo"][end], said.cursors[theirs["pageInfo"][end]])
        if meanwhile is not None:
            meanwhile()


def page_of(data: dict[str, Any] | None) -> dict[str, Any]:
    """The page in an answer."""
    assert data is not None
    owner: dict[str, Any] = data.get("owner", data)
    page: dict[str, Any] = owner["page"]
    return page


def whole(arena: Arena, way: Walk, owner: str | None = None) -> list[str]:
    """The ids of all rows, as the oracle orders them."""
    variables = {"size": 500, "cursor": None} | ({"owner": owner} if way.link else {})
    said = arena.oracle.ask(arena.world, way.text("first", "after"), variables)
    return [edge["node"]["id"] for edge in page_of(said.data)["edges"]]


def insert_somewhere(arena: Arena, name: str, tables: tuple[str, ...], rng: random.Random) -> None:
    """Add a row to one of these tables, in the database and in the oracle's world."""
    table = arena.models[0].metadata.tables[rng.choice(tables)]
    rows = arena.tables[table.name]
    taken = {mark for row in rows for mark in unique_values(table, row)}
    for _ in range(20):
        row = make_row(table, arena.tables, rng)
        tweak = SETS[name].tweak
        if row is None or (tweak is not None and not tweak(table.name, row, rng, arena.tables)):
            continue
        if not taken.intersection(unique_values(table, row)):
            arena.served.insert(table, row)
            rows.append(row)
            arena.world.forget()
            return
