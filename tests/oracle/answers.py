"""Objects that answer GraphQL fields by name: rows, values, pages, edges, the roots.

In: a world. Out: what graphql-core's default resolver is given. Never: a list of the schema's fields.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import inflection
from graphql import GraphQLError

from tests.oracle.described import Composite, Described
from tests.oracle.groups import make_groups
from tests.oracle.measured import Aggregate, GroupAnswer
from tests.oracle.ordering import sort_key
from tests.oracle.paging import Page, Place, make_page
from tests.oracle.scalars import shown, sortable
from tests.oracle.worlds import Row, Tie, World

Arguments = Mapping[str, Any]


class Answers(Protocol):
    """Anything that fields can be asked of."""

    def answer(self, name: str, arguments: Arguments) -> Any:
        """The value of a field."""


@dataclass(eq=False)
class Asked:
    """One operation: the world it is asked of, and the cursors that it may be given or hands out."""

    world: World
    cursors: dict[str, Place]

    def cursor(self, tie: Tie, page: Page, described: Described) -> str:
        """Hand out a cursor: the same text for the same place in the same ordering of a class."""
        key = sort_key(self.world, tie, page.order)
        text = f"cursor {described.name} {page.order} {shown_key(key)}"
        self.cursors[text] = Place(page.order, key)
        return text

    def connection(self, described: Described, ties: Sequence[Tie], arguments: Arguments) -> "Connection":
        """A page of rows of a class."""
        return Connection(self, described, make_page(self.world, ties, arguments, self.cursors))


def shown_key(key: Any) -> str:
    """A sort key as text."""
    if isinstance(key, tuple):
        return f"({','.join(shown_key(part) for part in key)})"
    return repr(getattr(key, "value", key))


@dataclass(eq=False)
class Root:
    """Query."""

    asked: Asked

    def answer(self, name: str, arguments: Arguments) -> Any:
        """A root field."""
        world = self.asked.world
        if name == "node":
            return self.by_id(arguments["id"])
        if name == "nodes":
            return [self.by_id(each) for each in arguments["ids"]]
        for described in world.described.values():
            singular = described.name[0].lower() + described.name[1:]
            if name == singular:
                return self.singular(described, arguments)
            if name in (inflection.pluralize(singular), f"all{described.name}"):
                return self.asked.connection(
                    described, [Tie(row) for row in world.rows[described.name]], arguments
                )
        raise NotImplementedError(name)

    def by_id(self, text: str) -> "RowAnswer | None":
        """The row with an id."""
        for rows in self.asked.world.rows.values():
            for row in rows:
                if row.id == text and not is_edge(self.asked.world, row.described):
                    return RowAnswer(self.asked, row)
        return None

    def singular(self, described: Described, arguments: Arguments) -> "RowAnswer | None":
        """The one row of which all arguments are true."""
        given = {name: value for name, value in arguments.items() if value is not None}
        if not given:
            raise GraphQLError("one argument at least")
        for row in self.asked.world.rows[described.name]:
            if all(row_has(row, name, value) for name, value in given.items()):
                return RowAnswer(self.asked, row)
        return None


def row_has(row: Row, name: str, value: Any) -> bool:
    """Whether a column, or the id, is equal to a value."""
    if name == "id":
        return bool(row.id == value)
    mine = row.value(row.described.columns[name])
    return mine is not None and bool(sortable(mine) == sortable(value))


def is_edge(world: World, described: Described) -> bool:
    """Whether a class only ties others: it is some link's table, and no link leads to it."""
    links = [link for each in world.described.values() for link in each.links.values()]
    return any(link.secondary is described.table for link in links) and all(
        link.mapper is not described.mapper for link in links
    )


@dataclass(eq=False)
class RowAnswer:
    """An entity's row."""

    asked: Asked
    row: Row

    @property
    def type_name(self) -> str:
        """The object type."""
        return self.row.described.name

    def answer(self, name: str, arguments: Arguments) -> Any:
        """A field of the row."""
        described, world = self.row.described, self.asked.world
        if name == "id":
            return self.row.id
        if name in described.composites:
            composite = described.composites[name]
            return ValueAnswer(self.row, composite) if self.row.has(composite) else None
        if name in described.links:
            if described.links[name].uselist:
                target = world.target(described.links[name])
                return self.asked.connection(target, world.linked(self.row, name), arguments)
            found = world.one(self.row, name)
            return None if found is None else RowAnswer(self.asked, found)
        return shown(self.row.value(described.columns[name]))


@dataclass(eq=False)
class ValueAnswer:
    """A value in a row's columns."""

    row: Row
    composite: Composite

    def answer(self, name: str, _: Arguments) -> Any:
        """A member."""
        return shown(self.row.value(self.composite.members[name]))


@dataclass(eq=False)
class Connection:
    """A connection."""

    asked: Asked
    described: Described
    page: Page

    def cursor(self, tie: Tie) -> str:
        """The cursor of a row."""
        return self.asked.cursor(tie, self.page, self.described)

    def answer(self, name: str, arguments: Arguments) -> Any:
        """A field of the connection."""
        match name:
            case "nodes":
                return [RowAnswer(self.asked, tie.row) for tie in self.page.shown]
            case "edges":
                return [Edge(self, tie) for tie in self.page.shown]
            case "pageInfo":
                return PageInfo(self)
            case "totalCount":
                return len(self.page.all)
            case "aggregate":
                return Aggregate(self.described, self.page.all)
            case "groups":
                groups = make_groups(self.asked.world, self.page.all, arguments)
                return [GroupAnswer(self.described, each) for each in groups]
        raise NotImplementedError(name)


@dataclass(eq=False)
class PageInfo:
    """What is known of a page."""

    connection: Connection

    def answer(self, name: str, _: Arguments) -> Any:
        """A field of pageInfo."""
        page = self.connection.page
        match name:
            case "hasNextPage":
                return page.has_next
            case "hasPreviousPage":
                return page.has_previous
        ends = page.shown[:1] if name == "startCursor" else page.shown[-1:]
        return self.connection.cursor(ends[0]) if ends else None


@dataclass(eq=False)
class Edge:
    """A row on a page, with what ties it."""

    connection: Connection
    tie: Tie

    def answer(self, name: str, arguments: Arguments) -> Any:
        """The node, the cursor, or what the link table says."""
        match name:
            case "node":
                return RowAnswer(self.connection.asked, self.tie.row)
            case "cursor":
                return self.connection.cursor(self.tie)
        assert self.tie.edge is not None
        return RowAnswer(self.connection.asked, self.tie.edge).answer(name, arguments)
